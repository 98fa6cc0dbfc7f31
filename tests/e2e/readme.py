"""The blocks of commands in README.md, for readme.sh to run.

readme.py README FOLDER
Writes each block of the English part into FOLDER/NNN.ROLE, in order. Fails if a block is for nobody, if text is set as
code without a fence, if the Japanese part shows other commands than the English one, or if a link leads nowhere.
"""
import os
import re
import sys

ROLES = {"here", "offline", "publisher", "reader", "mirror"}


def blocks_of(lines):
    blocks, role = [], None
    for number, line in enumerate(lines, 1):
        if role is None and re.match(r"( {4}|\t)\S", line) and not re.match(r"\s*([-*]|\d+\.) ", line):
            sys.exit(f"line {number}: code without a fence: {line}")
        fence = re.match(r"```(\S*) ?(\S*)$", line)
        if not fence:
            if role is not None:
                blocks[-1][1].append(line)
        elif role is not None:
            role = None
        else:
            if fence.group(1) != "sh" or fence.group(2) not in ROLES:
                sys.exit(f"line {number}: a block for nobody: {line}")
            role = fence.group(2)
            blocks.append((role, []))
    return [(role, "\n".join(body) + "\n") for role, body in blocks]


def without_remarks(blocks):
    return [(role, re.sub(r" +# .*", "", body)) for role, body in blocks]


def anchor(heading):
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def check_links(readme, text):
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    anchors = {anchor(heading) for heading in re.findall(r"^#+ (.*)", prose, re.M)}
    for target in re.findall(r"\]\(([^)]+)\)", prose):
        if not (target[1:] in anchors if target[0] == "#" else os.path.exists(os.path.join(os.path.dirname(readme), target))):
            sys.exit(f"a link that leads nowhere: {target}")


def main(readme, folder):
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    check_links(readme, text)
    english, japanese = re.split(r"^## 日本語$", text, flags=re.M)
    english, japanese = blocks_of(english.split("\n")), blocks_of(japanese.split("\n"))
    if len(english) < 10:
        sys.exit("the blocks were not found")
    for ours, theirs in zip(without_remarks(english), without_remarks(japanese)):
        if ours != theirs:
            sys.exit(f"the two languages show other commands: {ours} {theirs}")
    if len(english) != len(japanese):
        sys.exit(f"{len(english)} blocks in English, {len(japanese)} in Japanese")
    for number, (role, body) in enumerate(english):
        with open(f"{folder}/{number:03}.{role}", "w", encoding="utf-8") as file:
            file.write(body)


main(*sys.argv[1:])
