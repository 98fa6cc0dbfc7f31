"""Every Atom feed below a folder: feedparser finds nothing odd, and the rules of
RFC 4287 that it does not look at hold.   feeds.py SITE"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

import feedparser

ATOM = '{http://www.w3.org/2005/Atom}'
TOMB = '{http://purl.org/atompub/tombstones/1.0}'
site = pathlib.Path(sys.argv[1])
faults = []


def fault(path, text):
    faults.append(f'{path.relative_to(site)}: {text}')


def check(path):
    parsed = feedparser.parse(path.read_bytes())
    if parsed.bozo:
        fault(path, f'feedparser: {parsed.bozo_exception}')
    root = ET.fromstring(path.read_bytes())
    if root.tag != ATOM + 'feed':
        fault(path, f'root is {root.tag}')
    for element, where in [(root, 'feed')] + [(e, 'entry') for e in root.findall(ATOM + 'entry')]:
        for name in ('id', 'title', 'updated'):
            if len(element.findall(ATOM + name)) != 1:
                fault(path, f'{where}: not exactly one {name}')
        seen = set()
        for link in element.findall(ATOM + 'link'):
            if not re.match(r'https?://', link.get('href', '')):
                fault(path, f'{where}: link {link.get("href")} is not absolute')
            key = (link.get('rel'), link.get('type'), link.get('hreflang'))
            if key in seen:
                fault(path, f'{where}: two links {key} (4.2.7.2)')
            seen.add(key)
    if not any(l.get('rel') == 'self' for l in root.findall(ATOM + 'link')):
        fault(path, 'no link to itself')
    entries = root.findall(ATOM + 'entry')
    ids = [e.find(ATOM + 'id').text for e in entries]
    if len(set(ids)) != len(ids):
        fault(path, 'an id stands twice')
    times = [e.find(ATOM + ('published' if path.stem == 'new' else 'updated')).text for e in entries]
    if times != sorted(times, reverse=True):
        fault(path, 'entries are not newest first')
    moved = [e.find(ATOM + 'updated').text for e in entries] + [e.get('when') for e in root.findall(TOMB + 'deleted-entry')]
    for e in root.findall(TOMB + 'deleted-entry'):
        if entries and list(root).index(e) > list(root).index(entries[0]):
            fault(path, 'a tombstone stands behind an entry, where the grammar of RFC 4287 has no extension')
        if not re.match(r'tag:', e.get('ref', '')) or not re.fullmatch(r'[\dT:-]+Z', e.get('when', '')) or e.get('ref') in ids:
            fault(path, f'tombstone {e.attrib} (RFC 6721, 3)')
    if moved and root.find(ATOM + 'updated').text != max(moved):
        fault(path, 'updated is not that of the newest entry')
    for e in entries:
        content = e.find(ATOM + 'content')
        if content is None or not (content.text or '').strip():
            fault(path, f'{e.find(ATOM + "id").text}: no content')
        elif re.search(r'(href|src)="(?!https?:|mailto:|#)', content.text):
            fault(path, f'{e.find(ATOM + "id").text}: a link in the content is not absolute')
    return len(entries)


feeds = sorted(site.glob('*/feeds/*.atom'))
entries = sum(check(f) for f in feeds)
print(*faults, sep='\n')
print(f'{len(feeds)} feeds, {entries} entries, {len(faults)} faults')
sys.exit(bool(faults) or not feeds or not entries)
