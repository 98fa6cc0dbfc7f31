"""A signed build over an existing site is ended at 200 random moments: each time the site verifies and is the old or the
new one, whole; the next build succeeds and leaves nothing. And at every step of the last phase, by the step itself."""
import os
import random
import signal
import subprocess
import time

from faults import fired, next_build, preload
from world import expect, signal_name

KILLS = 200
PARTS = 4        # cases, of KILLS / PARTS each
SIGNALS = 12     # of each kind
OFTEN = 5        # one in so many is verified by gpg and sha256sum too


def stage_of(world):
    for name in os.listdir(world.public):
        if name.startswith('.site.stage-'):
            return f'{world.public}/{name}'
    return ''


def identity(path):
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return 0


class Phases:
    """How long each phase of a build lasts, from what can be seen of it; corrected where builds turn out to be faster."""
    # What is random is the place in the phase; one in three builds is ended at any moment at all.
    names = ['whole', 'whole', 'writing', 'signing', 'verifying', 'removing']
    begins = {'whole': 'start', 'writing': 'stage', 'signing': 'sums', 'verifying': 'signed', 'removing': 'exchanged'}
    ends = {'whole': 'end', 'writing': 'sums', 'signing': 'signed', 'verifying': 'exchanged', 'removing': 'end'}

    def __init__(self, world, rounds=3):
        self.world = world
        found = [self.watch() for _ in range(rounds)]
        self.length = {name: max(0.0005, sum(f[self.ends[name]] - f[self.begins[name]] for f in found) / rounds) for name in self.begins}

    def has_begun(self, mark, old):
        stage = stage_of(self.world)
        if mark == 'exchanged':
            return identity(self.world.site) != old
        after = identity(self.world.site) != old
        if mark == 'start' or after:
            return True
        path = {'stage': stage, 'sums': f'{stage}/SHA256SUMS', 'signed': f'{stage}/SHA256SUMS.asc'}[mark]
        return bool(stage) and os.path.exists(path)

    def watch(self):
        """Seconds from the start to each mark, of a build that is left alone."""
        world = self.world
        world.put('old')
        old = identity(world.site)
        process = world.begin(*world.build_arguments())
        began = time.monotonic()
        seen = {'start': 0.0}
        while process.poll() is None:
            for mark in ('stage', 'sums', 'signed', 'exchanged'):
                if mark not in seen and self.has_begun(mark, old):
                    seen[mark] = time.monotonic() - began
            time.sleep(0.0005)
        end = time.monotonic() - began
        expect(world.end(process).status == 0, 'the build that is measured fails')
        return {mark: seen.get(mark, end) for mark in ('start', 'stage', 'sums', 'signed', 'exchanged')} | {'end': end}

    def end_somewhere(self, rng, number, **options):
        """A build that gets the signal at a random moment: what it says, where, and whether it was still running."""
        name = self.names[rng.randrange(len(self.names))]
        part = rng.random()
        world = self.world
        world.put('old')
        old = identity(world.site)
        process = world.begin(*world.build_arguments(), **options)
        while process.poll() is None and not self.has_begun(self.begins[name], old):
            time.sleep(0.0002)
        try:
            process.wait(part * self.length[name])
        except subprocess.TimeoutExpired:
            pass
        running = process.poll() is None
        process.send_signal(number)
        self.length[name] *= 1.02 if running else 0.7
        return world.end(process), f'{name} at {part:.3f} of {self.length[name] * 1000:.1f} ms', running


def check_killed(world, told, rng):
    state = world.state()
    world.verify(told)
    if rng.randrange(OFTEN) == 0:
        world.verify_with_gpg()
    secrets = [path for path in os.listdir(f'{world.folder}/t') if 'private-keys' in path]
    expect(not secrets, f'{told}: secret keys among temporary files')
    return state


