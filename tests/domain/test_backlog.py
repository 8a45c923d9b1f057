"""A case of another system takes the course that its row tells: with its true instants, and the limits of the law."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from calendars import official_book
from calendars.filling import scheduled
from documents.sheets.cases import read_cases
from documents.sheets.reading import read_sheet
from domain.backlog.course import first_told, past_course
from domain.backlog.past_case import PastCase, Standing
from domain.complaint import Complaint, Origin, Outcome, apply_all
from domain.endings import ANSWERED
from domain.events import Escalated, Event, Imported, LimitPassed, Reminded
from domain.limits import has_overdue, next_alarm
from domain.procedure import Procedure
from domain.words import Status
from procedures import provinces
from tests.support.backlog import LETTER_OF_DIEN_BIEN, known

APRIL = datetime(2024, 4, 15, 2, tzinfo=UTC)
BOOK = official_book()
RECEIVED = datetime(2024, 3, 4, 1, 30, tzinfo=UTC)  # Monday, 08:30
ANSWERED_AT = datetime(2024, 3, 11, 8, tzinfo=UTC)


def past(standing: Standing, authority: str, received: datetime = RECEIVED) -> PastCase:
    """Return a case that stands so, of an authority's first agency and field."""
    those = known(authority, APRIL)
    case = PastCase("PA-1", standing, those.procedure.channels[0].id, received, field=those.procedure.fields[0].id)
    if standing.has_agency:
        case = replace(case, agency=those.agencies[0].id)
    grounds = [each.id for each in those.procedure.refusal_grounds if not each.names_original]
    return replace(case, ground=grounds[0], words="Đã xong.", ended_at=ANSWERED_AT if standing.has_ended else None)


def course(procedure: Procedure, case: PastCase, now: datetime = APRIL) -> tuple[Complaint, tuple[Event, ...]]:
    unfiled = Complaint("PA", procedure)
    events = past_course(
        unfiled, case, source="so-cu.xlsx", now=now, fill=lambda each, those: scheduled(each, those, BOOK)
    )
    assert events is not None
    return apply_all(unfiled, events), events


@pytest.mark.parametrize("procedure", provinces().procedures, ids=lambda procedure: procedure.id)
@pytest.mark.parametrize("standing", Standing)
def test_every_regulation_leads_a_case_to_where_it_stands(procedure: Procedure, standing: Standing) -> None:
    case = past(standing, procedure.id)
    complaint, events = course(procedure, case)
    assert complaint.lead == case.agency
    assert complaint.moments["filed"] == RECEIVED
    assert complaint.origin == Origin("PA-1", "so-cu.xlsx", APRIL)
    expected = {Standing.ANSWERED: ANSWERED, Standing.REFUSED: {Status.REFUSED}, Standing.WITHDRAWN: {Status.WITHDRAWN}}
    assert complaint.status in expected.get(standing, {each for each in Status if each.is_handled})
    instants = [event.at for event in events]
    assert instants == sorted(instants)


@pytest.mark.parametrize("procedure", provinces().procedures, ids=lambda procedure: procedure.id)
@pytest.mark.parametrize("standing", Standing)
def test_nobody_was_reminded_in_the_other_system_and_no_alarm_waits(procedure: Procedure, standing: Standing) -> None:
    complaint, events = course(procedure, past(standing, procedure.id))
    there, found = events[: first_told(events)], events[first_told(events) :]
    assert isinstance(there[-1], Imported)
    assert not any(isinstance(event, Reminded | Escalated) for event in there)
    assert {event.at for event in found} <= {APRIL}
    assert {event.kind for event in found} <= {"reminded", "limit_passed", "escalated", "limit_closed"}
    alarm = None if complaint.status.is_final else next_alarm(complaint, APRIL)
    assert alarm is None or alarm.at > APRIL


