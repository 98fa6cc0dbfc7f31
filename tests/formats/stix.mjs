#!/usr/bin/env node
// stix.mjs SITE: the STIX 2.1 bundles of a site by the rules of the specification (OASIS Standard, 10 June 2021) that bear upon
// what shirase writes: properties, ids and their version, references, times, patterns, open vocabularies, versions of one id.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const site = process.argv[2]
const faults = []
const time = /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
const identifier = /^([a-z][a-z0-9-]*)--[0-9a-f]{8}-[0-9a-f]{4}-([1-5])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const common = ['type', 'spec_version', 'id', 'created_by_ref', 'created', 'modified', 'revoked', 'labels', 'lang',
  'external_references', 'object_marking_refs']
const types = { // [required, others] (sections 4 and 7)
  identity: [['name'], ['identity_class', 'contact_information']],
  vulnerability: [['name'], ['description']],
  indicator: [['pattern', 'pattern_type', 'valid_from'], ['name', 'description', 'indicator_types', 'pattern_version']],
  report: [['name', 'published', 'object_refs'], ['description', 'report_types']],
  'language-content': [['object_ref', 'contents'], ['object_modified']],
  'marking-definition': [[], ['name', 'extensions']]
}
// One comparison (section 9.6): an object's path, = and a string in which only ' and \ are escaped.
const string = "'((?:[^'\\\\]|\\\\['\\\\])*)'"
const pattern = new RegExp('^\\[(ipv4-addr:value|ipv6-addr:value|domain-name:value|url:value|email-addr:value|file:name|' +
  `file:hashes\\.(?:MD5|'SHA-1'|'SHA-256')) = ${string}\\]$`)
const hashes = { "file:hashes.MD5": 32, "file:hashes.'SHA-1'": 40, "file:hashes.'SHA-256'": 64 }

function ofPattern (o, bad) {
  const m = pattern.exec(o.pattern)
  if (!m) return bad(`no pattern: ${o.pattern}`)
  const value = m[2].replace(/\\(.)/g, '$1')
  if (value !== o.name) bad(`the pattern is not of ${o.name}`)
  if (m[1] in hashes && !new RegExp(`^[0-9a-fA-F]{${hashes[m[1]]}}$`).test(value)) bad(`no hash: ${value}`)
}

function ofReferences (o, bad) {
  for (const r of o.external_references) {
    if (!r.source_name || !(r.description || r.url || r.external_id)) bad(`a reference that says nothing: ${JSON.stringify(r)}`)
    if (r.source_name === 'cve' && !/^CVE-\d{4}-\d{4,}$/.test(r.external_id)) bad(`no CVE id: ${r.external_id}`)
    if (r.url && !URL.canParse(r.url)) bad(`no URL: ${r.url}`)
    for (const key of Object.keys(r)) if (!['source_name', 'description', 'url', 'external_id'].includes(key)) bad(`${key} of a reference`)
  }
}

function ofObject (o, bad) {
  if (!types[o.type]) return bad('an object that shirase does not write')
  const marking = o.type === 'marking-definition'
  const required = ['type', 'spec_version', 'id', 'created', ...(marking ? [] : ['modified']), ...types[o.type][0]]
  const allowed = [...common, ...required, ...types[o.type][1]]
  for (const key of required) if (!(key in o)) bad(`it lacks ${key}`)
  for (const [key, value] of Object.entries(o)) {
    if (!allowed.includes(key)) bad(`${key} is not of this type`)
    if (value === null || value === '' || (Array.isArray(value) && !value.length)) bad(`${key} is empty`)
  }
  if (o.spec_version !== '2.1') bad('spec_version')
  const id = identifier.exec(o.id)
  if (id?.[1] !== o.type) bad('no id of its type')
  if (!marking && id?.[2] !== '5') bad('its id is not made of a name')
  for (const key of ['created', 'modified', 'valid_from', 'published', 'object_modified'])
    if (key in o && !time.test(o[key])) bad(`${key} is ${o[key]}`)
  if (o.modified < o.created) bad('modified before it was created')
  if (o.type === 'indicator') {
    if (o.pattern_type !== 'stix') bad('pattern_type')
    ofPattern(o, bad)
  }
  for (const [lang, content] of Object.entries(o.contents ?? {}))
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(lang) || !Object.keys(content).length) bad(`contents of ${lang}`)
  if (o.external_references) ofReferences(o, bad)
}

