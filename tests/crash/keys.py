"""What may happen to the key, the agent and gpg in the middle of a build: the old site stands, a clear message, status 3.

A gpg of ours stands before the real one (gpgme asks the gpgconf in PATH where it is): it knows the how-manyth
signature is asked for, and does harm then."""
import os
import shutil
import time

from faults import next_build
from fixture import write
from world import expect, signal_name, wait_until

SIGNATURES = 5  # of the fixture: two texts, their CSAF documents and the list of checksums

GPGCONF = '''#!/bin/bash
set -o pipefail
{gpgconf} "$@" | sed 's|{gpg}$|{folder}/bin/gpg|; s|:{gpg}:|:{folder}/bin/gpg:|'
'''

# In $HARM: $kind is the kind of call, $n its number among those of its kind, $@ what gpg is called with.
GPG = '''#!/bin/bash
kind=other
for word; do
	case $word in
	--clearsign | --clear-sign | --sign) kind=sign ;;
	--verify | --output) kind=verify ;;
	--import | --list-keys | --list-secret-keys | --export) kind=${{word#--}} ;;
	esac
done
exec 200>>{folder}/bin/count
flock 200
echo "$kind" >&200
n=$(grep -cx -- "$kind" {folder}/bin/count)
flock -u 200
exec 200>&-
. {folder}/bin/harm
exec {gpg} "$@"
'''


def harmful(world, harm):
    """The environment of a build whose gpg does harm, a piece of shell."""
    tools = {'folder': world.folder, 'gpg': shutil.which('gpg'), 'gpgconf': shutil.which('gpgconf')}
    for name, text in (('gpgconf', GPGCONF.format(**tools)), ('gpg', GPG.format(**tools)), ('harm', harm), ('count', '')):
        write(f'{world.folder}/bin/{name}', text)
        os.chmod(f'{world.folder}/bin/{name}', 0o700)
    return {'PATH': f'{world.folder}/bin:{world.env["PATH"]}'}


def calls(world, kind):
    with open(f'{world.folder}/bin/count', encoding='ascii') as f:
        return f.read().split().count(kind)


def breaks(world, harm, codes, told, *arguments, status=3):
    world.put('old')
    result = world.build(*arguments, more=harmful(world, harm))
    expect(result.status == status, f'{told}: {signal_name(result.status)}', result.err)
    expect(any(f'[{code}]' in result.err for code in codes), f'{told}: none of {codes}', result.err)
    expect('\n  hint: ' in result.err, f'{told}: no hint', result.err)
    expect(world.state() == 'old', f'{told}: the old site was replaced')
    world.expect_clean(told)
    return result


def each_signature(harm, codes, mend=None, arguments=(), more_told=''):
    """The harm is done when the n-th signature is asked for, for every n; mend(world) undoes it."""
    def case(world):
        for n in range(1, SIGNATURES + 1):
            result = breaks(world, f'if [ "$kind" = sign ] && [ "$n" -ge {n} ]; then\n{harm}\nfi\n', codes, f'signature {n}', *arguments)
            expect(calls(world, 'sign') >= n, f'it asked for fewer than {n} signatures')
            expect(more_told in result.err, f'signature {n}: it does not say {more_told}', result.err)
            if mend:
                mend(world)
            next_build(world, f'signature {n}')
        world.put('old')
        result = world.build(more=harmful(world, ''))
        expect(result.status == 0 and calls(world, 'sign') == SIGNATURES, 'there are more signatures than were made to fail', result.err)
    case.weight = 6
    return case


def bring_keys_back(world):
    shutil.copytree(f'{world.fixture}/g/private-keys-v1.d', f'{world.folder}/g/private-keys-v1.d', dirs_exist_ok=True)
    conf = f'{world.folder}/g/gpg.conf'
    if os.path.exists(conf):
        os.unlink(conf)


