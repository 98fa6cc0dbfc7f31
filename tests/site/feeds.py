"""Every Atom feed of a site: feedparser finds nothing odd, and the rules of RFC 4287 that neither it nor the grammar
looks at hold, and ours.   feeds.py SITE [FOLDER]     FOLDER gets the content of each entry as a page."""
import html
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

import feedparser

ATOM = '{http://www.w3.org/2005/Atom}'
TOMB = '{http://purl.org/atompub/tombstones/1.0}'
LANG = '{http://www.w3.org/XML/1998/namespace}lang'
site = pathlib.Path(sys.argv[1])
archive = json.loads((site / 'archive.json').read_text('utf-8'))
advisories = {a['id'] for a in archive['advisories']}
seen = {}  # what an id said in another feed
faults = []


def fault(path, text):
    faults.append(f'{path.relative_to(site)}: {text}')


def text_of(element, name):
    return element.find(ATOM + name).text


def check_once(path, element, where):
    """What must be there once, and links (4.1.1, 4.2.7)."""
    for name in ('id', 'title', 'updated'):
        if len(element.findall(ATOM + name)) != 1:
            fault(path, f'{where}: not exactly one {name}')
    kinds = set()
    for link in element.findall(ATOM + 'link'):
        if not re.match(r'https?://', link.get('href', '')):
            fault(path, f'{where}: link {link.get("href")} is not absolute')
        key = (link.get('rel'), link.get('type'), link.get('hreflang'))
        if key in kinds:
            fault(path, f'{where}: two links {key} (4.2.7.2)')
        kinds.add(key)


def check_ids(path, root, entries):
    """Ids name one thing each, in every feed the same."""
    if [l.get('href') for l in root.findall(ATOM + 'link') if l.get('rel') == 'self'] != \
            [archive['base_url'] + str(path.relative_to(site))]:
        fault(path, 'not one link to itself')
    if text_of(root, 'id') in seen:
        fault(path, 'another feed has its id')
    seen[text_of(root, 'id')] = None
    named = [text_of(e, 'id') for e in entries]
    if len(set(named)) != len(named):
        fault(path, 'an id stands twice')
    for name, e in zip(named, entries):
        match = re.fullmatch(r'tag:[a-z0-9.-]+,\d{4}:(.+):([a-z]+)', name)
        if not match or match[1] not in advisories or match[2] != path.parts[-3]:
            fault(path, f'{name} is no id of an advisory in this language (RFC 4151)')
        said = [e.get(LANG)] + [ET.tostring(x) for x in e if x.tag != ATOM + 'content']
        if seen.setdefault(name, said) != said:
            fault(path, f'{name} says another thing than in another feed')


def check_order(path, root, entries):
    """Newest first; tombstones (RFC 6721) before all entries; the feed is as old as its newest part."""
    tombstones = root.findall(TOMB + 'deleted-entry')
    times = [text_of(e, 'published' if path.stem == 'new' else 'updated') for e in entries]
    if times != sorted(times, reverse=True):
        fault(path, 'entries are not newest first')
    for t in tombstones:
        if entries and list(root).index(t) > list(root).index(entries[0]):
            fault(path, 'a tombstone stands behind an entry, where the grammar of RFC 4287 has no extension')
        if not re.match(r'tag:', t.get('ref', '')) or not re.fullmatch(r'[\dT:-]+Z', t.get('when', '')) or \
                t.get('ref') in [text_of(e, 'id') for e in entries]:
            fault(path, f'tombstone {t.attrib} (RFC 6721, 3)')
    moved = [text_of(e, 'updated') for e in entries] + [t.get('when') for t in tombstones]
    if moved and text_of(root, 'updated') != max(moved):
        fault(path, 'updated is not that of the newest entry')


def check_content(path, e):
    content = e.find(ATOM + 'content')
    if content is None or not (content.text or '').strip():
        fault(path, f'{text_of(e, "id")}: no content')
    elif re.search(r'(href|src)="(?!https?:|mailto:|#)', content.text):
        fault(path, f'{text_of(e, "id")}: a link in the content is not absolute')


def check(path):
    parsed = feedparser.parse(path.read_bytes())
    if parsed.bozo:
        fault(path, f'feedparser: {parsed.bozo_exception}')
        return 0
    root = ET.fromstring(path.read_bytes())
    entries = root.findall(ATOM + 'entry')
    if len(parsed.entries) != len(entries):
        fault(path, f'feedparser sees {len(parsed.entries)} entries of {len(entries)}')
    check_once(path, root, 'feed')
    for e in entries:
        check_once(path, e, 'entry')
        check_content(path, e)
    check_ids(path, root, entries)
    check_order(path, root, entries)
    return len(entries)


PAGE = '<!DOCTYPE html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n<title>{}</title>\n</head>\n<body>\n<h1>{}</h1>\n{}\n</body>\n</html>\n'


def write_contents(path, folder):
    """Each entry's content as a page, for the checkers of pages."""
    for i, e in enumerate(ET.fromstring(path.read_bytes()).findall(ATOM + 'entry')):
        title = html.escape(text_of(e, 'title'))
        page = PAGE.format(e.get(LANG), title, title, text_of(e, 'content'))
        (folder / f'{path.parts[-3]}-{path.stem}-{i}.html').write_text(page, 'utf-8')


feeds = sorted(site.glob('*/feeds/*.atom'))
entries = sum(check(f) for f in feeds)
if len(sys.argv) > 2:
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True)
    for f in feeds:
        write_contents(f, folder)
print(*faults, sep='\n')
print(f'{len(feeds)} feeds, {entries} entries, {len(faults)} faults')
sys.exit(bool(faults) or not feeds or not entries)
