"""Full disks: of the site, of the temporary folder, of the key, of the repository. A tmpfs of a few sizes, from none
to just too little; where nobody may mount one, faults.py plays a full disk and the cases here are skipped."""
import contextlib
import os
import re
import shutil
import subprocess

from faults import next_build
from world import Skip, expect, remove, signal_name

BLOCK = 4096


class Mount:
    def __init__(self, path):
        self.path = path

    def again(self, options):
        subprocess.run(['mount', '-o', f'remount,{options}', self.path], check=True, capture_output=True, timeout=60)

    def used(self):
        st = os.statvfs(self.path)
        return (st.f_blocks - st.f_bfree) * st.f_frsize, st.f_files - st.f_ffree

    def fill(self):
        """A file that takes all that is left."""
        with open(f'{self.path}/filler', 'wb', buffering=0) as f:
            with contextlib.suppress(OSError):
                while True:
                    f.write(bytes(BLOCK))


@contextlib.contextmanager
def mounted(world, path, options):
    """A tmpfs at the path, which becomes empty."""
    remove(path)
    os.makedirs(path)
    done = subprocess.run(['mount', '-t', 'tmpfs', '-o', f'{options},mode=755', 'tmpfs', path], check=False, capture_output=True, timeout=60)
    if done.returncode != 0:
        raise Skip(f'no tmpfs can be mounted here: {done.stderr.decode(errors="replace").strip()}')
    try:
        yield Mount(path)
    finally:
        world.end_agents()
        subprocess.run(['umount', path], check=False, capture_output=True, timeout=60)
        subprocess.run(['umount', '-l', path], check=False, capture_output=True, timeout=60)


def refused(world, told, place):
    """A build on the full disk: why it failed, with the file and the space that is left."""
    result = world.build()
    if result.status == 0:
        expect(world.state() == 'new', f'{told}: the old site stands')
        return None
    expect(result.status == 3, f'{told}: {signal_name(result.status)}', result.err)
    expect('No space left on device' in result.err, f'{told}: it does not say that the disk is full', result.err)
    expect(re.search(r'hint: (\d+ bytes are needed; )?this file system has \d+ bytes left, and room for \d+ more files', result.err),
           f'{told}: it does not say what is left', result.err)
    expect(re.search(place, result.err), f'{told}: it does not name the place', result.err)
    expect(world.state() == 'old', f'{told}: the old site was replaced')
    world.expect_clean(told)
    return result


def from_none_to_enough(world, name, unit, steps, most):
    """Sizes (or numbers of files) from what the old site takes up to what a build needs; how many did not suffice."""
    with mounted(world, world.public, f'size={most * BLOCK if name == "size" else 64 << 20}') as mount:
        shutil.copytree(f'{world.fixture}/{world.kind("old")}', world.site)
        used = mount.used()[0] // BLOCK if name == 'size' else mount.used()[1]
        failed = 0
        for more in range(0, most, steps):
            mount.again(f'{name}={(used + more) * unit}')
            if refused(world, f'{name} {used} + {more}', r'public/(site|\.site\.stage-\w+)|[\w/.-]+: error: \[B102\]') is None:
                break
            failed += 1
        else:
            expect(False, f'it never succeeds, even with {most} more')
        mount.again(f'{name}={(used + most) * unit}')
        next_build(world, f'{name}: with enough')
    expect(failed > 3, 'it was never full: this tests nothing')
    return f'{failed} sizes were too small, up to {more - steps} {"blocks" if name == "size" else "files"} beside the old site'


def test_a_disk_that_is_too_small_unsigned(world):
    world.signed = False
    return from_none_to_enough(world, 'size', BLOCK, 3, 400)


def test_a_disk_that_is_too_small_signed(world):
    return from_none_to_enough(world, 'size', BLOCK, 9, 400)


def test_no_more_files(world):
    world.signed = False
    return from_none_to_enough(world, 'nr_inodes', 1, 3, 400)


def test_no_more_files_signed(world):
    return from_none_to_enough(world, 'nr_inodes', 1, 9, 400)


