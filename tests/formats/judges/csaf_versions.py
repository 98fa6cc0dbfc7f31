"""Builds an archive as it was at each of its commits: a CSAF document that is there stays, at its path; one that changed by a byte
has a higher version, and a later date.

  csaf_versions.py PROGRAM ARCHIVE FOLDER [FIRST]   FOLDER is for the sites; FIRST: a commit to begin with
"""
import json
import os
import shutil
import subprocess
import sys

program, archive, folder = sys.argv[1:4]


def git(*args):
    return subprocess.run(["git", "-C", archive, *args], check=True, capture_output=True, text=True).stdout.split()


def documents(commit):
    site = os.path.join(folder, "site")
    shutil.rmtree(site, ignore_errors=True)
    built = subprocess.run([program, "build", "--unsigned", "-C", archive, "--rev", commit, "-o", site], capture_output=True, text=True)
    if built.returncode:
        return None
    white = os.path.join(site, ".well-known/csaf/white")
    found = {}
    for year in os.listdir(white):
        for name in os.listdir(os.path.join(white, year)) if year.isdigit() else ():
            if name.endswith(".json"):
                with open(os.path.join(white, year, name), "rb") as f:
                    found[year + "/" + name] = f.read()
    return found


def tracking(document):
    return json.loads(document)["document"]["tracking"]


faults = changes = built = 0
before = {}
chain = git("rev-list", "--first-parent", "--reverse", "HEAD")
if len(sys.argv) > 4:
    chain = chain[chain.index(git("rev-parse", sys.argv[4])[0]):]
for commit in chain:
    now = documents(commit)
    if now is None:
        continue  # what was no archive, or no valid one
    built += 1
    for path, was in before.items():
        if path not in now:
            faults += 1
            print(f"{commit}: {path} is gone")
        elif now[path] != was:
            changes += 1
            old, new = tracking(was), tracking(now[path])
            if int(new["version"]) <= int(old["version"]) or new["current_release_date"] <= old["current_release_date"]:
                faults += 1
                print(f"{commit}: {path} changed, and is still version {new['version']} of {new['current_release_date']}")
    before = now
print(f"{built} states, {len(before)} documents, {changes} changes, {faults} faults")
sys.exit(1 if faults or not changes else 0)
