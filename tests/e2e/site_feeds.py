"""Checks of a built site's feeds, against archive.json (site.py feeds)."""

import json
import os
import re
import xml.etree.ElementTree as ET
from urllib.parse import unquote, urlsplit

import built
from built import BASE, Page, archive, fault, files, read

ATOM = "{http://www.w3.org/2005/Atom}"
TOMB = "{http://purl.org/atompub/tombstones/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


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
    if not os.path.isfile(os.path.join(built.site, path)):
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
        fault(built.site, "it has no feeds")
    for lang in languages:
        for kind in KINDS:
            wanted = newest(advisories, KINDS[kind], "published" if kind == "new" else "updated")
            check_feed(f"{lang}/feeds/{kind}.atom", lang, subscription(advisories) if kind == "all" else wanted, advisories)
        check_parts(lang, advisories)
        if os.path.exists(os.path.join(built.site, lang, "feed.json")):
            check_formats(lang, advisories)
