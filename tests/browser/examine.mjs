// axe-core on one page as it stands in the window: violations, and whatever axe could not judge by itself.
import { readFileSync } from 'node:fs'
import { require } from './chromium.mjs'

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

// What axe leaves to people, by its reason, and where people saw that it is well:
const SEEN = {
  bgGradient: '.banner-demo, .banner-exercise', // stripes a few pixels high above the text, on a plain ground
  elmPartiallyObscured: '.table, pre, .toc', // what scrolls in a box of its own
  shortTextContent: '.table', // one letter, in the colours of its neighbours
}

export async function examine(page) {
  await page.evaluate(AXE)
  return page.evaluate(async ([tags, seen]) => {
    const found = await globalThis.axe.run(document,
      { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'incomplete'] })
    const faults = []
    for (const rule of found.violations)
      for (const node of rule.nodes) faults.push(`${rule.id}: ${node.target}: ${node.failureSummary.replace(/\s+/g, ' ')}`)
    for (const rule of found.incomplete) {
      for (const node of rule.nodes) {
        const why = node.any[0]?.data?.messageKey
        if (!seen[why] || !document.querySelector(node.target[0]).closest(seen[why]))
          faults.push(`${rule.id}: ${node.target}: axe cannot judge: ${why}`)
      }
    }
    return faults
  }, [TAGS, SEEN])
}
