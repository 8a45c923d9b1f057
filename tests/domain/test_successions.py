"""Tests who succeeds an agency, and how a case goes on at its heir."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain import acts
from domain.actors import Actor, Told
from domain.complaint import Complaint, Limit, Outcome
from domain.decide import decide, follow
from domain.events import Involved, LimitClosed, Succeeded
from domain.limits import next_alarm, whose_turn
from domain.notices import notices
from domain.offices.places import Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.offices.succession import Heir, Succession, Successions, goes_round, heirs_by_ward
from domain.refusals import Refusal, RefusalKind
from domain.words import Role, Status
from procedures import all_procedures

KHANH_HOA = all_procedures()["khanh-hoa"]
DAY = date(2026, 7, 1)
AT = datetime(2026, 6, 30, 17, 0, 5, tzinfo=UTC)  # a few seconds into the day, in Vietnam
ADMIN = Actor(Role.ADMIN, authority="khanh-hoa", account="id-admin")


def ends(agency: str, heir: str, *by_part: Heir, day: date = DAY) -> Succession:
    return Succession(agency, "khanh-hoa", agency, day, "NQ 1", "Quốc hội", heir, by_part)


DIVIDED = ends(
    "phong-cu", "van-phong", Heir("so-a", field="dien"), Heir("so-b", place="p1"), Heir("so-c", "dien", "p1")
)


@pytest.mark.parametrize(
    ("field", "places", "heir"),
    [
        pytest.param("rac", ("p2",), "van-phong", id="what no part is for goes to the heir of the rest"),
        pytest.param("dien", ("p2",), "so-a", id="by its field"),
        pytest.param("rac", ("p1",), "so-b", id="by its place"),
        pytest.param("rac", ("xom", "p1"), "so-b", id="by the unit around its place"),
        pytest.param("dien", ("p1",), "so-c", id="the most specific part wins"),
        pytest.param(None, (), "van-phong", id="without field and place"),
    ],
)
def test_a_divided_agency_has_an_heir_for_each_case(field: str | None, places: tuple[str, ...], heir: str) -> None:
    assert Successions([DIVIDED], DAY).now("phong-cu", field, places) == heir


@pytest.mark.parametrize(
    ("known", "today", "agency", "heir"),
    [
        pytest.param([ends("a", "b")], DAY - timedelta(days=1), "a", "a", id="not before its day"),
        pytest.param([ends("a", "b")], DAY, "a", "b", id="from its day on"),
        pytest.param([ends("a", "b")], DAY, "c", "c", id="another agency goes on"),
        pytest.param([ends("a", "c"), ends("b", "c")], DAY, "b", "c", id="several join one"),
        pytest.param(
            [ends("a", "b"), ends("b", "c", day=date(2027, 1, 1))], date(2027, 1, 1), "a", "c", id="heir of an heir"
        ),
        pytest.param([replace(ends("a", "b"), withdrawn_at=AT)], DAY, "a", "a", id="withdrawn"),
    ],
)
def test_who_has_the_work_of_an_agency(known: list[Succession], today: date, agency: str, heir: str) -> None:
    assert Successions(known, today).now(agency) == heir


@pytest.mark.parametrize(
    ("known", "round_"),
    [
        ([ends("a", "b"), ends("b", "c")], False),
        ([ends("a", "b"), ends("b", "a")], True),
        ([ends("a", "b"), ends("b", "c", Heir("a", field="dien"))], True),
        ([ends("a", "b"), replace(ends("b", "a"), withdrawn_at=AT)], False),
    ],
)
def test_no_agency_is_its_own_heir_through_others(known: list[Succession], round_: bool) -> None:
    assert goes_round(known) is round_


def running(rule: str, agency: str | None, until: date | None = None) -> Limit:
    return Limit(rule, AT, None, until=until, agency=agency)


CASE = Complaint(
    "KH-2026-000001",
    KHANH_HOA,
    status=Status.PROCESSING,
    channel=KHANH_HOA.channels[0].id,
    field="giao-thong",
    lead="so-cu",
    officer="id-officer",
    co_ordinating=("phong-cu", "so-moi", "so-khac"),
    parts=("so-moi",),
    expected=date(2026, 7, 20),
    asking=("KH-2026-000001",),
    has_open_question=True,
    returned_by=("so-khac",),
    identity_shared_with=("phong-cu",),
    moments={"filed": AT - timedelta(days=3), "dispatched": AT - timedelta(days=2), "accepted": AT - timedelta(days=2)},
    limits=(
        replace(running("accept", "so-cu"), outcome=Outcome.MET),
        running("process", "so-cu"),
        running("part@phong-cu", "phong-cu", date(2026, 7, 10)),
        running("part@so-moi", "so-moi", date(2026, 7, 15)),
    ),
)


def moved(case: Complaint, agency: str, successor: str, officer: str | None = None) -> Complaint:
    act = acts.Succeed(agency=agency, successor=successor, day=DAY, decided_by="NQ 1 của Quốc hội", officer=officer)
    events = decide(case, act, by=ADMIN, at=AT)
    assert not isinstance(events, Refusal)
    return follow(case, [each for each in events if isinstance(each, Succeeded)])


def test_a_case_goes_on_at_the_heir_with_all_that_it_had() -> None:
    after = moved(CASE, "so-cu", "so-ke-thua", officer="id-officer")
    assert (after.lead, after.officer) == ("so-ke-thua", "id-officer")
    same = (
        "status",
        "field",
        "expected",
        "asking",
        "has_open_question",
        "returned_by",
        "co_ordinating",
        "parts",
        "bounced",
    )
    assert {name: getattr(after, name) for name in same} == {name: getattr(CASE, name) for name in same}
    assert after.tally.get("returned", 0) == 0
    before, now = CASE.running("process"), after.running("process")
    assert before is not None
    assert now == replace(before, agency="so-ke-thua")
    assert whose_turn(after, now) == Told(Role.AGENCY_OFFICER, "so-ke-thua")
    assert next_alarm(after) == next_alarm(CASE)
    assert after.limits[0].agency == "so-cu"  # what has ended stays with the agency that did it


def test_a_case_whose_officer_does_not_come_along_waits_to_be_assigned() -> None:
    assert moved(CASE, "so-cu", "so-ke-thua").officer is None


def test_the_officer_stays_where_only_an_agency_that_co_ordinates_ends() -> None:
    after = moved(CASE, "phong-cu", "so-ke-thua")
    assert (after.lead, after.officer) == ("so-cu", "id-officer")
    assert after.co_ordinating == ("so-ke-thua", "so-moi", "so-khac")
    assert after.identity_shared_with == ("so-ke-thua",)
    assert after.running("part@so-ke-thua") == replace(
        running("part@phong-cu", "so-ke-thua", date(2026, 7, 10)), id="part@so-ke-thua"
    )


def test_of_two_parts_that_become_one_the_missing_one_and_the_earlier_day_stand() -> None:
    after = moved(CASE, "phong-cu", "so-moi")
    assert after.co_ordinating == ("so-moi", "so-khac")
    assert after.missing_parts == ("so-moi", "so-khac")
    part = after.running("part@so-moi")
    assert part is not None
    assert part.until == date(2026, 7, 10)
    assert [each.id for each in after.running_limits].count("part@so-moi") == 1


def test_an_agency_that_comes_to_lead_co_ordinates_no_longer_and_its_part_is_moot() -> None:
    act = acts.Succeed(agency="so-cu", successor="so-moi", day=DAY, decided_by="NQ 1", officer=None)
    events = decide(CASE, act, by=ADMIN, at=AT)
    assert not isinstance(events, Refusal)
    closed = [each for each in events if isinstance(each, LimitClosed)]
    assert [(each.limit, each.outcome) for each in closed] == [("part@so-moi", Outcome.SUPERSEDED)]
    after = moved(CASE, "so-cu", "so-moi")
    assert (after.lead, after.co_ordinating) == ("so-moi", ("phong-cu", "so-khac"))


def test_a_case_that_the_agency_does_not_have_stays() -> None:
    act = acts.Succeed(agency="so-la", successor="so-moi", day=DAY, decided_by="NQ 1", officer=None)
    refused = decide(CASE, act, by=ADMIN, at=AT)
    assert isinstance(refused, Refusal)
    assert refused.kind is RefusalKind.NOTHING_NEW


def test_a_second_succession_follows_the_first() -> None:
    after = moved(moved(CASE, "so-cu", "so-giua"), "so-giua", "so-cuoi")
    assert after.lead == "so-cuoi"


def test_the_heirs_people_and_the_reporter_are_told_while_the_case_is_open() -> None:
    event = Succeeded(at=AT, agency="so-cu", successor="so-ke-thua", day=DAY, decided_by="NQ 1")
    told = notices(moved(CASE, "so-cu", "so-ke-thua"), event)
    assert {each.to for each in told} == {
        Told(Role.AGENCY_OFFICER, "so-ke-thua"),
        Told(Role.AGENCY_LEADER, "so-ke-thua"),
        Told(Role.REPORTER),
    }
    assert {each.channel for each in told} == {"portal"}
    closed = replace(moved(CASE, "so-cu", "so-ke-thua"), status=Status.CLOSED)
    assert notices(closed, event) == ()


def test_an_heir_may_bring_in_agencies_as_the_lead_did() -> None:
    after = follow(moved(CASE, "so-cu", "so-ke-thua"), [Involved(at=AT, co_ordinating=("so-khac",))])
    assert after.co_ordinating == ("so-khac",)


def ward(id_: str, *now: str) -> Place:
    return Place(id_, id_, PlaceKind.WARD, holds=not now, succeeded_by=now)


DISTRICT = Place("huyen", "Huyện", PlaceKind.DISTRICT, holds=False)
WARDS = (
    DISTRICT,
    replace(ward("cu-1", "moi-1"), parent="huyen"),
    replace(ward("cu-2", "moi-1", "moi-2"), parent="huyen"),
    replace(ward("cu-3", "moi-3"), parent="huyen"),
    ward("huyen-khac", "moi-9"),
    ward("moi-1"),
    ward("moi-2"),
    ward("moi-9"),
)
OF_WARDS = (
    RoutingRule("1", "ubnd-moi-1", "", place="moi-1"),
    RoutingRule("2", "ubnd-moi-2", "", place="moi-2"),
    RoutingRule("3", "ubnd-huyen", "", place="huyen", holds=False),
    RoutingRule("9", "ubnd-moi-9", "", place="moi-9"),
    RoutingRule("4", "so-a", "", field="dien"),
    RoutingRule("5", "so-b", ""),
)


def test_a_district_is_divided_by_the_wards_that_its_land_is_in_now() -> None:
    assert heirs_by_ward("ubnd-huyen", WARDS, OF_WARDS) == (
        Heir("ubnd-moi-1", place="cu-1"),
        Heir("ubnd-moi-1", place="moi-1"),
        Heir("ubnd-moi-2", place="moi-2"),
    )


def test_wards_of_one_agency_are_one_heir_and_what_no_rule_is_for_stays_for_the_rest() -> None:
    one = tuple(replace(rule, agency="ubnd-thi-xa") if rule.id in "12" else rule for rule in OF_WARDS)
    assert Heir("ubnd-thi-xa", place="cu-2") in heirs_by_ward("ubnd-huyen", WARDS, one)
    assert heirs_by_ward("ubnd-huyen", WARDS, ()) == ()
