"""Programs that follow a site by changes.json alone, as shirase-changes(5) tells, and must end at exactly its archive.json.

replay.py follow SITE…           one client begins with nothing at the first site and goes on to each next
replay.py past PROGRAM FOLDER    an archive of 260 commits, built at many of them: clients from nothing and from each earlier
                                 state; what they fetch is no more than what changed
"""
import hashlib
import json
import os
import random
import subprocess
import sys


class Client:
    """What it keeps: the pieces it has, by path and digest."""

    def __init__(self):
        self.pieces = {}
        self.fetched = []

    def fetch(self, site, piece):
        with open(os.path.join(site, piece["path"]), "rb") as file:
            data = file.read()
        if hashlib.sha256(data).hexdigest() != piece["sha256"]:
            raise ValueError(f"{piece['path']} is not what changes.json says")
        self.fetched.append(piece["path"])
        return json.loads(data)

    def update(self, site):
        """Fetches pieces whose digests it does not have; returns the archive."""
        with open(os.path.join(site, "changes.json"), encoding="utf-8") as file:
            index = json.load(file)
        self.fetched, had, self.pieces = [], self.pieces, {}
        for piece in index["events"] + index["advisories"]:
            digest, content = had.get(piece["path"], (None, None))
            if digest != piece["sha256"]:
                content = self.fetch(site, piece)
            self.pieces[piece["path"]] = (piece["sha256"], content)
        return self.archive(index)

    def archive(self, index):
        advisories = {}
        for piece in index["advisories"]:
            for advisory in self.pieces[piece["path"]][1]["advisories"]:
                advisories[advisory["id"]] = {**advisory, "events": []}
        for piece in index["events"]:
            for event in self.pieces[piece["path"]][1]["events"]:
                event = dict(event)
                advisories[event.pop("id")]["events"].append(event)
        return {**index["archive"], "advisories": [advisories[key] for key in sorted(advisories)]}


def as_text(archive):
    """In the order of keys too."""
    return json.dumps(archive, indent=1, ensure_ascii=False)


def follow(client, site, what):
    with open(os.path.join(site, "archive.json"), encoding="utf-8") as file:
        wanted = json.load(file)
    got = as_text(client.update(site)).split("\n")
    for number, (x, y) in enumerate(zip(got, as_text(wanted).split("\n")), 1):
        if x != y:
            sys.exit(f"{what}: line {number}: replayed {x.strip()!r}, archive.json {y.strip()!r}")
    if len(got) != as_text(wanted).count("\n") + 1:
        sys.exit(f"{what}: replayed {len(got)} lines, not those of archive.json")
    return client.fetched


# An archive with a past. ---------------------------------------------------------

CONFIG = """version: 1
base_url: https://csirt.example.org/
publisher:
  name: {ja: 例示CSIRT, en: Example CSIRT}
  namespace: https://csirt.example.org
  category: coordinator
  contact: {email: info@csirt.example.org}
languages: [ja, en]
formats: {csaf: no, stix: no, atom: no, jsonfeed: no, jvnrss: no}
"""


