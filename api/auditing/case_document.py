"""An exported case as data, for programs: all that the proof covers and all that goes with it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from api.auditing.parts import ExportedCase
from api.staff.looks.views import look_view
from records.hashes import ACT_COLUMNS, REPORT_COLUMNS
from records.roots.rows import Inclusion


def case_document(exported: ExportedCase) -> dict[str, Any]:
    """Return the case as JSON values."""
    rows = exported.rows
    identity = exported.case.identity
    document = {
        "code": rows.code,
        "status": rows.case["status"],
        "received_at": rows.case["received_at"],
        "regulation": rows.case["procedure_digest"],
        "identity": identity.model_dump() if identity else None,
        "report": {name: rows.report.get(name) for name in REPORT_COLUMNS},
        "report_hash": _hex(rows.report.get("report_hash")),
        "events": [_event(event) for event in rows.events],
        "head": _hex(rows.case["head"]),
        "limits": [limit.model_dump(mode="json") for limit in exported.case.limits],
        "letters": [
            {
                "event_number": letter.row["event_number"],
                "report": letter.row["report"],
                "format": letter.row["format"],
                # The hash of a letter tells the name to somebody who knows the rest of it.
                "sha256": letter.row["sha256"] if letter.name else None,
                "file": letter.name or None,
            }
            for letter in exported.letters
        ],
        "attachments": [
            {
                "id": str(each.shown.attachment.id),
                "kind": each.shown.attachment.kind,
                "stage": each.shown.attachment.stage,
                "at": each.shown.attachment.at,
                "sent_sha256": each.shown.attachment.sha256,
                "whole": each.shown.whole,
                "sha256": each.shown.file.sha256,
                "file": each.name,
            }
            for each in exported.pictures
        ],
        "looks": None
        if exported.looks is None
        else [look_view(look).model_dump(mode="json") for look in exported.looks],
        "root": _root(exported.inclusion, exported.stamps) if exported.inclusion else None,
        "held_back": list(exported.held_back),
    }
    written: dict[str, Any] = _written(document)
    return written


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    covered = {name: event[name] for name in (*ACT_COLUMNS, "number", "body", "recorded_at")}
    return covered | {"hash": _hex(event["hash"])}


def _root(inclusion: Inclusion, stamps: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
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
        "stamps": [{"authority": address, "reply": b64encode(reply).decode()} for address, reply in stamps],
    }


def _hex(digest: bytes | None) -> str | None:
    return digest.hex() if digest is not None else None


def _written(value: Any) -> Any:
    """Return the value with every instant and every day as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _written(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_written(each) for each in value]
    return value
