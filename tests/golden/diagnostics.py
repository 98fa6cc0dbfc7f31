#!/usr/bin/env python3
"""Reads diagnostics as --diagnostics=json or =github prints them, and writes them as text.

If the text is byte for byte what the program prints itself, the three forms tell the same. A line that is no JSON object
of the keys below, or no workflow command with what it must escape escaped, is a fault.
"""
import json
import re
import sys

KEYS = ("path", "line", "column", "level", "code", "message", "hint")
COMMAND = re.compile(r"::(notice|warning|error) ((?:[a-z]+=[^,:]*,)*)title=([A-Z][0-9]{3}|[a-z][a-z0-9-]*)::(.*)")
ESCAPES = {"25": "%", "0D": "\r", "0A": "\n", "3A": ":", "2C": ","}


def of_json(line):
    pairs = json.loads(line, object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert keys == [key for key in KEYS if key in keys], "keys: " + line
    found = dict(pairs)
    assert {"level", "code", "message"} <= set(found), "a key is missing: " + line
    assert all(isinstance(found.get(key, 1), int) for key in ("line", "column")), "no number: " + line
    return found


def unescaped(text, allowed):
    def one(match):
        assert match.group(1) in allowed, "%" + match.group(1) + " in " + text
        return ESCAPES[match.group(1)]
    assert not re.search("%(?![0-9A-F]{2})", text), "a bare %: " + text
    return re.sub("%([0-9A-F]{2})", one, text)


def of_github(line):
    match = COMMAND.fullmatch(line)
    assert match, "no workflow command: " + line
    level, properties, code, data = match.groups()
    found = {"level": "note" if level == "notice" else level, "code": code}
    for name, value in re.findall("([a-z]+)=([^,]*),", properties):
        value = unescaped(value, ESCAPES)
        key = {"file": "path", "line": "line", "col": "column"}[name]
        found[key] = value if key == "path" else int(value)
    message, hint, rest = (unescaped(data, ("25", "0A")) + "\nhint: ").split("\nhint: ", 2)[:3] if "%0A" in data else (
        unescaped(data, ("25",)), None, None)
    assert not rest, "two hints: " + line
    found["message"] = message
    if hint is not None:
        found["hint"] = hint
    return found


def remedy(found):
    return None if found["level"] == "error" else (found["code"], found.get("hint"))


def text_of(found, before):
    """As text, a warning does not repeat the hint of the one before it."""
    place = "shirase: "
    if "path" in found:
        place = found["path"] + ":"
        for key in ("line", "column"):
            place += "%d:" % found[key] if key in found else ""
        place += " "
    told = before and remedy(found) and remedy(found) == remedy(before)
    hint = "  hint: %s\n" % found["hint"] if "hint" in found and not told else ""
    return "%s%s: [%s] %s\n%s" % (place, found["level"], found["code"], found["message"], hint)


read = {"json": of_json, "github": of_github}[sys.argv[1]]
last = None
for given in sys.stdin.buffer.read().decode("utf-8").split("\n")[:-1]:
    this = read(given)
    sys.stdout.buffer.write(text_of(this, last).encode("utf-8"))
    last = this