def test_a_file_size_limit(world):
    """Where nothing can be mounted this is what stops a write in the middle of a file."""
    import resource
    import signal

    def limit(most):
        def set_limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        return set_limit
    world.signed = False
    largest = max(os.path.getsize(os.path.join(at, f)) for at, _, files in os.walk(f'{world.fixture}/new-unsigned') for f in files)
    sizes = [0, 1, 100, 1000, 4096, 5000, 8000, largest - 1]
    for most in sizes:
        world.put('old')
        result = world.build('--no-cache', preexec_fn=limit(most))
        expect(result.status == 3 and '[B102]' in result.err, f'{most}: {signal_name(result.status)}', result.err)
        expect(world.state() == 'old', 'the old site was replaced')
        world.expect_clean(f'{most}')
    result = world.build('--no-cache', preexec_fn=limit(largest))
    expect(result.status == 0 and world.state() == 'new', result.err)
    return f'{len(sizes)} limits'


def test_a_full_temporary_folder(world):
    """In it stands the GnuPG home in which signatures are verified."""
    world.put('old')
    failed = []
    with mounted(world, f'{world.folder}/t', 'size=4096') as mount:
        for blocks in range(1, 60):
            mount.again(f'size={blocks * BLOCK}')
            result = world.build()
            verified = world.run('verify', world.site)
            for what, r in (('build', result), ('verify', verified)):
                told = f'{what} with {blocks} blocks'
                expect(r.status in (0, 3), f'{told}: {signal_name(r.status)}', r.err)
                expect(r.status == 0 or re.search(r'error: \[[BT]\d+\]', r.err) and 'TMPDIR' in r.err, f'{told}: it does not say where', r.err)
            expect(world.state() == ('new' if result.status == 0 else 'old'), f'{blocks} blocks: not the site that it says')
            world.expect_clean(f'{blocks} blocks')
            if result.status == 0 and verified.status == 0:
                break
            failed.append(blocks)
        else:
            expect(False, 'it never succeeds')
        mount.again(f'nr_inodes={mount.used()[1] + 2},size=1m')
        world.put('old')
        result = world.build()
        expect(result.status == 3 and 'TMPDIR' in result.err, 'two files only', signal_name(result.status), result.err)
        expect(world.state() == 'old', 'the old site was replaced')
        world.expect_clean('two files only')
    os.makedirs(f'{world.folder}/t', exist_ok=True)
    expect(failed, 'it was never full')
    next_build(world, 'with a temporary folder')
    return f'{failed} blocks were too few'


def test_no_temporary_folder(world):
    world.put('old')
    for folder in ('/nowhere', '/proc/self'):
        result = world.build(more={'TMPDIR': folder})
        expect(result.status == 3 and '[T130]' in result.err and folder in result.err, result.err)
        expect(world.state() == 'old', 'the old site was replaced')


def test_a_full_gnupg_home(world):
    """gpg may need no space to sign; if it does, the build says so and changes nothing."""
    with mounted(world, f'{world.folder}/g', 'size=1m') as mount:
        os.chmod(mount.path, 0o700)
        shutil.copytree(f'{world.fixture}/g', mount.path, dirs_exist_ok=True)
        mount.fill()
        world.put('old')
        result = world.build()
        expect(result.status in (0, 3), signal_name(result.status), result.err)
        expect(world.state() == ('new' if result.status == 0 else 'old'), 'not the site that it says')
        expect(result.status == 0 or re.search(r'error: \[T\d+\]', result.err), result.err)
        world.end_agents()
        os.unlink(f'{mount.path}/filler')
        next_build(world, 'with space again')
    return signal_name(result.status)


def test_a_full_repository(world):
    """Nothing of a build needs space there; what it would keep for the next one is not kept."""
    with mounted(world, f'{world.folder}/full', 'size=8m') as mount:
        shutil.copytree(world.repo, f'{mount.path}/r')
        world.repo = f'{mount.path}/r'
        mount.fill()
        for _ in range(2):
            world.put('old')
            result = world.build()
            expect(result.status == 0 and world.state() == 'new', signal_name(result.status), result.err)
            kept = f'{world.repo}/.git/shirase'
            expect(not os.path.isdir(kept) or not os.listdir(kept), 'something was kept on a full disk')
            world.expect_clean()
        os.unlink(f'{mount.path}/filler')
        next_build(world, 'with space again')
        expect(os.listdir(kept), 'nothing is kept')


def test_messages_that_cannot_be_written(world):
    """The status tells what happened all the same."""
    world.put('old')
    with open('/dev/full', 'wb') as full:
        process = subprocess.Popen([world.program, 'verify', '/nowhere'], env=world.env, stderr=full, stdout=full)
        expect(process.wait(60) == 2, 'status')
        process = subprocess.Popen([world.program, *world.build_arguments()], env=world.env, stderr=full, stdout=full)
        expect(process.wait(60) == 3 and world.state() == 'new', 'the site is in place, and what was told is lost')
