#!/usr/bin/env python3
"""synthetic.py ADVISORIES COMMITS: writes a history for `git fast-import`, the same one every time.

Each advisory is published in Japanese and English by a commit of its own; the commits that are left change facts
and text of one that is there already. A folder holds at most 1,000 advisories, however many there are in a year: what
a commit costs git itself grows with its folders."""
import random
import sys

CONFIG = """version: 1
base_url: https://csirt.example.org/
publisher:
  name: {ja: 例示CSIRT, en: Example CSIRT}
  namespace: https://csirt.example.org
  category: coordinator
  contact: {email: info@csirt.example.org}
languages: [ja, en]
id: "EX-{year}-{serial:05}"
time_zone: Asia/Tokyo
theme: default
filters: [table, autolink, spacing]
demonstration: yes
security_txt: {expires: 2021-12-31}
"""

FACTS = """status: final
kind: vulnerability
affected:
  - {{vendor: {{ja: 例示, en: Example}}, product: Router {product}, type: firmware, versions: "<1.{revision}.7", fixed: 1.{revision}.7}}
  - {{vendor: {{ja: 例示, en: Example}}, product: Library {product}, type: library, scheme: pypi, purl: "pkg:pypi/example-{product}", versions: "<1.{revision}.7", fixed: 1.{revision}.7}}
impact: [denial-of-service]
exploitation: none-known
cve: CVE-1900-{cve}
cwe: CWE-306
cvss: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H
indicators:
  - {{type: domain, value: "c{number}.example.net", note: Seen in attacks}}
  - {{type: ipv4, value: 192.0.2.{octet}}}
references:
  - {{url: "https://vendor.example.com/notices/{number}", title: "Notice {number}", kind: advisory}}
  - {{url: "https://vendor.example.com/downloads/{product}", title: "Firmware 1.{revision}.7", kind: fix}}
"""

SECTIONS = {
    "ja": ("概要", "対象", "想定される影響", "脅威の状況", "検知方法", "対策", "対策による影響"),
    "en": ("Overview", "Affected products", "Impact", "Threat status", "Detection", "Solution", "Side effects"),
}

PROSE = {
    "ja": "ルーター「RJ-{number}」の版{revision}に、ログインしなくても設定を書き換えられる脆弱性（CVE-1900-{cve}）があります。\n"
          "この脆弱性を使って、ルーターを乗っ取る攻撃が国内で起きています。\n\n- 項目一\n- 項目二 `code`\n",
    "en": "Router RJ-{number}, revision {revision}, has a vulnerability (CVE-1900-{cve}) that lets an attacker change its settings\n"
          "without logging in. Attacks have been seen.\n\n- item one\n- item two `code`\n",
}


class History:
    def __init__(self, advisories, commits):
        self.advisories, self.commits = advisories, commits
        self.random = random.Random(1)
        self.time = 1456790400
        self.pace = min(1, 25000 / commits)  # more commits stand closer: none is of the future
        self.out = sys.stdout.buffer

    def document(self, number, lang, revision):
        year = 2016 + number * 10 // self.advisories
        names = {"number": number, "revision": revision, "cve": number + 1000, "product": number % 500, "octet": number % 250}
        title = {"ja": "ルーター{product}における脆弱性", "en": "Vulnerability in router {product}"}[lang].format(**names)
        facts = FACTS.format(**names) if lang == "ja" else ""
        body = "".join(f"\n## {heading}\n\n{PROSE[lang].format(**names)}" for heading in SECTIONS[lang])
        path = f"archive/advisories/{year}/{number // 1000:02}/EX-{year}-{number:05}.{lang}.md"
        return path, f"---\ntitle: {title}\n{facts}---\n{body}"

    def commit(self, message, files):
        self.time += int(self.random.randint(600, 12000) * self.pace)
        text = message.encode()
        self.out.write(b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata %d\n%s\n" % (self.time, len(text), text))
        for path, content in files:
            data = content.encode()
            self.out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))

    def write(self):
        self.commit("Begin", [("archive/archive.yaml", CONFIG)])
        left = self.commits - 1 - self.advisories
        for number in range(self.advisories):
            self.commit(f"Publish {number}", [self.document(number, "ja", 1), self.document(number, "en", 1)])
            for turn in range(left // (self.advisories - number)):
                old = self.random.randint(0, number)
                self.commit(f"Update {old}\n\nNote-ja: 対象を改めました\nNote-en: affected versions changed\n",
                            [self.document(old, "ja", turn + 2 + number % 7)])
                left -= 1
        self.out.write(b"done\n")


History(int(sys.argv[1]), int(sys.argv[2])).write()
