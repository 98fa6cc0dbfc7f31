#!/usr/bin/env python3
"""site.py SHIRASE [ADVISORIES…]: builds sites of that many advisories (1000 10000 50000) in two languages, with 2.5 commits
each, by shirase (unsigned, no cache) and, of the same documents, by Hugo; prints wall time, CPU time, peak memory, files and
bytes of each, and how they grow. shirase builds the site twice: without machine-readable records, as it is compared with Hugo,
which writes none, and with all formats ("formats"), as it is compared with itself.

Where RUNS_AT (10000) advisories are built, each program runs RUNS (3) times, in turn, and the median counts; elsewhere once. Fails
if the ratios there are over what was promised.

Hugo has the documents as its users would: one template for a page, one for a list, translations by file name, the work
tree of the same repository with `enableGitInfo`; no taxonomies, and feeds of 100 entries. Its work is 2 pages an advisory;
shirase writes every revision, what changed in each, plain texts, records, digests, reads it all back, and syncs it to disk.

Every run writes into a new folder, and all are removed at the end: what was deleted just now makes ext4 slow to
give inodes out again (it avoids those for minutes), so that a run would pay for the one before."""
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RUNS = int(os.environ.get("RUNS", "3"))
RUNS_AT = int(os.environ.get("RUNS_AT", "10000"))
COMMITS = 2.5  # an advisory
WALL, PEAK = 0.5, 0.25  # of Hugo's, as promised
FORMATS_WALL = 2.0  # of the time without them, as promised
PLAIN = "plain"  # the branch whose archive.yaml turns all formats off but Atom
OFF = "formats: {csaf: no, osv: no, iodef: no, stix: no, indicators: no, jsonfeed: no, jvnrss: no, changes: no, security_txt: no, wkd: no}\n"
NAMES = ("hugo", "shirase", "formats")


def peak(to, command):
    """Runs command; into the file `to` goes the peak memory of its largest process, in KiB."""
    status = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
    pathlib.Path(to).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
    sys.exit(status)


