"""The n-th operation of the system fails, for every n until a build passes without the fault: each build that fails says
where and why, with status 3; the old site stands, byte for byte; nothing is left; the next build succeeds."""
import collections
import errno
import os
import random
import re
import shutil
import signal

from world import Wrong, expect, remove, signal_name

SYSTEM = (3,)

MOST = 3000  # of one kind in one build; more would be a loop that never ends


def preload(world, program, spec, below=()):
    log = f'{world.folder}/fired'
    remove(log)
    return {'LD_PRELOAD': world.tools['san' if program == world.san_program else 'plain'], 'FAULT': spec, 'FAULT_LOG': log,
            'FAULT_BELOW': ':'.join(below)}


def fired(world):
    try:
        with open(f'{world.folder}/fired', encoding='utf-8', errors='replace') as f:
            return f.read().strip().replace(world.folder, 'WORK')
    except FileNotFoundError:
        return ''


def expect_message(result, told, statuses=SYSTEM):
    """One line at least says what is wrong, with a code and a hint; the status is that of the system."""
    expect(result.status in statuses, f'{told}: {signal_name(result.status)}', result.err)
    expect(re.search(r'error: \[[A-Z][0-9]{3}\] \S.*\n  hint: \S', result.err), f'{told}: no message, or no hint', result.err)


def one(world, program, spec, below=(), arguments=()):
    """Builds with one fault over the old site: what fired ("" for nothing), and the build's result."""
    result = world.build('-j', '1', *arguments, program=program, more=preload(world, program, spec, below))
    return fired(world), result


def check(world, told, result, statuses, may_leave):
    world.expect_no_report(told)
    if result.status == 0:
        expect(world.state() == 'new', f'{told}: it says that it succeeded, and the old site stands')
    else:
        expect_message(result, told, statuses)
        # With one exception, which it names, a failed build has changed nothing.
        expect(world.state() == 'old' or 'which is in place' in result.err, f'{told}: the old site was replaced', result.err)
    if not may_leave:
        world.expect_clean(told)


def next_build(world, told):
    result = world.build()
    expect(result.status == 0, f'{told}: the next build fails', result.err)
    expect(world.state() == 'new', f'{told}: the next build put nothing in place')
    world.expect_clean(f'{told}: after the next build')


def tell_and_go_on(world, reason):
    """For who works on it, with CRASH_GOES_ON=1: all that is wrong, at once."""
    if not os.environ.get('CRASH_GOES_ON'):
        raise reason
    print('!', str(reason)[:1500], flush=True)
    for report in os.listdir(f'{world.folder}/reports'):
        os.unlink(f'{world.folder}/reports/{report}')


def every(world, kind, how, program=None, below=(), statuses=SYSTEM, harmless=False, may_leave=False, arguments=(), prepare=None, stride=1,
          once=False):
    """For every n, or each stride-th from a random one (CRASH_EACH=1: each), or the first; the next build follows each tenth fault,
    and each that leaves something, and the last."""
    if os.environ.get('CRASH_EACH'):
        stride = 1
    first = random.Random(f'{os.environ["CRASH_SEED"]}.{kind}.{how}').randint(1, stride)
    if once:
        stride = MOST - 2
    program = world.program if program == 'plain' else world.san_program
    below = [path.format(w=world) for path in below]
    arguments = [word.format(w=world) for word in arguments]
    faults = without_harm = 0
    for n in range(first, MOST, stride):
        world.put('old')
        if prepare:
            prepare(world)
        what, result = one(world, program, f'{kind}:{n}:{how}', below, arguments)
        if not what:
            expect(result.status == 0, f'{kind} {n}: nothing fired, and yet it failed', result.err)
            expect(world.state() == 'new', f'{kind} {n}: nothing fired, and the old site stands')
            break
        told = f'{what} ({how})'
        faults += 1
        try:
            check(world, told, result, statuses, may_leave)
            without_harm += result.status == 0
            expect(result.status == 0 or not harmless, f'{told}: it fails', result.err)
            if faults % 10 == 0 or world.left():
                next_build(world, told)
        except Wrong as reason:
            tell_and_go_on(world, reason)
    else:
        raise Wrong('it never ends')
    expect(faults, 'nothing was there to fail')
    next_build(world, kind)
    return f'{faults} faults, {without_harm} of them without harm' + (f', from {first} on each {stride}th' if 1 < stride < MOST - 2 else '')