def kill_part(part):
    def case(world):
        seed = f'{os.environ["CRASH_SEED"]}.{part}'
        rng = random.Random(seed)
        phases = Phases(world)
        found = {'old': 0, 'new': 0}
        where = {}
        late = 0
        while sum(found.values()) < KILLS // PARTS:
            result, at, running = phases.end_somewhere(rng, signal.SIGKILL)
            told = f'seed {seed}, kill {sum(found.values()) + late + 1}, {at}'
            if not running or result.status == 0:
                late += 1
                expect(late < KILLS, 'too many builds end before they are killed')
                continue
            expect(result.status == -signal.SIGKILL, f'{told}: {signal_name(result.status)}', result.err)
            found[check_killed(world, told, rng)] += 1
            where[at.split()[0]] = where.get(at.split()[0], 0) + 1
            next_build(world, told)
        world.verify_with_gpg()
        expect(len(world.agents()) <= 1, 'more than one agent', world.agents())
        return f'{KILLS // PARTS} kills, {found["old"]} old and {found["new"]} new sites ({late} more came too late); {where}'
    case.weight = 60
    return case


test_killed_at_random_moments_1 = kill_part(1)
test_killed_at_random_moments_2 = kill_part(2)
test_killed_at_random_moments_3 = kill_part(3)
test_killed_at_random_moments_4 = kill_part(4)


def kill_at_each(kind, below, stride=1):
    """The n-th call of this kind is the build's last, for every n."""
    def case(world):
        rng = random.Random(os.environ['CRASH_SEED'])
        found = {'old': 0, 'new': 0}
        for n in range(1 + rng.randrange(stride), 3000, stride):
            world.put('old')
            result = world.build('-j', '1', more=preload(world, world.program, f'{kind}:{n}:kill', [p.format(w=world) for p in below]))
            what = fired(world)
            if not what:
                expect(result.status == 0, f'{kind} {n}: nothing fired, and it failed', result.err)
                break
            expect(result.status == -signal.SIGKILL, f'{what}: {signal_name(result.status)}')
            found[world.state()] += 1
            world.verify(what)
            next_build(world, what)
        expect(found['old'] + found['new'] > 0, f'no {kind} at all')
        return f'{sum(found.values())} kills: {found["old"]} old, {found["new"]} new'
    case.weight = 30
    return case


test_killed_at_each_sync = kill_at_each('sync', ['{w.public}'])
test_killed_at_each_rename = kill_at_each('rename', ['{w.public}'])
test_killed_at_each_step_of_removing_the_old_site = kill_at_each('unlink', ['{w.public}'], 8)


def test_killed_where_two_renames_replace_the_exchange(world):
    """The gap that stage.c tells of: the target may be missing then, the old site whole beside it, and the next build puts it back."""
    found = {'old': 0, 'new': 0, 'nothing': 0}
    # The shim has one fault a run: here the file system cannot exchange and the kill is by a second shim's count.
    for n in range(1, 20):
        world.put('old')
        result = world.build(program=world.san_program, more={'SHIRASE_FAULT': 'exchange:1', **preload(world, world.san_program, f'rename:{n}:kill', [world.public])})
        if not fired(world):
            expect(result.status == 0, result.err)
            break
        found[world.state()] += 1
        if world.state() == 'nothing':
            beside = [name for name in os.listdir(world.public) if name.startswith('.site.old-')]
            expect(len(beside) == 1, 'the old site is not beside it', *os.listdir(world.public))
        next_build(world, fired(world))
    expect(found['nothing'] == 1, 'the gap is one moment', found)
    return str(found)


def signals(number, name):
    def case(world):
        rng = random.Random(f'{os.environ["CRASH_SEED"]}.{name}')
        phases = Phases(world)
        stopped = 0
        for _ in range(SIGNALS):
            result, at, _running = phases.end_somewhere(rng, number, preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
            told = f'{name}, {at}'
            if result.status == -number:  # it came before the program listens
                expect(world.state() == 'old', told)
            elif result.status == 3:
                stopped += 1
                expect('[U103]' in result.err, told, result.err)
                expect(world.state() == 'old', told)
            else:
                expect(result.status == 0, f'{told}: {signal_name(result.status)}', result.err)
                expect(world.state() == 'new', told)
            world.expect_clean(told)
            world.verify(told)
            next_build(world, told)
        return f'{SIGNALS} signals, {stopped} of them stopped it in the middle'
    case.weight = 10
    return case


test_sigterm_at_random_moments = signals(signal.SIGTERM, 'SIGTERM')
test_sigint_at_random_moments = signals(signal.SIGINT, 'SIGINT')
test_sighup_at_random_moments = signals(signal.SIGHUP, 'SIGHUP')
