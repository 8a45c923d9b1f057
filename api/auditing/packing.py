"""Packs files with a signed list of them, which `docs/check_export.py` checks without this program."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MANIFEST, SIGNATURE = "ban-ke.json", "chu-ky.json"


def packed(files: Mapping[str, bytes], about: Mapping[str, Any], key: bytes) -> bytes:
    """Return a ZIP of these files, of the list of them and of the signature over that list. `about` is said in the list too."""
    listed = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)} for name, content in files.items()
    }
    manifest = json.dumps({**about, "files": listed}, ensure_ascii=False, indent=1).encode()
    signed = Ed25519PrivateKey.from_private_bytes(key).sign(manifest)
    signature = {"public_key": public_key(key).hex(), "ed25519": signed.hex()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, manifest)
        archive.writestr(SIGNATURE, json.dumps(signature, indent=1))
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def public_key(key: bytes) -> bytes:
    """Return the key that checks signatures."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint_of(public: bytes) -> str:
    """Return the SHA-256 of a public key, in hexadecimal: short enough to be compared on paper."""
    return hashlib.sha256(public).hexdigest()
