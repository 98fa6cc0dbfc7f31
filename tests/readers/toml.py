"""filters/lib/toml.lua against Python's tomllib: toml.py READER-CASES

Each case is read by both, in the sandbox and by tomllib: they agree on what it says, or both refuse it. Then the lines that ours
tells, and texts that would take too long (that is: more than the limit of steps) in other than linear time.
Ends with "toml: N passed, N failed".
"""
import json
import subprocess
import sys
import tempfile
import tomllib

VALID = r'''a=1
===
a = "x" # c
===

# only a comment
===
a.b.c = 1
a.b.d = 2
===
[a]
b.c=1
[a.d]
x=1
===
[fruit]
apple.color = "red"
apple.taste.sweet = true
[fruit.apple.texture]
smooth = true
===
[a.b.c]
x=1
[a]
y=2
===
[a.b.c]
z=9
[a]
b.x = 1
===
[[a]]
x=1
[[a]]
x=2
[a.b]
y=1
[[a.c]]
z=1
[[a.c]]
===
"" = 1
===
'quoted "k"' = 1
"a\tb".c = 2
===
a = [1, 2, # c
 3
 ,
]
===
a = [ [1,2], ["a"], [] , {x=1}, {} ]
===
a = {x.y=1, x.z=2, "q"=[{b=1}]}
===
a = """
first
second \
    third \


  fourth"""
===
a = """x""y"""
b = """"q"""
c = """q"""""
d = """"""
e = """"""""
===
a = \'\'\'
raw \n 'x' ''y\'\'\'\'
===
a = "\b\t\n\f\r\"\\\u00e9\U0001F600"
===
a = 'C:\x'
===
i1=0
i2=+99
i3=-17
i4=1_000
i5=0xDEAD_beef
i6=0o755
i7=0b1101
i8=9223372036854775807
i9=-9223372036854775808
i10=-0
i11=0x7fffffffffffffff
===
f1=1.0
f2=-0.01
f3=5e+22
f4=1e06
f5=-2E-2
f6=6.626e-34
f7=224_617.445_991_228
f8=inf
f9=-inf
f10=nan
f11=+inf
f12=-nan
f13=0e0
f14=1e1_0
===
d1=1979-05-27T07:32:00Z
d2=1979-05-27T00:32:00-07:00
d3=1979-05-27T00:32:00.999999-07:00
d4=1979-05-27 07:32:00Z
d5=1979-05-27T07:32:00
d6=1979-05-27
d7=07:32:00
d8=00:32:00.999999
d9=1979-05-27t07:32:00z
d10=2000-02-29
===
t=true
f=false
===
3.14159 = "pi"
1234 = 2
-  = 1
===
[ a . "b c" ]
 x = 1	# tab
===
[a]
[b]
===
a = [
]
===
a = "tab	inside"
# comment with	tab
===
points = [ { x = 1, y = 2 }, { x = 7 } ]
===
[[a.b]]
[a]
c=1
===
a={}
[b]
===
x = [ "]", '#' , """,""" ] # ]
===
日本 = 1
'''

