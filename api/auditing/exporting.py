"""A case is exported with its proof: a signed JSON document, which `docs/check_export.py` checks without this program."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from records.auditing.rows import WholeCase
from records.hashes import ACT_COLUMNS, REPORT_COLUMNS
from records.record import Record
from records.roots.rows import Inclusion

DOCUMENT, SIGNATURE = "ho-so.json", "chu-ky.json"


def export(record: Record, code: str, key: bytes) -> bytes | None:
    """Return a ZIP with the case and the signature over it; None for an unknown code. The reporter's identity is not in it."""
    found = record.audits.whole((code,))
    if not found:
        return None
    photos = [
        {"id": str(each.id), "stage": each.stage, "sent_sha256": each.sha256, "stored_sha256": each.file.sha256}
        for each in record.attachments.of_case(code)
    ]
    document = _document(found[0], record.roots.inclusion(code)) | {"attachments": photos}
    content = json.dumps(document, ensure_ascii=False, indent=1, default=_written).encode()
    signer = Ed25519PrivateKey.from_private_bytes(key)
    signature = {"public_key": public_key(key), "ed25519": signer.sign(content).hex()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DOCUMENT, content)
        archive.writestr(SIGNATURE, json.dumps(signature, indent=1))
    return packed.getvalue()


def public_key(key: bytes) -> str:
    """Return the key that checks signatures, in hexadecimal."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _document(case: WholeCase, inclusion: Inclusion | None) -> dict[str, Any]:
    return {
        "format": "hientruong-export-1",
        "code": case.code,
        "status": case.case["status"],
        "received_at": case.case["received_at"],
        "regulation": case.case["procedure_digest"],
        "report": {name: case.report.get(name) for name in REPORT_COLUMNS},
        "report_hash": _hex(case.report.get("report_hash")),
        "events": [_event(event) for event in case.events],
        "head": _hex(case.case["head"]),
        "letters": [
            {name: letter[name] for name in ("event_number", "report", "format", "sha256")}
            for letter in case.letters
            if letter["format"]
        ],
        "root": _root(inclusion) if inclusion else None,
    }


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    covered = {name: event[name] for name in (*ACT_COLUMNS, "number", "body", "recorded_at")}
    return covered | {"hash": _hex(event["hash"])}


def _root(inclusion: Inclusion) -> dict[str, Any]:
    day = inclusion.day
    return {
        "number": inclusion.number,
        "head": inclusion.head.hex(),
        "siblings": [{"left": each.left, "hash": each.hash.hex()} for each in inclusion.proof],
        "date": day.date,
        "root": day.root.hex(),
        "count": day.count,
        "previous": day.previous.hex() if day.previous else None,
        "hash": day.hash.hex(),
    }


def _hex(digest: bytes | None) -> str | None:
    return digest.hex() if digest is not None else None


def _written(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
