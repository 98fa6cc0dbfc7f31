#!/usr/bin/env node
// The examples that the unit test renders are those of the CommonMark Spec 0.30, as its authors' package has them.
//   NODES=FOLDER examples.mjs FILE
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { tests } = createRequire(`${process.env.NODES}/package.json`)('commonmark-spec')
const ours = readFileSync(process.argv[2], 'utf8').split(/^%%% \d+\n/m).slice(1)
const faults = tests.filter((t, i) => t.markdown !== ours[i])
console.log(...faults.map(t => `example ${t.number} differs\n`), `${tests.length} examples, ${faults.length} faults`)
process.exit(faults.length || ours.length !== tests.length || tests.length !== 652 ? 1 : 0)