INVALID = r'''a
===
a =
===
= 1
===
a = 1 b = 2
===
a = 1
a = 2
===
[a]
[a]
===
[a]
x=1
[[a]]
===
[[a]]
[a]
===
a=[]
[[a]]
===
a=[{}]
[[a]]
===
a={}
[a]
===
a={}
[a.b]
===
a={b=1}
a.c=2
===
a={b={}}
[a.b]
===
a={x.y=1,x={}}
===
a={x={},x.y=1}
===
a = {b=1,}
===
a = {b=1
}
===
a = [1,,2]
===
a = [,]
===
a = [1 2]
===
a = "x
===
a = "x\qy"
===
a = "\uD800"
===
a = "\U00110000"
===
a = "\u12"
===
a = 'x
===
a = """x
===
a = \'\'\'x
===
a = """x"""""" 
===
a = 01
===
a = +0x1
===
a = 0x
===
a = 0X1
===
a = 1__0
===
a = _1
===
a = 1_
===
a = 1_.0
===
a = 1._0
===
a = 1.
===
a = .5
===
a = 1e
===
a = 1e_5
===
a = 1_e5
===
a = 0x_1
===
a = 0_1
===
a = 00.1
===
a = --1
===
a = 0b2
===
a = 0o8
===
a = Inf
===
a = truee
===
a = True
===
a = 1979-02-30
===
a = 1900-02-29
===
a = 1979-13-01
===
a = 1979-05-27T25:00:00
===
a = 1979-05-27T07:32
===
a = 07:60:00
===
a = 1979-05-27T07:32:00+24:00
===
a = 1979-5-27
===
a = 1979-05-27 
b = 1979-05-27 07:3
===
[a
===
[]
===
[a.]
===
[.a]
===
[a]]
===
[[a]
===
[ [a]]
===
[a] x=1
===
a.b=1
[a]
===
[a.b.c]
z=9
[a]
b.c.t=1
===
[a.b.c.d]
z=9
[a]
b.c.d.k.t=1
===
[[a.b]]
[a]
b.y=2
===
[fruit]
apple.color=1
[fruit.apple]
===
[fruit]
apple.color=1
apple.taste.sweet=true
[fruit.apple.taste]
===
a=1
a.b=2
===
a=1
[a.b]
===
a.b=1
a=2
===
[a]
b=1
[a.b]
===
[a.b]
[a]
b=1
===
"a
b" = 1
===
"""a""" = 1
===
a = "x" "y"
===
a = {b=1, b=2}
===
a = {b.c=1, b.c=2}
===
a = [{x=1}, {y=2}
===
a b = 1
===
a..b=1
===
a = "control "
===
a = 1 # control 
===
a = """bad \x"""
===
a = """bad \ x"""
===
[x.y]
[x]
y.z=1
===
t1.b=1
[t2]
t1.c=1
[t1.x]
===
a=[1]
a.b=1
===
[[a]]
b={}
[a.b]
===
[a]
b.c=1
[a.b.d]
[a.b]
===
a = {x = [1,2,}
===
a = "\
b"
'''

BYTES = [
    b'a = 1\r\nb = """x\r\ny"""\r\n', b"a = 1\rb=2\n", b'a="\xff"\n', b'\n\na="\xed\xa0\x80"\n', b'a="x\x00"\n', b'a="x\x7f"\n',
    b"# \x01\n", b"\xef\xbb\xbfa=1\n", b"a=1", b"", b"\n", b'a = "no end', b"[a]", b"# x", b"a=[\n\n1\n2]",
    "a='é'\nb=\"日本\"\n".encode(), b"a='''\r\nx'''", b'a = """x\\\r\n   y"""\n', b"a=1 # c\r\n", b'"\\u00e9"=1',
    b"a = " + b"[" * 60 + b"]" * 60, b"a=1e400", b"a=-1e400",
]

# TOML wants 64 bits; Python has more.
TOO_LARGE = ["a = 9223372036854775808", "a = -9223372036854775809", "a = 0x8000000000000000"]

# What ours says: the line and the message, or the keys with their lines.
TOLD = [
    ("a = 1\n\n[t]\nb.c = [1,\n {d = 2}]\n", {"a:1": "i1", "t:3": {"b:4": {"c:4": ["i1", {"d:5": "i2"}]}}}),
    ("[[x]]\n[[x]]\ny = 1\n", {"x:1": ["empty", {"y:3": "i1"}]}),
    ("a = 1\n\na = 2", '3: "a" is given twice'),
    ("[a.b]\n[a]\n[a.b]", '3: "a.b" is given twice'),
    ("a = {}\n[a.b]", '2: [a.b] cannot be put into "a", which was given already'),
    ("a = 'x\n", "1: a text does not end: ' is missing"),
    ('x = 1\na = """x\n\n\n', '2: a text does not end: """ is missing'),
    ('a = """\n\n\\q"""', "3: \\q is no escape"),
    ("a = [1,\n2\n3]", '3: "3]" stands where , or ] should'),
    ("a = >= 1", '1: ">= 1" stands where a value should'),
    ("\na = yes", '2: "yes" is no value: a text stands in quotes'),
    ("a = 1 b = 2", '1: "b = 2" stands where the line should end'),
    ("a\n", "1: the end of the line stands where = should"),
    ("a = ", "1: the end stands where a value should"),
    ("a = {b = 1,}", "1: a comma before } is not allowed"),
    ("a = " + "[" * 100, "1: values are nested more than 64 deep"),
    (".".join(["a"] * 100) + " = 1", "1: a key has more than 64 parts"),
    (b"a = 1\nb = '\xff'", "2: this is not UTF-8"),
    ("a = " + "日" * 50, '1: "' + "日" * 20 + '" stands where a value should'),
]

