"""Checks of a built site that need a parser. Called by lib.sh:
   site.py CHECK SITE [ARGUMENT]. Prints every fault; status 1 if there is one."""

import json
import os
import re
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

BASE = "https://csirt.example.org/"
ATOM = "{http://www.w3.org/2005/Atom}"
TOMB = "{http://purl.org/atompub/tombstones/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
faults = []


def fault(place, message):
    faults.append(f"{place}: {message}")


def read(path):
    with open(os.path.join(site, path), encoding="utf-8", newline="") as f:
        return f.read()


def files(suffix):
    for folder, folders, names in os.walk(site):
        folders.sort()
        for name in sorted(names):
            if name.endswith(suffix):
                yield os.path.relpath(os.path.join(folder, name), site)


def archive():
    return json.loads(read("archive.json"))


# Pages. ----------------------------------------------------------------------

ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "cite", "srcset", "background", "ping", "manifest"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """The links, anchors and elements of one page; what no page may have is a fault."""

    def __init__(self, path, text, fragment=False):
        super().__init__(convert_charrefs=True)
        self.path, self.ids, self.links, self.meta, self.open = path, set(), [], {}, []
        self.lang = self.title = None
        self.in_title = False
        self.feed(text)
        self.close()
        if self.open:
            fault(path, f"elements are not closed: {self.open}")
        if not fragment and not text.startswith("<!DOCTYPE html>"):
            fault(path, "it does not begin with <!DOCTYPE html>")

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            fault(self.path, f"<{tag}> has an attribute twice")
        values = dict(attributes)
        if tag == "script" and values != {"type": "application/ld+json"}:
            fault(self.path, f"a script with {values}")
        if tag in ("iframe", "object", "embed", "form", "base", "style", "svg", "math"):
            fault(self.path, f"it has <{tag}>")
        for name, value in attributes:
            if name.startswith("on") or name == "style":
                fault(self.path, f"<{tag} {name}={value!r}>")
            if name in ADDRESSES:
                self.links.append((tag, values, value or ""))
        if "id" in values:
            if values["id"] in self.ids:
                fault(self.path, f"the anchor {values['id']} stands twice")
            self.ids.add(values["id"])
        if tag == "html":
            self.lang = values.get("lang")
        if tag == "meta":
            self.meta[values.get("name") or values.get("http-equiv") or ""] = values.get("content")
        self.in_title = tag == "title"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            fault(self.path, f"</{tag}> closes what is not open")
        self.in_title = False

    def handle_data(self, data):
        if self.in_title:
            self.title = (self.title or "") + data


def check_target(pages, page, path, fragment, address):
    """path: of the file in the site."""
    whole = os.path.join(site, path)
    if not os.path.isfile(whole):
        fault(page.path, f"{address} leads to no file ({path})")
    elif fragment and path in pages and unquote(fragment) not in pages[path].ids:
        fault(page.path, f"{address} leads to no anchor of {path}")
    elif fragment and path not in pages:
        fault(page.path, f"{address} names an anchor of what is no page")


def check_link(pages, page, tag, values, address):
    parts = urlsplit(address)
    relation = (values.get("rel") or "").split()
    if tag == "link" and "canonical" in relation:
        wanted = BASE + page.path
        if address not in (wanted, wanted.removesuffix("index.html")):
            fault(page.path, f"its canonical address is {address}")
        return
    inside = address.startswith(BASE) or address.startswith("/")
    if inside and page.path == "404.html":
        path = unquote(urlsplit(urljoin(BASE, address)).path).lstrip("/")
        check_target(pages, page, path, parts.fragment, address)
    elif inside and tag == "a" and re.fullmatch(BASE + r"[A-Z]+-\d{4}-\d{4}/", address):
        # The permalink: shown in full, to be cited.
        check_target(pages, page, address[len(BASE):] + "index.html", "", address)
    elif inside:
        fault(page.path, f"<{tag}> {address} is not relative")
    elif parts.scheme in ("http", "https"):
        if tag != "a":
            fault(page.path, f"<{tag}> asks another host for {address}")
    elif parts.scheme == "mailto":
        pass
    elif parts.scheme:
        fault(page.path, f"<{tag}> {address} has a scheme that no page may use")
    elif page.path == "404.html" and not address.startswith("#"):
        fault(page.path, f"{address} is relative, and this page is shown anywhere")
    else:
        path = os.path.normpath(os.path.join(os.path.dirname(page.path), unquote(parts.path))) if parts.path else page.path
        if path.startswith(".."):
            fault(page.path, f"{address} leads out of the site")
        else:
            check_target(pages, page, path, parts.fragment, address)


