"""Tests of the overdue share by district, as the letter of Điện Biên of April 2024 gives it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from calendars import official_book
from calendars.filling import scheduled
from domain import acts
from domain.accounts.account import Account
from domain.accounts.period import Period
from domain.accounts.reckoning import account_of
from domain.accounts.shares import OverdueShare, by_district, overdue_table, shares_of
from domain.actors import REPORTER, Actor
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import Event
from domain.offices.places import Place, PlaceKind
from domain.refusals import Refusal
from domain.words import Role
from procedures import all_procedures

DIEN_BIEN = all_procedures()["dien-bien"]
# Công văn 4/2024, the table: all, resolved, overdue, overdue share as printed.
LETTER = {
    "dien-bien-phu": (58, 2, 56, "96,6%"),
    "dien-bien": (16, 0, 16, "100%"),
    "dien-bien-dong": (0, 0, 0, "0%"),
    "muong-ang": (8, 0, 8, "100%"),
    "tuan-giao": (6, 0, 6, "100%"),
    "tua-chua": (5, 3, 2, "40%"),
    "muong-cha": (6, 0, 6, "100%"),
    "muong-lay": (1, 1, 0, "0%"),
    "muong-nhe": (10, 0, 10, "100%"),
    "nam-po": (20, 1, 19, "95%"),
}
FILED = datetime(2024, 3, 11, 2, tzinfo=UTC)
BOOK = official_book()
UNTIL_APRIL = Period(date(2023, 4, 19), date(2024, 4, 8))


def course(place: str, *, resolved: bool) -> tuple[Event, ...]:
    """A report of 11 March 2024 that went to the district's People's Committee by its place.

    It was answered on the third day, or left.
    """
    holds = tuple(need.id for need in DIEN_BIEN.requirements)
    agency = f"ubnd-{place}"
    file = acts.File(channel="app", field=None, secret=False, holds=holds, place=place, routed_to=agency)
    case = Complaint(code="DB-2024-000001", procedure=DIEN_BIEN)
    told: tuple[Event, ...] = ()
    answer = acts.SubmitResult(result=acts.Sealed("Đã xử lý"), handled_on=None, no_images=False)
    done = ((2, answer, Role.AGENCY_OFFICER), (2.5, acts.Publish(), Role.AGENCY_LEADER)) if resolved else ()
    for days, act, role in ((0, file, None), *done):
        by = Actor(role, "dien-bien", agency, f"id-{role}") if role else REPORTER
        decided = decide(case, act, by=by, at=FILED + timedelta(days=days))
        assert not isinstance(decided, Refusal), decided
        new = scheduled(case, decided, BOOK)
        case, told = apply_all(case, new), (*told, *new)
    return told


def written(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0").replace(".", ",") + "%"


@pytest.fixture(scope="module")
def account() -> Account:
    """The 130 cases of the letter."""
    places = [
        (place, number < resolved) for place, (total, resolved, _, _) in LETTER.items() for number in range(total)
    ]
    known = {(place, resolved): course(place, resolved=resolved) for place, resolved in set(places)}
    courses = {f"DB-2024-{number:06}": (DIEN_BIEN, known[each]) for number, each in enumerate(places, 1)}
    return account_of(DIEN_BIEN, UNTIL_APRIL, courses)


def test_the_table_of_the_letter_comes_out_of_its_cases(account: Account) -> None:
    table = overdue_table(shares_of(account.by_place), tuple(LETTER))
    assert {line.id: (line.total, line.resolved, line.overdue, written(line.share)) for line in table.lines} == LETTER
    # The letter prints 5,2 % and 94,8 %; its own numbers, 7 and 123 of 130, give 5,4 % and 94,6 %.
    total = table.total
    assert (total.total, total.resolved, total.overdue) == (130, 7, 123)
    assert (written(total.resolved_share), written(total.share)) == ("5,4%", "94,6%")
    by_agency = overdue_table(shares_of(account.by_lead), tuple(f"ubnd-{place}" for place in LETTER))
    assert [line.overdue for line in by_agency.lines] == [overdue for _, _, overdue, _ in LETTER.values()]


def test_a_district_is_overdue_from_the_moment_at_which_its_limit_ends(account: Account) -> None:
    assert {step.step for step in account.late} >= {DIEN_BIEN.limit("process").name}
    assert len({step.code for step in account.late}) == 123
    # Six working days from Monday 11/3/2024 at 9:00 end on Tuesday 19/3 at 9:00.
    [(due)] = {step.due for step in account.late if step.limit == "process"}
    assert due == datetime(2024, 3, 19, 2, tzinfo=UTC)


def test_wards_count_for_their_district_and_every_district_has_a_line() -> None:
    places = (
        Place("a", "Huyện A", PlaceKind.DISTRICT),
        Place("b", "Huyện B", PlaceKind.DISTRICT),
        Place("a1", "Xã A1", PlaceKind.WARD, parent="a"),
        Place("c1", "Xã C1", PlaceKind.WARD),
    )
    shares = by_district(
        [
            OverdueShare("a", total=1, resolved=0, open=1, overdue=0),
            OverdueShare("a1", total=2, resolved=1, open=1, overdue=1),
            OverdueShare("c1", total=1, resolved=0, open=1, overdue=0),
            OverdueShare(None, total=1, resolved=0, open=1, overdue=0),
        ],
        places,
    )
    table = overdue_table(shares, ("a", "b"))
    assert [(line.id, line.total, line.resolved, line.overdue) for line in table.lines] == [
        ("a", 3, 1, 1), ("b", 0, 0, 0), ("c1", 1, 0, 0), (None, 1, 0, 0),
    ]  # fmt: skip
    assert table.total.total == 5
