"""What the manual pages say, held against what the program knows.

manual.py schema MANUAL ROOT        keys and values of the archive's tables
manual.py codes MANUAL ROOT         the catalogue of diagnostics
manual.py history MANUAL ROOT       keys of commit messages, classes of events, sections and their headings
manual.py lints MANUAL ROOT         the rules of the lints that ship
manual.py commands MANUAL PROGRAM   commands and options as --help tells them
manual.py same MANUAL OTHER         both pages have the same items (a translation and its original)
manual.py filter MANUAL ROOT        types of nodes, their fields, functions and limits of filters
manual.py examples MANUAL PROGRAM   each example: files, and what commands print (in the current folder, a repository)
manual.py block MANUAL N            the N-th literal block (from 1), as text

The pages are mdoc(7): a table is a section "Keys of NAME", a key an item ".It Va key", a value of its vocabulary a
".Cm value" in the item's text. Prints what differs; fails if anything does.
"""
import glob
import os
import re
import subprocess
import sys


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read().split("\n")


def unescape(text):
    return text.replace("\\-", "-").replace("\\&", "").replace("\\e", "\\").replace("\\(dq", '"')


def words_of(line):
    """The arguments of a macro line that are no punctuation."""
    return [word for word in unescape(line).split()[1:] if word not in {",", ".", ";", ":", "(", ")", "|", "Ns", "No", "。", "："}]


# Tables. -----------------------------------------------------------------------


def manual_tables(path):
    tables, table, keys = {}, None, []
    for line in lines_of(path):
        heading = re.match(r"\.S[sh] +(.*)", line)
        if heading:
            name = re.match(r'Keys of (.*)$', heading.group(1))
            table, keys = (tables.setdefault(name.group(1), {}), []) if name else (None, [])
        elif table is not None and line.startswith(".It Va "):
            keys = words_of(line)[1:]
            for key in keys:
                table[key] = set()
        elif line == ".El":
            keys = []
        elif table is not None and line.startswith(".Cm "):
            for key in keys:
                table[key].update(words_of(line))
    return tables


def preprocessed(root, name):
    return subprocess.run(
        ["gcc", "-std=gnu11", "-D_GNU_SOURCE", "-E", "-P", f"-I{root}/generator", f"{root}/generator/archive/{name}"],
        check=True, capture_output=True, text=True).stdout


def schema_tables(root):
    roots = {"top": "archive.yaml", "advisory": "the front matter", "page": "a page", "term": "a term"}
    result = {}
    for name in ("config.c", "front.c"):
        text = preprocessed(root, name)
        tables, parents = {}, {}
        for match in re.finditer(r"static const struct field (\w+)\[\] = \{(.*?)\{0\},?\s*\};", text, re.S):
            fields = {}
            for entry in re.split(r"(?=\.key\s*=)", match.group(2))[1:]:
                key = re.match(r'\.key\s*=\s*"(\w+)"', entry).group(1)
                words = re.search(r"\.words\s*=\s*\(\(const char \*const\[\]\)\{(.*?)\}", entry, re.S)
                fields[key] = set(re.findall(r'"([^"]*)"', words.group(1))) if words else set()
                sub = re.search(r"\.sub\s*=\s*(\w+)", entry)
                if sub:
                    parents[sub.group(1)] = key
            tables[match.group(1)] = fields
        for table, fields in tables.items():
            assert table in roots or table in parents, f"{name}: nothing refers to {table}"
            result[roots.get(table) or parents[table]] = fields
    assert len(result) > 15, "the tables of the source were not found"
    return result


def compare_tables(manual, schema):
    for table in sorted(manual.keys() | schema.keys()):
        if table not in manual or table not in schema:
            yield f'"{table}" is {"not in the manual" if table not in manual else "no table of the source"}'
            continue
        for key in sorted(manual[table].keys() | schema[table].keys()):
            if key not in manual[table] or key not in schema[table]:
                yield f'{table}: {key} is not in the {"manual" if key not in manual[table] else "source"}'
            elif manual[table][key] != schema[table][key]:
                yield f"{table}: {key}: the manual has {sorted(manual[table][key])}, the source {sorted(schema[table][key])}"


# Lists. -------------------------------------------------------------------------


def compare_lists(what, manual, source):
    assert source, f"the source names no {what}"
    for item in sorted(set(manual) ^ set(source)):
        yield f"{what}: {item} is only in the {'manual' if item in manual else 'source'}"


