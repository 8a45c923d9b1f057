"""Checks an exported case without the program that exported it: `python check_export.py FILE.zip [--key HEX] [--day HEX]`.

Needs Python alone; the signature is checked where the package `cryptography` is installed. `--key` is the public key that the
authority published, `--day` the hash of the day from the e-mail that an auditor keeps.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
from typing import Any

ACT = ("act_id", "act_digest", "by_role", "by_authority", "by_agency", "by_account", "by_on_behalf_of", "by_report")


def canonical(value: Any) -> str:
    """Return the JSON as RFC 8785 writes it. Names are sorted by their UTF-16 code units."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        return number(value)
    return json.dumps(value, ensure_ascii=False)


def number(value: float) -> str:
    """Return a number as JavaScript writes it."""
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    digits = repr(value)
    if "e" not in digits:
        return digits
    mantissa, _, exponent = digits.partition("e")
    power = int(exponent)
    if -7 < power < 0:
        sign, plain = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
        return f"{sign}0." + "0" * (-power - 1) + plain.replace(".", "")
    return f"{mantissa}e{power:+d}"


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value in its canonical form."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def faults_of(case: dict[str, Any]) -> list[str]:
    """Return what does not fit in an exported case."""
    faults = []
    previous = digest({"code": case["code"], **case["report"]})
    if previous != case["report_hash"]:
        faults.append("the report was changed")
        previous = case["report_hash"]
    heads = {}
    for place, event in enumerate(case["events"], start=1):
        covered = {name: event[name] for name in (*ACT, "number", "body")}
        if event["number"] != place or digest({**covered, "code": case["code"], "previous": previous}) != event["hash"]:
            faults.append(f"event {place} was changed")
        previous = heads[place] = event["hash"]
    if previous != case["head"]:
        faults.append("the last event is not the one that the case ends with")
    root = case["root"]
    if root is not None:
        faults += faults_of_root(case["code"], root, heads)
    return faults


def faults_of_root(code: str, root: dict[str, Any], heads: dict[int, str]) -> list[str]:
    """Return what does not fit between the case and the root of a day."""
    faults = []
    if heads.get(root["number"]) != root["head"]:
        faults.append(f"event {root['number']} is not as it was gathered on {root['date']}")
    leaf = canonical({"code": code, "number": root["number"], "head": root["head"]}).encode()
    node = hashlib.sha256(b"\0" + leaf).digest()
    for sibling in root["siblings"]:
        other = bytes.fromhex(sibling["hash"])
        node = hashlib.sha256(b"\1" + (other + node if sibling["left"] else node + other)).digest()
    if node.hex() != root["root"]:
        faults.append(f"the case is not in the root of {root['date']}")
    if digest({name: root[name] for name in ("date", "root", "count", "previous")}) != root["hash"]:
        faults.append(f"the hash of {root['date']} does not follow from its root")
    return faults


def fault_of_signature(content: bytes, signature: dict[str, str], key: str | None) -> str | None:
    """Return what is wrong with the signature. Without the package `cryptography` it is not checked."""
    if key is not None and key != signature["public_key"]:
        return "it is signed with another key"
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        print("the signature is not checked: the package cryptography is not installed", file=sys.stderr)
        return None
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["public_key"]))
        public.verify(bytes.fromhex(signature["ed25519"]), content)
    except (InvalidSignature, ValueError):
        return "the signature does not fit the document"
    return None


def main() -> int:
    """Check the file that was named. Return the exit code."""
    parser = argparse.ArgumentParser(description="Checks an exported case.")
    parser.add_argument("file")
    parser.add_argument("--key", help="the public key that the authority published")
    parser.add_argument("--day", help="the hash of the day from the auditors' e-mail")
    asked = parser.parse_args()
    with zipfile.ZipFile(asked.file) as archive:
        content = archive.read("ho-so.json")
        signature = json.loads(archive.read("chu-ky.json"))
    case = json.loads(content)
    faults = [*filter(None, [fault_of_signature(content, signature, asked.key)]), *faults_of(case)]
    if asked.day is not None and (case["root"] is None or case["root"]["hash"] != asked.day):
        faults.append("the hash of the day is not the one from the e-mail")
    for fault in faults:
        print(f"{case['code']}: {fault}")
    if not faults:
        rooted = f", gathered on {case['root']['date']}" if case["root"] else ", in no daily root yet"
        print(f"{case['code']}: {len(case['events'])} events, unchanged{rooted}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
