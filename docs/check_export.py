"""Checks an exported case without the program that exported it: `python check_export.py FILE.zip [--key HEX] [--day HEX]`.

Needs Python alone; the signature is checked where the package `cryptography` is installed. `--key` is the public key that the
authority published, or its fingerprint; `--keys` a copy of the list that it publishes at /.well-known/hientruong-keys.json.
`--day` is the hash of the day from the e-mail that an auditor keeps.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

DOCUMENT, MANIFEST, SIGNATURE = "ho-so.json", "ban-ke.json", "chu-ky.json"
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


def faults_of(case: dict[str, Any]) -> Iterator[str]:
    """Yield what does not fit in the chain of an exported case."""
    previous = digest({"code": case["code"], **case["report"]})
    if previous != case["report_hash"]:
        yield "the report was changed"
        previous = case["report_hash"]
    heads = {}
    for place, event in enumerate(case["events"], start=1):
        covered = {name: event[name] for name in (*ACT, "number", "body")}
        if event["number"] != place or digest({**covered, "code": case["code"], "previous": previous}) != event["hash"]:
            yield f"event {place} was changed"
        previous = heads[place] = event["hash"]
    if previous != case["head"]:
        yield "the last event is not the one that the case ends with"
    if case["root"] is not None:
        yield from faults_of_root(case["code"], case["root"], heads)


def faults_of_root(code: str, root: dict[str, Any], heads: dict[int, str]) -> Iterator[str]:
    """Yield what does not fit between the case and the root of a day."""
    if heads.get(root["number"]) != root["head"]:
        yield f"event {root['number']} is not as it was gathered on {root['date']}"
    leaf = canonical({"code": code, "number": root["number"], "head": root["head"]}).encode()
    node = hashlib.sha256(b"\0" + leaf).digest()
    for sibling in root["siblings"]:
        other = bytes.fromhex(sibling["hash"])
        node = hashlib.sha256(b"\1" + (other + node if sibling["left"] else node + other)).digest()
    if node.hex() != root["root"]:
        yield f"the case is not in the root of {root['date']}"
    if digest({name: root[name] for name in ("date", "root", "count", "previous")}) != root["hash"]:
        yield f"the hash of {root['date']} does not follow from its root"
    yield from faults_of_stamps(root)


class NotAStamp(Exception):
    """A time stamp that does not hold. The text says why."""


def elements(der: bytes) -> list[tuple[int, bytes, bytes]]:
    """Return the DER elements that follow one another: the tag, the content, and the element as a whole."""
    found, at = [], 0
    while at < len(der):
        begin, tag, length = at, der[at], der[at + 1]
        at += 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(der[at : at + size], "big"), at + size
        found.append((tag, der[at : at + length], der[begin : at + length]))
        at += length
    return found


def inside(der: bytes) -> list[bytes]:
    """Return the elements in the first element, each as a whole."""
    return [whole for _, _, whole in elements(elements(der)[0][1])]


def content(der: bytes) -> bytes:
    """Return the content of the first element."""
    return elements(der)[0][1]


def stamp_of(reply: bytes, stamped: bytes) -> str:
    """Return who stamped these bytes and when, by a reply as RFC 3161 defines it.

    Raises:
        NotAStamp: it is a stamp of something else, or its signature does not fit.
    """
    try:
        status, token = inside(reply)[:2]
        if content(inside(status)[0]) not in (b"\0", b"\1"):
            raise NotAStamp("it was not granted")
        signed = inside(content(inside(token)[1]))
        info = content(content(inside(signed[2])[1]))
        fields = inside(info)
        if content(inside(fields[2])[1]) != hashlib.sha256(stamped).digest():
            raise NotAStamp("it is of something else")
        certificates = [whole for _, _, whole in elements(content(signed[3]))] if signed[3][0] == 0xA0 else []
        signer = inside(content(signed[-1]))
        made = content(fields[4]).decode()
        return f"{made} by {_signer_of(certificates, signer, info)}"
    except (IndexError, UnicodeDecodeError, KeyError) as error:
        raise NotAStamp("it cannot be read") from error


_HASHES = {bytes.fromhex("608648016503040201"): "sha256", bytes.fromhex("608648016503040202"): "sha384",
           bytes.fromhex("608648016503040203"): "sha512"}  # fmt: skip
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")


def _signer_of(certificates: list[bytes], signer: list[bytes], info: bytes) -> str:
    """Return whose certificate signed the stamp. Which authority that is, a person compares."""
    hashed_by = _HASHES[content(inside(signer[2])[0])]
    attributes = b"\x31" + signer[3][1:]
    digests = {content(inside(each)[0]): content(content(inside(each)[1])) for each in inside(attributes)}
    if digests.get(_MESSAGE_DIGEST) != hashlib.new(hashed_by, info).digest():
        raise NotAStamp("its content does not fit its hash")
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
        from cryptography.x509 import InvalidVersion, load_der_x509_certificate
    except ImportError:
        return "nobody known: the package cryptography is not installed"
    algorithm = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[hashed_by]
    for der in certificates:
        try:
            certificate = load_der_x509_certificate(der)
            key = certificate.public_key()
            if isinstance(key, rsa.RSAPublicKey):
                key.verify(content(signer[5]), attributes, padding.PKCS1v15(), algorithm)
            elif isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(content(signer[5]), attributes, ec.ECDSA(algorithm))
            else:
                continue
        except (InvalidSignature, InvalidVersion):
            continue
        fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
        return f"{certificate.subject.rfc4514_string()}, certificate {fingerprint}"
    raise NotAStamp("no certificate in it fits its signature")


def faults_of_stamps(root: dict[str, Any]) -> Iterator[str]:
    """Yield the time stamps of the day that do not hold, and print those that do."""
    for stamp in root["stamps"]:
        try:
            said = stamp_of(base64.b64decode(stamp["reply"]), bytes.fromhex(root["hash"]))
        except (NotAStamp, ValueError) as error:
            yield f"the time stamp by {stamp['authority']} does not hold: {error}"
            continue
        print(f"{root['date']} was stamped at {said}")


def faults_of_files(manifest: dict[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield where the files are not those that the signed list names."""
    for name in sorted(manifest["files"].keys() | files.keys()):
        if name not in files:
            yield f"{name} is missing"
        elif name not in manifest["files"]:
            yield f"{name} is not in the signed list"
        elif hashlib.sha256(files[name]).hexdigest() != manifest["files"][name]["sha256"]:
            yield f"{name} was changed"