def compare_codes(manual, root):
    status = {"DONE": 0, "CONTENT": 1, "USAGE": 2, "SYSTEM": 3, "BUG": 4}
    source = []
    for line in lines_of(f"{root}/generator/base/diag_codes.h"):
        row = re.match(r'DIAG\(DIAG_\w+, "(\w+)", DIAG_(\w+), STATUS_(\w+)\)', line)
        if row:
            level = row.group(2).lower()
            source.append(f"{row.group(1)} {level}" + (f", {status[row.group(3)]}" if level == "error" else ""))
    items = [re.match(r"\.It Sy (\w+) Pq (.*)", line) for line in lines_of(manual)]
    return compare_lists("codes", [f"{i.group(1)} {i.group(2)}" for i in items if i], source)


def compare_history(manual, root):
    text = lines_of(manual)
    keys = [m.group(1) for m in (re.match(r"\.It Li ([A-Z][A-Za-z-]*?)-? ", line) for line in text) if m]
    with open(f"{root}/generator/history/slips.c", encoding="utf-8") as file:
        yield from compare_lists("keys of messages", keys, ["Note"] + re.findall(r'\{"([A-Z][A-Za-z-]+)", "', file.read()))
    classes = [word for line in text if line.startswith(".It Em ") for word in words_of(line)[1:]]
    with open(f"{root}/generator/history/history.c", encoding="utf-8") as file:
        yield from compare_lists("classes", classes, re.findall(r'\[EVENT_\w+\] = "([a-z-]+)"', file.read()))
    for lang, column in (("en", 1), ("ja", 2)):
        with open(f"{root}/filters/locale/{lang}.lua", encoding="utf-8") as file:
            table = re.search(r"\n\tsections = \{(.*?)\n\t\}", file.read(), re.S).group(1)
        names = re.findall(r'\[?"?([a-z-]+)"?\]? = \{"([^"]+)"', table)
        rows = [re.split(" Ta ", line[4:]) for line in text if line.startswith(".It ") and " Ta " in line]
        yield from compare_lists(f"sections ({lang})", [f"{r[0].removesuffix(' *')} {r[column]}" for r in rows],
                                 [" ".join(pair) for pair in names])


def compare_lints(manual, root):
    told, source, lint = [], [], None
    for line in lines_of(manual):
        heading = re.match(r"\.Ss .*\((\S+)\.lua\)$", unescape(line))
        lint = heading.group(1) if heading else lint
        item = re.match(r"\.It Sy (\S+) Pq (\S+)$", line)
        if item:
            told.append(f"{lint}: {item.group(1)} {item.group(2)}")
    for path in glob.glob(f"{root}/filters/lint/*.lua"):
        with open(path, encoding="utf-8") as file:
            rules = re.findall(r'\["?([a-z0-9-]+)"?\] = \{severity = "(\w+)"\}', file.read())
        source += [f"{os.path.basename(path)[:-4]}: {code} {severity}" for code, severity in rules] or [f"{path} declares no rules"]
    return compare_lists("rules", told, source)


def compare_commands(manual, program):
    items, command = [], None
    for line in lines_of(manual):
        if line.startswith(".Ss "):
            command = line[4:]
        option = re.match(r"\.It Fl (\w) , Fl Fl (\S+)(?: Ns = Ns Ar (\S+))?", line)
        if option:
            items.append(unescape(f"{command} -{option.group(1)} --{option.group(2)}" + (f"={option.group(3)}" if option.group(3) else "")))
    told = lambda *arguments: subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout
    source = []
    for name in re.findall(r"^  ([a-z]+) +[a-z]", told("--help"), re.M):
        for key, option in re.findall(r"^  -(\w), --(\S+)", told(name, "--help"), re.M):
            if option != "help":
                source.append(f"{name} -{key} --{option}")
    return compare_lists("options", items, source)


# Filters. ------------------------------------------------------------------------


def types_of_nodes(root):
    """Each type's name and its fields, but for those that all have, or all that hold others."""
    with open(f"{root}/generator/document/node.c", encoding="utf-8") as file:
        names = dict(re.findall(r'\[NODE_(\w+)\] = "(\w+)"', file.read()))
    with open(f"{root}/generator/script/node.c", encoding="utf-8") as file:
        source = file.read()
    literals = re.search(r"#define LITERALS \((.*)\)", source).group(1)
    fields = {name: set() for name in names.values()}
    for name, mask in re.findall(r'^\t\{"(\w+)", FIELD_\w+, \w+, ([^,]+),', source, re.M):
        for kind in re.findall(r"T\((\w+)\)", mask.replace("LITERALS", literals)):
            if not mask.startswith("~"):
                fields[names[kind]].add(name)
    return fields


def types_of_page(manual):
    fields, current, section = {}, None, ""
    for line in lines_of(manual):
        if line.startswith((".Sh", ".Ss")):
            section = line[4:]
        if section in ("Blocks", "Inlines") and line.startswith(".It Sy "):
            current = fields.setdefault(line[7:], set())
        elif line == ".El":
            current = None
        elif current is not None and line.startswith(".Fa "):
            current.update(words_of(line))
    return fields


