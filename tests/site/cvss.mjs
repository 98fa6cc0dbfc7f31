#!/usr/bin/env node
// Another calculator, ae-cvss-calculator, against what tests/unit/archive tests ours with: the published scores, the
// vectors in the unit test, the digests over all base vectors.
//   NODES=FOLDER cvss.mjs PUBLISHED CVSS.C [all]     "all": v4.0's digest too, of 104,976 vectors, in half a minute
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { fromVector } = createRequire(`${process.env.NODES}/package.json`)('ae-cvss-calculator')
const [published, tests] = process.argv.slice(2, 4).map(f => readFileSync(f, 'utf8'))
let faults = 0
const fault = text => { faults++; console.log(text) }

// v3's score here is that of the base metrics alone, as in ours; v4.0 has one for all metrics.
function score(vector) {
  const scores = fromVector(vector).calculateScores()
  return vector.startsWith('CVSS:4.0/') ? scores.overall : scores.base
}

const rows = published.split('\n').filter(l => l && !l.startsWith('#')).map(l => l.split('\t'))
for (const [cve, vector, wanted] of rows)
  if (score(vector) !== Number(wanted)) fault(`${cve} ${vector}: ${score(vector)}, published was ${wanted}`)

const listed = [...tests.matchAll(/\{"(CVSS:[^"]*)",\s*(\d+)[,}]/g)]
for (const [, vector, wanted] of listed)
  if (Math.round(score(vector) * 10) !== Number(wanted))
    fault(`${vector}: ${score(vector)}, the unit test expects ${wanted} tenths`)

// FNV-1a over the scores in tenths, as the unit test has it.
function digest(vectors) {
  let hash = 0xcbf29ce484222325n
  for (const v of vectors) hash = BigInt.asUintN(64, (hash ^ BigInt(Math.round(score(v) * 10))) * 0x100000001b3n)
  return `0x${hash.toString(16)}`
}

function * combinations(metrics, prefix) {
  if (!metrics.length) return yield prefix
  const [[name, values], ...rest] = metrics
  for (const v of values) yield * combinations(rest, `${prefix}/${name}:${v}`)
}

const THREE = [['AV', 'NALP'], ['AC', 'LH'], ['PR', 'NLH'], ['UI', 'NR'], ['S', 'UC'], ['C', 'HLN'], ['I', 'HLN'],
  ['A', 'HLN']]
const FOUR = [['AV', 'NALP'], ['AC', 'LH'], ['AT', 'NP'], ['PR', 'NLH'], ['UI', 'NPA'], ['VC', 'HLN'], ['VI', 'HLN'],
  ['VA', 'HLN'], ['SC', 'HLN'], ['SI', 'HLN'], ['SA', 'HLN']]
function * versions() {
  for (const v of combinations(THREE, '')) yield * [`CVSS:3.0${v}`, `CVSS:3.1${v}`]
}
const all = [['3', versions()], ...process.argv[4] === 'all' ? [['4.0', combinations(FOUR, 'CVSS:4.0')]] : []]
for (const [name, vectors] of all) {
  const got = digest(vectors)
  if (!tests.includes(got)) fault(`all base vectors of v${name} have the digest ${got}, which the unit test lacks`)
}
console.log(`${rows.length} published scores, ${listed.length} in the unit test, ${faults} faults`)
process.exit(faults || rows.length < 60 || listed.length < 60 ? 1 : 0)
