"""Tests the public lists: they hold public cases only, filtered, the newest first, and never show who reported."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Engine

from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts import Sealed
from domain.complaint import Complaint
from domain.offices.places import Box
from domain.visibility import is_public
from domain.words import Role, Status
from procedures import all_procedures
from records.cases.rows import MaskedReport, PublicFilters
from records.cases.writing import case_columns
from records.engine import driver, transaction
from records.errors import BadCursor, UnstorableText
from records.record import Record
from records.statements import insert_row
from tests.records.conftest import Sql
from tests.support.records.desk import (
    CENTRE,
    FRIDAY,
    IDENTITY,
    LEADER,
    OFFICER,
    REPORT,
    Desk,
    dispatch,
    filed,
    submission,
)
from tests.support.records.town import WORDS, Town, result

pytestmark = pytest.mark.slow

EVERYTHING = PublicFilters()
HERE: dict[str, Any] = {"latitude": 12.2388, "longitude": 109.1967}
AROUND_HERE = Box(south=12.0, north=12.5, west=109.0, east=109.5)


def published(desk: Desk, *, at: datetime = FRIDAY, field: str = "giao-thong", **about: Any) -> Complaint:
    complaint = desk.take_in(submission(report=replace(REPORT, **about)), field=field, at=at)
    course: list[tuple[acts.Act, Actor]] = [
        (dispatch(), CENTRE),
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá")), OFFICER),
        (acts.Approve(), LEADER),
        (acts.Publish(), CENTRE),
    ]
    for act, by in course:
        complaint = desk.act(complaint, act, by, at)
    return complaint


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_what_has_the_diacritics_that_were_typed_comes_first(desk: Desk, record: Record, limit: int) -> None:
    road, poplar, roads = (
        published(desk, at=FRIDAY + timedelta(minutes=number), content=words, **HERE).code
        for number, words in enumerate(("Đường hỏng", "Cây dương đổ", "Đường ngập"))
    )
    filters, listed, cursor = PublicFilters(text="dương"), [], None
    while True:
        page = record.public.page(filters, cursor, limit)
        listed += [line.code for line in page.lines]
        if (cursor := page.next) is None:
            break
    assert listed == [poplar, roads, road]
    assert record.public.count(filters, 100) == 3
    assert [line.code for line in record.public.points(filters, 10)] == listed
    assert [line.code for line in record.public.news(filters, 10)] == [roads, poplar, road], (
        "a feed follows the changes"
    )


def found(record: Record, filters: PublicFilters = EVERYTHING) -> list[str]:
    page = record.public.page(filters, None, 50)
    assert page.next is None
    assert len(page.lines) == record.public.count(filters, 1000)
    return [line.code for line in page.lines]


def test_what_is_not_published_is_not_found_and_what_is_published_is(desk: Desk, record: Record) -> None:
    complaint = desk.take_in()
    assert found(record) == []
    course: list[tuple[acts.Act, Actor]] = [
        (dispatch(), CENTRE),
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá")), OFFICER),
        (acts.Approve(), LEADER),
    ]
    for act, by in course:
        complaint = desk.act(complaint, act, by)
        assert found(record) == []
    desk.act(complaint, acts.Publish(), CENTRE)
    assert found(record) == [complaint.code]


def test_a_result_withheld_leaves_nothing_to_find(desk: Desk, record: Record) -> None:
    complaint = desk.take_in()
    course: list[tuple[acts.Act, Actor]] = [
        (dispatch(), CENTRE),
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá")), OFFICER),
        (acts.Approve(), LEADER),
        (acts.Withhold(ground="state_secret"), CENTRE),
    ]
    for act, by in course:
        complaint = desk.act(complaint, act, by)
    assert found(record) == []
    assert record.public.points(EVERYTHING, 10) == record.public.news(EVERYTHING, 10) == ()


def cases_of_every_kind() -> Iterator[Complaint]:
    """Yield every status with everything that withholds a case from the public, under each regulation."""
    numbers = iter(range(1, 100_000))
    kept: tuple[dict[str, Any], ...] = ({}, {"secret": True}, {"restricted": True}, {"hidden": True}, {"test": True})
    for procedure, status, flags in product(all_procedures().values(), Status, (*kept, {"withheld": FRIDAY})):
        flagged = dict(flags)
        moments = {"filed": FRIDAY} | {kind: flagged.pop(kind) for kind in ("withheld",) if kind in flagged}
        if status in (Status.PUBLISHED, Status.CLOSED):
            moments |= {"published": FRIDAY + timedelta(days=1), "commented": FRIDAY + timedelta(days=2)}
        complaint, _ = filed(f"X-2026-{next(numbers)}")
        yield replace(
            complaint, procedure=procedure, status=status, moments=moments, limits=(), place="loc-tho", **flagged
        )


def test_the_record_of_before_is_filled_with_what_the_rule_says(engine: Engine, record: Record, sql: Sql) -> None:
    fill = importlib.import_module("records.migrations.versions.0010_what_the_public_sees").FILL
    for procedure in all_procedures().values():
        record.intake.keep_procedure(procedure)
    digests = dict(sql("SELECT id, digest FROM procedures"))
    cases = list(cases_of_every_kind())
    with transaction(engine) as session:
        for complaint in cases:
            named = {"code": complaint.code}
            sent = {"idempotency_key": complaint.code, "body_hash": "-", "tracking_hash": "-"}
            insert_row(driver(session), "submissions", named | sent)
            row = {"procedure_digest": digests[complaint.procedure.id], "excerpt": ""}
            insert_row(driver(session), "cases", case_columns(complaint) | row)
    wanted = "SELECT code, place, public, public_changed_at FROM cases ORDER BY code"
    written = sql(wanted)
    assert {row.code for row in written if row.public} == {each.code for each in cases if is_public(each)}
    # Snapshots as they were stored before later regulations added fields.
    sql(
        "UPDATE cases SET public = false, place = NULL, public_changed_at = NULL, snapshot = snapshot - ARRAY("
        " SELECT key FROM jsonb_each(snapshot) WHERE key IN ('restricted', 'hidden', 'test') AND value = 'false')"
    )
    sql(fill)
    assert sql(wanted) == written


def test_a_public_line_says_what_a_list_and_a_map_need_and_nobodys_name(desk: Desk, record: Record) -> None:
    complaint = published(desk, **HERE, place_id="loc-tho")
    [line] = record.public.page(EVERYTHING, None, 10).lines
    assert (line.code, line.authority, line.status) == (complaint.code, "khanh-hoa", Status.PUBLISHED)
    assert (line.field, line.lead, line.received_at) == ("giao-thong", "so-gtvt", FRIDAY)
    assert (line.latitude, line.longitude, line.place_id) == (12.2388, 109.1967, "loc-tho")
    assert line.excerpt == REPORT.content
    told = " ".join(map(str, vars(line).values()))
    assert not any(each in told for each in vars(IDENTITY).values() if each)


@pytest.mark.parametrize(
    ("filters", "is_found"),
    [
        (PublicFilters(authority="khanh-hoa"), True),
        (PublicFilters(authority="lai-chau"), False),
        (PublicFilters(field="giao-thong"), True),
        (PublicFilters(field="y-te"), False),
        (PublicFilters(status=(Status.PUBLISHED,)), True),
        (PublicFilters(status=(Status.PROCESSING, Status.PUBLISHED)), True),
        (PublicFilters(status=(Status.CLOSED,)), False),
        (PublicFilters(since=FRIDAY), True),
        (PublicFilters(since=FRIDAY + timedelta(seconds=1)), False),
        (PublicFilters(until=FRIDAY), False),
        (PublicFilters(until=FRIDAY + timedelta(seconds=1)), True),
        (PublicFilters(text="o ga"), True),
        (PublicFilters(text="ổ gà CHỢ đầm"), True),
        (PublicFilters(text="ngập lụt"), False),
        (PublicFilters(text=" "), True),
        (PublicFilters(text="Nguyễn Thị Ánh"), False),
        (PublicFilters(box=AROUND_HERE), True),
        (PublicFilters(box=Box(south=12.3, north=12.5, west=109.0, east=109.5)), False),
        (PublicFilters(authority="khanh-hoa", field="giao-thong", text="o ga", box=AROUND_HERE), True),
    ],
    ids=str,
)
def test_the_public_list_is_narrowed(desk: Desk, record: Record, filters: PublicFilters, is_found: bool) -> None:
    complaint = published(desk, **HERE)
    assert found(record, filters) == [complaint.code] * is_found
    assert [line.code for line in record.public.points(filters, 10)] == [complaint.code] * is_found
    assert [line.code for line in record.public.news(filters, 10)] == [complaint.code] * is_found


def test_the_public_list_is_narrowed_to_places(desk: Desk, record: Record, sql: Sql) -> None:
    one, other, elsewhere = published(desk), published(desk), published(desk)
    for place, complaint in {"loc-tho": one, "vinh-hai": other, "cam-ranh": elsewhere}.items():
        sql("UPDATE cases SET place = :place WHERE code = :code", place=place, code=complaint.code)
    assert found(record, PublicFilters(places=("loc-tho",))) == [one.code]
    assert found(record, PublicFilters(places=("loc-tho", "vinh-hai"))) == [other.code, one.code]
    assert found(record, PublicFilters(places=("khong-co",))) == []


def test_what_has_no_point_is_in_the_list_and_not_on_the_map(desk: Desk, record: Record) -> None:
    there, nowhere = published(desk, **HERE), published(desk)
    assert found(record) == [nowhere.code, there.code]
    assert [line.code for line in record.public.points(EVERYTHING, 10)] == [there.code]
    assert record.public.places(EVERYTHING, 10) == ((12.2388, 109.1967),)
    assert found(record, PublicFilters(box=AROUND_HERE)) == [there.code]


def test_a_case_leaves_the_map_with_the_act_that_takes_it_from_view(record: Record, sql: Sql) -> None:
    case = Town(record).files("dien-bien", "2026-03-02 08:00", "khac")
    case.does("2026-03-02 08:10", "centre_operator", acts.Dispatch(lead="ubnd-tua-chua"))
    case.does("2026-03-02 09:00", "agency_officer of ubnd-tua-chua", result("2026-03-02"))
    case.does("2026-03-02 10:00", "agency_officer of ubnd-tua-chua", acts.Publish())
    sql("UPDATE cases SET latitude = 21.9, longitude = 103.3")
    here = PublicFilters("dien-bien", box=Box(south=21.8, north=22.0, west=103.2, east=103.4))
    assert record.public.places(here, 10) == ((21.9, 103.3),)
    case.does("2026-03-02 11:00", "centre_operator", acts.Hide(ground="personal_data", reason=WORDS))
    assert not record.public.places(here, 10)
    assert not record.public.points(here, 10)
    assert record.public.count(here, 10) == 0
    case.does("2026-03-02 12:00", "centre_leader", acts.Unhide(reason=WORDS))
    assert record.public.places(here, 10) == ((21.9, 103.3),)


def test_the_newest_comes_first_and_pages_give_each_case_once(desk: Desk, record: Record) -> None:
    codes = [published(desk, at=FRIDAY + timedelta(minutes=number // 2)).code for number in range(5)]
    seen, cursor = [], None
    while True:
        page = record.public.page(EVERYTHING, cursor, 2)
        seen += [line.code for line in page.lines]
        if (cursor := page.next) is None:
            break
    assert seen == codes[::-1]
    assert record.public.count(EVERYTHING, 3) == 3


def test_the_latest_news_comes_first_in_a_feed(desk: Desk, record: Record) -> None:
    earlier = published(desk, at=FRIDAY)
    later = published(desk, at=FRIDAY + timedelta(minutes=5))
    assert [line.code for line in record.public.news(EVERYTHING, 10)] == [later.code, earlier.code]
    rated_at = FRIDAY + timedelta(minutes=10)
    desk.act(earlier, acts.Rate(rating="satisfied"), REPORTER, rated_at)
    [first, _] = record.public.news(EVERYTHING, 10)
    assert (first.code, first.changed_at) == (earlier.code, rated_at)
    assert [line.code for line in record.public.news(EVERYTHING, 1)] == [earlier.code]


def _editor(record: Record) -> str:
    return record.accounts.add(
        username="bientap",
        role=Role.CENTRE_OPERATOR,
        authority="khanh-hoa",
        agency=None,
        display_name="-",
        password_hash="",
    ).id


def test_words_that_were_masked_are_news(desk: Desk, record: Record) -> None:
    earlier, later = published(desk, at=FRIDAY), published(desk, at=FRIDAY + timedelta(minutes=5))
    masked_at, editor = FRIDAY + timedelta(minutes=10), _editor(record)
    record.masks.mask(earlier.code, MaskedReport(("A",), "…", "…", "…", editor, masked_at))
    [first, second] = record.public.news(EVERYTHING, 10)
    assert [(first.code, first.changed_at), second.code] == [(earlier.code, masked_at), later.code]
    assert [line.code for line in record.public.news(EVERYTHING, 1)] == [earlier.code]
    assert [line.code for line in record.public.news(replace(EVERYTHING, field="khac"), 10)] == []


@pytest.mark.parametrize("cursor", ["", "không", "W251bGwsICJLSC0yMDI2LTAwMDAwMSJd"], ids=["empty", "words", "no time"])
def test_a_cursor_that_no_public_list_gave_is_refused(record: Record, cursor: str) -> None:
    with pytest.raises(BadCursor):
        record.public.page(EVERYTHING, cursor, 10)


def test_a_filter_that_cannot_be_kept_is_refused(record: Record) -> None:
    for filters in (PublicFilters(text="\0"), PublicFilters(places=("\0",)), PublicFilters(field="\0")):
        with pytest.raises(UnstorableText):
            record.public.page(filters, None, 10)
