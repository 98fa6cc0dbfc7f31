"""Every link, image and anchor inside a site leads somewhere; all are relative
but in 404.html; no page asks another host for anything.   links.py SITE"""
import html.parser
import pathlib
import sys
import urllib.parse

site = pathlib.Path(sys.argv[1]).resolve()
faults = []
LOADS = {('img', 'src'), ('link', 'href'), ('script', 'src'), ('source', 'src'), ('iframe', 'src'), ('object', 'data')}
METADATA = {'canonical', 'alternate'}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.faults = set(), [], []

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        for name in ('id', 'name') if tag == 'a' else ('id',):
            if a.get(name):
                if name == 'id' and a[name] in self.ids:
                    self.faults.append(f'id {a[name]} stands twice')
                self.ids.add(a[name])
        for name in ('href', 'src', 'data'):
            if a.get(name) is None or (tag, name) == ('data', 'data'):
                continue
            metadata = tag == 'link' and set((a.get('rel') or '').split()) & METADATA
            self.links.append((tag, name, a[name], bool(metadata)))
        for name in a:
            if name.startswith('on') or name == 'style':
                self.faults.append(f'attribute {name} on <{tag}>')
        if tag == 'script' and a.get('type') != 'application/ld+json':
            self.faults.append('a script')


pages = {}
for path in sorted(site.rglob('*.html')):
    page = Page()
    page.feed(path.read_text('utf-8'))
    pages[path] = page
    faults += [f'{path.relative_to(site)}: {f}' for f in page.faults]

count = 0
for path, page in pages.items():
    where = path.relative_to(site)
    for tag, name, url, metadata in page.links:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme or url.startswith('//'):
            if (tag, name) in LOADS and not metadata and where.name != '404.html':
                faults.append(f'{where}: <{tag}> loads {url}')
            continue
        count += 1
        if url.startswith('/') and where.name != '404.html':
            faults.append(f'{where}: {url} is not relative')
        name = urllib.parse.unquote(parts.path)
        # 404.html names files by their path from the host's root.
        target = path if not name else (site / name[1:] if name.startswith('/') else path.parent / name).resolve()
        if not target.is_file():
            faults.append(f'{where}: {url} leads nowhere')
        elif parts.fragment and target in pages and urllib.parse.unquote(parts.fragment) not in pages[target].ids:
            faults.append(f'{where}: {url}: there is no such anchor')
print(*faults[:100], sep='\n')
print(f'{len(pages)} pages, {count} links, {len(faults)} faults')
sys.exit(bool(faults) or not pages)
