"""A world of its own for each case: a repository, a key, a site that stands, and shirase in it.

Invariant: a world is a copy of the fixture, which is made once; nothing of the caller's environment
reaches the program but PATH; what a word expects and does not find ends the case with Wrong."""
import collections
import hashlib
import os
import pathlib
import shutil
import signal
import stat
import subprocess
import time

WAIT = 120  # seconds; everything that is waited for ends long before

Result = collections.namedtuple('Result', 'status out err')


class Wrong(Exception):
    pass


class Skip(Exception):
    """The case cannot be played here, and says why."""


def expect(truth, *told):
    if not truth:
        raise Wrong('\n'.join(str(t) for t in told))


def snapshot(folder):
    """Every name, kind, mode and byte below it."""
    found = {}
    for at, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(at, name)
            st = os.lstat(path)
            what = stat.filemode(st.st_mode)
            if stat.S_ISREG(st.st_mode):
                with open(path, 'rb') as f:
                    what += hashlib.sha256(f.read()).hexdigest()
            found[os.path.relpath(path, folder)] = what
    return found


def is_signature(path):
    csaf = path.startswith('.well-known/csaf/') and path.endswith('.json.asc')
    return csaf or path in ('SHA256SUMS.asc', '.well-known/security.txt') or (path.startswith('text/') and path.endswith('.asc'))


def but_signatures(files):
    return {path: what for path, what in files.items() if not is_signature(path)}


def differences(one, other):
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))[:10]


def plain_environment(folder):
    return {'PATH': os.environ['PATH'], 'HOME': f'{folder}/home', 'TMPDIR': f'{folder}/t', 'GNUPGHOME': f'{folder}/g',
            'TZ': 'UTC', 'LC_ALL': 'C.UTF-8', 'GIT_CONFIG_GLOBAL': '/dev/null', 'GIT_CONFIG_NOSYSTEM': '1', 'GIT_TEMPLATE_DIR': '',
            'GIT_AUTHOR_NAME': 'A Publisher', 'GIT_AUTHOR_EMAIL': 'publisher@example.org',
            'GIT_COMMITTER_NAME': 'A Publisher', 'GIT_COMMITTER_EMAIL': 'publisher@example.org',
            'ASAN_OPTIONS': f'log_path={folder}/reports/asan:detect_leaks=1',
            'UBSAN_OPTIONS': f'log_path={folder}/reports/ubsan:print_stacktrace=1',
            'LSAN_OPTIONS': f'suppressions={pathlib.Path(__file__).resolve().parent}/leaks:print_suppressions=0'}


