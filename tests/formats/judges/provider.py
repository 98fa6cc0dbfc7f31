"""What a CSAF provider has beside its documents (CSAF 2.0, section 7), against the documents themselves.
provider.py SITE BASE_URL [CERTIFICATE]
With a certificate the site is a trusted provider, and Sequoia verifies each signature. Tells each fault in a line.
"""
import csv
import glob
import hashlib
import html.parser
import json
import os
import re
import subprocess
import sys
import urllib.parse

site, base = sys.argv[1:3]
certificate = sys.argv[3] if len(sys.argv) > 3 else None
folder = ".well-known/csaf/"
white = folder + "white/"
faults = []


def fault(path, what):
    faults.append(f"{path}: {what}")


def read(path):
    with open(os.path.join(site, path), encoding="utf-8", newline="") as f:
        return f.read()


def load(path):
    """A JSON file, without keys that stand twice."""
    def once(pairs):
        if len({key for key, _ in pairs}) != len(pairs):
            fault(path, "a key stands twice")
        return dict(pairs)
    return json.loads(read(path), object_pairs_hook=once)


def path_of(url):
    """The file or folder of the site that a URL leads to; None: it leads elsewhere, or nowhere."""
    if not isinstance(url, str) or not url.startswith(base) or not url.startswith("https://"):
        return None
    path = urllib.parse.unquote(url[len(base):])
    return path if os.path.exists(os.path.join(site, path)) else None


def keys(path, what, value, needed, allowed=()):
    if not isinstance(value, dict):
        fault(path, f"{what} is no object")
        return False
    for key in needed:
        if value.get(key) in (None, "", [], {}):
            fault(path, f"{what} lacks {key}")
    for key in set(value) - set(needed) - set(allowed):
        fault(path, f"{what} has {key}, which nobody knows")
    return all(key in value for key in needed)


def is_time(text):
    return isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text)


def documents():
    found = {}
    for path in glob.glob(os.path.join(site, white, "*", "*.json")):
        path = os.path.relpath(path, site)
        found[path] = load(path)["document"]
        year = found[path]["tracking"]["initial_release_date"][:4]
        name = re.sub(r"[^+\-a-z0-9]+", "_", found[path]["tracking"]["id"].lower()) + ".json"
        if path != f"{white}{year}/{name}":
            fault(path, f"belongs to {white}{year}/{name}")
    return found


def check_metadata(docs, updated):
    path = folder + "provider-metadata.json"
    m = load(path)
    needed = ["canonical_url", "distributions", "last_updated", "list_on_CSAF_aggregators", "metadata_version",
              "mirror_on_CSAF_aggregators", "publisher", "role"]
    if not keys(path, "it", m, needed + (["public_openpgp_keys"] if certificate else [])):
        return
    if path_of(m["canonical_url"]) != path:
        fault(path, f"canonical_url {m['canonical_url']} does not lead to it")
    if m["metadata_version"] != "2.0" or m["role"] != ("csaf_trusted_provider" if certificate else "csaf_provider"):
        fault(path, f"metadata_version {m['metadata_version']}, role {m['role']}")
    if not is_time(m["last_updated"]) or (updated and m["last_updated"] != updated):
        fault(path, f"last_updated {m['last_updated']}, the newest document {updated}")
    for key in ("list_on_CSAF_aggregators", "mirror_on_CSAF_aggregators"):
        if not isinstance(m[key], bool):
            fault(path, f"{key} is {m[key]!r}")
    if keys(path, "publisher", m["publisher"], ["category", "name", "namespace"], ["contact_details", "issuing_authority"]):
        for where, doc in docs.items():
            for key in ("category", "namespace", "contact_details"):
                if doc["publisher"].get(key) != m["publisher"].get(key):
                    fault(where, f"publisher.{key} is another than the provider's")
    folders = [d["directory_url"] for d in m["distributions"] if "directory_url" in d]
    rolie = [d["rolie"] for d in m["distributions"] if "rolie" in d]
    if [path_of(u) for u in folders] != [white] or len(rolie) != 1:
        fault(path, f"distributions {m['distributions']}")
    for r in rolie:
        feeds = [(f.get("tlp_label"), path_of(f.get("url"))) for f in r.get("feeds", [])]
        if feeds != [("WHITE", white + "csaf-feed-tlp-white.json")]:
            fault(path, f"feeds {feeds}")
        for url in r.get("services", []) + r.get("categories", []):
            if not path_of(url):
                fault(path, f"{url} leads nowhere")
    for key in m.get("public_openpgp_keys", []):
        where = path_of(key.get("url"))
        if not where:
            fault(path, f"the key {key.get('url')} leads nowhere")
            continue
        told = subprocess.run(["sq", "inspect", os.path.join(site, where)], capture_output=True, text=True).stdout
        if f"Fingerprint: {key.get('fingerprint')}\n" not in told:
            fault(path, f"{where} is not the key {key.get('fingerprint')}")


def check_lists(docs):
    below = sorted(path[len(white):] for path in docs)
    index, changes = read(white + "index.txt"), read(white + "changes.csv")
    if index != "".join(path + "\n" for path in below):
        fault(white + "index.txt", "does not list exactly the documents, each in a line")
    for line in changes.splitlines():
        if not re.fullmatch(r'"[^"]*","[^"]*"', line):
            fault(white + "changes.csv", f"a line that is not two quoted values: {line}")
    rows = list(csv.reader(changes.splitlines()))
    if sorted(row[0] for row in rows) != below:
        fault(white + "changes.csv", "does not list exactly the documents")
    for row in rows:
        doc = docs.get(white + row[0])
        if doc and row[1:] != [doc["tracking"]["current_release_date"]]:
            fault(white + "changes.csv", f"{row} against {doc['tracking']['current_release_date']}")
    if [row[1] for row in rows] != sorted((row[1] for row in rows), reverse=True):
        fault(white + "changes.csv", "the newest is not first")