class Past:
    """Commits by git fast-import, a minute apart; commits[serial] are those that are publications."""

    def __init__(self, folder):
        subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
        self.git = subprocess.Popen(["git", "-C", folder, "fast-import", "--quiet", "--date-format=raw"],
                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.commits = []

    def commit(self, message, files):
        """files: path: text, or None: deleted"""
        n = len(self.commits) + 1
        text = message.encode()
        out = [b"commit refs/heads/main\nmark :%d\ncommitter A <a@example.org> %d +0000\ndata %d\n" % (n, 1767225600 + 60 * n, len(text)),
               text, b"\n"]
        for path, content in files.items():
            if content is None:
                out.append(b"D archive/%s\n" % path.encode())
            else:
                data = content.encode()
                out += [b"M 644 inline archive/%s\ndata %d\n" % (path.encode(), len(data)), data, b"\n"]
        self.git.stdin.write(b"".join(out) + b"\nget-mark :%d\n" % n)
        self.git.stdin.flush()
        self.commits.append(self.git.stdout.readline().decode().strip())
        return self.commits[-1]

    def end(self):
        self.git.stdin.close()
        if self.git.wait() != 0:
            sys.exit("git fast-import failed")


def source(number, state):
    lines = [f"title: 題{number} {state['title']}", "status: final", f"severity: {state['severity']}"]
    if state.get("withdrawn"):
        lines.append(f"withdrawn: {{reason: {state['withdrawn']}}}")
    if state.get("redact"):
        lines.append(f"redact: {{revisions: {state['redact']}, reason: {{ja: 理由, en: Reason}}}}")
    return "---\n" + "\n".join(lines) + "\n---\n\n## 概要\n\n" + "\n" * state["blank"] + f"本文{state['body']}。\n"


def translation(number, state):
    return f"---\ntitle: Title {number}\n---\n\n## Overview\n\nBody {state['english']}.\n"


def make(past):
    """260 commits with all that a publisher does; the same on each run."""
    chance = random.Random(7)
    states = {}
    past.commit("Begin", {"archive.yaml": CONFIG})
    doc = lambda n: f"advisories/EX-{n:04}.ja.md"
    english = lambda n: f"advisories/EX-{n:04}.en.md"

    def change(number, message, **values):
        state = states[number]
        state.update(values)
        files = {doc(number): source(number, state)}
        return past.commit(message, files)

    def publish(number):
        states[number] = {"title": "a", "severity": "low", "body": 1, "english": 0, "blank": 0}
        past.commit(f"EX-{number:04}: publish\n\nNote-ja: 公開\nNote-en: published", {doc(number): source(number, states[number])})

    def bulk():
        files = {}
        for number, state in states.items():
            if not state.get("gone"):
                state["body"] += 1
                files[doc(number)] = source(number, state)
        past.commit("All texts", files)

    for number in range(1, 31):
        publish(number)
    for step in range(229):
        alive = [n for n, s in states.items() if not s.get("gone")]
        kind = chance.randrange(12)
        number = chance.choice(alive[:8] if kind in (6, 7) else alive)
        state = states[number]
        if step in (60, 150):
            bulk()
        elif kind == 0 or len(states) <= 30 + step // 2:
            publish(len(states) + 1)
        elif kind == 1:
            change(number, "Withdraw\n\nNote-ja: 誤り", withdrawn="published-in-error")
        elif kind == 2 and any(states[n].get("withdrawn") for n in alive):
            change(chance.choice([n for n in alive if states[n].get("withdrawn")]), "Reinstate", withdrawn=None)
        elif kind == 3:
            state["gone"] = True
            past.commit("Delete", {doc(number): None, **({english(number): None} if state["english"] else {})})
        elif kind == 4:
            change(number, "Change, with a note\n\nNote-ja: 注記", severity=chance.choice(["medium", "high", "critical"]))
        elif kind == 5:
            past.commit(f"Say it better\n\nAmends: {chance.choice(past.commits[31:] or past.commits)}\nNote-ja: 直した注記\nNote-en: amended",
                        {"archive.yaml": CONFIG + f"# {step}\n"})
        elif kind == 6 and state["english"] > 2:
            state["english"] = 0
            past.commit("The translation goes", {english(number): None})
        elif kind in (6, 7):
            state["english"] += 1
            past.commit("Translate" + ("\n\nRevision: editorial" if state["english"] == 3 else ""), {english(number): translation(number, state)})
        elif kind == 8:
            change(number, "Words\n\nRevision: editorial", body=state["body"] + 1)
        elif kind == 9:
            change(number, "Title", title=state["title"] + "b")
        elif kind == 10 and not state["english"]:
            # The first revision, which the second replaced: its text stands nowhere any more.
            change(number, "New text", title=state["title"] + "c", body=state["body"] + 1)
            change(number, "Redact", redact="[1]")
        else:
            change(number, "Mechanical", blank=state["blank"] + 1)
    publish(len(states) + 1)
    # What is said anew of serial 2 changes the first piece of events.
    past.commit(f"Of old\n\nAmends: {past.commits[1]}\nNote-ja: 新しい注記", {"archive.yaml": CONFIG + "# old\n"})


def build(program, folder, out, *options):
    run = subprocess.run([program, "build", "--unsigned", "-C", folder, "-o", out, *options], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"build {' '.join(options)}: {run.stdout}{run.stderr}")
    with open(os.path.join(out, "changes.json"), encoding="utf-8") as file:
        return json.load(file)["archive"]


def past(program, folder):
    repository = os.path.join(folder, "archive")
    history = Past(repository)
    make(history)
    history.end()
    at = [5, 31, 60, 99, 100, 101, 102, 140, 185, 200, 201, 202, 230, len(history.commits) - 3, len(history.commits) - 2,
          len(history.commits) - 1]
    sites = []
    for number in at:
        out = os.path.join(folder, f"at-{number}")
        build(program, repository, out, "--rev", history.commits[number])
        sites.append(out)
    walker, had = Client(), {}
    for i, site in enumerate(sites):
        follow(walker, site, f"step by step, {site}")
        fresh = Client()
        everything = follow(fresh, site, f"from nothing, {site}")
        had[site] = fresh.pieces
        if len(everything) != len(fresh.pieces):
            sys.exit(f"{site}: a piece was fetched twice, or not")
        for earlier in sites[:i]:
            client = Client()
            client.pieces = dict(had[earlier])
            changed = {p for p, (digest, _) in fresh.pieces.items() if had[earlier].get(p, ("",))[0] != digest}
            fetched = follow(client, site, f"from {earlier} to {site}")
            if set(fetched) != changed:
                sys.exit(f"from {earlier} to {site}: fetched {fetched}")
    few(had[sites[-3]], had[sites[-2]], had[sites[-1]])
    rewritten(program, folder, repository, sites[-1], history)
    with open(os.path.join(sites[-1], "archive.json"), encoding="utf-8") as file:
        classes = {e["class"] for a in json.load(file)["advisories"] for e in a["events"]}
    if len(classes) < 10:
        sys.exit(f"the archive has events of {len(classes)} classes only: {classes}")
    print(f"{len(sites)} states, {len(history.commits)} commits, pieces: {' '.join(sorted(had[sites[-1]]))}")


def few(before, after, last):
    """What one commit changes: a new advisory the last pieces; an amended note the piece of its serial, and that of the
    advisory, whose text tells it."""
    told = lambda x, y: sorted(p for p in y if x.get(p, ("",))[0] != y[p][0])
    if told(before, after) != ["changes/advisories/2.json", "changes/events/3.json"]:
        sys.exit(f"a new advisory changed {told(before, after)}")
    if told(after, last) != ["changes/advisories/1.json", "changes/events/1.json"]:
        sys.exit(f"an amended note of serial 2 changed {told(after, last)}")


def rewritten(program, folder, repository, site, history):
    """History is replaced: the new site says so at its top, and a client of the old one ends there all the same."""
    subprocess.run(["git", "-C", repository, "update-ref", "refs/heads/main", history.commits[-2]], check=True)
    tree = subprocess.run(["git", "-C", repository, "rev-parse", f"{history.commits[-1]}^{{tree}}"], check=True, capture_output=True,
                          text=True).stdout.strip()
    when = {"GIT_COMMITTER_DATE": "1777000000 +0000", "GIT_AUTHOR_DATE": "1777000000 +0000"}
    who = {f"GIT_{x}_{y}": "a@example.org" for x in ("AUTHOR", "COMMITTER") for y in ("NAME", "EMAIL")}
    other = subprocess.run(["git", "-C", repository, "commit-tree", tree, "-p", history.commits[-2], "-m", "Another end"],
                           env={**os.environ, **who, **when}, check=True, capture_output=True, text=True).stdout.strip()
    out = os.path.join(folder, "rewritten")
    top = build(program, repository, out, "--rev", other, "--previous", site, "--allow-rewrite", "a test")
    if "rewrites" not in top:
        sys.exit("the rewritten site does not say so")
    client = Client()
    follow(client, site, "before the rewrite")
    follow(client, out, "after the rewrite")


def main():
    if len(sys.argv) > 2 and sys.argv[1] == "follow":
        client = Client()
        for site in sys.argv[2:]:
            follow(client, site, site)
    elif len(sys.argv) == 4 and sys.argv[1] == "past":
        past(os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3]))
    else:
        sys.exit(__doc__)


main()