test_the_agent_dies_and_cannot_start = each_signature(
    'gpgconf --kill gpg-agent; echo no-autostart >"$GNUPGHOME/gpg.conf"', ['T109', 'T113'], bring_keys_back)
test_the_secret_key_goes = each_signature(
    'rm -rf "$GNUPGHOME"/private-keys-v1.d/*; gpgconf --kill gpg-agent', ['T104'], bring_keys_back)
# gpg tells through its status descriptor: source 6 is scdaemon, 110 a card that was removed (libgpg-error).
test_the_card_is_removed = each_signature('''while [ $# -gt 0 ]; do
	[ "$1" != --status-fd ] || fd=$2
	shift
done
echo "[GNUPG:] FAILURE sign $((6 << 24 | 110))" >&"$fd"
exit 2''', ['T104'], more_told='token')
test_gpg_is_killed = each_signature('kill -KILL $$', ['T113'])
test_gpg_says_nothing = each_signature('exit 0', ['T113', 'T114'])
test_gpg_cannot_be_run = each_signature('exit 127', ['T113'])


def test_an_agent_that_dies_is_started_again(world):
    """No harm: gpg starts the next one."""
    world.put('old')
    result = world.build(more=harmful(world, '[ "$kind" != sign ] || gpgconf --kill gpg-agent\n'))
    expect(result.status == 0, result.err)
    expect(world.state() == 'new', 'the old site stands')
    world.verify()
    expect(len(world.agents()) == 1, 'agents', world.agents())


FUTURE = 'set -- --faked-system-time 20400101T000000 "$@"'


def test_a_key_that_expires_between_two_signatures(world):
    give_key_an_end(world)
    for n in range(2, SIGNATURES + 1):
        breaks(world, f'[ "$kind" != sign ] || [ "$n" -lt {n} ] || : >{world.folder}/later\n[ ! -e {world.folder}/later ] || {FUTURE}\n',
               ['T105'], f'expired before signature {n}')
        os.unlink(f'{world.folder}/later')


def test_a_key_that_expires_between_signing_and_verifying(world):
    give_key_an_end(world)
    breaks(world, f'[ "$kind" != verify ] || : >{world.folder}/later\n[ ! -e {world.folder}/later ] || {FUTURE}\n', ['T105'],
           'expired before it was verified')


def give_key_an_end(world):
    world.tool('gpg', '--batch', '--quiet', '--no-tty', '--pinentry-mode', 'loopback', '--passphrase', '', '--quick-set-expire', world.fpr,
               '2039-01-01')


def key_with_passphrase(world):
    """Another home with a key that has one."""
    home = f'{world.folder}/g2'
    os.mkdir(home, 0o700)
    told = world.tool('gpg', '--batch', '--quiet', '--no-tty', '--pinentry-mode', 'loopback', '--passphrase', 'geheim', '--status-fd', '1',
                      '--quick-generate-key', 'Second <second@csirt.example.org>', 'ed25519', 'sign', 'never', more={'GNUPGHOME': home}).out
    world.env['GNUPGHOME'] = home
    world.tool('gpgconf', '--kill', 'all')
    return told.split('KEY_CREATED P ')[1].split()[0]


def test_a_wrong_passphrase_and_none(world):
    first, world.fpr = world.fpr, key_with_passphrase(world)
    write(f'{world.folder}/wrong', 'falsch\n')
    write(f'{world.folder}/right', 'geheim\n')
    try:
        result = breaks(world, '', ['T111'], 'wrong passphrase', '--passphrase-file', f'{world.folder}/wrong')
        expect('geheim' not in result.err and 'falsch' not in result.err, 'the passphrase is told', result.err)
        expect(calls(world, 'sign') == 1, 'a wrong passphrase was tried more than once', calls(world, 'sign'))
        world.tool('gpgconf', '--kill', 'all')
        breaks(world, '', ['T112'], 'nobody to ask')
        # The agent forgets it after the first signature: the others need it again, and get it.
        world.put('old')
        result = world.build('--passphrase-file', f'{world.folder}/right', more=harmful(world, '[ "$kind" != sign ] || gpgconf --reload gpg-agent\n'))
        expect(result.status == 0, result.err)
        world.verify('by the second key')
        # It knew it for the first, and there is nobody to ask for the second.
        world.tool('gpgconf', '--kill', 'all')
        breaks(world, '[ "$kind" != sign ] || [ "$n" -lt 2 ] || gpgconf --kill gpg-agent\n[ "$kind" != sign ] || [ "$n" -ne 1 ] || '
               'set -- --pinentry-mode loopback --passphrase geheim "$@"\n', ['T112'], 'nobody to ask for the second')
    finally:
        world.tool('gpgconf', '--kill', 'all')
        world.fpr, world.env['GNUPGHOME'] = first, f'{world.folder}/g'