# Điện Biên, received on Monday 4/3/2024 at 08:30, sent at once: 6 working days end on Tuesday 12/3 at 08:30.
DUE = datetime(2024, 3, 12, 1, 30, tzinfo=UTC)


def test_what_was_not_answered_in_time_is_overdue_at_once_from_its_true_end() -> None:
    complaint, events = course(provinces_of("dien-bien"), past(Standing.HANDLED, "dien-bien"))
    passed = next(event for event in events if isinstance(event, LimitPassed) and event.limit == "process")
    assert (passed.at, passed.due) == (APRIL, DUE)
    assert [(event.limit, event.rung) for event in events if isinstance(event, Escalated)] == [
        ("process", 1),
        ("process", 2),
        ("process", 3),
    ]
    assert has_overdue(complaint, APRIL)


@pytest.mark.parametrize(
    ("ended", "outcome"),
    [
        (DUE, Outcome.MET),  # an act at the very end is in time
        (datetime(2024, 3, 12, 1, 31, tzinfo=UTC), Outcome.LATE),
    ],
    ids=["in time", "late"],
)
def test_an_answer_was_in_time_or_late_by_its_own_instant(ended: datetime, outcome: Outcome) -> None:
    case = replace(past(Standing.ANSWERED, "dien-bien"), ended_at=ended)
    complaint, events = course(provinces_of("dien-bien"), case)
    assert [limit.outcome for limit in complaint.limits if limit.id == "process"] == [outcome]
    assert events[first_told(events) :] == ()


def test_a_case_within_its_limit_is_not_overdue_and_its_next_alarm_lies_ahead() -> None:
    received = datetime(2024, 4, 11, 1, 30, tzinfo=UTC)
    complaint, events = course(provinces_of("dien-bien"), past(Standing.HANDLED, "dien-bien", received))
    assert not has_overdue(complaint, APRIL)
    assert [event for event in events[first_told(events) :] if event.kind != "limit_closed"] == []


def test_a_refusal_that_no_article_allows_from_there_is_told_as_such() -> None:
    """Only the centre refuses in Khánh Hòa (Điều 12): an agency sends such a case back."""
    case = replace(past(Standing.REFUSED, "khanh-hoa"), agency=known("khanh-hoa", APRIL).agencies[0].id)
    unfiled = Complaint("PA", provinces_of("khanh-hoa"))
    assert (
        past_course(unfiled, case, source="s", now=APRIL, fill=lambda each, those: scheduled(each, those, BOOK)) is None
    )


def test_the_130_cases_of_dien_bien_stand_as_the_letter_counts_them() -> None:
    those = known("dien-bien", APRIL)
    rows, faults = read_cases(read_sheet(LETTER_OF_DIEN_BIEN.read_bytes()), those)
    assert faults == ()
    total, answered, overdue = Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        complaint, _ = course(those.procedure, row.past)
        total[row.past.agency or ""] += 1
        answered[row.past.agency or ""] += complaint.status in ANSWERED
        overdue[row.past.agency or ""] += has_overdue(complaint, APRIL)
    table = {agency.name: (total[agency.id], answered[agency.id], overdue[agency.id]) for agency in those.agencies}
    assert table == {
        "UBND thành phố Điện Biên Phủ": (58, 2, 56),
        "UBND huyện Điện Biên": (16, 0, 16),
        "UBND huyện Điện Biên Đông": (0, 0, 0),
        "UBND huyện Mường Ảng": (8, 0, 8),
        "UBND huyện Tuần Giáo": (6, 0, 6),
        "UBND huyện Tủa Chùa": (5, 3, 2),
        "UBND huyện Mường Chà": (6, 0, 6),
        "UBND thị xã Mường Lay": (1, 1, 0),
        "UBND huyện Mường Nhé": (10, 0, 10),
        "UBND huyện Nậm Pồ": (20, 1, 19),
    }


def provinces_of(authority: str) -> Procedure:
    return known(authority, APRIL).procedure