def check_entry(path, entry, docs):
    if not keys(path, "an entry", entry, ["id", "title", "link", "published", "updated", "content", "format"], ["category", "summary"]):
        return None
    where = path_of(entry["content"].get("src"))
    doc = docs.get(where)
    if not doc:
        fault(path, f"the entry {entry['id']} has no document: {entry['content'].get('src')}")
        return None
    tracking = doc["tracking"]
    told = [entry["id"], entry["title"], entry["published"], entry["updated"]]
    wanted = [tracking["id"], doc["title"], tracking["initial_release_date"], tracking["current_release_date"]]
    if told != wanted:
        fault(path, f"the entry says {told}, the document {wanted}")
    if entry["content"].get("type") != "application/json" or entry["format"] != {
            "schema": "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json", "version": "2.0"}:
        fault(path, f"content or format of {entry['id']}")
    links = [(link.get("rel"), path_of(link.get("href"))) for link in entry["link"]]
    wanted = [("self", where), ("hash", where + ".sha256"), ("hash", where + ".sha512")]
    if links != wanted + ([("signature", where + ".asc")] if certificate else []):
        fault(path, f"links of {entry['id']}: {links}")
    if not any(c.get("term") == doc["lang"] for c in entry.get("category", [])):
        fault(path, f"the entry {entry['id']} does not tell its language")
    return where


CSAF_TYPE = {"scheme": "urn:ietf:params:rolie:category:information-type", "term": "csaf"}


def check_rolie(docs, updated):
    path = white + "csaf-feed-tlp-white.json"
    root = load(path)
    if not keys(path, "it", root, ["feed"]) or not keys(path, "feed", root["feed"], ["id", "title", "link", "category", "updated"], ["entry"]):
        return
    feed = root["feed"]
    entries = [check_entry(path, e, docs) for e in feed["entry"]]
    if sorted(filter(None, entries)) != sorted(docs) or len(entries) != len(docs):
        fault(path, "does not have each document once")
    if not re.fullmatch(r"[a-zA-Z0-9+\-_.]+", feed["id"]):
        fault(path, f"the id {feed['id']}")
    if feed["category"] != [CSAF_TYPE]:
        fault(path, f"category {feed['category']}")
    if not is_time(feed["updated"]) or (updated and feed["updated"] != updated):
        fault(path, f"updated {feed['updated']}, the newest document {updated}")
    links = {link.get("rel"): path_of(link.get("href")) for link in feed["link"]}
    if feed["link"][0]["rel"] != "self" or links != {"self": path, "service": folder + "service.json"}:
        fault(path, f"links {feed['link']}")
    terms = {c.get("term") for e in feed["entry"] for c in e.get("category", [])}
    listed = [c.get("term") for c in load(white + "category.json")["categories"]["category"]]
    if not terms <= set(listed) or len(set(listed)) != len(listed) or not listed:
        fault(white + "category.json", "does not list each category once")
    for workspace in load(folder + "service.json")["service"]["workspace"]:
        for c in workspace["collection"]:
            if path_of(c["href"]) != path or c["categories"]["category"] != [CSAF_TYPE] or not c["title"] or not workspace["title"]:
                fault(folder + "service.json", f"{c}")


def check_beside(path):
    with open(os.path.join(site, path), "rb") as f:
        document = f.read()
    for name in ("sha256", "sha512"):
        try:
            told = read(f"{path}.{name}")
        except FileNotFoundError:
            fault(path, f"has no {name}")
            continue
        if told != f"{hashlib.new(name, document).hexdigest()}  {os.path.basename(path)}\n":
            fault(f"{path}.{name}", "is another digest")
    signature = os.path.join(site, path + ".asc")
    if os.path.exists(signature) != bool(certificate):
        fault(path, "has a signature, in an unsigned site" if not certificate else "has no signature")
    elif certificate:
        told = subprocess.run(["sq", "verify", "--signer-cert", certificate, "--detached", signature, os.path.join(site, path)],
                              capture_output=True, text=True)
        if told.returncode:
            fault(path + ".asc", "sq: " + told.stderr.strip().replace("\n", " | "))


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.found.append(dict(attributes).get("href"))


def linked(path):
    links = Links()
    links.feed(read(path))
    there = os.path.dirname(path)
    return {os.path.normpath(os.path.join(there, link.split("#")[0])) for link in links.found if link and "://" not in link}


def check_listings():
    for at, folders, files in os.walk(os.path.join(site, folder)):
        there = os.path.relpath(at, site)
        if "index.html" not in files:
            fault(there, "has no listing")
            continue
        links = linked(f"{there}/index.html")
        for name in [f for f in files if f != "index.html"] + [f"{f}/index.html" for f in folders]:
            if f"{there}/{name}" not in links:
                fault(there, f"its listing lacks {name}")


docs = documents()
updated = max((d["tracking"]["current_release_date"] for d in docs.values()), default=None)
check_metadata(docs, updated)
check_lists(docs)
check_rolie(docs, updated)
for document in sorted(docs):
    check_beside(document)
check_listings()
print(f"{len(docs)} documents")
for line in faults:
    print(line)
sys.exit(bool(faults))