def faults_of_kept(case: dict[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the letters and attachments that are not as the record stored them. Those that were held back are not there."""
    for kept in (*case["letters"], *case["attachments"]):
        name = kept["file"]
        if name is None:
            continue
        if name not in files:
            yield f"{name} was lost before the export"
        elif kept["sha256"] is not None and hashlib.sha256(files[name]).hexdigest() != kept["sha256"]:
            yield f"{name} is not as it was stored"


def fault_of_signature(content: bytes, signature: dict[str, str], keys: set[str]) -> str | None:
    """Return what is wrong with the signature. `keys` are those it may be by, none for any. Without the package `cryptography`
    the signature is not checked."""
    public = bytes.fromhex(signature["public_key"])
    if keys and not keys & {public.hex(), hashlib.sha256(public).hexdigest()}:
        return "it is signed with another key"
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        print("the signature is not checked: the package cryptography is not installed", file=sys.stderr)
        return None
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature["ed25519"]), content)
    except (InvalidSignature, ValueError):
        return "the signature does not fit the list of files"
    return None


def main() -> int:
    """Check the file that was named. Return the exit code."""
    parser = argparse.ArgumentParser(description="Checks an exported case.")
    parser.add_argument("file")
    parser.add_argument("--key", help="the public key that the authority published, or its SHA-256")
    parser.add_argument("--keys", help="a file with the list of keys that the authority published")
    parser.add_argument("--day", help="the hash of the day from the auditors' e-mail")
    asked = parser.parse_args()
    keys = {asked.key.lower()} if asked.key else set()
    if asked.keys:
        keys |= {each["ed25519"] for each in json.loads(Path(asked.keys).read_text("utf-8"))["keys"]}
    with zipfile.ZipFile(asked.file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    listed, signature = files.pop(MANIFEST), json.loads(files.pop(SIGNATURE))
    manifest, case = json.loads(listed), json.loads(files[DOCUMENT])
    faults = [*filter(None, [fault_of_signature(listed, signature, keys)])]
    faults += [*faults_of_files(manifest, files), *faults_of(case), *faults_of_kept(case, files)]
    if manifest["code"] != case["code"]:
        faults.append(f"the signed list is that of {manifest['code']}")
    if asked.day is not None and (case["root"] is None or case["root"]["hash"] != asked.day):
        faults.append("the hash of the day is not the one from the e-mail")
    for fault in faults:
        print(f"{case['code']}: {fault}")
    if not faults:
        rooted = f", gathered on {case['root']['date']}" if case["root"] else ", in no daily root yet"
        print(f"{case['code']}: {len(case['events'])} events, {len(files)} files, unchanged{rooted}")
        for sentence in case["held_back"]:
            print(sentence)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
