"""A site with what must differ between two shapes of one history made equal: shapes.py SITE OUT [serials] [paths].

A commit is named by the place of its publication among those that gave events: ids are digests of parents and trees,
so they differ by construction; which event a page names may not. With "serials" so is the serial, which counts
publications, also those that only moved files. With "paths" the folders below advisories/ are left out. The digest of a file
of the site, which may hold commits, is named by its path, and SHA256SUMS is left out. All else stays byte for byte."""

import json
import os
import re
import sys

site, out, options = sys.argv[1], sys.argv[2], sys.argv[3:]
with open(os.path.join(site, "archive.json"), encoding="utf-8") as f:
    archive = json.load(f)
events = [e for a in archive["advisories"] for e in a["events"]]
place = {serial: k for k, serial in enumerate(sorted({e["serial"] for e in events}), 1)}
commits = {e["commit"]: f"<commit {place[e['serial']]}>" for e in events}
commits.setdefault(archive["commit"], "<head>")

with open(os.path.join(site, "SHA256SUMS"), encoding="utf-8") as f:
    digests = {line[:64]: f"<digest of {line[66:].strip()}>" for line in f}
known = {**commits, **{c[:12]: n for c, n in commits.items()}, **digests}
KNOWN = re.compile("|".join(sorted(known, key=len, reverse=True)))
SERIAL = re.compile(
    r'(<meta name="shirase:serial" content="'  # every page
    r'|"serial": '  # archive.json
    r"|(?<=[( ])publication |公開番号"  # what a page says at its foot
    r"|\b[Ss]erial: +"  # texts
    r'|<span class="id"(?: id="\w+")?>#'  # the history page, what changed
    r"|<dt>(?:Publication number|公開番号)</dt><dd>)"  # how to verify
    r"(\d+)"
)


def equal(text):
    text = KNOWN.sub(lambda m: known[m[0]], text)
    if "serials" in options:
        text = SERIAL.sub(lambda m: f"{m[1]}<serial {place.get(int(m[2]), '?')}>", text)
    if "paths" in options:
        text = re.sub(r"archive/advisories/(?:[a-z0-9]+/)*(?=EX-)", "archive/advisories/", text)
    return text


for folder, _, names in os.walk(site):
    for name in names:
        path = os.path.join(folder, name)
        there = os.path.join(out, os.path.relpath(path, site))
        if name == "SHA256SUMS":
            continue
        with open(path, "rb") as f:
            content = f.read()
        try:
            content = equal(content.decode()).encode()
        except UnicodeDecodeError:
            pass
        os.makedirs(os.path.dirname(there), exist_ok=True)
        with open(there, "wb") as f:
            f.write(content)
