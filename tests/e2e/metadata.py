"""What pages say to programs: JSON-LD, Open Graph and the list of records, against archive.json, the feeds and the page's own links. Called
   by lib.sh: metadata.py SITE. Prints every fault; status 1 if there is one. The site's languages are those that its first page leads to."""

import json
import os
import re
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree
from urllib.parse import quote

import built
from built import BASE, fault, faults, read

KNOWN = {"ja": "ja_JP", "en": "en_GB"}
built.begin(sys.argv[1])


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.path, self.properties, self.scripts, self.alternates = path, [], [], []
        self.canonical = self.description = self.lang = None
        self.in_script = False
        self.feed(read(path))
        self.close()

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.in_script = tag == "script"
        if tag == "script":
            self.scripts.append("")
            if values != {"type": "application/ld+json"}:
                fault(self.path, f"a script with {values}")
        elif tag == "html":
            self.lang = values.get("lang")
        elif tag == "meta" and "property" in values:
            self.properties.append((values["property"], values["content"]))
        elif tag == "meta" and values.get("name") == "description":
            self.description = values["content"]
        elif tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
        elif tag == "link" and values.get("rel") == "alternate" and "hreflang" in values:
            self.alternates.append(values["hreflang"])

    def handle_endtag(self, tag):
        self.in_script = False

    def handle_data(self, data):
        if self.in_script:
            self.scripts[-1] += data


def locales():
    """The site's languages in their order, each with its territory: what its first page says, which all others of it must say too."""
    found = {}
    for lang in [lang for lang in Page("index.html").alternates if lang != "x-default"]:
        first = Page(f"{lang}/index.html")
        found[lang] = dict(first.properties).get("og:locale", "")
        if not re.fullmatch(re.escape(lang.split("-")[0]) + "_[A-Z]{2}", found[lang]) or found[lang] != KNOWN.get(lang, found[lang]):
            fault(first.path, f"og:locale is {found[lang]!r}")
    return found


LOCALES = locales()


def expect(page, what, value, wanted):
    if value != wanted:
        fault(page.path, f"{what} is {value!r}, not {wanted!r}")


def check_graph(page, article):
    values = dict(page.properties)
    expect(page, "og:url", values.get("og:url"), page.canonical)
    expect(page, "og:type", values.get("og:type"), "article" if article else "website")
    expect(page, "og:locale", values.get("og:locale"), LOCALES[page.lang])
    expect(page, "og:description", values.get("og:description"), page.description)
    others = sorted(LOCALES[lang] for lang in page.alternates if lang != page.lang)
    expect(page, "og:locale:alternate", sorted(v for k, v in page.properties if k == "og:locale:alternate"), others)
    for key in ("og:title", "og:site_name"):
        if not values.get(key):
            fault(page.path, f"it lacks {key}")
    return values


def check_works(page, work, others):
    """others: the other languages of the advisory, on its current page; the first is its source, if this is a translation."""
    address = page.path.split("/", 1)[1]
    found = [work["translationOfWork"]] if "translationOfWork" in work else work.get("workTranslation", [])
    expect(page, "its translations", [(w["@id"], w["inLanguage"]) for w in found], [(f"{BASE}{o}/{address}", o) for o in others])


def check_article(page, advisory, revision):
    if len(page.scripts) != 1:
        fault(page.path, f"{len(page.scripts)} scripts")
        return
    if re.search("[<>\u2028\u2029\0-\x1f]", page.scripts[0]):
        fault(page.path, "its script holds what could end it")
    work, graph = json.loads(page.scripts[0]), check_graph(page, True)
    lang = page.path.split("/")[0]
    text = advisory["languages"][lang] if lang in advisory["languages"] else {}
    for key, wanted in {"@context": "https://schema.org", "@type": "TechArticle", "url": page.canonical, "@id": page.canonical,
                        "identifier": advisory["id"], "inLanguage": lang, "datePublished": advisory["published"],
                        "version": str(revision or advisory["revision"]), "description": page.description}.items():
        expect(page, key, work.get(key), wanted)
    expect(page, "article:published_time", graph.get("article:published_time"), advisory["published"])
    expect(page, "article:modified_time", graph.get("article:modified_time"), work["dateModified"])
    expect(page, "expires", work.get("expires"), advisory.get("withdrawn", {}).get("time"))
    for key in ("headline", "creativeWorkStatus"):
        if not work.get(key):
            fault(page.path, f"it lacks {key}")
    if revision:
        expect(page, "exampleOfWork", work["exampleOfWork"]["@id"], BASE + advisory["id"] + "/")
        check_works(page, work, [])
        return
    expect(page, "dateModified", work["dateModified"], text.get("updated", advisory["updated"]))
    if lang == advisory["source"] and (lang, advisory["id"]) in ENTRIES:
        expect(page, "dateModified (of the feed)", work["dateModified"], ENTRIES[lang, advisory["id"]])
    others = [lang for lang in LOCALES if lang in advisory["languages"] and lang != page.lang]
    check_works(page, work, others if page.lang == advisory["source"] else [advisory["source"]])


def check_records(a):
    """The records that archive.json names stand in order, and on the page of each language with their digests."""
    records = a.get("records", [])
    languages = list(LOCALES)
    order = [("csaf osv iodef stix".split().index(r["format"]), r.get("language") != a["source"],
              languages.index(r["language"]) if "language" in r else 0) for r in records]
    if order != sorted(set(order)):
        fault(a["id"], f"its records are not in order: {order}")
    for lang in a["languages"]:
        text = read(f"{lang}/{a['id']}/index.html")
        listed = re.findall(r'<dd><a href="../../([^"]*)" type="[^"]*">.*?([0-9a-f]{64})</span></span></dd>', text)
        if listed != [(quote(r["path"]), r["sha256"]) for r in records]:
            fault(a["id"], f"the page in {lang} lists {listed}")


def entries():
    """When the entries of the newest advisories were updated, by language and id."""
    atom, found = "{http://www.w3.org/2005/Atom}", {}
    for lang in LOCALES:
        for entry in ElementTree.fromstring(read(f"{lang}/feeds/all.atom")).findall(atom + "entry"):
            found[lang, entry.findtext(atom + "id").split(":")[-2]] = entry.findtext(atom + "updated")
    return found


ENTRIES = entries()
advisories = {a["id"]: a for a in json.loads(read("archive.json"))["advisories"]}
articles = 0
for advisory in advisories.values():
    check_records(advisory)
for folder, folders, names in os.walk(built.site):
    folders.sort()
    for path in (os.path.relpath(os.path.join(folder, name), built.site) for name in names if name.endswith(".html") and name != "404.html"):
        page, match = Page(path), re.fullmatch(r"([^/]+)/([^/]+)/(?:r(\d+)/)?index\.html", path)
        advisory = advisories.get(match[2]) if match and match[1] in LOCALES else None
        if advisory and page.scripts:
            check_article(page, advisory, int(match[3] or 0))
            articles += 1
        else:
            check_graph(page, False)
            if page.scripts:
                fault(path, "a script on what is no advisory")
if articles < sum(len(a["languages"]) for a in advisories.values()):
    fault(built.site, f"only {articles} pages with JSON-LD")
print("\n".join(faults))
sys.exit(bool(faults))
