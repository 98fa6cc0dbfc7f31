// The judges of whole sites. Each returns what is wrong.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { inspect, walk } from './browse.mjs'
import { watch } from './chromium.mjs'
import { examine } from './examine.mjs'
import { pagesOf } from './kinds.mjs'

// Templates that make no page: the content of a feed's entry.
const NO_PAGE = ['entry']

// A page of a context of its own, for work, and the faults that watch and work found.
export async function look(browser, home, options, work) {
  const context = await browser.newContext(options)
  const faults = []
  try {
    const page = await context.newPage()
    watch(page, home, faults)
    await work(page, faults)
  } finally {
    await context.close()
  }
  return faults
}

export function uncovered(theme, templates) {
  const names = readdirSync(join(theme, 'templates')).filter(f => f.endsWith('.html')).map(f => f.slice(0, -5))
  return names.filter(n => !templates.has(n) && !NO_PAGE.includes(n)).map(n => `${n}.html shows on no page`)
}

// Each page by clicking, but those which only the world outside links to; these are opened.
export function browse(browser, home, site, options) {
  return look(browser, home, { ...options, reducedMotion: 'reduce' }, async (page, faults) => {
    const reached = await walk(page, home, faults)
    for (const path of pagesOf(site).filter(p => !reached.has(p) && p !== '404.html')) {
      if (!/^[A-Z0-9][\w.-]*\/index\.html$/.test(path)) faults.push(`no link leads to ${path}`)
      await page.goto(home + path)
      await inspect(page, faults)
    }
  })
}

// axe-core on each address, two at a time.
export async function examineAll(browser, addresses, options) {
  const queue = [...addresses]
  const worker = () => look(browser, 'http://127.0.0.1:', options, async (page, faults) => {
    for (let next; (next = queue.shift());) {
      await page.goto(next)
      await inspect(page, faults)
      for (const fault of await examine(page)) faults.push(`${page.url()}: ${fault}`)
    }
  })
  return (await Promise.all([worker(), worker()])).flat()
}

// A reader who has the browser's text at twice the size, which is more than zooming: only the text grows.
export function enlarged(browser, addresses) {
  return look(browser, 'http://127.0.0.1:', { viewport: { width: 1280, height: 900 } }, async (page, faults) => {
    for (const address of addresses) {
      await page.goto(address)
      await inspect(page, faults)
      const size = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize))
      if (size < 30) faults.push(`${address}: the text is ${size} px`)
    }
  })
}

// What a server sends for an address that is not there; home is the root of a server.
export function notFound(browser, home) {
  return look(browser, home, {}, async (page, faults) => {
    const response = await page.goto(`${home}no/such/page`)
    const expected = fault => /: 404 .*\/no\/such\/page$|: console: .*status of 404/.test(fault)
    faults.splice(0, faults.length, ...faults.filter(f => !expected(f)))
    if (response.status() !== 404) faults.push(`status ${response.status()}`)
    await inspect(page, faults)
  })
}
