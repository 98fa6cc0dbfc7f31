"""Every link, image and anchor of a site leads somewhere inside it: in pages, style sheets, feeds, texts and records.
Links are relative but in 404.html and where the world outside is told an address; no page asks another host for
anything.   links.py SITE"""
import html
import html.parser
import json
import pathlib
import re
import sys
import urllib.parse

site = pathlib.Path(sys.argv[1]).resolve()
base = json.loads((site / 'archive.json').read_text('utf-8'))['base_url']
faults = []
LOADS = {('img', 'src'), ('link', 'href'), ('script', 'src'), ('source', 'src'), ('iframe', 'src'), ('object', 'data')}
METADATA = {'canonical', 'alternate'}
ADDRESSES = ('href', 'src', 'data', 'poster', 'cite', 'action', 'formaction')


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.faults, self.canonical = set(), [], [], 0

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        for name in ('id', 'name') if tag == 'a' else ('id',):
            if a.get(name):
                if name == 'id' and a[name] in self.ids:
                    self.faults.append(f'id {a[name]} stands twice')
                self.ids.add(a[name])
        metadata = tag == 'link' and bool(set((a.get('rel') or '').split()) & METADATA)
        self.canonical += tag == 'link' and a.get('rel') == 'canonical'
        for name in ADDRESSES:
            if a.get(name) is not None and (tag, name) != ('data', 'data'):
                self.links.append((tag, name, a[name], metadata))
        for candidate in (a.get('srcset') or '').split(','):
            if candidate.strip():
                self.links.append((tag, 'src', candidate.split()[0], False))
        for name in a:
            if name.startswith('on') or name == 'style':
                self.faults.append(f'attribute {name} on <{tag}>')
        if tag == 'script' and a.get('type') != 'application/ld+json':
            self.faults.append('a script')
        if tag == 'base' or tag == 'meta' and (a.get('http-equiv') or '').lower() == 'refresh':
            self.faults.append(f'<{tag}> sends readers elsewhere')


pages = {}
for path in sorted(site.rglob('*.html')):
    page = Page()
    page.feed(path.read_text('utf-8'))
    pages[path] = page
    faults += [f'{path.relative_to(site)}: {f}' for f in page.faults]


def follow(where, url, target, fragment):
    if target.is_dir() and not url.split('#')[0].endswith('/'):
        target = None
    elif target.is_dir():
        target = target / 'index.html'
    if not target or not target.is_file() or not target.is_relative_to(site):
        faults.append(f'{where}: {url} leads nowhere')
    elif fragment and target in pages and urllib.parse.unquote(fragment) not in pages[target].ids:
        faults.append(f'{where}: {url}: there is no such anchor')


def inside(where, url):
    """An address that begins as the site's own does: in a feed, a text, a record."""
    parts = urllib.parse.urlsplit(url[len(base):])
    follow(where, url, (site / urllib.parse.unquote(parts.path)).resolve(), parts.fragment)


count = 0
for path, page in pages.items():
    where = path.relative_to(site)
    for tag, name, url, metadata in page.links:
        parts = urllib.parse.urlsplit(url)
        count += 1
        if parts.scheme or url.startswith('//'):
            if (tag, name) in LOADS and not metadata and where.name != '404.html':
                faults.append(f'{where}: <{tag}> loads {url}')
            if url.startswith(base):
                inside(where, url)
            continue
        if url.startswith('/') and where.name != '404.html':
            faults.append(f'{where}: {url} is not relative')
        name = urllib.parse.unquote(parts.path)
        if not name:
            target = path
        elif name.startswith('/'):  # 404.html names files by their path from the host's root
            target = site / name[len(urllib.parse.urlsplit(base).path):]
        else:
            target = (path.parent / name).resolve()
        follow(where, url, target, parts.fragment)
    if page.canonical != 1:
        faults.append(f'{where}: {page.canonical} canonical addresses')

for path in sorted(site.rglob('*.css')):
    where = path.relative_to(site)
    for url in re.findall(r'url\(\s*["\']?([^"\')]+)|@import\s+["\']([^"\']+)', path.read_text('utf-8')):
        url = url[0] or url[1]
        count += 1
        if urllib.parse.urlsplit(url).scheme or url.startswith('/'):
            faults.append(f'{where}: {url} is not relative')
        else:
            follow(where, url, (path.parent / url).resolve(), '')

# Addresses of the site in everything else that is text. What stands in a feed's content is HTML within XML.
for path in sorted(site.rglob('*')):
    if path in pages or path.suffix not in ('.atom', '.rdf', '.xml', '.json', '.txt', '.asc', '.csv') or '/files/' in str(path):
        continue
    text = path.read_text('utf-8')
    if path.suffix in ('.atom', '.rdf', '.xml'):
        text = html.unescape(html.unescape(text))
    for url in re.findall(re.escape(base) + r'[^\s"\'<>()「」（）、。\\]*', text):
        count += 1
        inside(path.relative_to(site), url)

print(*faults[:100], sep='\n')
print(f'{len(pages)} pages, {count} links, {len(faults)} faults')
sys.exit(bool(faults) or not pages)
