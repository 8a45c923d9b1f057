"""Specimen acts: each kind of act as a person would fill it in who may do it.

They tell which acts are possible, walk through a procedure to check it, and are the tests' ordinary acts. An act needs an entry
here only where it names something, or where a case or its regulation may ask for more than the act itself does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, get_type_hints

from domain.acts import FORMS, Act, File
from domain.acts.base import Sealed
from domain.complaint import Complaint
from domain.procedure import ActRule, Procedure
from domain.words import ActKind, Status

WORDS = Sealed("…")
SOMETHING = "…"
"""Names an agency, an account or a case that may exist or not: the core does not look them up."""


def specimens(complaint: Complaint, kind: ActKind, at: datetime) -> Iterator[Act]:
    """Yield the act filled in rightly for this case: once, or once for each ground or rating that it may name."""
    today = complaint.procedure.authority.local_date(at)
    said = _needed(kind, today) | _asked_for(complaint, kind, today)
    choices = _choices(complaint.procedure, kind)
    if not choices:
        yield FORMS[kind](**said)
    for name, listed in choices.items():
        for chosen in listed:
            yield FORMS[kind](**said | {name: chosen})


def filing_of(procedure: Procedure) -> File:
    """Return the filing of a report that holds all that the regulation asks for, by a channel that reporters use."""
    channel = min(procedure.channels, key=lambda channel: channel.staff_only)
    return File(channel=channel.id, field=None, secret=False, holds=tuple(need.id for need in procedure.requirements))


def _needed(kind: ActKind, today: date) -> dict[str, Any]:
    """Fill in the fields that the act itself needs."""
    by_type: dict[Any, Any] = {Sealed: WORDS, date: today, str: SOMETHING, tuple[str, ...]: (SOMETHING,), bool: False}
    return {name: by_type.get(hint) for name, hint in _required(kind)}


@cache
def _required(kind: ActKind) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(FORMS[kind])
    return tuple((field.name, hints[field.name]) for field in fields(FORMS[kind]) if field.default is MISSING)


_ALWAYS_ASKED_FOR: dict[ActKind, dict[str, Any]] = {
    ActKind.REFUSE: {"duplicate_of": SOMETHING, "guidance": WORDS},
    ActKind.ASSIGN: {"officer": SOMETHING},
    ActKind.RATE: {"comment": WORDS},
    ActKind.SHARE_IDENTITY: {"outside": WORDS},
}


def _asked_for(complaint: Complaint, kind: ActKind, today: date) -> dict[str, Any]:
    """Fill in the fields that this case or its regulation may ask for."""
    procedure = complaint.procedure
    match kind:
        case ActKind.FILE:
            filing = filing_of(procedure)
            return {"channel": filing.channel, "holds": filing.holds}
        case ActKind.DISPATCH:
            rule = procedure.act(kind)
            field = procedure.field(complaint.field) or next(iter(procedure.fields), None)
            names_agency = rule is not None and rule.names_agency and not (field and field.by_focal_point)
            return {"lead": SOMETHING if names_agency else None, "field": field.id if field else None}
        case ActKind.RECLASSIFY:
            return _put_right(complaint, procedure.act(kind))
        case ActKind.REPORT_PROGRESS | ActKind.MOVE_COMMITMENT:
            return {"expected": today + timedelta(days=1)}
        case ActKind.SET_PART_DAY:
            return {"agency": next(iter(complaint.missing_parts), SOMETHING), "expected": today + timedelta(days=1)}
        case ActKind.SUBMIT_RESULT:
            rule = procedure.act(kind)
            why = {"why_no_images": WORDS} if rule and rule.explains_no_images else {}
            return {"handled_on": today, "no_images": True} | why
        case _:
            return _ALWAYS_ASKED_FOR.get(kind, {})


def _put_right(complaint: Complaint, rule: ActRule | None) -> dict[str, Any]:
    """Name another agency, or another field of work where the case is not moved by this act."""
    if rule and rule.names_agency and complaint.status is not Status.WITH_FOCAL_POINT:
        return {"lead": SOMETHING}
    return {"field": next((each.id for each in complaint.procedure.fields if each.id != complaint.field), None)}


def _choices(procedure: Procedure, kind: ActKind) -> dict[str, tuple[str, ...]]:
    """Return what the regulation lists for a field that the act must fill from a list."""
    names = {name for name, _ in _required(kind)}
    lists = {"ground": procedure.grounds(kind), "rating": procedure.ratings}
    return {name: tuple(each.id for each in listed) for name, listed in lists.items() if name in names}
