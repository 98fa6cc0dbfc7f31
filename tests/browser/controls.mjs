// Each judge must be able to say no: where one thing is wrong, it must say which.
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { walk } from './browse.mjs'
import { launch } from './chromium.mjs'
import { browse, enlarged, examineAll, look, notFound, uncovered } from './judges.mjs'
import { keyboard } from './keyboard.mjs'
import { choose } from './kinds.mjs'
import { forced, paper } from './media.mjs'
import { serve } from './serve.mjs'

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
const STYLE = '.skip { position: absolute } .skip:not(:focus) { inset-block-start: -6rem } ' +
  'body { color: #111; background: #fff } .pale { color: #bbb } .pictured { background: url(icon.svg) }'
const ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="9"/></svg>'
const NARROW = { viewport: { width: 320, height: 900 } }

// A good page, or one with other parts.
function page({ policy = POLICY, main = '<h1>Good</h1><p>Text.</p>', lang = 'en' } = {}) {
  return `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}"><title>Page</title>` +
    '<link rel="icon" href="icon.svg"><link rel="stylesheet" href="style.css"></head>' +
    `<body><a class="skip" href="#page_main">Skip</a><main id="page_main">${main}</main></body></html>`
}

// What is wrong with the page, the page, and what the judge must say of it.
const BROWSING = [
  ['a link that leads nowhere', page({ main: '<h1>x</h1><a href="gone.html">Gone</a>' }), /: 404 .*gone\.html/],
  ['a request to elsewhere', page({ policy: '', main: '<h1>x</h1><img alt="" src="http://192.0.2.1/x.png">' }),
    /asks for http:\/\/192\.0\.2\.1/],
  ['what the policy forbids', page({ main: '<h1>x</h1><p style="color: red">Red</p>' }), /Content Security Policy/],
  ['a policy that allows more', page({ policy: "default-src 'self'" }), /its Content-Security-Policy is another/],
  ['an error of a script', page({ policy: "script-src 'unsafe-inline'", main: '<h1>x</h1><script>null.x</script>' }),
    /TypeError/],
  ['a page that scrolls sideways', page({ main: '<h1>x</h1><svg width="2000" height="9"></svg>' }), /scrolls sideways/],
  ['a link that nobody can click', page({ main: '<h1>x</h1><a href="more.html" hidden>More</a>' }), /no way to/],
  ['two main headings', page({ main: '<h1>x</h1><h1>y</h1>' }), /not one h1/],
]
const FILES = [
  ['a link that leads nowhere', page({ main: '<h1>x</h1><a href="gone.html">Gone</a>' }), /gone\.html: net::ERR_FILE_NOT_FOUND/],
  ['a request to elsewhere', page({ policy: '', main: '<h1>x</h1><img alt="" src="http://192.0.2.1/x.png">' }),
    /asks for http:\/\/192\.0\.2\.1/],
  ['a request to another folder', page({ policy: '', main: '<h1>x</h1><img alt="" src="../icon.svg">' }), /asks for file:/],
  ['what the policy forbids', page({ main: '<h1>x</h1><p style="color: red">Red</p>' }), /Content Security Policy/],
]
const EXAMINING = [
  ['too little contrast', page({ main: '<h1>x</h1><p class="pale">Pale</p>' }), /color-contrast/],
  ['a picture without words', page({ main: '<h1>x</h1><img src="icon.svg">' }), /image-alt/],
  ['a page that names no language', page({ lang: '' }), /html-has-lang/],
  ['a text on a picture, which axe cannot judge', page({ main: '<h1>x</h1><p class="pictured">Text</p>' }),
    /axe cannot judge/],
]
// What is wrong with a site's style, the judge, and what it must say.
const STYLES = [
  ['a focus that nobody sees', ':focus-visible, label:has(:focus-visible) { outline: none !important }', keyboard,
    /no outline/],
  ['a link past the navigation that stays hidden', '.skip { visibility: hidden }', keyboard, /the first stop is/],
  ['a text that does not unfold', '.folded .prose { display: none }', keyboard, /does not unfold/],
  ['a list that does not narrow', '.notices > li { display: grid !important }', keyboard, /narrows \d+ entries/],
  ['a navigation on paper', '@media print { .menu { display: block !important } }', paper, /\.menu is printed/],
  ['a dark scheme on paper', '@media print { body { background: #222 } }', paper, /printed as/],
  ['a folded text on paper', '@media print { .folded .prose { display: none } }', paper, /\.prose is not printed/],
  ['a filling that says nothing in forced colours', '.severity { border-style: solid !important }', forced, /in forced colours/],
  ['movement that nobody asked for', 'html { scroll-behavior: smooth !important }', forced, /scrolls "smooth"/],
]

