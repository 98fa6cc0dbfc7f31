"""A built site, as the checks of this folder read it: its files, its pages, and the faults that were found."""

import json
import os
from html.parser import HTMLParser

BASE = "https://csirt.example.org/"
site = ""
faults = []


def begin(path):
    """The site that is read from now on."""
    global site
    site = path


def fault(place, message):
    faults.append(f"{place}: {message}")


def read(path):
    with open(os.path.join(site, path), encoding="utf-8", newline="") as f:
        return f.read()


def files(suffix):
    for folder, folders, names in os.walk(site):
        folders.sort()
        for name in sorted(names):
            if name.endswith(suffix):
                yield os.path.relpath(os.path.join(folder, name), site)


def archive():
    return json.loads(read("archive.json"))


ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "cite", "srcset", "background", "ping", "manifest"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """The links, anchors and elements of one page; what no page may have is a fault."""

    def __init__(self, path, text, fragment=False):
        super().__init__(convert_charrefs=True)
        self.path, self.ids, self.links, self.meta, self.open = path, set(), [], {}, []
        self.lang = self.title = None
        self.in_title = False
        self.feed(text)
        self.close()
        if self.open:
            fault(path, f"elements are not closed: {self.open}")
        if not fragment and not text.startswith("<!DOCTYPE html>"):
            fault(path, "it does not begin with <!DOCTYPE html>")

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            fault(self.path, f"<{tag}> has an attribute twice")
        values = dict(attributes)
        if tag == "script" and values != {"type": "application/ld+json"}:
            fault(self.path, f"a script with {values}")
        if tag in ("iframe", "object", "embed", "form", "base", "style", "svg", "math"):
            fault(self.path, f"it has <{tag}>")
        for name, value in attributes:
            if name.startswith("on") or name == "style":
                fault(self.path, f"<{tag} {name}={value!r}>")
            if name in ADDRESSES:
                self.links.append((tag, values, value or ""))
        if "id" in values:
            if values["id"] in self.ids:
                fault(self.path, f"the anchor {values['id']} stands twice")
            self.ids.add(values["id"])
        if tag == "html":
            self.lang = values.get("lang")
        if tag == "meta":
            self.meta[values.get("name") or values.get("http-equiv") or ""] = values.get("content")
        self.in_title = tag == "title"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            fault(self.path, f"</{tag}> closes what is not open")
        self.in_title = False

    def handle_data(self, data):
        if self.in_title:
            self.title = (self.title or "") + data
