"""What every case starts from, made once: a repository with two commits, a key, and the sites of both, signed and not."""
import os
import shutil
import subprocess

from world import plain_environment

ARCHIVE = '''version: 1
base_url: https://csirt.example.org/
publisher:
  name: {ja: 例示CSIRT, en: Example CSIRT}
  namespace: https://csirt.example.org
  category: coordinator
  contact: {email: info@csirt.example.org}
languages: [ja, en]
id: "EX-{year}-{serial:04}"
time_zone: Asia/Tokyo
theme: default
filters: [table, autolink, spacing]
'''

FACTS = '''status: final
kind: vulnerability
affected:
  - {vendor: Example Ltd, product: Reiji, type: application, versions: ["<1.2"], fixed: "1.2"}
impact: [denial-of-service]
exploitation: none-known
severity: medium
'''

HEADINGS = {
    'ja': '概要 対象 想定される影響 脅威の状況 検知方法 対策 対策による影響'.split(),
    'en': ['Overview', 'Affected products', 'Impact', 'Threat status', 'Detection', 'Solution', 'Side effects'],
}


def document(title, lang, facts=''):
    body = ''.join(f'## {heading}\n\n{"ここに書きます。" if lang == "ja" else "It says so here."}\n\n' for heading in HEADINGS[lang])
    return f'---\ntitle: {title}\n{facts}---\n\n{body}'


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def make(folder, program):
    env = plain_environment(folder)
    for word in ('t', 'home', 'reports', 'public'):
        os.makedirs(f'{folder}/{word}')
    os.mkdir(f'{folder}/g', 0o700)

    def run(*words, date=None):
        dates = {'GIT_AUTHOR_DATE': date, 'GIT_COMMITTER_DATE': date} if date else {}
        return subprocess.run(words, env={**env, **dates}, check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=300).stdout

    repo = f'{folder}/r'
    run('git', 'init', '-q', '-b', 'main', repo)
    advisories = f'{repo}/archive/advisories'
    write(f'{repo}/archive/archive.yaml', ARCHIVE)
    write(f'{advisories}/EX-2024-0001.ja.md', document('最初のお知らせ', 'ja', FACTS))
    write(f'{advisories}/EX-2024-0001.en.md', document('The first notice', 'en'))
    write(f'{advisories}/EX-2024-0001/log.txt', 'a line of a log\n' * 20)
    run('git', '-C', repo, 'add', '-A')
    run('git', '-C', repo, 'commit', '-q', '-m', 'Publish EX-2024-0001', date='2024-01-10T00:00:00Z')
    write(f'{advisories}/EX-2024-0001.ja.md', document('最初のお知らせ', 'ja', FACTS.replace('medium', 'high')))
    run('git', '-C', repo, 'add', '-A')
    run('git', '-C', repo, 'commit', '-q', '-m', 'EX-2024-0001: severity\n\nNote-ja: 評価を改めました\nNote-en: Rated anew',
        date='2024-01-11T00:00:00Z')

    told = run('gpg', '--batch', '--quiet', '--no-tty', '--pinentry-mode', 'loopback', '--passphrase', '', '--status-fd', '1',
               '--quick-generate-key', 'Example CSIRT <info@csirt.example.org>', 'ed25519', 'sign', 'never').decode()
    fpr = told.split('KEY_CREATED P ')[1].split()[0]
    write(f'{folder}/fpr', fpr)
    run('gpg', '--batch', '--armor', '--output', f'{folder}/{fpr}.asc', '--export', fpr)
    for name, rev in (('old', 'HEAD~1'), ('new', 'HEAD')):
        for kind, how in (('', ['--key', fpr]), ('-unsigned', ['--unsigned'])):
            run(program, 'build', '-C', repo, '-o', f'{folder}/public/site', '--rev', rev, '--no-cache', *how)
            os.rename(f'{folder}/public/site', f'{folder}/{name}{kind}')
    run('gpgconf', '--kill', 'all')
    shutil.rmtree(f'{folder}/home')