function mustSay(faults, pattern) {
  if (faults.some(f => pattern.test(f))) return []
  return [`the judge did not say ${pattern}, but: ${faults.join('; ') || 'nothing'}`]
}

async function onPages(browser, folder, judge) {
  const write = html => writeFileSync(join(folder, 'index.html'), html)
  writeFileSync(join(folder, 'style.css'), STYLE)
  writeFileSync(join(folder, 'icon.svg'), ICON)
  writeFileSync(join(folder, 'more.html'), page())
  writeFileSync(join(folder, '404.html'), page())
  const server = await serve(folder, '/sub/')
  const browsed = home => look(browser, home, NARROW, async (p, faults) => { await walk(p, home, faults, 2000) })
  const examined = () => examineAll(browser, [`${server.url}index.html`], {})
  write(page({ main: '<h1>x</h1><a href="more.html">More</a>' }))
  await judge('a good page is good', async () =>
    [...await browsed(server.url), ...await browsed(`file://${folder}/`), ...await examined()])
  for (const [name, html, pattern] of BROWSING) {
    write(html)
    await judge(`browsing finds ${name}`, async () => mustSay(await browsed(server.url), pattern))
  }
  for (const [name, html, pattern] of FILES) {
    write(html)
    await judge(`browsing from the file system finds ${name}`, async () => mustSay(await browsed(`file://${folder}/`), pattern))
  }
  for (const [name, html, pattern] of EXAMINING) {
    write(html)
    await judge(`axe-core finds ${name}`, async () => mustSay(await examined(), pattern))
  }
  write(page())
  await judge('browsing finds a page that no link leads to', async () =>
    mustSay(await browse(browser, server.url, folder, NARROW), /no link leads to more\.html/))
  await judge('text that does not grow is found', async () =>
    mustSay(await enlarged(browser, [`${server.url}index.html`]), /the text is 16 px/))
  server.close()
}

async function onSite(browser, folder, site, judge) {
  cpSync(site, folder, { recursive: true })
  const server = await serve(folder, '/')
  for (const [name, style, work, pattern] of STYLES) {
    cpSync(join(site, 'theme'), join(folder, 'theme'), { recursive: true, force: true })
    appendFileSync(join(folder, 'theme/style.css'), style)
    await judge(`${work.name} finds ${name}`, async () =>
      mustSay(await look(browser, server.url, {}, (p, faults) => work(p, server.url, faults)), pattern))
  }
  rmSync(join(folder, 'theme/style.css'))
  await judge('404.html without its stylesheet is found', async () =>
    mustSay(await notFound(browser, server.url), /the stylesheet does not apply/))
  server.close()
}

export async function controls(theme, [site], judge) {
  const folder = mkdtempSync(join(tmpdir(), 'controls-'))
  const browser = await launch()
  const { templates } = choose([site])
  templates.delete('glossary')
  await judge('a template without a page is found', () =>
    mustSay(uncovered(theme, templates), /glossary\.html shows on no page/))
  await onPages(browser, mkdtempSync(join(folder, 'x')), judge)
  await onSite(browser, join(folder, 'site'), site, judge)
  await browser.close()
  rmSync(folder, { recursive: true })
}