def functions_of(root, tables):
    out = set()
    for file, table in tables:
        with open(f"{root}/generator/script/{file}", encoding="utf-8") as source:
            body = re.search(table + r"\[\] = \{(.*?)\};", source.read(), re.S).group(1)
        out.update(re.findall(r'\{?"(\w+)"', body))
    return out


def compare_filter(manual, root):
    page, source = types_of_page(manual), types_of_nodes(root)
    lines = [unescape(line) for line in lines_of(manual)]
    as_table = lambda types: {name: {field: set() for field in of} for name, of in types.items()}
    yield from compare_tables(as_table(page), as_table(source))
    told = {words_of(line)[1] for line in lines if line.startswith(".It Fn ")} | {
        word for line in lines if line.startswith(".Fn ") for word in words_of(line)[:1]}
    own = functions_of(root, [("filter.c", "filter_functions"), ("filter.c", "filter_changes")])
    plain = functions_of(root, [("library.c", "names"), ("library.c", "own"), ("tables.c", "pairs_functions"),
                                ("helpers.c", "helper_functions"), ("shared.c", "shared_functions")])
    known = {f"shirase.{name}" for name in own} | plain
    yield from (f"no word of {name}()" for name in sorted(known - told))
    yield from (f"there is no {name}()" for name in sorted(told - known - {"table.sort"}))
    with open(f"{root}/generator/script/worker.h", encoding="utf-8") as file:
        limits = dict(re.findall(r"#define (SCRIPT_\w+) +\(*(?:size_t\))?(\d+)", file.read()))
    with open(f"{root}/generator/script/filter.c", encoding="utf-8") as file:
        depth = re.search(r"#define DEPTH_LIMIT (\d+)", file.read()).group(1)
    for line in (f"{limits['SCRIPT_MEMORY']} MiB of memory", f"{int(limits['SCRIPT_STEPS']) // 1000000} million steps",
                 f"{int(limits['SCRIPT_PATIENCE']) // 1000} seconds of processor time", f"{depth} nodes in each other",
                 f"a script of {limits['SCRIPT_SOURCE']} MiB"):
        if f".It {line}" not in lines:
            yield f"no word of {line}"


def run_examples(manual, program):
    """A block behind a path is that file's; one behind a command is what it prints."""
    target, current, count = None, None, 0
    for line in lines_of(manual):
        path = re.match(r"\.Pa (\S+\.(?:lua|md))( :)?$", line)
        command = re.match(r"\.Dl shirase (filter .*)", line)
        if path:
            target = unescape(path.group(1))
        elif command:
            target = unescape(command.group(1)).split()
        elif line.startswith(".Bd -literal"):
            current = []
        elif line == ".Ed":
            text, current = "".join(f"{unescape(one)}\n" for one in current), None
            if isinstance(target, str):
                os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
                with open(target, "w", encoding="utf-8") as file:
                    file.write(text)
            elif target:
                done = subprocess.run([program, *target], capture_output=True, text=True, check=False)
                count += 1
                if done.stdout + done.stderr != text:
                    yield f"shirase {' '.join(target)} prints\n{done.stdout}{done.stderr}and not\n{text}"
            target = None
        elif current is not None:
            current.append(line)
    if not count:
        yield "there are no examples"


def items_of(path):
    """The items of a page in their order, each with the values in its text."""
    items = []
    for line in lines_of(path):
        if line.startswith(".It "):
            items.append((" ".join(words_of(line)), set()))
        elif line == ".El":
            items.append(("", set()))
        elif line.startswith(".Cm ") and items:
            items[-1][1].update(words_of(line))
    return [f"{item} {' '.join(sorted(values))}" for item, values in items]


def block(path, number):
    blocks, current = [], None
    for line in lines_of(path):
        if line.startswith(".Bd -literal"):
            current = []
        elif line == ".Ed":
            blocks.append(current)
            current = None
        elif current is not None:
            current.append(unescape(line))
    return "\n".join(blocks[number - 1]) + "\n"


def main(action, manual, other=None):
    if action == "block":
        sys.stdout.write(block(manual, int(other)))
        return 0
    if action == "same":
        mine, original = items_of(manual), items_of(other)
        differences = [] if mine == original else list(compare_lists("items", mine, original)) or ["the order of items differs"]
    elif action == "schema":
        differences = list(compare_tables(manual_tables(manual), schema_tables(other)))
    else:
        differences = list({"codes": compare_codes, "history": compare_history, "lints": compare_lints, "commands": compare_commands,
                            "filter": compare_filter, "examples": run_examples}[action](manual, other))
    print("\n".join(differences))
    return 1 if differences else 0


sys.exit(main(*sys.argv[1:]))
