"""security.txt by RFC 9116, and a Web Key Directory by draft-koch-openpgp-webkey-service.
wellknown.py SITE BASE_URL [CERTIFICATE]
With a certificate both have to be there, and Sequoia reads keys and verifies the signature. Tells each fault in a line.
"""
import hashlib
import json
import os
import re
import subprocess
import sys
import urllib.parse

site, base = sys.argv[1:3]
certificate = sys.argv[3] if len(sys.argv) > 3 else None
host = urllib.parse.urlsplit(base).hostname
well_known = os.path.join(site, ".well-known")
faults = []
ONCE = ("Expires", "Preferred-Languages")
URLS = ("Acknowledgments", "Canonical", "CSAF", "Encryption", "Hiring", "Policy")


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


def is_there(url):
    return os.path.exists(os.path.join(site, urllib.parse.unquote(url[len(base):])))


def signed_text(path):
    """What Sequoia gives back of the clear-signed file."""
    inside = subprocess.run(["sq", "verify", "--signer-cert", certificate, path], capture_output=True, text=True)
    if inside.returncode:
        faults.append("security.txt: sq: " + inside.stderr.strip().replace("\n", " | "))
        return None
    if not read(path).startswith("-----BEGIN PGP SIGNED MESSAGE-----\n"):
        faults.append("security.txt: something stands before the signed text")
    return inside.stdout + ("" if inside.stdout.endswith("\n") else "\n")


def contact_is_good(value):
    return re.fullmatch(r"mailto:[!$'*+\-.\w%]+@[a-z0-9.\-]+|tel:\+[0-9][0-9\-]*[0-9]|https://[!-~]+", value)


def fields_of(text):
    fields = {}
    for line in text.split("\n")[:-1]:
        if line.startswith("#"):
            continue
        m = re.fullmatch(r"([A-Z][A-Za-z-]*): (\S(?:.*\S)?)", line)
        if not m:
            faults.append(f"security.txt: no field: {line!r}")
            continue
        fields.setdefault(m[1], []).append(m[2])
    return fields


def check_security_txt():
    path = os.path.join(well_known, "security.txt")
    if not os.path.exists(path):
        if certificate:
            faults.append("security.txt: is not there")
        return
    text = signed_text(path) if certificate else read(path)
    if text is None:
        return
    fields = fields_of(text)
    for name in ("Contact", "Canonical", *ONCE):
        if not fields.get(name) or (name in ONCE and len(fields[name]) != 1):
            faults.append(f"security.txt: {name} {fields.get(name)}")
    faults.extend(f"security.txt: the contact {c}" for c in fields.get("Contact", []) if not contact_is_good(c))
    expires = fields.get("Expires", [""])[0]
    with open(os.path.join(site, "archive.json"), encoding="utf-8") as f:
        updated = json.load(f)["updated"]
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", expires) or expires <= updated:
        faults.append(f"security.txt: Expires {expires}, published {updated}")
    for name in URLS:
        for value in fields.get(name, []):
            if value.startswith("openpgp4fpr:") and name == "Encryption":
                continue
            if not value.startswith("https://"):
                faults.append(f"security.txt: {name} {value} is not of https")
            elif value.startswith(base) and not is_there(value):
                faults.append(f"security.txt: {name} {value} leads nowhere")
    if base + ".well-known/security.txt" not in fields.get("Canonical", []):
        faults.append(f"security.txt: Canonical {fields.get('Canonical')}")
    if certificate:
        fingerprint = os.path.basename(certificate)[:-len(".asc")]
        wanted = [f"{base}keys/{fingerprint}.asc", f"openpgp4fpr:{fingerprint.lower()}"]
        if fields.get("Encryption") != wanted:
            faults.append(f"security.txt: Encryption {fields.get('Encryption')}")


def name_of(local):
    bits = "".join(f"{byte:08b}" for byte in hashlib.sha1(local.lower().encode()).digest())
    return "".join("ybndrfg8ejkmcpqxot1uwisza345h769"[int(bits[i:i + 5], 2)] for i in range(0, 160, 5))


assert name_of("Joe.Doe") == "iy9q119eutrkn8s1mk4r39qejnbu3n5q"  # the draft's example


def check_key(path, domain):
    with open(path, "rb") as f:
        if not f.read(1)[0] & 0x80:
            faults.append(f"{path}: is not binary")
    told = subprocess.run(["sq", "inspect", path], capture_output=True, text=True).stdout
    mails = re.findall(r"^ *UserID: .*?<?([^\s<>@]+)@([^\s<>@]+?)>?$", told, re.M)
    if not mails or any(name_of(local) != os.path.basename(path) or at.lower() != domain for local, at in mails):
        faults.append(f"{path}: holds {mails}")
    return {f"{local}@{at}".lower() for local, at in mails}


def check_folder(folder, domain):
    if not os.path.exists(os.path.join(folder, "policy")):
        faults.append(f"{folder}: has no policy")
    names = sorted(os.listdir(os.path.join(folder, "hu")))
    return {mail for name in names for mail in check_key(os.path.join(folder, "hu", name), domain)}


def check_directory():
    folder = os.path.join(well_known, "openpgpkey")
    if not os.path.exists(folder):
        if certificate:
            faults.append("openpgpkey: is not there")
        return
    if check_folder(folder, host) != check_folder(os.path.join(folder, host), host):
        faults.append("openpgpkey: the two methods give other keys")


check_security_txt()
check_directory()
for line in faults:
    print(line)
sys.exit(bool(faults))
