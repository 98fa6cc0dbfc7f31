// What html-validate asks of every page: all that its presets know, but for what is named here with its reason.
module.exports = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y', 'html-validate:standard'],
  rules: {
    // The only files that a page loads are the site's own, which SHA256SUMS covers with the page itself; and a browser
    // refuses a file with an integrity attribute from a file system, where a site must work.
    'require-sri': 'off',
    // A title is as long as its publisher made it, with the id before it and the publisher's name behind it.
    'long-title': 'off',
  },
}
