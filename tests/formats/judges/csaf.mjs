// CSAF 2.0 documents of a site under csaf-validator-lib: the schema, all mandatory and optional tests, where each stands, what it is
// called, and what archive.json says of it.
//   node csaf.mjs SITE [TEST | DOCUMENT:TEST]…
// A warning of an optional test is a fault, unless the arguments allow it: it says what the advisory does not have.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'

const lib = `${process.env.NODES}/node_modules/@secvisogram/csaf-validator-lib`
const [site, ...allowed] = process.argv.slice(2)
const { csaf_2_0_strict: schema } = await import(`${lib}/schemaTests.js`)
const groups = {
  mandatory: await import(`${lib}/mandatoryTests.js`),
  optional: await import(`${lib}/optionalTests.js`)
}
const idOf = name => name.replace(/^.*?Test_/, '').replaceAll('_', '.')

const useless = new Set(allowed.filter(pass => pass.includes(':')))
let faults = 0
const fault = (file, what) => { faults++; console.log(`${file}: ${what}`) }
const told = e => `${e.instancePath || '/'} ${e.message}`

async function judge (file, document) {
  const s = await schema(document)
  for (const e of s.errors ?? []) fault(file, `schema ${told(e)}`)
  if (!s.isValid) return
  for (const [group, tests] of Object.entries(groups)) {
    for (const [name, test] of Object.entries(tests)) {
      const id = idOf(name)
      const r = await test(document)
      const found = [...(r.errors ?? []), ...(r.warnings ?? [])]
      const pass = `${basename(file, '.json')}:${id}`
      if (found.length && allowed.includes(pass)) useless.delete(pass)
      else if (!allowed.includes(id)) for (const e of found) fault(file, `${group} ${id} ${told(e)}`)
      if (r.isValid === false && !found.length) fault(file, `${group} ${id} fails`)
    }
  }
}

const white = join(site, '.well-known/csaf/white')
const documents = new Map()
for (const year of readdirSync(white).filter(name => /^\d{4}$/.test(name)).sort()) {
  for (const name of readdirSync(join(white, year)).filter(name => name.endsWith('.json')).sort()) {
    const bytes = readFileSync(join(white, year, name), 'utf8')
    const document = JSON.parse(bytes)
    const { tracking, references } = document.document
    const canonical = tracking.id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_') + '.json'
    if (name !== canonical) fault(name, `the id ${tracking.id} asks for ${canonical}`)
    if (!tracking.initial_release_date.startsWith(`${year}-`)) fault(name, `in ${year}, but of ${tracking.initial_release_date}`)
    if (documents.has(tracking.id)) fault(name, `another document has the id ${tracking.id}`)
    if (!bytes.endsWith('}\n')) fault(name, 'does not end with one line break')
    for (const { url } of references.filter(r => r.category === 'self')) {
      const path = decodeURIComponent(new URL(url).pathname)
      const depth = path.split('/').findIndex((_, i, parts) => existsSync(join(site, ...parts.slice(i))))
      if (depth < 0) fault(name, `${url} leads nowhere`)
    }
    documents.set(tracking.id, document.document)
    await judge(name, document)
  }
}

// What the site says of itself: each public text has its document, in its language, as new as the text.
const archive = JSON.parse(readFileSync(join(site, 'archive.json'), 'utf8'))
for (const a of archive.advisories) {
  for (const [lang, text] of Object.entries(a.languages)) {
    const id = lang === a.source ? a.id : `${a.id}-${lang}`
    const d = documents.get(id)
    if (!d) { fault(id, 'has no document'); continue }
    if (d.lang !== lang) fault(id, `is in ${d.lang}`)
    if (!d.title.includes(text.title.trim()) && text.title.trim()) fault(id, `is called ${d.title}, not ${text.title}`)
    if (d.tracking.current_release_date < text.updated) fault(id, `is older than the text's ${text.updated}`)
    if (lang !== a.source && d.source_lang !== a.source) fault(id, `does not say that it is translated from ${a.source}`)
    if (a.state === 'withdrawn' && d.category !== 'csaf_base') fault(id, `is withdrawn, and a ${d.category}`)
  }
}
for (const pass of useless) fault(pass, 'is allowed in vain')
console.log(`${documents.size} documents, ${basename(site)}`)
process.exit(faults || !documents.size ? 1 : 0)
