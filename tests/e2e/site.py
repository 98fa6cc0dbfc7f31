"""Checks of a built site that need a parser. Called by lib.sh:
   site.py CHECK SITE [ARGUMENT]. Prints every fault; status 1 if there is one."""

import hashlib
import json
import os
import re
import sys
from urllib.parse import unquote, urljoin, urlsplit

import built
from built import BASE, Page, archive, fault, faults, files, read
from site_feeds import TIME, feeds

# Pages. ----------------------------------------------------------------------


def check_target(pages, page, path, fragment, address):
    """path: of the file in the site."""
    whole = os.path.join(built.site, path)
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
        fault(built.site, "it has no pages")


# archive.json and texts. ------------------------------------------------------

ORDER = {
    "root": "version generator base_url commit serial updated config_sha256 counts rewrites changes security_txt security_txt_sha256 advisories",
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
        if text["path"] != f"{lang}/{a['id']}/" or not os.path.isfile(os.path.join(built.site, text["path"], "index.html")):
            fault(a["id"], f"path {text['path']}")
        if text["text"] != f"text/{a['id']}.{lang}.txt" or texts.get(text["text"]) != text["text_sha256"]:
            fault(a["id"], f"the digest of the text in {lang}")
        if text.get("signature", ".asc") != (text["text"].replace(".txt", ".asc") if os.path.exists(f"{built.site}/SHA256SUMS.asc") else ".asc"):
            fault(a["id"], f"the signature of the text in {lang}")
    for record in a.get("records", []):
        keys(a["id"], "record", record)
        if texts.get(record["path"]) != record["sha256"] or "signature" in record and not os.path.isfile(os.path.join(built.site, record["signature"])):
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


def check_security_txt(data):
    path = f"{built.site}/.well-known/security.txt"
    if os.path.exists(path) != (data.get("security_txt") == ".well-known/security.txt"):
        fault("archive.json", "security_txt is not what the site has")
    elif "security_txt" in data:
        text = open(path, encoding="utf-8").read()
        inside = re.fullmatch("-----BEGIN PGP SIGNED MESSAGE-----\n.*?\n\n(.*\n)-----BEGIN PGP SIGNATURE-----\n.*", text, re.S)
        if data["security_txt_sha256"] != hashlib.sha256((inside[1] if inside else text).encode()).hexdigest():
            fault("archive.json", "security_txt_sha256 is not the digest of that text")


def archive_json():
    data = archive()
    check_security_txt(data)
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
built.begin(sys.argv[2])
CHECKS[sys.argv[1]](*sys.argv[3:])
for line in faults:
    print(line)
sys.exit(1 if faults else 0)
