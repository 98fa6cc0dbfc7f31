"""Every feed of a site: feedparser finds nothing odd, and the rules of RFC 4287, RSS 1.0 (with mod_sec) and JSON Feed 1.1 that
neither it nor a grammar looks at hold, and ours.   feeds.py SITE [FOLDER]     FOLDER gets the content of each entry as a page.
What archive documents tell is judged by archives.py."""
import html
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

import feedparser

ATOM = '{http://www.w3.org/2005/Atom}'
TOMB = '{http://purl.org/atompub/tombstones/1.0}'
RSS = '{http://purl.org/rss/1.0/}'
RDF = '{http://www.w3.org/1999/02/22-rdf-syntax-ns#}'
SEC = '{http://jvn.jp/rss/mod_sec/3.0/}'
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
    if 'archive' not in path.parts:  # documents of one feed have its id
        if text_of(root, 'id') in seen:
            fault(path, 'another feed has its id')
        seen[text_of(root, 'id')] = None
    named = [text_of(e, 'id') for e in entries]
    if len(set(named)) != len(named) and 'archive' not in path.parts:
        fault(path, 'an id stands twice')
    for name, e in zip(named, entries):
        match = re.fullmatch(r'tag:[a-z0-9.-]+,\d{4}:(.+):([a-z]+)', name)
        if not match or match[1] not in advisories or match[2] != lang_of(path):
            fault(path, f'{name} is no id of an advisory in this language (RFC 4151)')
        if 'archive' in path.parts:
            continue  # they tell of another time
        said = [e.get(LANG)] + [ET.tostring(x) for x in e if x.tag not in (ATOM + 'content', ATOM + 'summary')]
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


def lang_of(path):
    return path.relative_to(site).parts[0]


def is_part(path):
    return path.parent.name in ('product', 'severity', 'year')


def check_content(path, e):
    content = e.find(ATOM + ('summary' if is_part(path) or 'archive' in path.parts else 'content'))
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
        page = PAGE.format(e.get(LANG), title, title, text_of(e, 'summary' if is_part(path) else 'content'))
        name = '-'.join(path.relative_to(site).with_suffix('').parts)
        (folder / f'{name}-{i}.html').write_text(page, 'utf-8')


# The same in other formats. ------------------------------------------------------

TIME = r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ'
FEED_KEYS = {'version', 'title', 'description', 'home_page_url', 'feed_url', 'language', 'authors', 'items'}
ITEM_KEYS = {'id', 'url', 'title', 'content_html', 'summary', 'date_published', 'date_modified', 'tags', 'language', 'attachments', '_shirase'}


def shown_by(path):
    """What the language's feed of everything shows: (id, title, updated) of each entry, but for those beyond a hundred."""
    root = ET.fromstring((path.parent / 'feeds/all.atom').read_bytes())
    return [tuple(text_of(e, name) for name in ('id', 'title', 'updated')) for e in root.findall(ATOM + 'entry')]


def same_as_atom(path, shown):
    of_atom = shown_by(path)
    if shown != of_atom[:len(shown)] or (len(shown) < min(len(of_atom), 100)):
        fault(path, 'it shows other things than all.atom')


def of_site(address):
    return isinstance(address, str) and address.startswith(archive['base_url'])


def check_item(path, item):
    name = item.get('id')
    if set(item) - ITEM_KEYS or not item.get('content_html') or not of_site(item.get('url')):
        fault(path, f'{name}: keys, content or address (JSON Feed 1.1)')
    if not all(re.fullmatch(TIME, item.get(k, '')) for k in ('date_published', 'date_modified')):
        fault(path, f'{name}: a time is none')
    own = item.get('_shirase', {})
    record = next((a for a in archive['advisories'] if a['id'] == own.get('id')), {})
    if [own.get(k) for k in ('state', 'revision', 'severity', 'exercise')] != [record.get(k) for k in ('state', 'revision', 'severity', 'exercise')]:
        fault(path, f'{name}: it says otherwise than archive.json')
    for address in [a.get('url') for a in item.get('attachments', [])] + list(own.get('records', {}).values()):
        if not of_site(address) or not (site / address.removeprefix(archive['base_url'])).is_file():
            fault(path, f'{name}: {address} leads nowhere')


def check_json(path):
    feed = json.loads(path.read_text('utf-8'))
    if set(feed) - FEED_KEYS or feed.get('version') != 'https://jsonfeed.org/version/1.1':
        fault(path, 'keys or version (JSON Feed 1.1)')
    if feed.get('feed_url') != archive['base_url'] + str(path.relative_to(site)) or feed.get('language') != lang_of(path):
        fault(path, 'it does not name itself')
    for item in feed['items']:
        check_item(path, item)
    same_as_atom(path, [(i['id'], i['title'], i['date_modified']) for i in feed['items']])
    return len(feed['items'])


def check_sec(path, item, name):
    if [x.text for x in item.findall(SEC + 'identifier')] != [name]:
        fault(path, f'{name}: sec:identifier')
    for x in item.findall(SEC + 'references'):
        if not re.match('https?://', x.text or ''):
            fault(path, f'{name}: sec:references {x.text}')
    for x in item.findall(SEC + 'cpe'):
        if not re.match(r'cpe:(/|2\.3:)', x.text or '') or x.get('version') not in ('2.2', '2.3'):
            fault(path, f'{name}: sec:cpe {x.text}')
    for x in item.findall(SEC + 'cvss'):
        if x.get('severity') not in ('Critical', 'High', 'Medium', 'Low', 'None') or x.get('type') != 'Base' or \
                not re.fullmatch(r'\d+\.\d', x.get('score', '')) or not x.get('vector', '').startswith(f'CVSS:{x.get("version")}/'):
            fault(path, f'{name}: sec:cvss {x.attrib}')


def check_rss(path):
    parsed, root = feedparser.parse(path.read_bytes()), ET.fromstring(path.read_bytes())
    items = root.findall(RSS + 'item')
    if parsed.bozo or len(parsed.entries) != len(items):
        fault(path, f'feedparser: {parsed.get("bozo_exception")}, {len(parsed.entries)} items of {len(items)}')
    if [x.get(RDF + 'resource') for x in root.iter(RDF + 'li')] != [i.get(RDF + 'about') for i in items]:
        fault(path, 'rdf:Seq is not the items (RSS 1.0, 5.3.5)')
    shown, of_atom = [], {e[0].split(':', 2)[2].rsplit(':', 1)[0]: e[0] for e in shown_by(path)}
    for item in items:
        name = item.get(RDF + 'about').rstrip('/').rsplit('/', 1)[-1]
        check_sec(path, item, name)
        modified = item.find('{http://purl.org/dc/terms/}modified').text
        shown.append((of_atom.get(name), item.find(RSS + 'title').text, modified))
    same_as_atom(path, shown)
    return len(items)


feeds = sorted(site.glob('*/feeds/**/*.atom'))
others = sorted(site.glob('*/feed.json')) + sorted(site.glob('*/jvnrss.rdf'))
entries = sum(check(f) for f in feeds)
for other in others if not faults else []:  # they are compared with what was judged
    entries += (check_json if other.suffix == '.json' else check_rss)(other)
if len(sys.argv) > 2:
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True)
    for f in feeds:
        if f.parent.name in ('feeds', 'year'):  # of parts, each extract once
            write_contents(f, folder)
print(*faults, sep='\n')
print(f'{len(feeds) + len(others)} feeds, {entries} entries, {len(faults)} faults')
sys.exit(bool(faults) or not feeds or not entries or len(others) % 2)
