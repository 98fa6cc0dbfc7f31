#!/usr/bin/env python3
"""every_fact.py SITE FRONT.C: is each key of the front matter seen by readers, in both languages, on the page and in the text?

The keys are those of the program's tables; a key that the list below does not know fails, so that nobody adds one that is shown
nowhere. The advisories are those of facts.sh.
"""
import html
import re
import sys
from pathlib import Path

site, front = Path(sys.argv[1]), Path(sys.argv[2])
A, B, C = 'EX-2024-0001', 'EX-2024-0002', 'EX-2024-0003'
CVSS3, CVSS4 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N'
day = ('2024年{}月{}日', '{} {} 2024')
months = [None, 'January', 'February', 'March', 'April', 'May']


def on(month, date):
    return day[0].format(month, date), day[1].format(date, months[month])


# table: key: (advisory, Japanese, English); with one text only for both. None: no fact that is shown, and why.
seen = {
    'advisory': {
        'title': (A, 'Title EX-2024-0001 ja', 'Title EX-2024-0001 en'), 'summary': (A, '要約の文。', 'Words in short.'),
        'status': (A, '暫定版', 'Interim'), 'kind': (A, '注意喚起', 'Alert'), 'exercise': (C, 'これは演習', 'for an exercise'),
        'audience': (A, 'システム管理者', 'Administrators'), 'affected': (A, '礼次ライブラリ', 'Reiji library'),
        'impact': (B, '改ざん', 'ampering'), 'exploitation': (B, '実証コード（PoC）が公開済み', 'Public proof of concept'),
        'cve': (B, 'CVE-2024-4444'), 'cwe': (B, 'CWE-79'), 'cvss': (B, CVSS3), 'severity': (C, '警告（Medium）', 'Medium'),
        'vulnerabilities': (A, 'CVE-2024-1111'), 'remediations': (A, '軽減策', 'Mitigation'),
        'indicators': (A, '192.0.2[.]45'), 'references': (A, '参考の表題', '参考の表題'), 'credits': (A, 'Sam Example'),
        'related': (A, 'JVN-12345678'), 'supersedes': (A, 'EX-2023-0009'), 'tags': (A, 'router'),
        'tlp': (A, 'TLP:CLEAR'), 'first_published': (C, *on(1, 2)), 'next_update': (A, *on(5, 6)),
        'withdrawn': (B, '取り下げました', 'withdrawn'), 'redact': (C, '公開を取りやめた版', 'Redacted'),
        'translates': None,  # says which revision a translation reflects
        'lint': None,        # for authors
    },
    'affected': {
        'name': (A, 'reiji-a'), 'vendor': (A, '例示社', 'Example Ltd'), 'product': (A, '礼次ライブラリ', 'Reiji library'),
        'type': (A, 'ライブラリ', 'Library'), 'scheme': (A, 'semver'), 'versions': (A, '1.2.3より前', 'efore 1.2.3'),
        'fixed': (A, '1.2.3'), 'unaffected': (A, '0.9.0より前', 'efore 0.9.0'), 'fix': (A, '提供予定', 'Planned'),
        'purl': (A, 'pkg:generic/reiji'), 'cpe': (A, 'cpe:2.3:a:example:reiji:*:*:*:*:*:*:*:*'),
    },
    'vulnerability': {
        'cve': (A, 'CVE-2024-1111'), 'cwe': (A, 'CWE-306'), 'cvss': (A, CVSS4), 'title': (A, '一つ目の名前'),
        'impact': (A, 'なりすまし', 'poofing'), 'exploitation': (A, '悪用を確認', 'Exploitation confirmed'),
        'affected': (A, 'reiji-b'), 'discovered': (A, *on(1, 3)), 'disclosed': (A, *on(1, 4)),
    },
    'remediation': {
        'kind': (A, '軽減策', 'Mitigation'), 'products': (A, 'reiji-b'), 'details': (A, '口を閉じる。', 'Close it.'),
        'url': (A, 'https://www.example.com/mend'),
    },
    'indicator': {'type': (A, 'IPv4アドレス', 'IPv4 address'), 'value': (A, '192.0.2[.]45'), 'note': (A, '指令の備考')},
    'reference': {'url': (A, 'https://www.example.com/notice'), 'title': (A, '参考の表題'), 'kind': (A, '開発元などの告知', 'Advisory')},
    'withdrawn': {
        'reason': (B, '重複', 'Duplicate'), 'replaced_by': (B, 'EX-2024-0001'), 'note': (B, '重なる。', 'The same.'),
    },
    'redact': {'revisions': (C, '公開を取りやめた版：初版', 'revision 1'), 'reason': (C, '人の名があった。', 'It named somebody.')},
}
both = [CVSS3, CVSS4]  # the second vector of the advisory, and of an entry


def tables(source):
    out = {}
    for name, body in re.findall(r'^static const struct field (\w+)\[\] = \{\n(.*?)^\};', source, re.M | re.S):
        out[name] = re.findall(r'\.key = "(\w+)"', body)
    return out


def shown(path):
    text = path.read_text(encoding='utf-8')
    if path.suffix == '.html':
        main = text[text.index('<main'):text.index('</main>')]
        text = html.unescape(re.sub(r'<[^>]*>', '', main))
        links = re.findall(r'href="([^"]*)"', main)
        text += '\n' + html.unescape('\n'.join(links))
    return re.sub(r'\s+', '', text)  # lines of texts are wrapped


faults = []
known = tables(front.read_text(encoding='utf-8'))
pages = {}
for table, keys in seen.items():
    for key in sorted(set(known[table]) ^ set(keys)):
        faults.append(f'the key "{key}" of {table} is in one list only: in which place do readers see it?')
    for key, where in keys.items():
        if where is None:
            continue
        advisory, *words = where
        for lang, word in zip(('ja', 'en'), words if len(words) > 1 else words * 2):
            for path in (site / lang / advisory / 'index.html', site / 'text' / f'{advisory}.{lang}.txt'):
                text = pages.setdefault(path, None) or shown(path)
                pages[path] = text
                if re.sub(r'\s+', '', word) not in text:
                    faults.append(f'{path.relative_to(site)}: "{key}" of {table} is not shown: {word}')
for advisory in (A, B):
    for path in (site / 'ja' / advisory / 'index.html', site / 'text' / f'{advisory}.en.txt'):
        faults += [f'{path.relative_to(site)} lacks {vector}' for vector in both if vector not in shown(path)]
print('\n'.join(faults))
sys.exit(bool(faults))