def links():
    """Every link of every page leads to a file, and anchor, of the site, by a relative path."""
    pages = {path: Page(path, read(path)) for path in files(".html")}
    for page in pages.values():
        policy = page.meta.get("Content-Security-Policy") or ""
        if "default-src 'none'" not in policy or "unsafe" in policy:
            fault(page.path, "it lacks a strict Content-Security-Policy")
        if not page.lang or not page.title:
            fault(page.path, "it lacks its language or title")
        for tag, values, address in page.links:
            check_link(pages, page, tag, values, address)
    for path in files(".css"):
        for address in re.findall(r"url\(([^)]*)\)|@import\s*([^;]*)", read(path)):
            fault(path, f"it loads {address}")
    if not pages:
        fault(site, "it has no pages")


# Feeds. ----------------------------------------------------------------------


def one(place, element, name):
    found = element.findall(ATOM + name)
    if len(found) != 1:
        fault(place, f"{len(found)} <{name}>")
        return None
    return found[0]


def text_of(place, element, name):
    found = one(place, element, name)
    text = found.text if found is not None else None
    if not text:
        fault(place, f"<{name}> is empty")
    if name in ("updated", "published") and not TIME.fullmatch(text or ""):
        fault(place, f"<{name}> is {text}")
    return text or ""


def link_of(place, element, relation):
    found = [e for e in element.findall(ATOM + "link") if e.get("rel") == relation]
    if len(found) != 1:
        fault(place, f"{len(found)} links {relation}")
        return ""
    return found[0].get("href")


def path_of(place, address):
    """The file behind an absolute address of the site."""
    if not address.startswith(BASE):
        fault(place, f"{address} is not absolute")
        return ""
    path = unquote(address[len(BASE):])
    path += "index.html" if not path or path.endswith("/") else ""
    if not os.path.isfile(os.path.join(site, path)):
        fault(place, f"{address} leads to no file")
    return path


def check_content(place, element, name):
    content = one(place, element, name)
    if content is None or content.get("type") != "html" or not (content.text or "").strip():
        fault(place, "it has no content in HTML")
        return
    page = Page(place, content.text, fragment=True)
    for tag, _, address in page.links:
        parts = urlsplit(address)
        if address.startswith(BASE):
            path_of(place, address.split("#")[0])
        elif parts.scheme not in ("http", "https", "mailto") and not address.startswith("#"):
            fault(place, f"its content has <{tag}> {address}")


def check_entry(path, entry, advisories, lang, content="content"):
    identity = text_of(path, entry, "id")
    place = f"{path} {identity}"
    match = re.fullmatch(r"tag:csirt\.example\.org,(\d{4}):(EX-\d{4}-\d{4}):(\w+)", identity)
    advisory = advisories.get(match[2]) if match else None
    if not advisory or match[3] != lang or match[1] != advisory["events"][0]["time"][:4]:
        fault(place, "the id is not as the design says")
        return None
    shown = lang if lang in advisory["languages"] else advisory["source"]
    title = text_of(place, entry, "title")
    if not title.endswith(advisory["languages"][shown]["title"]):
        fault(place, f"the title is {title}")
    if advisory["state"] == "withdrawn" and title == advisory["languages"][shown]["title"]:
        fault(place, "the title does not say that it is withdrawn")
    if entry.get(LANG) != shown:
        fault(place, f"xml:lang is {entry.get(LANG)}, not {shown}")
    if text_of(place, entry, "published") != advisory["published"]:
        fault(place, "<published> is not the first publication")
    if text_of(place, entry, "updated") != advisory["updated"]:
        fault(place, "<updated> is not that of archive.json")
    if path_of(place, link_of(place, entry, "alternate")) != f"{lang}/{match[2]}/index.html":
        fault(place, "it leads elsewhere")
    check_content(place, entry, content)
    return advisory


