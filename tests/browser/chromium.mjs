// Chromium as Debian has it, which may reach nothing but loopback; and what a page does that none of ours may do.
import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'

// The packages lie in build/npm, which is no folder above this one: NODES names it.
export const require = createRequire(`${process.env.NODES}/package.json`)
const { chromium } = require('playwright-core')
const EXECUTABLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync)

// Each launch has a profile of its own, which Playwright makes and removes.
export function launch(...args) {
  const alone = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']
  if (process.getuid() === 0) alone.push('--no-sandbox') // which root cannot have
  return chromium.launch({ executablePath: EXECUTABLE, args: [...alone, ...args], timeout: 60000 })
}

// Collects in faults what goes wrong on a page: a request that leaves the site, one that fails, a message in the
// console (violations of the Content-Security-Policy are told there), an uncaught error.
export function watch(page, home, faults) {
  page.setDefaultTimeout(15000)
  page.on('request', r => { if (!r.url().startsWith(home)) faults.push(`${page.url()} asks for ${r.url()}`) })
  page.on('requestfailed', r => { // aborted: the page was left before all of it had come
    if (r.failure()?.errorText !== 'net::ERR_ABORTED') faults.push(`${page.url()}: ${r.url()}: ${r.failure()?.errorText}`)
  })
  page.on('response', r => { if (r.status() >= 400) faults.push(`${page.url()}: ${r.status()} ${r.url()}`) })
  page.on('console', m => { if (/error|warning/.test(m.type())) faults.push(`${page.url()}: console: ${m.text()}`) })
  page.on('pageerror', e => faults.push(`${page.url()}: ${e}`))
}