def run(command, scratch):
    """Seconds on the wall, seconds of CPU, MB at the peak."""
    timed, memory = scratch / "timed.json", scratch / "memory"
    wrapped = [sys.executable, __file__, "--peak", str(memory), *command]
    quoted = " ".join("'%s'" % word.replace("'", "'\\''") for word in map(str, wrapped))
    done = subprocess.run(["hyperfine", "-N", "--style", "none", "--runs", "1", "--export-json", str(timed), quoted],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        # Said again with its own words: hyperfine shows none of them.
        subprocess.run(command)
        sys.exit("this failed: " + " ".join(map(str, command)) + "\n" + done.stderr)
    result = json.loads(timed.read_text())["results"][0]
    return {"wall": result["mean"], "cpu": result["user"] + result["system"], "peak": int(memory.read_text()) * 1024 / 1e6}


def size(folder):
    files = total = 0
    for below, _, names in os.walk(folder):
        files += len(names)
        total += sum(os.path.getsize(os.path.join(below, name)) for name in names)
    return {"files": files, "bytes": total / 1e6}


def make_repository(folder, advisories):
    """A clone with its work tree, in which Hugo's set-up lies beside the archive and git does not see it."""
    bare = folder / "bare"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", bare], check=True)
    with subprocess.Popen([sys.executable, HERE / "synthetic.py", str(advisories), str(int(advisories * COMMITS))],
                          stdout=subprocess.PIPE) as made:
        subprocess.run(["git", "-C", bare, "fast-import", "--quiet", "--done"], stdin=made.stdout, check=True)
    subprocess.run(["git", "-C", bare, "gc", "-q"], check=True)
    work = folder / "work"
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", bare, work], check=True)
    shutil.rmtree(bare)
    turn_formats_off(work)
    shutil.copytree(HERE / "hugo", work, dirs_exist_ok=True)
    with open(work / ".git/info/exclude", "a", encoding="utf-8") as exclude:
        exclude.write("/config.yaml\n/layouts/\n/resources/\n/.hugo_build.lock\n")
    return work


def turn_formats_off(work):
    def git(*words, **more):
        subprocess.run(["git", "-C", work, "-c", "user.name=A", "-c", "user.email=a@example.org", *words], check=True, **more)
    git("switch", "-q", "-c", PLAIN)
    with open(work / "archive/archive.yaml", "a", encoding="utf-8") as config:
        config.write(OFF)
    at = subprocess.check_output(["git", "-C", work, "log", "-1", "--format=%cd", "--date=raw"], text=True).strip()
    git("commit", "-q", "-a", "-m", "No records", env=dict(os.environ, GIT_AUTHOR_DATE=at, GIT_COMMITTER_DATE=at))
    git("switch", "-q", "main")


def commands(program, work, out):
    yield "hugo", ["hugo", "--quiet", "--source", work, "--destination", out / "hugo"]
    for name, commit in (("shirase", PLAIN), ("formats", "main")):
        yield name, [program, "build", "-C", work, "--rev", commit, "-o", out / name, "--unsigned", "--no-cache"]


def measure(program, advisories, scratch):
    """The medians of each program."""
    folder = scratch / str(advisories)
    folder.mkdir()
    work = make_repository(folder, advisories)
    runs = {name: [] for name in NAMES}
    for turn in range(RUNS if advisories == RUNS_AT else 1):
        out = folder / f"out-{turn}"
        out.mkdir()
        for name, command in commands(program, work, out):
            runs[name].append(run(command, folder))
    found = {name: {key: statistics.median(r[key] for r in many) for key in many[0]} for name, many in runs.items()}
    for name, result in found.items():
        result.update(size(folder / "out-0" / name))
    return found


def show(advisories, found):
    print(f"\n{advisories:,} advisories in two languages, {int(advisories * COMMITS):,} commits"
          + (f"; the median of {RUNS} runs each, in turn" if advisories == RUNS_AT else ""))
    print(f"  {'':8}{'wall':>10}{'CPU':>10}{'peak':>11}{'files':>11}{'bytes':>12}")
    for name, r in found.items():
        print(f"  {name:8}{r['wall']:8.1f} s{r['cpu']:8.1f} s{r['peak']:8.0f} MB{r['files']:11,}{r['bytes']:9,.0f} MB")
    return show_ratio("of Hugo", found["shirase"], found["hugo"]), show_ratio("formats", found["formats"], found["shirase"])


def show_ratio(name, ours, theirs):
    ratio = {key: ours[key] / theirs[key] for key in theirs}
    print(f"  {name:8}{ratio['wall']:10.2f}{ratio['cpu']:10.2f}{ratio['peak']:11.2f}{ratio['files']:11.1f}{ratio['bytes']:12.1f}",
          flush=True)
    return ratio


def show_growth(table):
    """What an advisory costs: the same whatever their number, if it grows linearly."""
    print(f"\n{'':>12}  an advisory costs: {'hugo':>16}{'shirase':>22}{'with formats':>22}")
    for advisories, found in table.items():
        cells = "".join(f"{found[name]['wall'] / advisories * 1e3:10.2f} ms{found[name]['peak'] / advisories * 1e3:6.0f} KB"
                        for name in NAMES)
        print(f"{advisories:12,}  {'':8}{cells}")


def main(program, sizes):
    os.environ.update(LC_ALL="C.UTF-8", GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
    missed = False
    table = {}
    with tempfile.TemporaryDirectory() as scratch:
        for advisories in sizes:
            table[advisories] = measure(os.path.realpath(program), advisories, pathlib.Path(scratch))
            hugo, formats = show(advisories, table[advisories])
            if advisories == RUNS_AT:
                for what, found, most in (("wall, of Hugo's", hugo["wall"], WALL), ("peak, of Hugo's", hugo["peak"], PEAK),
                                          ("wall with all formats, of that without", formats["wall"], FORMATS_WALL)):
                    reached = found <= most
                    missed = missed or not reached
                    print(f"  {what}: {found:.2f}, at most {most:.2f}{'' if reached else '  MISSED'}", flush=True)
    show_growth(table)
    sys.exit(missed)


if sys.argv[1] == "--peak":
    peak(sys.argv[2], sys.argv[3:])
main(sys.argv[1], [int(word) for word in sys.argv[2:]] or [1000, 10000, 50000])