KINDS = {
    "all": lambda a: True,
    "new": lambda a: True,
    "updates": lambda a: a["revision"] >= 2,
    "withdrawals": lambda a: a["state"] == "withdrawn",
}


def check_tombstone(path, element, advisories, lang):
    """RFC 6721: in place of an entry, for what is redacted whole."""
    place = f"{path} {element.get('ref')}"
    match = re.fullmatch(r"tag:csirt\.example\.org,(\d{4}):(EX-\d{4}-\d{4}):(\w+)", element.get("ref") or "")
    advisory = advisories.get(match[2]) if match else None
    if not advisory or match[3] != lang or match[1] != advisory["events"][0]["time"][:4]:
        fault(place, "the reference is not as the design says")
        return None
    redacted = [e["time"] for e in advisory["events"] if e["class"] == "redacted"]
    if element.get("when") != (redacted or [advisory["events"][0]["time"]])[-1]:
        fault(place, f"when is {element.get('when')}")
    if path_of(place, link_of(place, element, "alternate")) != f"{lang}/{match[2]}/index.html":
        fault(place, "it leads elsewhere")
    if any(element.iter(ATOM + "content")) or any(element.iter(ATOM + "title")):
        fault(place, "it holds what was redacted")
    return advisory


def check_feed(path, lang, wanted, advisories, content="content"):
    """wanted: the advisories that it is to show, in order; None: any, newest first."""
    root = ET.fromstring(read(path).encode())
    if root.tag != ATOM + "feed" or root.get(LANG) != lang:
        fault(path, f"its root is <{root.tag} xml:lang={root.get(LANG)}>")
    if not text_of(path, root, "id").startswith("tag:csirt.example.org,"):
        fault(path, "its id is no tag of the namespace")
    text_of(path, root, "title")
    author = one(path, root, "author")
    if author is None or not text_of(path, author, "name"):
        fault(path, "it has no author")
    if link_of(path, root, "self") != BASE + path:
        fault(path, "its link to itself is wrong")
    path_of(path, link_of(path, root, "alternate"))
    updated = text_of(path, root, "updated")
    entries = [check_entry(path, e, advisories, lang, content) for e in root.findall(ATOM + "entry")]
    if None in entries:
        return
    any_are_wanted = wanted is None
    if any_are_wanted:
        wanted = sorted_by(entries, "updated")
    tombs = root.findall(TOMB + "deleted-entry")
    gone = {a["id"] for a in (check_tombstone(path, e, advisories, lang) for e in tombs) if a}
    if gone & {a["id"] for a in entries} or [a["id"] for a in entries] != [a["id"] for a in wanted if a["id"] not in gone]:
        fault(path, f"it lists {[a['id'] for a in entries]} and {sorted(gone)}, not {[a['id'] for a in wanted]}")
    if not any_are_wanted and gone - {a["id"] for a in wanted}:
        fault(path, f"{sorted(gone)} would not stand in it")
    if entries and updated != max([a["updated"] for a in entries] + [e.get("when") for e in tombs]):
        fault(path, f"its <updated> is {updated}")


def sorted_by(advisories, key):
    return sorted(sorted(advisories, key=lambda a: a["id"], reverse=True), key=lambda a: a[key], reverse=True)


def newest(advisories, has, key="updated"):
    return sorted_by((a for a in advisories.values() if has(a)), key)[:100]


SEVERITIES = ("critical", "high", "medium", "low", "none", "unrated")
MOVES = ("published", "substantive", "withdrawn", "reinstated")