def unsigned(weight, kind, how, **options):
    def case(world):
        world.signed = False
        return every(world, kind, how, **options)
    case.weight = weight
    return case


def signed(weight, kind, how, **options):
    def case(world):
        return every(world, kind, how, program='plain', **options)
    case.weight = weight
    return case


EAGAIN, EINTR, EINVAL, EIO, EMFILE, ENOSPC = (str(getattr(errno, name)) for name in 'EAGAIN EINTR EINVAL EIO EMFILE ENOSPC'.split())

# With each file of the site the same is done: of kinds that are many, some in a run do, others in the next.
SOME = 4

# What the build writes, and all that it reads but the repository.
KEPT = ('{w.repo}/.git/shirase', '{w.repo}/.git/shirase-secret')
OURS = ('{w.public}', '{w.folder}/t', '{w.data}', *KEPT)
# libgit2 reads this, and tells little of what failed.
REPOSITORY = ('{w.repo}', '{w.folder}/home', '/etc')
ANY_STATUS = (1, 2, 3)

test_write = unsigned(2, 'write', ENOSPC, stride=SOME)
test_create = unsigned(3, 'create', EMFILE, stride=SOME)
test_mkdir = unsigned(8, 'mkdir', ENOSPC)
test_full_from_there_on = unsigned(8, 'space', ENOSPC + '+', below=['{w.public}'], stride=SOME)
test_chmod = unsigned(10, 'chmod', EIO)
test_sync = unsigned(2, 'sync', EIO, may_leave=True)
test_rename = unsigned(2, 'rename', EIO)
test_exchange_not_supported = unsigned(2, 'exchange', EINVAL, harmless=True)
test_unlink = unsigned(4, 'unlink', EIO, may_leave=True, stride=SOME)
test_unlink_from_there_on = unsigned(3, 'unlink', EIO + '+', below=['{w.public}'], may_leave=True, stride=7)
test_close = unsigned(6, 'close', EIO, below=OURS, may_leave=True, stride=SOME)
test_open = unsigned(5, 'open', EIO, below=OURS, may_leave=True, stride=SOME)
test_read = unsigned(6, 'read', EIO, below=OURS, stride=SOME)
test_stat = unsigned(8, 'stat', EIO, below=OURS, statuses=(2, 3), may_leave=True, stride=SOME)
test_list = unsigned(10, 'list', EIO, below=OURS, may_leave=True, stride=SOME)
test_lock = unsigned(2, 'lock', EIO)
test_random = unsigned(2, 'random', EIO, harmless=True)

# Not faults, but what the system may always do.
test_interrupted_write = unsigned(2, 'write', EINTR, below=OURS, harmless=True, stride=SOME)
test_interrupted_read = unsigned(6, 'read', EINTR, below=OURS, harmless=True, stride=SOME)
test_short_write = unsigned(2, 'write', 'short', below=OURS, harmless=True, stride=SOME)
test_short_read = unsigned(6, 'read', 'short', below=OURS, harmless=True, stride=SOME)
test_all_writes_short = unsigned(1, 'write', 'short+', below=OURS, harmless=True, once=True)
test_all_reads_short = unsigned(1, 'read', 'short+', below=OURS, harmless=True, once=True)

test_repository_open = unsigned(20, 'open', EIO, below=REPOSITORY, statuses=ANY_STATUS, program='plain')
test_repository_read = unsigned(20, 'read', EIO, below=REPOSITORY, statuses=ANY_STATUS, program='plain')
test_repository_stat = unsigned(20, 'stat', EIO, below=REPOSITORY, statuses=ANY_STATUS, program='plain')
test_repository_list = unsigned(3, 'list', EIO, below=REPOSITORY, statuses=ANY_STATUS, program='plain')


