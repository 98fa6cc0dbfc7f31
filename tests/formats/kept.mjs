#!/usr/bin/env node
// kept.mjs EARLIER LATER: two sites of one archive. What OSV, STIX and indicators.csv told in the earlier one is in the later one: as it
// was, changed at a later time, withdrawn or revoked; and the later one repeats nothing of what was redacted between them.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const [earlier, later] = process.argv.slice(2)
const faults = []
let count = 0
const json = (site, path) => JSON.parse(readFileSync(join(site, path), 'utf8'))
const files = (site, folder) => readdirSync(join(site, folder)).filter(n => n.endsWith('.json'))
const advisories = new Map(json(later, 'archive.json').advisories.map(a => [a.id, a]))
const isRedacted = id => advisories.get(id).events.some(e => e.class === 'redacted')

function ofVersions (was, is, bad) { // an object or record of each
  const same = JSON.stringify(was) === JSON.stringify(is)
  if (!same && is.modified <= was.modified) bad(`it changed, and modified went from ${was.modified} to ${is.modified}`)
}

for (const name of files(earlier, 'osv')) {
  const bad = text => faults.push(`osv/${name}: ${text}`)
  if (!existsSync(join(later, 'osv', name))) { bad('it is gone'); continue }
  const was = json(earlier, `osv/${name}`), is = json(later, `osv/${name}`)
  count++
  ofVersions(was, is, bad)
  if (is.withdrawn && !is.affected && !isRedacted(is.id.replace(/^x_/, ''))) bad('it forgot what was affected')
  if (was.withdrawn && is.withdrawn > was.withdrawn && !was.affected) bad('it is withdrawn later than it was')
}

for (const name of files(earlier, 'stix')) {
  const file = text => faults.push(`stix/${name}: ${text}`)
  if (!existsSync(join(later, 'stix', name))) { file('it is gone'); continue }
  const now = new Map(json(later, `stix/${name}`).objects.map(o => [o.id, o]))
  for (const was of json(earlier, `stix/${name}`).objects) {
    if (!['indicator', 'vulnerability', 'report'].includes(was.type)) continue
    const bad = text => file(`${was.id}: ${text}`)
    const is = now.get(was.id)
    count++
    if (!is && !isRedacted(name.replace(/\.json$/, ''))) bad('it is gone')
    if (!is) continue
    if (was.created !== is.created) bad(`created went from ${was.created} to ${is.created}`)
    if (was.revoked && !is.revoked) bad('it was revoked for good, and came back')
    if (is.modified < was.modified) bad('modified went back')
    if (!was.revoked && is.revoked && is.modified === was.modified) bad('it is revoked, and modified stays')
    if (was.valid_from !== is.valid_from) bad('valid_from changed')
  }
}

for (const fault of faults) console.log(fault)
console.log(`${count} kept, ${faults.length} faults`)
process.exit(faults.length || !count ? 1 : 0)
