"""Tests who is notified of what, and by which channels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.actors import Told
from domain.acts import Accept, Dispatch
from domain.events import Dispatched, Event
from domain.merging import concerned
from domain.notices import Notice, notices, notices_to_queue
from domain.procedure import NoticeRule, Procedure
from domain.words import Role, Status
from procedures import all_procedures
from tests.support.domain.driving import DAY, HOUR, Case, case_in
from tests.support.domain.people import (
    EXPLAIN,
    LIGHTING,
    NHA_TRANG,
    PUBLISH,
    ROAD,
    SUPPLEMENT,
    TRANSPORT,
    VERIFY,
    WITHHOLD,
    file,
)

REPORTER = Told(Role.REPORTER)


def sent(case: Case, kind: str) -> list[Notice]:
    """The notices of the latest event of a kind."""
    event: Event = next(event for event in reversed(case.events) if event.kind == kind)
    return list(notices(case.complaint, event))


def dispatched(field: str) -> Case:
    return Case(file(field=field), VERIFY, Dispatch(lead=NHA_TRANG, co_ordinating=(TRANSPORT,)))


def test_an_instant_dispatch_sends_an_sms_to_every_agency_beside_the_notice() -> None:
    lead, other = Told(Role.AGENCY_OFFICER, NHA_TRANG), Told(Role.AGENCY_OFFICER, TRANSPORT)
    assert set(sent(dispatched(LIGHTING), "dispatched")) == {
        Notice(lead, "portal"), Notice(other, "portal"), Notice(lead, "sms"), Notice(other, "sms"),
        Notice(Told(Role.REPORTER), "portal"),
    }  # fmt: skip


def test_an_ordinary_dispatch_sends_no_sms() -> None:
    assert {notice.channel for notice in sent(dispatched(ROAD), "dispatched")} == {"portal"}


TO_REPORTER = [
    ("supplement_asked", case_in(Status.AWAITING_SUPPLEMENT)),
    ("refused", case_in(Status.REFUSED)),
    ("delay_explained", case_in(Status.PROCESSING).waits(6 * DAY).does(EXPLAIN)),
    ("published", case_in(Status.APPROVED).does(PUBLISH)),
    ("withheld", case_in(Status.APPROVED).does(WITHHOLD)),
]


@pytest.mark.parametrize(("kind", "case"), TO_REPORTER, ids=[row[0] for row in TO_REPORTER])
def test_the_reporter_is_told(kind: str, case: Case) -> None:
    assert [(notice.to, notice.channel) for notice in sent(case, kind)] == [(REPORTER, "portal")]


OF_THE_COURSE = [
    ("filed", Case(file())),
    ("dispatched", dispatched(ROAD)),
    ("supplement_asked", case_in(Status.AWAITING_SUPPLEMENT)),
    ("delay_explained", case_in(Status.PROCESSING).waits(6 * DAY).does(EXPLAIN)),
]


@pytest.mark.parametrize(("kind", "case"), OF_THE_COURSE, ids=[row[0] for row in OF_THE_COURSE])
@pytest.mark.parametrize("procedure", all_procedures().values(), ids=all_procedures())
def test_the_reporter_is_told_of_the_course_whatever_the_regulation_says(
    kind: str, case: Case, procedure: Procedure
) -> None:
    event = next(event for event in reversed(case.events) if event.kind == kind)
    silent = replace(case.complaint, procedure=replace(procedure, notices=()))
    assert Notice(REPORTER, "portal", concerned(silent, event)) in notices_to_queue(silent, event)


def test_of_a_trial_no_reporter_is_told() -> None:
    case = dispatched(ROAD)
    trial = replace(case.complaint, test=True)
    assert not [notice for event in case.events for notice in notices(trial, event) if notice.to == REPORTER]


def test_the_receipt_of_a_report_that_was_dispatched_at_once_is_the_only_notice() -> None:
    case = dispatched(ROAD)
    event = next(event for event in case.events if isinstance(event, Dispatched))
    assert REPORTER not in {notice.to for notice in notices(case.complaint, replace(event, automatic=True))}


def test_a_reminder_goes_to_whose_turn_it_is() -> None:
    assert sent(dispatched(ROAD).waits(9 * HOUR), "reminded") == [
        Notice(Told(Role.AGENCY_OFFICER, NHA_TRANG), "portal")
    ]


def test_a_reminder_of_a_window_goes_to_the_reporter() -> None:
    case = case_in(Status.PUBLISHED).waits(8 * DAY)
    assert sent(case, "reminded") == [Notice(REPORTER, "portal", case.complaint.reports)]


def test_an_escalation_goes_to_everyone_whom_its_rung_tells() -> None:
    case = dispatched(ROAD).does(Accept())
    first = sent(case.waits(5 * DAY), "escalated")
    assert [notice.to for notice in first] == [
        Told(Role.AGENCY_OFFICER, NHA_TRANG),
        Told(Role.AGENCY_LEADER, NHA_TRANG),
    ]
    last = sent(case.waits(DAY), "escalated")
    assert [notice.to for notice in last] == [Told(Role.AUTHORITY_LEADER), REPORTER]


def test_a_supplement_is_told_to_the_centre_that_waits_for_it() -> None:
    assert sent(case_in(Status.AWAITING_SUPPLEMENT).does(SUPPLEMENT), "supplemented") == [
        Notice(Told(Role.CENTRE_OPERATOR), "portal")
    ]


def test_only_a_reporter_is_answered_by_receipt() -> None:
    rule = NoticeRule(on="accepted", to=("reporter", "centre_operator"), channels=("receipt",), source="Điều 9")
    case = dispatched(ROAD).does(Accept())
    complaint = replace(case.complaint, channel="hotline", procedure=replace(case.complaint.procedure, notices=(rule,)))
    event = next(event for event in case.events if event.kind == "accepted")
    assert notices_to_queue(complaint, event) == (Notice(REPORTER, "receipt"),)
    assert notices(complaint, event) == (Notice(REPORTER, "sms"),)


def test_what_no_rule_names_sends_nothing() -> None:
    assert sent(case_in(Status.DISPATCHED).does(Accept()), "accepted") == []


@pytest.mark.parametrize("procedure", all_procedures().values(), ids=lambda procedure: procedure.id)
@pytest.mark.parametrize("kind", ["commented", "noted"])
def test_every_side_of_a_case_learns_what_the_others_say(procedure: Procedure, kind: str) -> None:
    told = {recipient for rule in procedure.notices if rule.on == kind for recipient in rule.to}
    sides = {Role.CENTRE_OPERATOR, Role.AGENCY_OFFICER} | ({Role.REPORTER} if kind == "commented" else set())
    if any(Role.FOCAL_POINT in rule.by for rule in procedure.acts):
        sides.add(Role.FOCAL_POINT)
    assert sides <= told