// What archive.json tells of the events that changed the list: an indicator is valid from one of them, or from the first of all.
function ofBeginning (o, advisory, bad) {
  const times = advisory.events.filter((e, i) => !i || e.changed?.includes('indicators')).map(e => `${e.time.slice(0, -1)}.000Z`)
  if (o.valid_from !== o.created || !times.includes(o.valid_from)) bad(`valid from ${o.valid_from}, when no list of indicators was published`)
}

function refsOf (o) {
  return [o.created_by_ref, o.object_ref, ...(o.object_refs ?? []), ...(o.object_marking_refs ?? [])].filter(Boolean)
}

const archive = new Map(JSON.parse(readFileSync(join(site, 'archive.json'))).advisories.map(a => [a.id, a]))
const everywhere = new Map()
const files = readdirSync(join(site, 'stix')).sort()
let count = 0
for (const name of files) {
  const file = text => faults.push(`stix/${name}: ${text}`)
  const advisory = archive.get(name.replace(/\.json$/, ''))
  const bundle = JSON.parse(readFileSync(join(site, 'stix', name), 'utf8'))
  if (Object.keys(bundle).sort().join() !== 'id,objects,type' || bundle.type !== 'bundle') file('no bundle')
  if (identifier.exec(bundle.id)?.[1] !== 'bundle') file('no id of a bundle')
  const ids = new Map(bundle.objects.map(o => [o.id, o]))
  if (ids.size !== bundle.objects.length) file('one id twice')
  const reported = bundle.objects.findIndex(o => o.type === 'report')
  for (const [place, o] of bundle.objects.entries()) {
    const bad = text => file(`${o.id}: ${text}`)
    count++
    ofObject(o, bad)
    for (const ref of refsOf(o)) if (!ids.has(ref)) bad(`leads to ${ref}, which is not there`)
    if (o.object_ref && o.object_modified !== ids.get(o.object_ref)?.modified) bad('object_modified is of another version')
    // Behind the report, but for its texts, stands what the bundle told of once.
    const gone = place > reported && o.object_ref !== bundle.objects[reported]?.id
    const redacted = advisory.events.some(e => e.class === 'redacted')
    if (o.created_by_ref && !!o.revoked !== (gone || advisory.state === 'withdrawn')) bad(`revoked is ${o.revoked}, the advisory ${advisory.state}`)
    if (gone && !['indicator', 'vulnerability', 'report'].includes(o.type)) bad('it is revoked without need')
    if (gone && !redacted && !advisory.events.some(e => `${e.time.slice(0, -1)}.000Z` === o.modified)) bad('it was revoked at no event')
    if (o.type === 'indicator') ofBeginning(o, advisory, bad)
    const same = everywhere.get(o.id)
    if (same && JSON.stringify(same) !== JSON.stringify(o)) bad('another bundle has another version of it')
    everywhere.set(o.id, o)
  }
  const report = bundle.objects.filter((o, i) => o.type === 'report' && i <= reported)
  if (report.length !== 1) file('not one report')
  const told = bundle.objects.slice(0, reported).filter(o => ['vulnerability', 'indicator'].includes(o.type)).map(o => o.id)
  if (!told.length) told.push(bundle.objects[0].id) // it must refer to something: to who publishes
  if (report[0]?.object_refs.join() !== told.join()) file('the report does not refer to all')
  if (Date.parse(report[0]?.modified) < Date.parse(advisory.events.at(-1).time)) file('modified is earlier than the newest event')
}
for (const fault of faults) console.log(fault)
console.log(`${files.length} bundles, ${count} objects, ${faults.length} faults`)
process.exit(faults.length || !files.length ? 1 : 0)
