"""Fails if a word stands in any file or name of a site: redacted.py SITE WORD…
As it stands, with markup taken out (a difference cuts words), with references and percent signs undone, without regard to
case and to white space, and in base64 (of a data: URL)."""

import base64
import html
import os
import re
import sys
from urllib.parse import unquote

site, words = sys.argv[1], sys.argv[2:]
found = False


def forms(text):
    bare = re.sub(r"<[^>]*>", "", text)
    yield text
    yield bare
    yield html.unescape(bare)
    yield unquote(html.unescape(text))
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    for code in re.findall(r"base64,([A-Za-z0-9+/=]+)", text):
        yield base64.b64decode(code + "=" * (-len(code) % 4)).decode("utf-8", "replace")


def look(place, text):
    global found
    for form in forms(text):
        plain = re.sub(r"\s+", "", form).lower()
        for word in words:
            at = plain.find(word.lower())
            if at >= 0:
                print(f"{place}: {word}: …{plain[max(0, at - 80):at + 80]}…")
                found = True
                return


for folder, _, names in os.walk(site):
    for name in names:
        path = os.path.join(folder, name)
        with open(path, "rb") as f:
            look(os.path.relpath(path, site), f.read().decode("utf-8", "replace"))
        look("a name", os.path.relpath(path, site))
sys.exit(found)
