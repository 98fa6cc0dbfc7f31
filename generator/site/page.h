/* What templates are given. Each page is one template of the theme and one map
 * of variables, built in page_*.c; this header is the contract between both.
 * Times are numbers (seconds UTC); hrefs are relative to the page and name
 * index.html. A key that says nothing is absent.
 *
 * Template environment (made by script/, see script.h):
 *   say(key, {name = value})  a word of the page's locale, placeholders filled in, {n} chooses one/other
 *   say_html(key, {name = html})  the same as HTML: the word escaped, the values as they are
 *   escape(text)              the text as HTML
 *   label(vocabulary, value, otherwise)  a label: label("severity", "high"); otherwise (or an error) for a value without one: a past
 *                             version may hold any word; vocabularies: status severity kind audience type fix
 *                             impact exploitation reason event section indicator reference remediation fact language publisher
 *   status(status, revision)  "最終版（更新・第3版）";  revision(n)  "第3版" / "初版"
 *   instant(t)  both zones, in full;  day(t)  the day, also of "YYYY-MM-DD";  iso(t)  "2026-04-02T09:00:00Z";  isoday(t)
 *   range(r), ranges(list)    a version range in words
 *   enumerate(list)           a list in a sentence
 *   text_of(v)                {lang: text} or text, in the page's language
 *   readings()                true if the language's glossary gives readings
 *   defang(text)              hxxp, [.] (for indicators)
 *   include(template, vars)   the output of another template, with these variables added
 *   locale(lang)              the same functions of another language: locale("en").say(…)
 *   json(v)                   a list, map, text, integer or boolean as JSON for <script type="application/ld+json">: <%- json(…) %>; keys
 *                             sorted, an empty table is []; no <, > or & is written as it is
 *   has(v)                    true if v is neither nil nor an empty table or string
 *   vars                      all variables of the page (and those that include added) as one map: vars.feeds is nil where
 *                             the page has none, while the bare name feeds would be an error
 * plus Lua's string, table, math (without random), utf8, ipairs, pairs, type, tostring, tonumber, select, error, assert, next.
 *
 * site (constant over the build and free of what changes with each commit):
 *   base_url, publisher {name {…}, contact {…}, …}, languages [{code, name}] , default_lang,
 *   time_zone, demonstration, exercise, drafts, unsigned, glossary (it has terms) (true or absent), fingerprint, user_id, generator,
 *   theme_root: folder of the theme's static files from the site's root ("theme/")
 *
 * every page: template, lang, title, path ("ja/EX-2026-0001/index.html"), root ("../../": to the site's root),
 *   canonical (absolute URL), alternates [{lang, name, href, canonical}] (this page in each language, its own included),
 *   nav (name of the entry that is current, or absent), home (href of this language's front),
 *   pages [{name, title, href}] (free pages of this language, about first),
 *   feeds [{name, title, href}] (for <link rel=alternate>), absent where it makes no sense; on the page of a year or a product its
 *   own first, which is feed {name, title, href} too (absent where Atom is turned off)
 *
 * item (an advisory in a list): id, href, title, lang (of the document shown), missing (true: not in this
 *   page's language), severity (or absent), score ("7.8"), kind, state, status, revision, published, updated, published_before,
 *   exercise, withdrawn (as advisory's), stale {reflects, latest} (the title shown is an older translation),
 *   languages [{code, name, href}]
 *
 * front.html      /            languages [{code, name, href, items (newest 5)}], commit, serial, updated
 * list.html       /<lang>/ (list = "latest": all of the newest year and the newest 50 at least), /<lang>/<year>/ ("year"),
 *                 /<lang>/withdrawn/ ("withdrawn"), /<lang>/products/<slug>/ ("product")
 *                 list, items, total, years [{year, href, count, current}], heading, product {vendor, product}
 * products.html   /<lang>/products/   products [{vendor, product, href, count}]
 * advisory.html   /<lang>/<ID>/ and /<lang>/<ID>/rN/ (then past = true unless it is the current one, and fixed = true)
 *                 advisory, see below
 * missing.html    /<lang>/<ID>/ where the advisory has no document in this language: item, available [{code, name, href}]
 *                 and /<lang>/<ID>/rN/ likewise (number, changes_href); commit, serial (of the advisory's newest event)
 * changes.html    /<lang>/<ID>/rN/changes/ (of revision 1 only if something changed within it)
 *                 advisory {id, title (the revision's), lang, href, kind, state, latest, exercise, withdrawn},
 *                 revision_shown / earlier / later {number, href, changes_href} (the neighbours absent where there are none),
 *                 missing {lang, href} (this language has no text in the revision: the source's page of changes),
 *                 entries [event, and: anchor, facts [{fact, label, product, before, after, text}] (before or after absent: was or is
 *                   nothing), texts {title, summary, body} (HTML of the differences in this language; each absent where a reader sees
 *                   none), first (true: the first text in this language), elsewhere {lang, href, changed [title summary body]} (the text
 *                   changed in another language), restated {before, after {reason, replaced_by, note}} (of a withdrawal that goes on),
 *                   redacted (true: nothing of it is shown)] in order
 * permalink.html  /<ID>/       item, available [{code, name, href, title}], lang is the site's default
 * page.html       /<lang>/pages/<name>/   name, body (HTML), toc, terms (as advisory's), extra (what filters put below advisory.extra, or {}); lang of the text (text_lang, if not the page's)
 * glossary.html   /<lang>/glossary/       terms [{term, reading, also [text], definition, other {lang: term}, anchor}]
 * verify.html     /<lang>/verify/         fingerprint, user_id, key_href, keys [{fingerprint, href, current}], commit, serial,
 *                 updated, security_href (of security.txt; absent if there is none), example {id, txt, asc, csaf} (hrefs of the
 *                 newest advisory's text and CSAF document; absent if there is none)
 * listing.html    .well-known/csaf/ and its folders, in each language   folder (its path), up_href (absent at the top), files [{href, title, lang (of the
 *                 title), updated (these three of a document alone)}]
 * feeds.html      /<lang>/feeds/          feeds, groups [{name ("general" "severity" "year" "json" "jvnrss"), feeds [{name, title, href}]}],
 *                 products_href (of the list of products, whose pages name their feeds; absent where Atom is turned off),
 *                 data [{name ("csaf" "osv" "indicators" "archive" "changes"), href}] of all advisories for programs
 * history.html    /<lang>/history/ (the newest year), /<lang>/history/<year>/    year, years [{year, href, count, current}],
 *                 events [event, and: id, title, title_lang, href, withdrawn (true: it is so now), changes] newest first,
 *                 rewrites [{from, to (commits), reason, serial, time (the last two maybe absent)}] (on the first page, oldest
 *                 first: published history that was replaced)
 * 404.html        /404.html    languages; all hrefs absolute, root = base_url
 * entry.html      no page: the HTML content of a feed entry; as advisory.html, all hrefs absolute; feed_lang (of the feed);
 *                 news (event, and: changes): the newest that moved the entry's `updated`
 *
 * advisory: id, title, summary, lang, source_lang, facts (archive/facts.h; of now, also in a stale translation),
 *   rating {severity, score ("7.8"), vector, others [{severity, score, vector}] (vectors beside it; absent without)},
 *   vulnerabilities [{name (CVE id, title or place), cve, cwe [text], title, severity, score, vector, others, impact [..], exploitation,
 *   affected [names], discovered, disclosed}] (where more than one), exploitation [{level, of [names of vulnerabilities] (absent: of
 *   the advisory as a whole)}] the gravest first, state, status, kind, revision (shown), latest (number), published, updated, published_before,
 *   modified (for programs: `updated` as archive.json and feeds have it, also of what was published before this archive),
 *   exploitation_time (when what is said of exploitation was last said anew; absent if withdrawn),
 *   exercise, body (HTML), toc [{anchor, title, level}],
 *   extra (what filters put below advisory.extra, or {}: on pages with body, and in texts),
 *   terms [as on the glossary's page] (that the body uses, in order; links in it lead to #anchor; absent without body),
 *   withdrawn {time, reason, replaced_by, replaced_href, note, by_deletion}, reinstated {time, note, withdrawn {time, reason}},
 *   redacted {reason (as an event's note)} (of the revision shown: no body; before the latest no facts but status and kind),
 *   translated_from (lang), stale {reflects, latest}, superseded {by (number), time, href, changes_href} (by the revision after it),
 *   changes_href (what changed in the revision shown; absent if nothing did),
 *   document {path (absent if redacted, or where it cannot be shown), sha256, commit, time, serial, signed} (of a
 *   revision: the Markdown file as in git),
 *   affected [{name, vendor, product (text, this language), type, versions [range], fixed [text], unaffected [range], fix, scheme, purl, cpe,
 *     handle (its short name, where another has the same product), product_href}],
 *   related / supersedes [{id, href, title, withdrawn (true)}], remediations [{kind, products [names], details, url}],
 *   indicators [{type, value, note}], references [{url, title, kind}] (url absent if dangerous),
 *   languages [{code, name, href, current, title}], revisions [{number, time, href, current}],
 *   history [event, and: href (of the revision in which it stands), changes] newest first,
 *   history_elsewhere {lang, href} (of the page that tells the whole; on a revision's page alone, where there are more than 100
 *   events: history and revisions are of this revision and those beside it then, and revisions of the latest),
 *   permalink (absolute), page_url (absolute), text_href, signed_href (absent if unsigned), text_sha256,
 *   commit (of its newest event), serial, attachments [{name, href, size, sha256}],
 *   records [{format ("csaf" "osv" "iodef" "stix"), name (of the file), lang (absent: all), href, signed_href (absent if it has no
 *     signature of its own), media_type, sha256}] (of the current page; files of one format stand together)
 *
 * event: serial, time, commit, class, lang, revision (of a translation: the one it reflects), standing (the one it
 *   stands in), note (text, or {lang: text} in another language than the page's), amended (time at which a later
 *   commit said the note or the reason anew; absent: they are as published first), correction, final (true: it became final), changed [fact names, title, summary, body],
 *   changes [text] (in words: 影響を受けるバージョン：… → …; the last line names what of the text changed),
 *   reason, replaced_by, replaced_href (of a withdrawal), revisions ([number] or "all": those that it redacts), redact_reason (as
 *   note), editorial ("said" by a commit, "bulk": one commit changed many texts; of class editorial), signed, diff_href (where the difference is shown), diff_since (number: the revision that it starts from)
 * signed: {state ("before" "signed" "platform" "squashed" "unsigned" "stranger" "bad" "ssh"), name, fingerprint} of a commit;
 *   absent where nobody was admitted by name and nothing was checked
 */
#ifndef SITE_PAGE_H
#define SITE_PAGE_H

#endif
