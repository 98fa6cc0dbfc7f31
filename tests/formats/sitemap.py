"""A site's sitemap and robots.txt against its pages: sitemap.py SITE

Each address is a page of the site, whose canonical address it is; pages of one set name each other, each itself, one x-default,
in one file. No page is forgotten: one that is not listed is 404.html, a past revision, what changed in one, or stands for a
document in another language.
"""
import json
import os
import re
import sys
import xml.etree.ElementTree as ET
from urllib.parse import unquote

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
site = sys.argv[1]
with open(os.path.join(site, "archive.json"), encoding="utf-8") as file:
    archive = json.load(file)
base = archive["base_url"]
faults = []


def path_of(url):
    if not url.startswith(base):
        faults.append(f"{url} is not below {base}")
    return unquote(url[len(base):])


def read(name):
    root = ET.parse(os.path.join(site, name)).getroot()
    if root.tag == SITEMAP + "sitemapindex":
        files = [path_of(s.findtext(SITEMAP + "loc")) for s in root]
        if len(files) < 2 or any("/" in f for f in files):
            faults.append(f"an index of {files}")
        for file in files:
            yield from read(file)
        return
    urls = root.findall(SITEMAP + "url")
    if len(urls) > 50000 or os.path.getsize(os.path.join(site, name)) > 50000000:
        faults.append(f"{name} is too large")
    here = {url.findtext(SITEMAP + "loc") for url in urls}
    for url in urls:
        links = url.findall(LINK)
        if {link.get("href") for link in links} - here:
            faults.append(f"{name}: an alternate of {url.findtext(SITEMAP + 'loc')} stands elsewhere")
        yield url, links


alternates = {}
for url, links in read("sitemap.xml"):
    loc, when = url.findtext(SITEMAP + "loc"), url.findtext(SITEMAP + "lastmod")
    if loc in alternates:
        faults.append(f"{loc} stands twice")
    alternates[loc] = {link.get("hreflang"): link.get("href") for link in links}
    if len(links) != len(alternates[loc]) or "x-default" not in alternates[loc] or loc not in alternates[loc].values():
        faults.append(f"{loc}: alternates {alternates[loc]}")
    if when and (not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", when) or when > archive["updated"]):
        faults.append(f"{loc}: lastmod {when}")
for loc, others in alternates.items():
    for other in others.values():
        if alternates.get(other) != others:
            faults.append(f"{loc} and {other} do not name the same")
    path = path_of(loc)
    try:
        with open(os.path.join(site, path), encoding="utf-8") as file:
            page = file.read()
    except OSError as e:
        faults.append(f"{loc}: {e}")
        continue
    if f'<link rel="canonical" href="{loc}">' not in page:
        faults.append(f"{loc} is not the page's canonical address")
    for lang, other in others.items():
        if lang != "x-default" and other == loc and f'<html lang="{lang}"' not in page:
            faults.append(f"{loc} is not in {lang}")

listed = {path_of(loc) for loc in alternates}
told = {advisory["id"]: set(advisory["languages"]) for advisory in archive["advisories"]}
for folder, _, names in os.walk(site):
    for name in names:
        path = os.path.relpath(os.path.join(folder, name), site)
        if not name.endswith(".html") or path in listed or path == "404.html" or "/files/" in path or path.startswith("."):
            continue
        if re.fullmatch(r"[^/]+/[^/]+/r\d+/(changes/)?index\.html", path):
            continue
        advisory = re.fullmatch(r"([^/]+)/([^/]+)/index\.html", path)
        if advisory and advisory[2] in told and advisory[1] not in told[advisory[2]]:
            continue
        free = re.fullmatch(r"[^/]+/(pages/[^/]+/index\.html)", path)
        if not free or not any(other.endswith("/" + free[1]) for other in listed):
            faults.append(f"{path} is not listed")

with open(os.path.join(site, "robots.txt"), encoding="utf-8") as file:
    robots = file.read()
if "Disallow: /\n" not in robots and f"\nSitemap: {base}sitemap.xml\n" not in robots:
    faults.append(f"robots.txt: {robots}")
print("\n".join(faults[:40]) or f"{len(listed)} pages")
sys.exit(bool(faults))
