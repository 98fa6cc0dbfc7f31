#!/usr/bin/python3
"""The CI files of a new archive, taken apart.
  ci.py rules FOLDER                    what must hold of them, without running anything
  ci.py github FOLDER JOB [KEY=VALUE]…  a shell script: the run steps of a job, as GitHub would run them
  ci.py gitlab FOLDER JOB               the same of GitLab's
Expressions in `env` are what KEY=VALUE says they are; one that nobody names is an error, and one in a script is forbidden."""
import re
import shlex
import sys

import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.2 as GitHub reads it: "on" is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def load(path):
    with open(path, encoding="utf-8") as f:
        return yaml.load(f, Loader)


def expect(truth, message):
    if not truth:
        sys.exit("ci.py: " + message)


def expand(text, values):
    def one(match):
        expect(match[1] in values, f"nobody says what {match[1]} is")
        return values[match[1]]

    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", one, str(text))


def github_job(folder, name, values):
    flow = load(folder + "/.github/workflows/advisories.yml")
    expect(flow["defaults"]["run"]["shell"] == "bash", "steps run in another shell")
    for step in flow["jobs"][name]["steps"]:
        if "run" not in step:
            continue
        env = {key: expand(text, values) for key, text in step.get("env", {}).items()}
        print("env " + " ".join(shlex.quote(f"{k}={v}") for k, v in env.items()) + " bash --noprofile --norc -eo pipefail -c " + shlex.quote(step["run"]))


def gitlab_job(folder, name):
    flow = load(folder + "/.gitlab-ci.yml")
    job = flow[name]
    for line in flow["default"]["before_script"] + job["script"]:
        print(line)


def github_rules(folder):
    flow = load(folder + "/.github/workflows/advisories.yml")
    expect(set(flow["on"]) == {"pull_request", "push", "workflow_dispatch"}, "other events: " + str(flow["on"]))
    expect(flow["on"]["push"]["branches"] == ["main"], "pushes to other branches")
    expect(flow["permissions"] == {}, "permissions for all jobs")
    expect("publish" in flow["concurrency"]["group"], "two publications may race")
    allowed = {"check": {"contents": "read"}, "build": {"contents": "read"}, "verify": {"contents": "read"},
               "deploy": {"pages": "write", "id-token": "write"}}
    for name, job in flow["jobs"].items():
        expect(job["permissions"] == allowed[name], f"permissions of {name}")
        expect(name == "build" or "secrets." not in yaml.dump(job), f"{name} sees a secret")
        for step in job["steps"]:
            expect("${{" not in step.get("run", ""), f"{name}: an expression in a script")
            if "uses" in step:
                expect(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]), f"{name}: {step['uses']} is not pinned")
            if "actions/checkout@" in step.get("uses", ""):
                expect(step["with"]["persist-credentials"] is False, f"{name}: credentials stay")
                expect(name == "verify" or step["with"]["fetch-depth"] == 0, f"{name}: a shallow clone")
                expect("filter" not in step["with"], f"{name}: a partial clone")
    jobs = flow["jobs"]
    expect(jobs["check"]["if"] == "github.event_name == 'pull_request'", "check runs for something else")
    expect("github.event_name != 'pull_request'" in jobs["build"]["if"] and "refs/heads/main" in jobs["build"]["if"],
           "proposals are built with the secrets")
    expect(jobs["build"]["environment"] == "signing", "the secrets belong to no environment")
    expect(jobs["deploy"]["needs"] == "build" and set(jobs["verify"]["needs"]) == {"build", "deploy"}, "jobs do not wait")
    upload = next(s for s in jobs["build"]["steps"] if "upload-pages-artifact" in s.get("uses", ""))
    expect(upload["with"] == {"path": "public", "include-hidden-files": True}, "what is uploaded")


def gitlab_rules(folder):
    flow = load(folder + "/.gitlab-ci.yml")
    expect(flow["variables"]["GIT_DEPTH"] == "0" and flow["variables"]["GIT_STRATEGY"] == "clone", "a shallow clone")
    on_main = [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    expect(flow["check"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}], "check runs for something else")
    expect(flow["pages"]["rules"] == on_main and flow["verify"]["rules"] == on_main, "proposals are published")
    expect(flow["pages"]["resource_group"], "two publications may race")
    expect(flow["pages"]["artifacts"]["paths"] == ["public"], "what is published")
    for name in ("check", "pages", "verify"):
        expect(flow[name]["stage"] in flow["stages"], f"{name} has no stage")
    expect("SHIRASE_KEY" not in yaml.dump([flow["check"], flow["verify"]]), "a secret in the wrong job")


def main():
    what, folder, *rest = sys.argv[1:]
    if what == "rules":
        github_rules(folder)
        gitlab_rules(folder)
    elif what == "github":
        github_job(folder, rest[0], dict(one.split("=", 1) for one in rest[1:]))
    else:
        gitlab_job(folder, rest[0])


main()
