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

function ofRecord (r, advisory, bad) {
  if (!advisory) return bad('archive.json has no such advisory')
  if (!r.withdrawn && !r.affected) bad('REC: nothing is affected, and it is not withdrawn')
  if (r.modified < r.published || (r.withdrawn && r.modified < r.withdrawn)) bad('modified is not the newest time')
  if (r.withdrawn !== advisory.withdrawn?.time) bad(`withdrawn is not archive.json's ${advisory.withdrawn?.time}`)
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
