"""What a killed run leaves among temporary files goes with the next one, and nothing else does; agents do not stay for ever."""
import os
import shutil
import signal
import time

from faults import next_build
from keys import harmful
from world import expect, wait_until


def homes(world):
    return sorted(name for name in os.listdir(f'{world.folder}/t') if name.startswith('shirase-'))


def verify_and_wait(world):
    """A `shirase verify` that stands still in the middle, with its GnuPG home."""
    process = world.begin('verify', world.site, more=harmful(world, f'if [ "$kind" = verify ]; then : >{world.folder}/waits; sleep 60; fi\n'))
    wait_until(lambda: os.path.exists(f'{world.folder}/waits') or process.poll() is not None, 'it verifies')
    expect(homes(world), 'it has no home: this tests nothing')
    os.unlink(f'{world.folder}/waits')
    return process


def kill(world, process):
    process.kill()
    world.end(process)


def end_sleepers(world):
    """The children that wait in place of gpg."""
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/environ', 'rb') as f:
                if f'GNUPGHOME={world.folder}/'.encode() in f.read() and int(pid) != os.getpid() and os.path.basename(
                        os.readlink(f'/proc/{pid}/exe')) in ('sleep', 'bash'):
                    os.kill(int(pid), signal.SIGKILL)
        except OSError:
            continue


def test_the_home_of_a_killed_verify_goes_with_the_next_run(world):
    for again in ('verify', 'build'):
        world.put('old')
        kill(world, verify_and_wait(world))
        end_sleepers(world)
        expect(len(homes(world)) == 1, 'a killed verify left no home: this tests nothing', *homes(world))
        if again == 'verify':
            world.verify()
        else:
            next_build(world, 'after a killed verify')
        world.expect_clean(again)


def test_the_home_of_a_run_that_lives_stays(world):
    world.put('old')
    waiting = verify_and_wait(world)
    mine = homes(world)
    world.verify()
    expect(homes(world) == mine, 'another run took it away', mine, homes(world))
    kill(world, waiting)
    end_sleepers(world)
    world.verify()
    world.expect_clean()


def test_what_is_not_a_home_of_ours_stays(world):
    world.put('old')
    t = f'{world.folder}/t'
    precious = f'{world.folder}/precious'
    os.makedirs(precious, 0o700)
    shutil.copy(__file__, f'{precious}/gpg.conf')
    for name, mode, file in (('shirase-verify-full01', 0o700, 'thesis.txt'), ('shirase-verify-open01', 0o755, 'gpg.conf'),
                             ('shirase-verify-longer1', 0o700, 'gpg.conf'), ('shirase-abcdef', 0o700, 'gpg.conf')):
        os.mkdir(f'{t}/{name}', mode)
        shutil.copy(__file__, f'{t}/{name}/{file}')
    os.symlink(precious, f'{t}/shirase-verify-link01')
    shutil.copy(__file__, f'{t}/shirase-verify-file01')
    if os.geteuid() == 0:
        os.mkdir(f'{t}/shirase-verify-other1', 0o700)
        shutil.copy(__file__, f'{t}/shirase-verify-other1/gpg.conf')
        os.chown(f'{t}/shirase-verify-other1', 65534, 65534)
    before = homes(world)
    # These two are what a run leaves that was killed at once.
    os.mkdir(f'{t}/shirase-verify-empty1', 0o700)
    os.mkdir(f'{t}/shirase-verify-conf01', 0o700)
    shutil.copy(__file__, f'{t}/shirase-verify-conf01/gpg.conf')
    # What is in one may lead anywhere; nothing is followed.
    os.symlink(precious, f'{t}/shirase-verify-conf01/link')
    world.verify()
    expect(homes(world) == before, 'before', before, 'after', homes(world))
    expect(os.listdir(precious) == ['gpg.conf'], 'it followed a link')


def test_many_at_once_leave_nothing(world):
    """Each cleans up behind the dead, and takes nothing from the living."""
    world.put('old')
    for _ in range(4):
        processes = [world.begin('verify', world.site, '-j', '1') for _ in range(5)]
        processes[0].kill()
        for process in processes[1:]:
            result = world.end(process)
            expect(result.status == 0, result.err)
        world.end(processes[0])
    world.verify()
    world.expect_clean()


test_many_at_once_leave_nothing.weight = 5


def test_no_agent_stays_for_ever(world):
    """That of the signing home is the publisher's, as with any use of gpg; it ends by itself when its home goes. None is for verifying."""
    world.put('old')
    world.env['GNUPGHOME'] = f'{world.folder}/g3'
    shutil.copytree(f'{world.fixture}/g', world.env['GNUPGHOME'])
    os.chmod(world.env['GNUPGHOME'], 0o700)
    process = world.begin(*world.build_arguments(), more=harmful(world, f'if [ "$kind" = sign ] && [ "$n" -eq 2 ]; then : >{world.folder}/waits; sleep 60; fi\n'))
    wait_until(lambda: os.path.exists(f'{world.folder}/waits') or process.poll() is not None, 'it signs')
    expect(len(world.agents()) == 1, 'agents while it signs', world.agents())
    kill(world, process)
    end_sleepers(world)
    shutil.rmtree(world.env['GNUPGHOME'])
    began = time.monotonic()
    wait_until(lambda: not world.agents(), 'the agent of a home that is gone ends')
    world.env['GNUPGHOME'] = f'{world.folder}/g'
    next_build(world, 'after it')
    expect(len(world.agents()) == 1, 'agents', world.agents())
    return f'it ended after {time.monotonic() - began:.1f} s'
