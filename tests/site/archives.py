"""The whole past of a site in Atom (RFC 5005): a reader that takes all documents of a language, the oldest first, ends where
archive.json stands; and each document tells what it is to tell.   archives.py SITE     Ends with "N archive documents, N faults"."""
import json
import pathlib
import sys
import urllib.parse
import xml.etree.ElementTree as ET

ATOM = '{http://www.w3.org/2005/Atom}'
TOMB = '{http://purl.org/atompub/tombstones/1.0}'
HISTORY = '{http://purl.org/syndication/history/1.0}'
MOVES = ('published', 'substantive', 'withdrawn', 'reinstated')
SIZE = 100

site = pathlib.Path(sys.argv[1])
archive = json.loads((site / 'archive.json').read_text('utf-8'))
base = archive['base_url']
advisories = {a['id']: a for a in archive['advisories']}
faults = []


def fault(path, text):
    faults.append(f'{path.relative_to(site)}: {text}')


def links(element, rel):
    return [l.get('href') for l in element.findall(ATOM + 'link') if l.get('rel') == rel]


def file_of(address):
    path = urllib.parse.unquote(address.removeprefix(base))
    return site / (path + 'index.html' if path.endswith('/') else path)


def stream():
    """What moved an advisory's `updated`, in the order of publication: (serial, id, time, class)."""
    return sorted((e['serial'], a['id'], e['time'], e['class']) for a in archive['advisories'] for e in a['events'] if e['class'] in MOVES)


def documents(lang):
    """From the subscription document back; then the oldest first."""
    path, found = site / lang / 'feeds/all.atom', []
    while path and path not in found and path.exists():
        found.append(path)
        before = links(ET.fromstring(path.read_bytes()), 'prev-archive')
        if len(before) > 1:
            fault(path, f'{len(before)} links prev-archive')
        path = file_of(before[0]) if before else None
    if path:
        fault(path, 'there is no such document, or it is named twice')
    return found[::-1]


def id_of(tag):
    return tag.split(':', 2)[2].rsplit(':', 1)[0]


def check_archive(path, root, lang, events):
    """A finished document: RFC 5005, section 4, and the events that it is of."""
    if root.find(HISTORY + 'archive') is None or links(root, 'next-archive') or root.find(ATOM + 'generator') is not None:
        fault(path, 'it is not as a finished document must be')
    if links(root, 'current') != [f'{base}{lang}/feeds/all.atom'] or links(root, 'self') != [base + str(path.relative_to(site))]:
        fault(path, 'it does not lead to itself and to the subscription document')
    entries = root.findall(ATOM + 'entry')
    gone = {id_of(d.get('ref')) for d in root.findall(TOMB + 'deleted-entry')}
    told = [(id_of(e.find(ATOM + 'id').text), e.find(ATOM + 'updated').text, e.find(ATOM + 'category').get('term')) for e in entries]
    wanted = {}
    for _, name, time, kind in events:
        if name not in gone:
            wanted[name, time] = (name, time, kind)
    if sorted(told) != sorted(wanted.values()):
        fault(path, f'it tells {sorted(set(told) ^ set(wanted.values()))[:3]} otherwise than archive.json')
    if gone - {name for _, name, _, _ in events}:
        fault(path, 'a tombstone of what is not told there')
    for e in entries:
        if e.find(ATOM + 'content') is not None or not (e.find(ATOM + 'summary').text or '').strip():
            fault(path, 'an entry does not say what happened')
        for address in links(e, 'alternate') + links(e, 'related'):
            if not file_of(address).is_file():
                fault(path, f'{address} leads nowhere')


def replay(root, state):
    for e in root.findall(ATOM + 'entry'):
        name, updated = id_of(e.find(ATOM + 'id').text), e.find(ATOM + 'updated').text
        state[name] = max(updated, state.get(name, ''))
    for d in root.findall(TOMB + 'deleted-entry'):
        if state.get(id_of(d.get('ref')), '') <= d.get('when'):
            state.pop(id_of(d.get('ref')), None)


def check(lang):
    events, state, gone = stream(), {}, set()
    found = documents(lang)
    if len(found) - 1 != len(events) // SIZE:
        fault(site / lang / 'feeds/all.atom', f'{len(found) - 1} archive documents of {len(events)} events')
    for number, path in enumerate(found, 1):
        root = ET.fromstring(path.read_bytes())
        keys = [(e.find(ATOM + 'id').text, e.find(ATOM + 'updated').text) for e in root.findall(ATOM + 'entry')]
        if len(set(keys)) != len(keys):
            fault(path, 'an id stands twice with one time (RFC 4287, 4.1.1)')
        if number < len(found):
            check_archive(path, root, lang, events[(number - 1) * SIZE:number * SIZE])
        elif root.find(HISTORY + 'archive') is not None:
            fault(path, 'the subscription document is no archive document')
        replay(root, state)
        gone |= {id_of(d.get('ref')) for d in root.findall(TOMB + 'deleted-entry')}
    wanted = {name: a['updated'] for name, a in advisories.items() if name not in gone}
    for name in sorted(set(wanted) | set(state)):
        if wanted.get(name) != state.get(name):
            fault(site / lang, f'a reader ends with {name} at {state.get(name)}, archive.json has it at {wanted.get(name)}')
    return len(found) - 1


languages = sorted(p.parent.parent.name for p in site.glob('*/feeds/all.atom'))
count = sum(check(lang) for lang in languages)
print(*faults, sep='\n')
print(f'{count} archive documents, {len(faults)} faults')
sys.exit(bool(faults) or not languages)
