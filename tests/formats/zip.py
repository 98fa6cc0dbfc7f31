#!/usr/bin/env python3
"""zip.py SITE: osv/all.zip holds each OSV record of the site byte for byte, stored, by name, at its record's time, and nothing that
differs from machine to machine."""
import datetime
import json
import pathlib
import sys
import zipfile

site = pathlib.Path(sys.argv[1])
records = {path.name: path.read_bytes() for path in (site / "osv").glob("*.json")}
archive = zipfile.ZipFile(site / "osv" / "all.zip")
names = archive.namelist()
assert archive.testzip() is None, "a checksum is wrong"
assert names == sorted(records), f"its names are {names}, not {sorted(records)}"
for info in archive.infolist():
    assert archive.read(info) == records[info.filename], f"{info.filename} differs from the site's"
    modified = datetime.datetime.fromisoformat(json.loads(records[info.filename])["modified"].rstrip("Z"))
    assert info.date_time == (*modified.timetuple()[:5], modified.second // 2 * 2), f"{info.filename} is of {info.date_time}"
    assert info.compress_type == zipfile.ZIP_STORED and not info.extra and not info.comment, f"{info.filename} is not stored as it should be"
    assert info.external_attr == 0o100644 << 16 and info.create_system == 3, f"{info.filename} has other rights"
print(f"{len(names)} files")
