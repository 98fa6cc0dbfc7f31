// Browsing a whole site: each page is reached by clicking, from the front page on; what no link leads to is opened.
import { faultsOfPage, widest } from './look.mjs'

// Addresses of the pages that the open page links to, without their fragments.
function linked(page) {
  return page.evaluate(() => [...document.querySelectorAll('a[href]')]
    .filter(a => /^(https?|file):/.test(a.href) && /\.html$/.test(a.pathname)).map(a => a.href.replace(/#.*/, '')))
}

// Clicks on a link to the address; unfolds what hides it.
async function follow(page, address, patience) {
  const index = await page.evaluate(target => {
    const links = [...document.querySelectorAll('a[href]')]
    const fits = links.filter(a => a.href.replace(/#.*/, '') === target)
    return links.indexOf(fits.find(a => a.checkVisibility() && !a.closest('details:not([open])')) ?? fits[0])
  }, address)
  const link = page.locator('a[href]').nth(index)
  const folded = page.locator('details:not([open]) > summary')
  if (!await link.isVisible() && await folded.count()) await folded.first().click()
  await link.click({ timeout: patience })
  await page.waitForURL(u => u.href.replace(/#.*/, '') === address, { waitUntil: 'load', timeout: patience })
}

// The open page's faults, told with its address.
export async function inspect(page, faults) {
  for (const fault of await page.evaluate(faultsOfPage))
    faults.push(`${page.url()}: ${fault} ${fault.startsWith('scrolls') ? await page.evaluate(widest) : ''}`)
}

// Walks from home + "index.html" by links alone; returns the paths that were reached. No click waits longer than patience.
export async function walk(page, home, faults, patience = 15000) {
  const reached = new Set()
  const ways = new Map() // address => a page that links to it, for all that are known and not yet reached
  const arrive = async address => {
    reached.add(address)
    ways.delete(address)
    await inspect(page, faults)
    for (const next of await linked(page))
      if (next.startsWith(home) && !reached.has(next)) ways.set(next, address)
  }
  await page.goto(`${home}index.html`)
  await arrive(`${home}index.html`)
  while (ways.size) {
    const here = page.url().replace(/#.*/, '')
    const [next, from] = [...ways].find(([, way]) => way === here) ?? [...ways][0]
    if (from !== here) await page.goto(from)
    try {
      await follow(page, next, patience)
      await arrive(next)
    } catch (e) {
      faults.push(`${from}: no way to ${next} by a click: ${String(e.message).split('\n')[0]}`)
      reached.add(next)
      ways.delete(next)
    }
  }
  return new Set([...reached].map(address => address.slice(home.length)))
}
