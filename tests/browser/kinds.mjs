// Which pages stand for all others. A second build of each site, with a theme whose templates say their names in
// comments (tests/site/mark), tells which templates made a page; its attributes tell what it shows. The pages that are
// chosen show every template, every place of the site's plan and every class in every language, and every element and
// every data-* value that any page has.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export function pagesOf(folder) {
  return readdirSync(folder, { recursive: true }).filter(f => f.endsWith('.html')).sort()
}

function templatesOf(text) {
  return [...text.matchAll(/template ([\w-]+)--(?:>|&gt;)/g)].map(m => m[1])
}

// "en/EX-2026-0003/r2/changes/index.html" is the same place as that of any other id and revision.
function placeOf(path) {
  return path.replace(/(?<=^|\/)[A-Z][\w.-]*(?=\/)/, 'ID').replace(/\/r\d+\//, '/rN/').replace(/\/\d{4}\//, '/YEAR/')
    .replace(/\/(pages|products)\/[^/]+\//, '/$1/NAME/')
}

function traitsOf(text, language) {
  const elements = [...text.matchAll(/<([a-z][a-z0-9]*)/g)].map(m => m[1])
  const values = [...text.matchAll(/ (class|data-[\w-]+)="([^"]*)"/g)]
  return [...elements, ...values.flatMap(([, name, value]) =>
    value.split(/\s+/).map(v => `${name === 'class' ? language : ''} ${name}=${v}`))]
}

// Of the sites' folders, beside each of which stands its marked one: {chosen, templates}, a list of {site, path} and a
// set of the names of all templates that some page shows.
export function choose(sites) {
  const pages = []
  const templates = new Set()
  for (const site of sites) {
    for (const path of pagesOf(site)) {
      const [language] = path.match(/^[a-z]{2}(?=\/)/) ?? ['']
      const names = templatesOf(readFileSync(join(`${site}-marked`, path), 'utf8'))
      names.forEach(n => templates.add(n))
      pages.push({ site, path,
        traits: new Set([placeOf(path), ...names.map(n => `${language} ${n}`),
          ...traitsOf(readFileSync(join(site, path), 'utf8'), language)]) })
    }
  }
  const missing = new Set(pages.flatMap(p => [...p.traits]))
  const chosen = []
  while (missing.size) {
    let best, most = 0
    for (const p of pages) {
      const gain = [...p.traits].filter(t => missing.has(t)).length
      if (gain > most) [best, most] = [p, gain]
    }
    chosen.push(best)
    best.traits.forEach(t => missing.delete(t))
  }
  return { chosen, templates }
}
