// What every page must have, whatever it shows; evaluated in the page. Returns what is wrong.
export function faultsOfPage() {
  const faults = []
  const need = (good, text) => { if (!good) faults.push(text) }
  const policy = document.head.querySelector('meta[http-equiv="Content-Security-Policy"]')
  need(policy?.content === "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
    'its Content-Security-Policy is another, or none')
  need(policy && !policy.previousElementSibling?.nextElementSibling?.matches('link, style') &&
    policy === document.head.children[1], 'the policy does not stand before all that it governs')
  need(document.title.trim(), 'no title')
  need(document.querySelectorAll('main').length === 1, 'not one main')
  need(document.querySelectorAll('h1').length === 1, 'not one h1')
  need(getComputedStyle(document.querySelector('.skip')).position === 'absolute', 'the stylesheet does not apply')
  const root = document.documentElement
  need(root.scrollWidth <= root.clientWidth, `scrolls sideways: ${root.scrollWidth} in ${root.clientWidth} px`)
  return faults
}

// What lies wider than the window, for the message.
export function widest() {
  const found = [...document.querySelectorAll('body *')].filter(e =>
    e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5 && !e.closest('pre, .table'))
  const name = e => `${e.tagName.toLowerCase()}.${e.className}: ${e.textContent.trim().slice(0, 40)}`
  return found.slice(0, 3).map(name).join('; ')
}
