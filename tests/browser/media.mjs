// What the stylesheet says for paper, for a reader's own colours, and for readers whom movement disturbs.

const style = (page, selector, name) =>
  page.locator(selector).first().evaluate((e, n) => getComputedStyle(e)[n], name)

export async function paper(page, home, faults) {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.goto(`${home}ja/withdrawn/index.html`)
  const withdrawn = await page.locator('.notices .title a').first().getAttribute('href')
  await page.goto(new URL(withdrawn, page.url()).href)
  for (const selector of ['.menu', '.switch', '.toc', '.skip'])
    if (await page.locator(selector).first().isVisible()) faults.push(`${selector} is printed`)
  for (const selector of ['.print-only', 'h1', '.banner-withdrawn', '.folded .prose'])
    if (!await page.locator(selector).first().isVisible()) faults.push(`${selector} is not printed`)
  const ground = await style(page, 'body', 'backgroundColor')
  const ink = await style(page, 'body', 'color')
  if (ground !== 'rgb(255, 255, 255)' || ink !== 'rgb(0, 0, 0)')
    faults.push(`printed as ${ink} on ${ground}, with a dark scheme on screen`)
  const file = await page.pdf({ format: 'A4' })
  if (!file.subarray(0, 5).equals(Buffer.from('%PDF-')) || file.length < 10000) faults.push(`a PDF of ${file.length} bytes`)
}

export async function forced(page, home, faults) {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto(`${home}ja/index.html`)
  for (const [selector, name, wanted] of [['.severity[data-level="critical"]', 'borderTopStyle', 'double'],
    ['.menu a[aria-current]', 'borderTopStyle', 'solid'], ['.notices', 'borderTopStyle', 'solid']]) {
    const got = await style(page, selector, name)
    if (got !== wanted) faults.push(`${selector} has ${name} ${got} in forced colours`)
  }
  for (const [motion, wanted] of [['reduce', 'auto'], ['no-preference', 'smooth']]) {
    await page.emulateMedia({ reducedMotion: motion, forcedColors: 'none' })
    const got = await style(page, 'html', 'scrollBehavior')
    if (got !== wanted) faults.push(`scrolls "${got}" where motion is "${motion}"`)
  }
}
