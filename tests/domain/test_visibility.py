"""Tests who may know of a case, and which of its words they read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from domain.actors import REPORTER, Actor
from domain.events import Event
from domain.visibility import (
    Audience,
    is_public,
    publicly_changed_at,
    scope_of,
    sees_identity,
    shows_event,
    shows_words,
)
from domain.words import Role, Status
from tests.support.domain.driving import KNOWN, case_in
from tests.support.domain.people import (
    ADMIN,
    AUDITOR,
    AUTHORITY_LEADER,
    CENTRE_LEADER,
    KH,
    LEADER,
    NHA_TRANG,
    OFFICER,
    OPERATOR,
    POWER,
    PROCEDURE,
    RATE,
    TRANSPORT,
)

# Which events belong to the course that each audience sees, and whether it reads the words in them.
# `words` sees the event and its words, `event` the event alone, `·` neither.
TABLE = """
                   reporter  public
filed              event     event
supplement_asked   words     ·
supplemented       words     ·
supplement_lapsed  event     ·
refused            words     ·
verified           event     event
dispatched         event     event
accepted           event     event
returned           event     ·
recalled           event     ·
handed_back        event     ·
course_changed     event     ·
extended           words     event
temporarily_fixed  words     event
delay_explained    words     ·
result_submitted   event     ·
approved           event     event
sent_back          ·         ·
published          words     event
withheld           words     ·
commitment_kept    words     event
commitment_moved   words     event
rated              words     event
rating_lapsed      event     ·
withdrawn          words     ·
clocks_paused      event     ·
clocks_resumed     event     ·
limit_opened       event     ·
limit_rescheduled  event     ·
limit_closed       ·         ·
reminded           ·         ·
limit_passed       event     ·
overdue_lifted     event     ·
escalated          ·         ·
direction_asked    event     ·
directed           event     ·
forwarded          event     event
taken_on           event     event
reclassified       event     ·
involved           event     ·
contributed        event     ·
part_declined      ·         ·
part_day_set       ·         ·
assigned           ·         ·
site_inspected     event     ·
progress_reported  words     event
restricted         event     ·
secrecy_asked      event     ·
identity_shared    event     ·
hidden             words     ·
unhidden           event     ·
merged             event     ·
unmerged           words     ·
gathered           ·         ·
attached           event     ·
succeeded          event     event
text_changed       event     event
asked              words     ·
answered           words     ·
commented          words     ·
noted              ·         ·
reopened           words     event
marked_as_test     ·         ·
test_deleted       ·         ·
bounced            ·         ·
imported           event     ·
"""
ROWS = [row.split() for row in TABLE.strip("\n").splitlines()[1:]]
KINDS = [event.kind for event in get_args(Event)]


def _sees(audience: Audience, kind: str) -> str:
    if shows_words(audience, kind):
        return "words"
    return "event" if shows_event(audience, kind) else "·"


@pytest.mark.parametrize(("kind", "reporter", "public"), ROWS, ids=[row[0] for row in ROWS])
def test_each_audience_sees_its_part_of_the_course(kind: str, reporter: str, public: str) -> None:
    assert _sees(Audience.REPORTER, kind) == reporter
    assert _sees(Audience.PUBLIC, kind) == public
    assert _sees(Audience.STAFF, kind) == "words"


def test_the_table_holds_every_event() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_reads_the_words_of_an_event_they_do_not_see(kind: str) -> None:
    for audience in Audience:
        assert shows_event(audience, kind) or not shows_words(audience, kind)


@pytest.mark.parametrize("kind", ["reminded", "escalated"])
def test_a_reporter_sees_what_told_the_reporter(kind: str) -> None:
    assert shows_event(Audience.REPORTER, kind, told_reporter=True)
    assert not shows_event(Audience.PUBLIC, kind, told_reporter=True)


@pytest.mark.parametrize("kind", KINDS)
def test_where_the_whole_course_is_open_everybody_sees_each_step_of_it_and_nobody_elses_words(kind: str) -> None:
    opened = {
        "supplement_asked", "supplemented", "returned", "recalled", "handed_back", "course_changed", "direction_asked",
        "directed", "reclassified", "involved", "contributed", "part_declined",
        "result_submitted", "sent_back",
    }  # fmt: skip
    for audience in (Audience.PUBLIC, Audience.REPORTER):
        assert shows_event(audience, kind, whole_course=True) == (kind in opened or shows_event(audience, kind))
    assert not shows_words(Audience.PUBLIC, kind)


@pytest.mark.parametrize("status", KNOWN)
def test_only_a_result_in_public_is_public(status: Status) -> None:
    complaint = case_in(status).complaint
    assert is_public(complaint) == (status in ("published", "closed"))
    reasons: tuple[dict[str, Any], ...] = ({"secret": True}, {"restricted": True}, {"hidden": True}, {"test": True})
    for kept in reasons:
        assert not is_public(replace(complaint, **kept))


def test_what_was_once_withheld_stays_between_the_offices_and_the_reporter() -> None:
    case = case_in(Status.WITHHELD).does(RATE).complaint
    assert case.status is Status.CLOSED
    assert not is_public(case)


@pytest.mark.parametrize("role", Role)
def test_the_reporter_and_the_centre_alone_see_who_reported(role: Role) -> None:
    assert sees_identity(PROCEDURE, role) == (role in ("reporter", "centre_operator", "centre_leader"))


OF_NHA_TRANG: dict[str, Any] = {"authority": KH, "lead": NHA_TRANG, "co_ordinating": (TRANSPORT,)}
UNSENT: dict[str, Any] = {"authority": KH, "lead": None, "co_ordinating": ()}
ELSEWHERE: dict[str, Any] = {"authority": "binh-dinh", "lead": NHA_TRANG, "co_ordinating": ()}

# who, knows of a case Nha Trang leads with Transport, of one not yet dispatched, of another authority's
SCOPES = [
    ("operator", OPERATOR, True, True, False),
    ("centre leader", CENTRE_LEADER, True, True, False),
    ("province", AUTHORITY_LEADER, True, True, False),
    ("officer of the lead", OFFICER, True, False, False),
    ("leader of the lead", LEADER, True, False, False),
    ("officer who co-ordinates", replace(OFFICER, agency=TRANSPORT), True, False, False),
    ("officer of another agency", replace(OFFICER, agency=POWER), False, False, False),
    ("auditor of the province", AUDITOR, True, True, False),
    ("auditor of all", replace(AUDITOR, authority=None), True, True, True),
    ("admin of all", replace(ADMIN, authority=None), True, True, True),
    ("officer without an agency", replace(OFFICER, agency=None), False, False, False),
    ("operator without an authority", replace(OPERATOR, authority=None), False, False, False),
    ("a reporter", REPORTER, False, False, False),
]


@pytest.mark.parametrize(
    ("actor", "ours", "unsent", "elsewhere"), [row[1:] for row in SCOPES], ids=[r[0] for r in SCOPES]
)
def test_staff_know_of_the_cases_within_their_scope(actor: Actor, ours: bool, unsent: bool, elsewhere: bool) -> None:
    scope = scope_of(actor)
    assert (scope.covers(**OF_NHA_TRANG), scope.covers(**UNSENT), scope.covers(**ELSEWHERE)) == (
        ours,
        unsent,
        elsewhere,
    )


@pytest.mark.parametrize(
    ("kind", "whole_course", "changes"),
    [
        ("published", False, True),
        ("returned", False, True),
        ("unhidden", False, True),
        ("commented", False, False),
        ("sent_back", False, False),
        ("sent_back", True, True),
    ],
)
def test_what_the_public_sees_changes_with_what_it_is_told_and_with_where_the_case_stands(
    kind: str, whole_course: bool, changes: bool
) -> None:
    procedure = replace(PROCEDURE, visibility=replace(PROCEDURE.visibility, whole_course=whole_course))
    filed, later = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
    complaint = replace(
        case_in(Status.PROCESSING).complaint, procedure=procedure, moments={"filed": filed, kind: later}
    )
    assert publicly_changed_at(complaint) == (later if changes else filed)
