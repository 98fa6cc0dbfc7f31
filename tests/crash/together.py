"""Two builds of one target at once, and a target or the folder above it that goes away in the middle."""
import os
import shutil

from disk import mounted
from faults import next_build
from keys import harmful
from world import expect, remove, signal_name, snapshot


def test_many_builds_of_one_target(world):
    """One of them, or one after another: the others say who holds the lock."""
    done = locked = 0
    for _ in range(6):
        world.put('old')
        processes = [world.begin(*world.build_arguments('-j', '1')) for _ in range(4)]
        for process in processes:
            result = world.end(process)
            if result.status == 0:
                done += 1
                continue
            locked += 1
            expect(result.status == 3 and '[P103]' in result.err, signal_name(result.status), result.err)
        expect(world.state() == 'new', 'the old site stands')
        world.verify()
        world.expect_clean()
    expect(locked, 'they were never at work at once: this tests nothing')
    return f'{done} built, {locked} found the lock'


test_many_builds_of_one_target.weight = 5


def in_the_middle(world, harm):
    """A build during which this happens, when the first signature is asked for."""
    world.put('old')
    return world.build(more=harmful(world, f'if [ "$kind" = sign ] && [ "$n" -eq 1 ]; then\n{harm}\nfi\n'))


def test_a_target_that_is_moved_away(world):
    away = f'{world.folder}/away'
    result = in_the_middle(world, f'mv {world.site} {away}')
    expect(result.status == 3 and '[P104]' in result.err, signal_name(result.status), result.err)
    expect(snapshot(away) == world.known['old'], 'the site that was moved away has changed')
    expect(world.state() == 'nothing', 'something was put where it was')
    world.expect_clean()
    next_build(world, 'moved away')


def test_a_target_that_is_replaced(world):
    result = in_the_middle(world, f'mv {world.site} {world.folder}/away; mkdir {world.site}; echo mine >{world.site}/mine')
    expect(result.status == 3 and '[P104]' in result.err, signal_name(result.status), result.err)
    expect(os.listdir(world.site) == ['mine'], 'what somebody else put there is gone')
    remove(world.site)
    world.expect_clean()


def test_a_target_that_appears(world):
    world.put(None)
    result = world.build(more=harmful(world, f'if [ "$kind" = sign ] && [ "$n" -eq 1 ]; then mkdir {world.site}; echo mine >{world.site}/mine; fi\n'))
    expect(result.status == 3 and '[P104]' in result.err, signal_name(result.status), result.err)
    expect(os.listdir(world.site) == ['mine'], 'what somebody else put there is gone')
    remove(world.site)
    world.expect_clean()


def test_the_folder_above_is_moved_away(world):
    """What was checked at the start is what is exchanged, wherever it is now."""
    result = in_the_middle(world, f'mv {world.public} {world.folder}/elsewhere; mkdir {world.public}')
    expect(os.listdir(world.public) == [], 'something was put where the folder was')
    os.rmdir(world.public)
    os.rename(f'{world.folder}/elsewhere', world.public)
    expect(result.status == 0 and world.state() == 'new', signal_name(result.status), result.err)
    world.expect_clean()


def test_the_stage_is_removed(world):
    result = in_the_middle(world, f'rm -rf {world.public}/.site.stage-*')
    expect(result.status == 3, signal_name(result.status), result.err)
    expect(world.state() == 'old', 'the old site was replaced')
    world.expect_clean()
    next_build(world, 'without a stage')


def test_the_stage_is_altered(world):
    """What was signed is read back: what somebody adds or changes meanwhile is found."""
    for harm in ('echo more >{}/ja/more.html', 'echo more >>{}/index.html', 'rm {}/index.html', 'ln -s /etc/passwd {}/ja/passwd'):
        stage = f'$(echo {world.public}/.site.stage-*)'
        result = in_the_middle(world, harm.format(stage))
        expect(result.status == 3 and '[P105]' in result.err, harm, signal_name(result.status), result.err)
        expect(world.state() == 'old', 'the old site was replaced')
        world.expect_clean()
    next_build(world, 'altered')


def test_the_folder_above_cannot_be_written(world):
    with mounted(world, world.public, 'size=8m') as mount:
        shutil.copytree(f'{world.fixture}/old', world.site)
        mount.again('ro')
        result = world.build()
        expect(result.status == 3 and 'hint:' in result.err, signal_name(result.status), result.err)
        expect(world.state() == 'old', 'the old site was replaced')
        mount.again('rw')
        next_build(world, 'read-only')


def test_a_folder_without_permission(world):
    """As nobody, if the tests run as root."""
    world.put('old')
    world.signed = False
    os.chmod(os.path.dirname(world.folder), 0o711)
    os.chmod(world.folder, 0o755)
    os.chmod(world.public, 0o555)

    def become_nobody():
        os.setgid(65534)
        os.setuid(65534)
    options = {'preexec_fn': become_nobody} if os.geteuid() == 0 else {}
    git = {'GIT_CONFIG_COUNT': '1', 'GIT_CONFIG_KEY_0': 'safe.directory', 'GIT_CONFIG_VALUE_0': '*'}
    result = world.build('--no-cache', more=git, **options)
    os.chmod(world.public, 0o755)
    expect(result.status == 3, signal_name(result.status), result.err)
    world.expect_clean()
