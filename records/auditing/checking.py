"""Checks that the rows of a case agree: the chain of its events, their fold, and all that is derived from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from domain.complaint import Complaint, apply
from domain.events import Event
from domain.procedure import Procedure
from domain.proof.deviations import Deviation, DeviationKind
from domain.proof.differences import differences
from domain.texts.known import filed_under
from records.auditing.figures import expected_figures
from records.auditing.rows import Row, WholeCase
from records.cases.list_columns import list_columns
from records.codec import complaint_from_json, complaint_to_json, event_from_json
from records.hashes import event_hash, report_hash
from records.offices.procedures import ProcedureStore

_NOTHING = b"\0" * 32
"""The hash that the first event builds on where the report's own is missing."""


def check(case: WholeCase, procedures: ProcedureStore) -> Iterator[Deviation]:
    """Yield what contradicts itself in the record of a case."""
    yield from _chain(case)
    yield from _letters(case)
    regulation = case.case["regulation"]
    if regulation is None or case.case["regulation_digest"] != case.case["procedure_digest"]:
        yield Deviation(DeviationKind.REGULATION_CHANGED, case.code, about=case.case["procedure_digest"])
    if regulation is None:
        return
    procedure = procedures.remember(case.case["procedure_digest"], regulation)
    course, unreadable = fold(case, procedure)
    if unreadable is not None:
        yield unreadable
        return
    yield from _standing(case, procedure, course)
    yield from _figures(case, course)


def fold(case: WholeCase, procedure: Procedure) -> tuple[list[tuple[Row, Event, Complaint]], Deviation | None]:
    """Return each event of the case with the case after it, and the first event that cannot be read or applied."""
    complaint = Complaint(code=case.code, procedure=filed_under(procedure))
    course: list[tuple[Row, Event, Complaint]] = []
    for row in case.events:
        try:
            event = event_from_json(row["body"])
            complaint = apply(complaint, event)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            about = str(error).splitlines()[0]
            return course, Deviation(DeviationKind.EVENT_UNREADABLE, case.code, row["number"], about=about)
        course.append((row, event, complaint))
    return course, None


def _chain(case: WholeCase) -> Iterator[Deviation]:
    """Yield each event whose hash does not fit. The events behind it build on the hash that is stored, so only it is named."""
    previous: bytes = case.report.get("report_hash") or _NOTHING
    if not case.report or report_hash(case.code, case.report) != previous:
        yield Deviation(DeviationKind.REPORT_CHANGED, case.code)
    number = 0
    for event in case.events:
        number += 1
        while number < event["number"]:
            yield Deviation(DeviationKind.EVENT_MISSING, case.code, number)
            number += 1
        if datetime.fromisoformat(event["body"].get("at", "")) != event["at"]:
            yield _differs(DeviationKind.EVENT_INSTANT, case, "at", event["at"], event["body"].get("at"), number)
        if event["hash"] is None:
            yield Deviation(DeviationKind.EVENT_UNCHAINED, case.code, number)
            previous = event_hash(previous, case.code, number, event, event["body"])
            continue
        if event_hash(previous, case.code, number, event, event["body"]) != event["hash"]:
            yield Deviation(DeviationKind.EVENT_CHANGED, case.code, number, about=event["kind"])
        previous = event["hash"]
    for missing in range(number + 1, case.case["number"] + 1):
        yield Deviation(DeviationKind.EVENT_MISSING, case.code, missing)
    if number == case.case["number"] and case.case["head"] != previous:
        yield Deviation(DeviationKind.HEAD, case.code, number)


def _letters(case: WholeCase) -> Iterator[Deviation]:
    for letter in case.letters:
        about = f"{letter['report']} {letter['format'] or ''}".strip()
        if letter["format"] is None:
            if letter["status"] == "rendered":
                yield Deviation(DeviationKind.LETTER_MISSING, case.code, letter["event_number"], about=about)
        elif letter["found"] != letter["sha256"]:
            yield Deviation(DeviationKind.LETTER_CHANGED, case.code, letter["event_number"], about=about)


def _standing(case: WholeCase, procedure: Procedure, course: list[tuple[Row, Event, Complaint]]) -> Iterator[Deviation]:
    """Yield where the row of the case says other than its events."""
    folded = course[-1][2] if course else Complaint(code=case.code, procedure=procedure)
    if case.case["number"] != folded.number:
        yield _differs(DeviationKind.STANDING, case, "number", case.case["number"], folded.number)
    try:
        kept = complaint_to_json(complaint_from_json(case.case["snapshot"], procedure))
    except ValueError as error:
        yield Deviation(DeviationKind.STANDING, case.code, about="snapshot", found=str(error).splitlines()[0])
        return
    told = complaint_to_json(folded)
    for path, found, wanted in differences(kept, told):
        yield _differs(DeviationKind.STANDING, case, path, found, wanted)
    if course:
        columns = list_columns(folded)
        for name, value in columns.items():
            if case.case[name] != value:
                yield _differs(DeviationKind.STANDING, case, name, case.case[name], value)


def _figures(case: WholeCase, course: list[tuple[Row, Event, Complaint]]) -> Iterator[Deviation]:
    """Yield where a row that figures are counted from says other than the events."""
    expected = expected_figures(course)
    for table, keyed in _KEYS.items():
        kept = {keyed(row): row for row in case.figures[table]}
        told = {keyed(row): row for row in expected[table]}
        for key in sorted(kept.keys() | told.keys(), key=str):
            about = " ".join((table, *map(str, key)))
            if key not in told or key not in kept:
                found, wanted = ("có", "không") if key in kept else ("không", "có")
                yield _differs(DeviationKind.FIGURES, case, about, found, wanted)
                continue
            for name, value in told[key].items():
                if kept[key][name] != value:
                    yield _differs(DeviationKind.FIGURES, case, f"{about} {name}", kept[key][name], value)


_KEYS: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "outcomes": lambda _: (),
    "steps": lambda row: (row["limit_id"], row["counted_from"].isoformat()),
    "answers": lambda row: (row["number"],),
    "ratings": lambda row: (row["number"], row["report"]),
}


def _differs(
    kind: DeviationKind, case: WholeCase, about: str, found: object, told: object, number: int | None = None
) -> Deviation:
    return Deviation(kind, case.code, number, about, _written(found), _written(told))


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)