def nothing_kept(world):
    remove(f'{world.repo}/.git/shirase')
    remove(f'{world.repo}/.git/shirase-secret')


def kept(weight, kind, how, **options):
    """A cache that cannot be written or read costs time and nothing else."""
    return unsigned(weight, kind, how, below=KEPT, harmless=True, may_leave=True, program='plain', **options)


test_cache_write = kept(3, 'write', ENOSPC, prepare=nothing_kept)
test_cache_full = kept(3, 'space', ENOSPC + '+', prepare=nothing_kept)
test_cache_create = kept(3, 'create', ENOSPC, prepare=nothing_kept)
test_cache_close = kept(3, 'close', EIO, prepare=nothing_kept)
test_cache_mkdir = kept(1, 'mkdir', ENOSPC, prepare=nothing_kept)
test_cache_rename = kept(1, 'rename', EIO, prepare=nothing_kept)
test_cache_exchange = kept(1, 'exchange', EINVAL, prepare=nothing_kept)
test_cache_sync = kept(1, 'sync', EIO, prepare=nothing_kept)
test_cache_lock = kept(1, 'lock', EIO, prepare=nothing_kept)
test_cache_open = kept(3, 'open', EIO)
test_cache_read = kept(3, 'read', EIO)
test_cache_stat = kept(3, 'stat', EIO)


def previous(weight, kind):
    """The copy of the live site that --previous names."""
    def prepare(world):
        if not os.path.isdir(f'{world.folder}/live'):
            shutil.copytree(f'{world.fixture}/old-unsigned', f'{world.folder}/live')
    return unsigned(weight, kind, EIO, below=['{w.folder}/live'], arguments=['--previous', '{w.folder}/live'], prepare=prepare,
                    program='plain', statuses=(2, 3))


test_previous_open = previous(2, 'open')
test_previous_read = previous(2, 'read')
test_previous_stat = previous(2, 'stat')

# What signing and verifying adds.
TEMPORARY = ['{w.folder}/t']
test_signed_write = signed(8, 'write', EIO, stride=SOME)
test_signed_create = signed(3, 'create', ENOSPC, below=TEMPORARY)
test_signed_mkdir = signed(3, 'mkdir', ENOSPC, below=TEMPORARY)
test_signed_full_temporary_folder = signed(3, 'space', ENOSPC + '+', below=TEMPORARY)
test_signed_unlink = signed(10, 'unlink', EIO, below=TEMPORARY, may_leave=True, stride=3)
test_signed_lock = signed(3, 'lock', EIO, below=TEMPORARY)
test_signed_fork = signed(15, 'fork', EAGAIN)
test_signed_pipe = signed(8, 'pipe', EMFILE, stride=SOME)


def test_threads_that_cannot_be_started(world):
    world.signed = False
    result = world.build('-j', '4', more=preload(world, world.program, f'thread:1:{EAGAIN}+'))
    expect(fired(world), 'no thread was asked for')
    expect(result.status == 0 and world.state() == 'new', result.err)


def test_memory_that_runs_out(world):
    """It aborts, by design: there is nothing sensible to do without memory. What stands is the old site, or the new one."""
    world.signed = False
    rng = random.Random(os.environ['CRASH_SEED'])
    world.build(more=preload(world, world.program, 'count'))
    most = int(re.search(r'^memory (\d+)$', fired(world), re.MULTILINE)[1])
    ends = collections.Counter()
    for n in sorted(rng.sample(range(1, most + 1), 60)):
        world.put('old')
        what, result = one(world, world.program, f'memory:{n}:12')
        told = f'{what} of {most}: {signal_name(result.status)}'
        expect(what, f'memory {n} of {most}: nothing fired')
        state = world.state()
        expect(result.status in (0, 1, 2, 3, -signal.SIGABRT), told, result.err)
        expect(result.status != 0 or state == 'new', told, result.err)
        expect(result.status == 0 or result.err, f'{told}: it says nothing')
        ends[signal_name(result.status)] += 1
        next_build(world, told)
    return f'60 of {most} allocations: {dict(ends)}'


test_memory_that_runs_out.weight = 15