def subscription(advisories):
    """The newest hundred, and what is in no finished archive document."""
    events = sorted((e["serial"], a["id"]) for a in advisories.values() for e in a["events"] if e["class"] in MOVES)
    recent = {name for _, name in events[len(events) // 100 * 100:]}
    found = sorted_by(advisories.values(), "updated")
    return [a for i, a in enumerate(found) if i < 100 or a["id"] in recent]


def check_parts(lang, advisories):
    folder = f"{lang}/feeds"
    for severity in SEVERITIES:
        wanted = newest(advisories, lambda a: a.get("severity", "unrated") == severity)
        check_feed(f"{folder}/severity/{severity}.atom", lang, wanted, advisories, "summary")
    years = {a["published"][:4] for a in advisories.values()}
    for year in years:
        check_feed(f"{folder}/year/{year}.atom", lang, newest(advisories, lambda a: a["published"].startswith(year)), advisories, "summary")
    if {f"{folder}/year/{year}.atom" for year in years} != {f for f in files(".atom") if f.startswith(f"{folder}/year/")}:
        fault(folder, "years without a feed, or feeds without a year")
    products = {f.split("/")[2] for f in files("index.html") if f.startswith(f"{lang}/products/") and f.count("/") == 3}
    for product in products:
        check_feed(f"{folder}/product/{product}.atom", lang, None, advisories, "summary")


def check_formats(lang, advisories):
    """JSON Feed and JVNRSS show what the feed of everything shows."""
    root = ET.fromstring(read(f"{lang}/feeds/all.atom").encode())
    shown = [(text_of("", e, "id"), text_of("", e, "title"), text_of("", e, "updated")) for e in root.findall(ATOM + "entry")][:100]
    items = json.loads(read(f"{lang}/feed.json"))["items"]
    if [(i["id"], i["title"], i["date_modified"]) for i in items] != shown[:len(items)] or len(items) < min(len(shown), 100):
        fault(f"{lang}/feed.json", "it shows other things than the feed of everything")
    rss, rdf = "{http://purl.org/rss/1.0/}", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
    root = ET.fromstring(read(f"{lang}/jvnrss.rdf").encode())
    found = root.findall(rss + "item")
    if [(i.find(rss + "title").text, i.find("{http://purl.org/dc/terms/}modified").text) for i in found] != [s[1:] for s in shown[:len(found)]]:
        fault(f"{lang}/jvnrss.rdf", "it shows other things than the feed of everything")
    if [i.get(rdf + "about") for i in found] != [i.get(rdf + "resource") for i in root.iter(rdf + "li")] or len(found) != len(items):
        fault(f"{lang}/jvnrss.rdf", "its sequence is not its items")


def feeds():
    data = archive()
    advisories = {a["id"]: a for a in data["advisories"]}
    languages = sorted({path.split("/")[0] for path in files(".atom")})
    if not languages:
        fault(site, "it has no feeds")
    for lang in languages:
        for kind in KINDS:
            wanted = newest(advisories, KINDS[kind], "published" if kind == "new" else "updated")
            check_feed(f"{lang}/feeds/{kind}.atom", lang, subscription(advisories) if kind == "all" else wanted, advisories)
        check_parts(lang, advisories)
        if os.path.exists(os.path.join(site, lang, "feed.json")):
            check_formats(lang, advisories)


# archive.json and texts. ------------------------------------------------------

ORDER = {
    "root": "version generator base_url commit serial updated config_sha256 counts rewrites changes advisories",
    "counts": "advisories withdrawn",
    "advisory": "id state kind exercise source severity published updated revision withdrawn languages records events",
    "withdrawn": "time reason replaced_by",
    "language": "title reflects current updated path text signature text_sha256",
    "record": "format language path signature sha256",
    "event": "serial time commit language class revision reflects correction changed revisions reason replaced_by note amended",
    "rewrite": "from to reason serial time",
}
NEEDED = {
    "root": "version generator base_url commit serial updated counts advisories",
    "counts": "advisories withdrawn",
    "advisory": "id state kind source published updated revision languages events",
    "withdrawn": "time reason",
    "language": "title reflects current updated path text text_sha256",
    "record": "format path sha256",
    "event": "serial time commit language class",
    "rewrite": "from to reason",
}
CLASSES = {"published", "substantive", "editorial", "withdrawn", "reinstated", "redacted"}
TRANSLATION = {"translation-published", "translation-substantive", "translation-editorial", "translation-removed"}


def keys(place, what, value):
    order = ORDER[what].split()
    if [k for k in order if k in value] != list(value):
        fault(place, f"keys or their order: {list(value)}")
    for key in NEEDED[what].split():
        if key not in value:
            fault(place, f"it lacks {key}")
    for key, item in value.items():
        if item is None:
            fault(place, f"{key} is null")
        if key in ("time", "updated", "published") and not TIME.fullmatch(item):
            fault(place, f"{key} is {item}")
        if key == "commit" and not re.fullmatch("[0-9a-f]{40}", item):
            fault(place, f"the commit is {item}")


def check_event(place, event, sources):
    """sources: the languages that were the source's."""
    keys(place, "event", event)
    translation = event["class"] in TRANSLATION
    if not translation and event["class"] not in CLASSES:
        fault(place, f"class {event['class']}")
    if translation != ("reflects" in event) or translation == ("revision" in event):
        fault(place, "a source's event has revision, a translation's reflects")
    if (event["class"] == "redacted") != ("revisions" in event):
        fault(place, "a redaction tells its revisions, and nothing else does")
    if "reason" in event and event["class"] not in ("withdrawn", "published", "redacted") or "reason" not in event and (event["class"] == "withdrawn" or "replaced_by" in event):
        fault(place, "a withdrawal has a reason, and nothing else has but a redaction and what said from the start that it is withdrawn")
    if not translation and event["language"] not in sources or translation and sources == {event["language"]}:
        fault(place, f"language {event['language']} of the class {event['class']}")
    changed = event.get("changed")
    if changed is not None and (not changed or len(changed) != len(set(changed)) or {"withdrawn", "redact"} & set(changed)):
        fault(place, f"changed is {changed}")


def check_advisory(a, texts):
    keys(a["id"], "advisory", a)
    if a["state"] not in ("interim", "final", "withdrawn") or (a["state"] == "withdrawn") != ("withdrawn" in a):
        fault(a["id"], f"state {a['state']}")
    if "withdrawn" in a:
        keys(a["id"], "withdrawn", a["withdrawn"])
    if a["source"] not in a["languages"]:
        fault(a["id"], "its source is none of its languages")
    for lang, text in a["languages"].items():
        keys(f"{a['id']} {lang}", "language", text)
        if text["path"] != f"{lang}/{a['id']}/" or not os.path.isfile(os.path.join(site, text["path"], "index.html")):
            fault(a["id"], f"path {text['path']}")
        if text["text"] != f"text/{a['id']}.{lang}.txt" or texts.get(text["text"]) != text["text_sha256"]:
            fault(a["id"], f"the digest of the text in {lang}")
        if text.get("signature", ".asc") != (text["text"].replace(".txt", ".asc") if os.path.exists(f"{site}/SHA256SUMS.asc") else ".asc"):
            fault(a["id"], f"the signature of the text in {lang}")
    for record in a.get("records", []):
        keys(a["id"], "record", record)
        if texts.get(record["path"]) != record["sha256"] or "signature" in record and not os.path.isfile(os.path.join(site, record["signature"])):
            fault(a["id"], f"the digest or signature of {record['path']}")
    # The source's events stand before the others of a serial.
    order = [(e["serial"], e["class"] in TRANSLATION, e["language"]) for e in a["events"]]
    if order != sorted(order):
        fault(a["id"], "its events are not in order")
    if [e["time"] for e in a["events"]] != sorted(e["time"] for e in a["events"]):
        fault(a["id"], "its events go back in time")
    sources = {e["language"] for e in a["events"] if e["class"] not in TRANSLATION}
    for number, event in enumerate(a["events"]):
        check_event(f"{a['id']} event {number + 1}", event, sources)
    revisions = [e["revision"] for e in a["events"] if "revision" in e]
    if a["events"][0]["class"] != "published" or revisions[0] != 1 or revisions != sorted(revisions) or revisions[-1] != a["revision"]:
        fault(a["id"], f"its revisions are {revisions}, the last {a['revision']}")


def archive_json():
    data = archive()
    keys("archive.json", "root", data)
    keys("archive.json", "counts", data["counts"])
    if data["version"] != 1 or data["base_url"] != BASE or not re.fullmatch(r"shirase \d+\.\d+\.\d+", data["generator"]):
        fault("archive.json", "its version, base_url or generator")
    ids = [a["id"] for a in data["advisories"]]
    if ids != sorted(set(ids)):
        fault("archive.json", "its advisories are not in order")
    withdrawn = sum("withdrawn" in a for a in data["advisories"])
    if data["counts"] != {"advisories": len(ids), "withdrawn": withdrawn}:
        fault("archive.json", f"counts {data['counts']}")
    for number, rewrite in enumerate(data.get("rewrites", [])):
        keys(f"rewrite {number + 1}", "rewrite", rewrite)
        if not all(re.fullmatch("[0-9a-f]{40}", rewrite[k]) for k in ("from", "to")) or not rewrite["reason"].strip():
            fault("archive.json", f"rewrite {number + 1} is {rewrite}")
    if data.get("rewrites") == []:
        fault("archive.json", "its rewrites are empty")
    texts = {}
    for line in read("SHA256SUMS").splitlines():
        digest, path = line.split("  ", 1)
        texts[path] = digest
    for advisory in data["advisories"]:
        check_advisory(advisory, texts)
    events = [e for a in data["advisories"] for e in a["events"]]
    if any(e["serial"] > data["serial"] or e["time"] > data["updated"] for e in events):
        fault("archive.json", "an event is later than the last")


def width(line):
    """Columns, East Asian wide and full-width characters counted as two."""
    import unicodedata
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def check_text(path, head, a, lang, text):
    language, newest = a["languages"][lang], a["events"][-1]
    wanted = [("Advisory", a["id"]), ("Language", lang), ("Revision", str(language["reflects"])), ("Status", a["state"]),
              ("Updated", language["updated"]), ("Commit", newest["commit"]), ("Serial", str(newest["serial"])),
              ("URL", f"{BASE}{lang}/{a['id']}/")]
    if head[:len(wanted)] != wanted:
        fault(path, f"its head is {head}")
    if ("WITHDRAWN" in dict(head)) != ("withdrawn" in a) or ("EXERCISE" in dict(head)) != ("exercise" in a):
        fault(path, "its head does not tell its state")
    if language["title"].split()[0] not in text:
        fault(path, "it lacks its title")


def texts():
    """Each text is as design.md says of texts that are signed; its head agrees with archive.json."""
    advisories = {a["id"]: a for a in archive()["advisories"]}
    wanted = {f"text/{a['id']}.{lang}.txt" for a in advisories.values() for lang in a["languages"]}
    found = {path for path in files(".txt") if path.startswith("text/")}
    if found != wanted:
        fault("text/", f"it has {sorted(found ^ wanted)}, or lacks them")
    for path in sorted(found & wanted):
        text = read(path)
        lines = text.split("\n")
        if not text.endswith("\n") or text.endswith("\n\n"):
            fault(path, "it does not end with one LF")
        if re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]|[ \t\u3000]\n", text):
            fault(path, "it holds a control character, or blanks at the end of a line")
        for number, line in enumerate(lines, 1):
            if len(line.encode()) > 900:
                fault(path, f"line {number} is too long")
            # Code, which stands indented by four, is as it was written.
            if number > 10 and width(line) > 72 and " " in line.strip() and "://" not in line and not line.startswith("    "):
                fault(path, f"line {number} is wider than 72 columns: {line}")
            if re.match(r"\s*[。、」』）！？]", line):
                fault(path, f"line {number} begins with {line.strip()[0]}")
        head = [tuple(line.split(": ", 1)) for line in lines[:lines.index("")]]
        _, identity, lang, _ = re.split(r"text/(.*)\.(.*)\.txt", path)
        check_text(path, head, advisories[identity], lang, text)


def banners(*classes):
    """Every page has each of these banners."""
    for path in files(".html"):
        text = read(path)
        for name in classes:
            if f"banner-{name}" not in text:
                fault(path, f"it has no banner {name}")


# Values, printed. -------------------------------------------------------------


def value(expression):
    data = archive()
    advisories = {a["id"]: a for a in data["advisories"]}
    result = eval(expression, {"a": data, "ids": list(advisories), "e": lambda n: advisories[f"EX-2024-{n:04}"]})
    print(result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, separators=(",", ":")))


def events(number):
    advisories = {a["id"]: a for a in archive()["advisories"]}
    for e in advisories[f"EX-2024-{int(number):04}"]["events"]:
        revision = e["revision"] if "revision" in e else e["reflects"]
        line = [str(e["serial"]), e["class"], e["language"], str(revision)]
        print(" ".join(line + [",".join(e["changed"])] if "changed" in e else line))


CHECKS = {"links": links, "feeds": feeds, "archive": archive_json, "texts": texts, "banners": banners, "value": value,
          "events": events}
site = sys.argv[2]
CHECKS[sys.argv[1]](*sys.argv[3:])
for line in faults:
    print(line)
sys.exit(1 if faults else 0)
