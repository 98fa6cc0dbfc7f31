#!/usr/bin/env node
// osv.mjs SITE: the OSV records of a site against osv.schema.json, the rules of OSV's linter that need no network (REC, RNG,
// PURL), and what archive.json says of the same advisories; modified_id.csv against them. all.zip is zip.py's.
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(join(process.env.NODES, 'package.json'))
const ajv = new (require('ajv/dist/2020').default)({ allErrors: true, strict: false })
require('ajv-formats').default(ajv)
const here = dirname(fileURLToPath(import.meta.url))
const validate = ajv.compile(JSON.parse(readFileSync(join(here, 'osv.schema.json'), 'utf8')))

const site = process.argv[2]
const faults = []
const records = new Map()
const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/

function ofRange (range, bad) {
  const versions = range.events.map(e => Object.values(e)[0])
  if (new Set(versions).size !== versions.length) bad('RNG: one version in two events')
  if (!('introduced' in range.events[0])) bad('RNG: a range does not begin with introduced')
  range.events.forEach((e, i) => {
    if (('introduced' in e) === (i % 2 !== 0)) bad('RNG: events do not take turns')
  })
  if (range.type === 'SEMVER') for (const v of versions) if (v !== '0' && !semver.test(v)) bad(`RNG: ${v} is no SemVer`)
}

// A record may be withdrawn though its advisory is not: by the revision that named nothing any more, or by a redaction.
function ofWithdrawal (r, advisory, bad) {
  const dropped = r.database_specific?.dropped, redacted = r.database_specific.redacted
  const event = advisory.events.find(e => e.time === r.withdrawn && (redacted || e.serial === dropped?.serial))
  if (!dropped && !redacted && r.withdrawn !== advisory.withdrawn?.time) bad(`withdrawn is not archive.json's ${advisory.withdrawn?.time}`)
  if ((dropped || redacted) && !event && r.withdrawn !== advisory.withdrawn?.time) bad('withdrawn is the time of no event')
  if (dropped && (event?.revision !== dropped.revision || !event?.changed?.includes('affected'))) bad(`revision ${dropped.revision} dropped nothing`)
  if (dropped && !r.details.includes(`This record was withdrawn on ${r.withdrawn.slice(0, 10)}: since revision ${dropped.revision} `)) bad('its details do not say why it is withdrawn')
  if (redacted && !advisory.events.some(e => e.class === 'redacted')) bad('nothing was redacted')
  const few = ['schema_version', 'id', 'modified', 'published', 'withdrawn', 'summary', 'details', 'references', 'database_specific']
  if (redacted && (Object.keys(r).some(k => !few.includes(k)) || Object.keys(r.database_specific).join() !== 'redacted,links'))
    bad('it says more than that it is withdrawn')
}

function ofRecord (r, advisory, bad) {
  if (!advisory) return bad('archive.json has no such advisory')
  if (!r.affected && !(r.withdrawn && /: what it said was redacted\./.test(r.details))) bad('REC: nothing is affected, and it is not withdrawn')
  if (r.modified < r.published || (r.withdrawn && r.modified < r.withdrawn)) bad('modified is not the newest time')
  ofWithdrawal(r, advisory, bad)
  if (r.published !== advisory.published) bad(`published is not archive.json's ${advisory.published}`)
  if (r.withdrawn && !r.summary?.startsWith('Withdrawn: ')) bad('the summary does not begin with "Withdrawn: "')
  if (/[\u3040-\u30ff\u3400-\u9fff]/.test(r.summary ?? '')) bad('the summary is in Japanese')
  if (!!r.summary !== !!r.details && !r.database_specific.original) bad('only one of summary and details')
  const known = advisory.events.filter(e => e.language.startsWith('en') || !e.class.startsWith('translation-')).map(e => e.time)
  if (r.modified < known.sort().at(-1)) bad(`modified is earlier than the newest event, ${known.at(-1)}`)
  const all = [r.id, ...(r.aliases ?? []), ...(r.upstream ?? []), ...(r.related ?? [])]
  if (new Set(all).size !== all.length) bad('REC: an id stands in two places')
  for (const a of r.affected ?? []) {
    if (a.package && /@/.test(a.package.purl)) bad('PURL: it has a version')
    for (const range of a.ranges ?? []) ofRange(range, bad)
  }
}

const advisories = new Map(JSON.parse(readFileSync(join(site, 'archive.json'))).advisories.map(a => [a.id, a]))
for (const name of readdirSync(join(site, 'osv')).filter(n => n.endsWith('.json')).sort()) {
  const bad = text => faults.push(`osv/${name}: ${text}`)
  const r = JSON.parse(readFileSync(join(site, 'osv', name), 'utf8'))
  records.set(r.id, r)
  if (`${r.id}.json` !== name) bad(`its id is ${r.id}`)
  if (validate(r)) ofRecord(r, advisories.get(r.id.replace(/^x_/, '')), bad)
  else for (const e of validate.errors) bad(`schema: ${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`)
}
for (const [id, r] of records)
  for (const x of r.related ?? []) if (x.startsWith('x_') && !records.has(x)) faults.push(`${id}: related to ${x}, of which there is no record`)

const lines = readFileSync(join(site, 'osv/modified_id.csv'), 'utf8').split('\n')
if (lines.pop() !== '') faults.push('modified_id.csv: no line feed at its end')
const want = [...records.values()].sort((a, b) => (a.modified < b.modified) - (a.modified > b.modified) || (a.id < b.id ? -1 : 1))
  .map(r => `${r.modified},${r.id}`)
if (lines.join() !== want.join()) faults.push(`modified_id.csv:\n${lines.join('\n')}\n is not\n${want.join('\n')}`)

for (const fault of faults) console.log(fault)
console.log(`${records.size} records, ${faults.length} faults`)
process.exit(faults.length || !records.size ? 1 : 0)