LONG = [
    "\n".join(f"key{i} = {i}" for i in range(20000)),
    "a = [" + ", ".join(str(i) for i in range(40000)) + "]",
    'a = """' + '""x' * 100000 + '"""',
    "a = '" + "\t" * 300000 + "'",
    "# " + "\t" * 300000,
    'a = "' + "\\n" * 100000 + '"',
    "\n" * 500000 + "a = 1",
    " " * 500000 + "a = 1",
    "\n".join(f"[a.b.c.d{i}]\nx.y.z = 1" for i in range(8000)),
    "\n".join("[[a]]\nb = {c = 1, d.e = 2}" for i in range(8000)),
    'a = """' + "\\\n  \n" * 50000 + '"""',
    "a = " + "0" * 300000,
    "a = 1" + "_1" * 150000,
]


def strip_lines(v):
    if isinstance(v, dict):
        return {key.rsplit(":", 1)[0]: strip_lines(item) for key, item in v.items()}
    return [strip_lines(item) for item in v] if isinstance(v, list) else v


def bytewise(text):
    return text.encode().decode("latin-1")


def of_python(v):
    if isinstance(v, dict):
        return {bytewise(key): of_python(item) for key, item in v.items()} or "empty"
    if isinstance(v, list):
        return [of_python(item) for item in v] or "empty"
    if isinstance(v, bool):
        return "b" + str(v).lower()
    if isinstance(v, str):
        return "s" + bytewise(v)
    if isinstance(v, int):
        return f"i{v}"
    if isinstance(v, float):
        return "fnan" if v != v else f"f{v:.17g}"
    return None  # a date or a time


def same(ours, theirs):
    if theirs is None:
        return isinstance(ours, str) and ours.startswith("s")
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return ours == theirs


def is_refused(v):
    return isinstance(v, str) and v != "empty"


def by_tomllib(case):
    try:
        return of_python(tomllib.loads(case.decode()))
    except ValueError:
        return "refused"


def read_all(program, cases):
    """What ours makes of each: a value with lines, or a text "LINE: MESSAGE"; "refused: …" is the sandbox's."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, case in enumerate(cases):
            paths.append(f"{folder}/{i:04}")
            with open(paths[-1], "wb") as file:
                file.write(case)
        out = subprocess.run([program, "--probe", "tests/readers/toml.lua", *paths], check=True, capture_output=True).stdout
    lines = out.decode().split("\n")[:-1]
    assert len(lines) == len(cases), out[-2000:]
    return [line if line.startswith("refused") else json.loads(line) for line in lines]


def agrees(ours, case):
    theirs = by_tomllib(case)
    return is_refused(ours) if theirs == "refused" else not is_refused(ours) and same(strip_lines(ours), theirs)


def main(program):
    def told(wanted):
        return lambda ours, case: ours == (bytewise(wanted) if isinstance(wanted, str) else wanted)

    checks = [(case.encode(), agrees) for text in (VALID, INVALID) for case in text.replace("\\'", "'").split("===\n")]
    checks += [(case, agrees) for case in BYTES]
    checks += [(case if isinstance(case, bytes) else case.encode(), told(wanted)) for case, wanted in TOLD]
    checks += [(case.encode(), lambda ours, case: is_refused(ours)) for case in TOO_LARGE]
    checks += [(case.encode(), lambda ours, case: not str(ours).startswith("refused")) for case in LONG]
    failed = 0
    for (case, check), ours in zip(checks, read_all(program, [case for case, _ in checks])):
        if not check(ours, case):
            failed += 1
            print(f"FAILED {case[:200]!r}: {str(ours)[:300]}")
    print(f"toml: {len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main(sys.argv[1]))