def test_no_pinentry(world):
    first, world.fpr = world.fpr, key_with_passphrase(world)
    write(f'{world.env["GNUPGHOME"]}/gpg-agent.conf', 'pinentry-program /nowhere/pinentry\n')
    try:
        world.put('old')
        result = world.build(more={'DISPLAY': ':0'})
        expect(result.status == 3 and '[T112]' in result.err, result.err)
        expect(world.state() == 'old', 'the old site was replaced')
        world.expect_clean()
    finally:
        world.tool('gpgconf', '--kill', 'all')
        world.fpr, world.env['GNUPGHOME'] = first, f'{world.folder}/g'


def test_verification_fails_each_time(world):
    """What was signed is read back: a gpg that fails there is a fault of the system. Without the cache, which knows the very
    same signature of the same second."""
    world.put('old')
    expect(world.build('--no-cache', more=harmful(world, '')).status == 0, 'it fails without harm')
    count = calls(world, 'verify')
    for n in range(1, count + 1):
        breaks(world, f'[ "$kind" != verify ] || [ "$n" -ne {n} ] || kill -KILL $$\n', ['P105'], f'verification {n}', '--no-cache')
    next_build(world, 'after all')
    return f'{count} verifications'


def test_reading_certificates_fails_each_time(world):
    """Into the home in which signatures are verified, and out of it. What is tried twice may do no harm."""
    told = []
    for kind in ('import', 'list-keys', 'list-secret-keys', 'export'):
        world.put('old')
        expect(world.build(more=harmful(world, '')).status == 0, 'it fails without harm')
        count = calls(world, kind)
        failed = 0
        for n in range(1, count + 1):
            world.put('old')
            result = world.build(more=harmful(world, f'[ "$kind" != {kind} ] || [ "$n" -ne {n} ] || kill -KILL $$\n'))
            failed += result.status != 0
            expect(result.status in (0, 3), f'{kind} {n}: {signal_name(result.status)}', result.err)
            expect(result.status == 0 or 'error: [' in result.err, f'{kind} {n}: no message')
            expect(world.state() == ('new' if result.status == 0 else 'old'), f'{kind} {n}: not the site that it says')
            world.expect_clean(f'{kind} {n}')
        told.append(f'{failed} of {count} {kind}')
    next_build(world, 'after all')
    return ', '.join(told) + ' ended the build'


def test_a_terminated_build_that_waits_for_gpg(world):
    """The second signal ends it at once, wherever it waits; the next build cleans up."""
    world.put('old')
    process = world.begin(*world.build_arguments(), more=harmful(world, f'if [ "$kind" = sign ]; then : >{world.folder}/waits; sleep 60; fi\n'))
    wait_until(lambda: os.path.exists(f'{world.folder}/waits') or process.poll() is not None, 'it asks for a signature')
    process.terminate()
    time.sleep(0.3)
    expect(process.poll() is None, 'it does not wait for gpg')
    process.terminate()
    end = world.end(process)
    expect(end.status in (-15, 3), signal_name(end.status), end.err)
    expect(world.state() == 'old', 'the old site was replaced')
    next_build(world, 'ended while it waits')