class World:
    def __init__(self, scratch, fixture, programs, name):
        self.folder = f'{scratch}/{name}'
        self.name = name
        self.fixture = fixture
        self.program, self.san_program, self.tools = programs['plain'], programs['san'], programs['tools']
        shutil.copytree(fixture, self.folder, symlinks=True)
        os.chmod(f'{self.folder}/g', 0o700)
        for word in ('t', 'home', 'reports', 'public'):
            os.makedirs(f'{self.folder}/{word}', exist_ok=True)
        self.repo, self.public, self.site = (f'{self.folder}/{word}' for word in ('r', 'public', 'public/site'))
        with open(f'{fixture}/fpr', encoding='ascii') as f:
            self.fpr = f.read().strip()
        self.env = plain_environment(self.folder)
        self.data = f'{scratch}/san'  # themes and filters of the program that most faults are tried with
        self.known = {kind: snapshot(f'{fixture}/{kind}') for kind in ('old', 'new', 'old-unsigned', 'new-unsigned')}
        self.signed = True

    # What is run. ---------------------------------------------------------------

    def begin(self, *arguments, program=None, more=None, **options):
        return subprocess.Popen([program or self.program, *arguments], cwd=self.folder, env={**self.env, **(more or {})},
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    @staticmethod
    def end(process):
        try:
            out, err = process.communicate(timeout=WAIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Wrong(f'it did not end within {WAIT} s: {process.args}') from None
        return Result(process.returncode, out.decode('utf-8', 'replace'), err.decode('utf-8', 'replace'))

    def run(self, *arguments, **options):
        return self.end(self.begin(*arguments, **options))

    def build_arguments(self, *more):
        return ['build', '-C', self.repo, '-o', self.site, *(['--key', self.fpr] if self.signed else ['--unsigned']), *more]

    def build(self, *more, **options):
        return self.run(*self.build_arguments(*more), **options)

    def tool(self, *arguments, more=None, check=True, **options):
        done = subprocess.run(arguments, env={**self.env, **(more or {})}, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=WAIT, check=False, **options)
        expect(not check or done.returncode == 0, arguments, done.stdout, done.stderr)
        return Result(done.returncode, done.stdout.decode('utf-8', 'replace'), done.stderr.decode('utf-8', 'replace'))

    # What is there. --------------------------------------------------------------

    def kind(self, name):
        return name if self.signed else name + '-unsigned'

    def put(self, name='old'):
        """Puts the old (or new) site in place, and nothing beside it."""
        for entry in os.listdir(self.public):
            remove(f'{self.public}/{entry}')
        if name:
            shutil.copytree(f'{self.fixture}/{self.kind(name)}', self.site)

    def state(self):
        """"old" or "new" if the site is that one, byte for byte (signatures of the new one aside)."""
        if not os.path.isdir(self.site):
            return 'nothing'
        now = snapshot(self.site)
        if now == self.known[self.kind('old')]:
            return 'old'
        if but_signatures(now) == but_signatures(self.known[self.kind('new')]):
            return 'new'
        raise Wrong('\n  '.join(['the site is neither the old one; it differs in:', *differences(now, self.known[self.kind('old')]),
                                 'nor the new one; it differs in:',
                                 *differences(but_signatures(now), but_signatures(self.known[self.kind('new')]))]))

    def left(self):
        """What should not be there: beside the site, among temporary files, in the git directory."""
        found = [f'public/{name}' for name in os.listdir(self.public) if name != 'site']
        found += [f't/{name}' for name in os.listdir(f'{self.folder}/t')]
        git = f'{self.repo}/.git'
        found += [f'.git/{name}' for name in os.listdir(git) if name.endswith('.lock') or name.startswith('shirase-secret.')]
        if os.path.isdir(f'{git}/shirase'):
            found += [f'.git/shirase/{name}' for name in os.listdir(f'{git}/shirase') if name.endswith('.new')]
        found += [f'g/{name}' for name in os.listdir(f'{self.folder}/g') if name.startswith('.#') or name.endswith('.tmp')]
        return sorted(found)

    def expect_clean(self, told=''):
        expect(not self.left(), f'{told}: left behind:', *self.left())

    def expect_no_report(self, told=''):
        reports = sorted(pathlib.Path(f'{self.folder}/reports').iterdir())
        expect(not reports, told, *(r.read_text(errors='replace')[:4000] for r in reports))

    def verify(self, told=''):
        result = self.run('verify', self.site, '--fingerprint', self.fpr)
        expect(result.status == 0, f'{told}: the site does not verify', result.err)

    def verify_with_gpg(self):
        """As a reader does who has no shirase: gpg and sha256sum."""
        home = f'{self.folder}/reader'
        remove(home)
        os.mkdir(home, 0o700)
        gpg = ['gpg', '--homedir', home, '--batch', '--quiet', '--no-autostart']
        self.tool(*gpg, '--import', f'{self.fixture}/{self.fpr}.asc')
        self.tool(*gpg, '--verify', 'SHA256SUMS.asc', 'SHA256SUMS', cwd=self.site)
        self.tool('sha256sum', '-c', '--strict', '--quiet', 'SHA256SUMS', cwd=self.site)
        for text in pathlib.Path(f'{self.site}/text').glob('*.asc'):
            self.tool(*gpg, '--verify', text)
        remove(home)

    def agents(self):
        """Processes of GnuPG that have to do with this world."""
        found = []
        for pid in filter(str.isdigit, os.listdir('/proc')):
            try:
                with open(f'/proc/{pid}/cmdline', 'rb') as f:
                    words = f.read().split(b'\0')
                with open(f'/proc/{pid}/environ', 'rb') as f:
                    home = f'GNUPGHOME={self.folder}/'.encode() in f.read()
            except OSError:
                continue
            name = os.path.basename(words[0])
            if name in (b'gpg-agent', b'scdaemon', b'dirmngr', b'keyboxd') and (
                    home or any(w.startswith(self.folder.encode()) for w in words)):
                found.append(int(pid))
        return found

    def end_agents(self):
        if os.path.isdir(f'{self.folder}/g'):
            self.tool('gpgconf', '--kill', 'all', check=False)

    def close(self):
        self.end_agents()
        remove(self.folder)


def remove(path):
    if os.path.islink(path) or os.path.isfile(path):
        os.unlink(path)
    elif os.path.isdir(path):
        shutil.rmtree(path)


def wait_until(is_so, told, limit=WAIT):
    end = time.monotonic() + limit
    while not is_so():
        expect(time.monotonic() < end, f'in {limit} s never: {told}')
        time.sleep(0.002)


def signal_name(status):
    return signal.Signals(-status).name if status < 0 else f'status {status}'
