// Without a mouse: the link past the navigation, a focus that can be seen wherever it goes, what unfolds, what narrows.

// What has the focus: its place, and whether an outline shows it (for a control inside a label, the label's).
function focused(page) {
  return page.evaluate(() => {
    const e = document.activeElement
    const shown = e.closest('label') ?? e
    const style = getComputedStyle(shown)
    const box = shown.getBoundingClientRect()
    return {
      name: `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`,
      body: e === document.body,
      outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      behind: !e.closest('header.top'), href: e.getAttribute('href'),
    }
  })
}

async function skip(page, faults) {
  await page.keyboard.press('Tab')
  const first = await focused(page)
  if (first.href !== '#page_main' || !first.seen) {
    faults.push(`the first stop is ${first.name}, not a visible link to the content`)
    return
  }
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const next = await focused(page)
  if (!next.behind) faults.push(`behind the link to the content the focus is on ${next.name}`)
}

// Tab through the whole page; returns what was passed.
async function through(page, faults) {
  const names = []
  await page.goto(page.url().replace(/#.*/, ''))
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press('Tab')
    const here = await focused(page)
    if (here.body) return names
    names.push(here.name)
    if (!here.outlined) faults.push(`${page.url()}: no outline: ${here.name}`)
    if (!here.seen) faults.push(`${page.url()}: out of sight: ${here.name}`)
  }
  faults.push(`${page.url()}: the focus never leaves the page`)
  return names
}

async function unfold(page, home, faults) {
  await page.goto(`${home}ja/withdrawn/index.html`)
  await page.locator('.notices .title a').first().click()
  const details = page.locator('details.folded')
  const prose = details.locator('.prose')
  if (await prose.isVisible()) faults.push('the text of a withdrawn advisory is not folded')
  await details.locator('summary').focus()
  await page.keyboard.press('Enter')
  if (!await prose.isVisible()) faults.push('Enter does not unfold the text of a withdrawn advisory')
}

async function narrow(page, home, faults) {
  await page.goto(`${home}ja/index.html`)
  const count = () => page.locator('.notices > li:visible').count()
  const all = await count()
  await page.locator('.narrow input[name="severity"]').first().focus()
  await page.keyboard.press('ArrowRight')
  const some = await count()
  if (!(some > 0 && some < all)) faults.push(`the arrow key narrows ${all} entries to ${some}`)
  const left = page.locator('.notices > li:visible')
  const severities = await left.evaluateAll(l => [...new Set(l.map(e => e.dataset.severity))])
  if (severities.length !== 1) faults.push(`narrowed to ${severities}`)
  if (!await page.locator('.shown').isVisible()) faults.push('the number of what is left is not shown')
}

export async function keyboard(page, home, faults) {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const path of ['index.html', 'ja/index.html', 'en/verify/index.html', 'ja/glossary/index.html']) {
    await page.goto(home + path)
    await skip(page, faults)
    const names = await through(page, faults)
    if (names.length < 10) faults.push(`${path}: only ${names.length} stops`)
  }
  await unfold(page, home, faults)
  await narrow(page, home, faults)
}
