#!/usr/bin/env python3
"""rustsec.py <EXPORT: turns a `git fast-export` of the RustSec advisory database into one of an archive of ours,
commit by commit: front matter from TOML to YAML, crates/… to archive/advisories/crates/…/<ID>.en.md."""
import re
import sys
import tomllib

CONFIG = """version: 1
base_url: https://rustsec.example.org/
publisher:
  name: {en: RustSec}
  namespace: https://rustsec.example.org
  category: coordinator
  contact: {email: info@rustsec.example.org}
languages: [en]
id: "RUSTSEC-{year}-{serial:04}"
"""

IMPACTS = {"code-execution": "code-execution", "denial-of-service": "denial-of-service",
           "privilege-escalation": "privilege-escalation", "crypto-failure": "security-bypass",
           "memory-exposure": "information-disclosure", "format-injection": "tampering"}
FENCED = re.compile(r"\A```toml\n(.*?)\n```\n(.*)\Z", re.S)
HEADING = re.compile(r"\A\s*# +(.+?) *#*\n(.*)\Z", re.S)
COMMENT = re.compile(r"<!--.*?-->", re.S)


def quoted(text):
    return '"%s"' % re.sub(r"\s+", " ", str(text)).strip().replace("\\", "\\\\").replace('"', '\\"')


def listed(texts):
    return "[%s]" % ", ".join(quoted(t) for t in texts)


def versions(advisory, toml):
    table = toml.get("versions", {})
    patched = table.get("patched", advisory.get("patched_versions", []))
    unaffected = table.get("unaffected", advisory.get("unaffected_versions", []))
    product = {"product": quoted(advisory.get("package", "?")), "type": "package", "scheme": "semver", "versions": "unknown"}
    fixed = [v.removeprefix(">=").strip() for v in patched if re.fullmatch(r">= *[0-9][^,]*", v)]
    older = [v.replace(" ", "") for v in unaffected if re.fullmatch(r"<=? *[0-9][^,]*", v)]
    if fixed:
        product["fixed"] = listed(fixed)
    if older:
        product["unaffected"] = listed(older)
    return "{%s}" % ", ".join(f"{k}: {v}" for k, v in product.items())


def front_matter(toml, advisory, title):
    aliases = advisory.get("aliases", [])
    impacts = sorted({IMPACTS.get(c, "other") for c in advisory.get("categories", [])}) or ["unknown"]
    # One that waits for its number is called RUSTSEC-0000-0000, like all that wait.
    status = "draft" if re.search(r"-0000$", advisory.get("id", "")) else "final"
    lines = [f"title: {quoted(title or advisory.get('title', '?'))}", f"status: {status}"]
    lines.append("kind: information" if "informational" in advisory else "kind: vulnerability")
    lines += [f"affected: [{versions(advisory, toml)}]", f"impact: {listed(impacts)}", "exploitation: unknown"]
    cves = [a for a in aliases if re.fullmatch(r"CVE-\d{4}-\d{4,}", a)]
    if cves:
        lines.append(f"cve: {listed(cves)}")
    if "cvss" in advisory:
        lines.append(f"cvss: {quoted(advisory['cvss'])}")
    if "url" in advisory:
        lines.append("references: [{url: %s}]" % quoted(advisory["url"]))
    if advisory.get("keywords"):
        lines.append(f"tags: {listed(advisory['keywords'])}")
    if "withdrawn" in advisory:
        lines.append("withdrawn: {reason: other, note: {en: Withdrawn by its authors}}")
    return "\n".join(lines)


def converted(data):
    """The blob as a document of ours; what cannot be read stays as it is, and is a version that cannot be read."""
    try:
        text = data.decode()
        fenced = FENCED.match(text)
        toml = tomllib.loads(fenced[1] if fenced else text)
    except ValueError:
        return data
    advisory = toml.get("advisory", toml.get("vulnerability"))
    if not isinstance(advisory, dict):
        return data
    body = fenced[2] if fenced else str(advisory.get("description", ""))
    heading = HEADING.match(body)
    if heading:
        body = heading[2]
    return f"---\n{front_matter(toml, advisory, heading and heading[1])}\n---\n\n{COMMENT.sub('', body)}".encode()


def moved(path):
    """Where a file lies in the archive; other files lie beside it."""
    if re.search(rb"/RUSTSEC-\d{4}-\d{4}\.(md|toml)$", path):
        return b"archive/advisories/" + path.rsplit(b".", 1)[0] + b".en.md"
    return b"beside/" + path


def copy(source, out):
    changes, in_blob = [], False
    first = f"M 100644 inline archive/archive.yaml\ndata {len(CONFIG.encode())}\n{CONFIG}\n".encode()
    for line in source:
        if line.startswith(b"M "):
            _, mode, mark, path = line.rstrip(b"\n").split(b" ", 3)
            changes.append(b"M %s %s %s\n" % (mode, mark, moved(path)))
        elif line.startswith(b"D "):
            changes.append(b"D %s\n" % moved(line[2:].rstrip(b"\n")))
        elif line.startswith(b"data "):
            data = source.read(int(line[5:]))
            data = converted(data) if in_blob else data
            out.write(b"data %d\n%s" % (len(data), data))
            if not in_blob:
                changes, first = [first], b""
        else:
            # Of a file that goes as .toml and comes as .md, the coming counts.
            out.writelines(sorted(changes, key=lambda c: c[:1] != b"D"))
            changes = []
            if line.startswith((b"blob", b"commit ")):
                in_blob = line.startswith(b"blob")
            out.write(line)
    out.writelines(sorted(changes, key=lambda c: c[:1] != b"D"))


copy(sys.stdin.buffer, sys.stdout.buffer)
