"""archive.json against git's own account of the repository.   history.py REPO SITE"""
import json
import pathlib
import re
import subprocess
import sys

repo, site = sys.argv[1], pathlib.Path(sys.argv[2])
archive = json.loads((site / 'archive.json').read_text('utf-8'))
faults = []


def git(*args):
    return subprocess.run(['git', '-C', repo, *args], check=True, capture_output=True, text=True).stdout.splitlines()


def expect(what, got, wanted):
    if got != wanted:
        faults.append(f'{what}: {got!r}, but git says {wanted!r}')


# Each commit on the first-parent chain that touches the archive is a publication.
chain = git('log', '--first-parent', '--reverse', '--format=%H %ct', '--diff-merges=first-parent', '--', 'archive')
serials = {line.split()[0]: i + 1 for i, line in enumerate(chain)}
expect('commit', archive['commit'], git('rev-parse', 'HEAD')[0])
expect('serial', archive['serial'], len(chain))

# Advisories: whatever had a source that was no draft and no exercise, at any time.
public = set()
for commit in serials:
    for path in git('ls-tree', '-r', '--name-only', commit, 'archive/advisories'):
        match = re.fullmatch(r'.*/([^/]+)\.([a-z]+)\.md', path)
        if not match or match[1] in public:
            continue
        front = '\n'.join(git('show', f'{commit}:{path}')).split('\n---\n')[0]
        status = re.search(r'^status: *(\w+)', front, re.M)
        if status and status[1] != 'draft' and not re.search(r'^exercise: *yes', front, re.M):
            public.add(match[1])
expect('advisories', [a['id'] for a in archive['advisories']], sorted(public))

head = git('ls-tree', '-r', '--name-only', 'HEAD', 'archive/advisories')
for a in archive['advisories']:
    here = [p for p in head if f'/{a["id"]}.' in p]
    if not here:
        expect(f'{a["id"]} was deleted', a['state'], 'withdrawn')
    for event in a['events']:
        if event['class'] == 'withdrawn' and 'reason' not in event:
            faults.append(f'{a["id"]}: its withdrawal of serial {event["serial"]} lacks its reason')
        expect(f'{a["id"]} serial of {event["commit"][:10]}', event['serial'], serials.get(event['commit']))
    revisions = [e['revision'] for e in a['events'] if 'revision' in e]
    expect(f'{a["id"]} revisions grow by one', sorted(set(revisions)), list(range(1, a['revision'] + 1)))
    for lang in ('ja', 'en'):
        for number in range(1, a['revision'] + 1):
            if not (site / lang / a['id'] / f'r{number}' / 'index.html').is_file():
                faults.append(f'{a["id"]}: no page of revision {number} in {lang}')
print(*faults, sep='\n')
print(f'{len(archive["advisories"])} advisories, {len(chain)} publications, {len(faults)} faults')
sys.exit(bool(faults))
