#!/usr/bin/env node
// Our pages in Chromium: browsed from a file system and from below a path, at each width, in each colour scheme, on
// paper, by keyboard, without scripts; and axe-core on one page of each kind.
//   NODES=FOLDER tests/browser/run.mjs THEME SITE…     THEME is the theme's folder; beside each SITE stands SITE-marked
//   NODES=FOLDER tests/browser/run.mjs --controls THEME SITE…     each judge where it must find a fault
// Ends with "browser: N passed, N failed".
import { resolve } from 'node:path'
import { launch } from './chromium.mjs'
import { controls } from './controls.mjs'
import { browse, enlarged, examineAll, look, notFound, uncovered } from './judges.mjs'
import { keyboard } from './keyboard.mjs'
import { choose, pagesOf } from './kinds.mjs'
import { forced, paper } from './media.mjs'
import { serve } from './serve.mjs'

const SUB = '/some/sub/path/'
const WIDE = { viewport: { width: 1280, height: 900 } }
const NARROW = { viewport: { width: 320, height: 900 } }

let passed = 0
let failed = 0
async function judge(name, work) {
  const began = Date.now()
  let faults = []
  try {
    faults = await work()
  } catch (e) {
    faults.push(e.stack)
  }
  if (faults.length) failed++
  else passed++
  console.log(`${faults.length ? 'not ok' : 'ok'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  for (const fault of [...new Set(faults)].slice(0, 20)) console.log(`  ${fault}`)
}

async function sites(theme, folders) {
  const { chosen, templates } = choose(folders)
  const below = await Promise.all(folders.map(f => serve(f, SUB)))
  const roots = await Promise.all(folders.map(f => serve(f, '/')))
  // 404.html has absolute links: it is looked at where its site lies at a server's root.
  const addresses = chosen.map(({ site, path }) => (path === '404.html' ? roots : below)[folders.indexOf(site)].url + path)
  const [first] = folders
  const home = below[0].url
  let browser = await launch()

  await judge('every template of the theme shows on a page that is examined', () => uncovered(theme, templates))
  console.log(`  ${chosen.length} pages stand for ${folders.flatMap(pagesOf).length}`)
  await Promise.all([
    judge('every page is reached by clicking, below a path of a server', () => browse(browser, home, first, WIDE)),
    judge('every page is reached by clicking, from the file system, 320 px wide, without scripts', () =>
      browse(browser, `file://${first}/`, first, { ...NARROW, javaScriptEnabled: false })),
  ])
  await judge('axe-core on one page of each kind: light, 1280 px', () =>
    examineAll(browser, addresses, { ...WIDE, colorScheme: 'light' }))
  await judge('axe-core on one page of each kind: dark, 1280 px', () =>
    examineAll(browser, addresses, { ...WIDE, colorScheme: 'dark' }))
  await judge('axe-core on one page of each kind: light, 320 px', () =>
    examineAll(browser, addresses, { ...NARROW, colorScheme: 'light' }))
  await judge('404.html', () => notFound(browser, roots[0].url))
  await judge('by keyboard', () => look(browser, home, {}, (page, faults) => keyboard(page, home, faults)))
  await judge('on paper', () => look(browser, home, {}, (page, faults) => paper(page, home, faults)))
  await judge('forced colours and reduced motion', () =>
    look(browser, home, {}, (page, faults) => forced(page, home, faults)))
  await browser.close()
  browser = await launch('--blink-settings=defaultFontSize=32,defaultFixedFontSize=26')
  await judge('one page of each kind with text of 200 %', () => enlarged(browser, addresses))
  await browser.close()
  for (const server of [...below, ...roots]) server.close()
}

const work = process.argv[2] === '--controls' ? controls : sites
const [theme, ...folders] = process.argv.slice(work === controls ? 3 : 2).map(f => resolve(f))
await work(theme, folders, judge)
console.log(`browser: ${passed} passed, ${failed} failed`)
process.exit(failed || !passed ? 1 : 0)
