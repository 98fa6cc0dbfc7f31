#!/usr/bin/env python3
"""indicators.py SITE: indicators.csv by Python's reader, against the indicators of the site's STIX bundles."""
import csv
import json
import pathlib
import re
import sys

site = pathlib.Path(sys.argv[1])
text = (site / "indicators.csv").read_bytes().decode("utf-8")
assert text.endswith("\r\n") and not re.search("(?<!\r)\n(?!.*\")", text.replace("\r\n", "")), "lines do not end with CR LF"
reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
rows = list(reader)
assert reader.fieldnames == ["id", "type", "value", "note", "state", "mark", "revision", "serial", "time", "url"], reader.fieldnames
advisories = {a["id"]: a for a in json.loads((site / "archive.json").read_text())["advisories"]}
told = set()
for path in (site / "stix").glob("*.json"):
    for o in json.loads(path.read_text())["objects"]:
        if o["type"] == "indicator" and not o.get("revoked"):
            told.add((path.stem, o["name"]))
for row in rows:
    assert None not in row and None not in row.values(), f"a line of another length: {row}"
    advisory = advisories[row["id"]]
    assert advisory["state"] == row["state"] != "withdrawn", f"{row['id']} is {advisory['state']}"
    events = [e for e in advisory["events"] if e["serial"] == int(row["serial"]) and e["time"] == row["time"]]
    assert any(e.get("revision") == int(row["revision"]) for e in events), f"{row['id']} has no such event: {row}"
    for cell in row.values():
        assert not re.match(r"[=+\-@\t\r]", cell), f"a formula: {cell}"
seen = {(row["id"], re.sub(r"^'(?=[=+\-@])", "", row["value"])) for row in rows}
assert seen == told, f"not the indicators of STIX: {seen ^ told}"
keys = [(row["id"], row["type"], row["value"]) for row in rows]
order = [(id, type, re.sub(r"^'(?=[=+\-@])", "", value)) for id, type, value in keys]
assert order == sorted(order, key=lambda k: tuple(part.encode() for part in k)), "not sorted"
print(f"{len(rows)} indicators")
