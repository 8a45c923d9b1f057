"""Tests that a search within a list finds what the list holds: the labels of reports follow their cases, and decide nothing."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
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
from domain.visibility import Scope
from domain.words import Status
from records.cases.labels import labels_of
from records.cases.rows import Filters, PublicFilters
from records.cases.writing import case_columns
from records.engine import driver, transaction
from records.record import Record
from records.statements import insert_row
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, LEADER, OFFICER, REPORT, Desk, dispatch, filed, submission

pytestmark = pytest.mark.slow

_OFFICER_OF_POWER = replace(OFFICER, agency="dien-luc")
_COURSES: tuple[tuple[tuple[acts.Act | acts.TimePassed, Actor | None], ...], ...] = (
    (),
    ((acts.TimePassed(), None),),
    ((acts.Withdraw(), REPORTER),),
    ((acts.AskSupplement(wanted=Sealed("Xin ảnh")), CENTRE),),
    ((dispatch(), CENTRE),),
    ((dispatch("dien-luc", "so-gtvt"), CENTRE), (acts.Accept(), _OFFICER_OF_POWER)),
    ((dispatch(), CENTRE), (acts.Return(reason=Sealed("Không thuộc thẩm quyền")), OFFICER)),
    (
        (dispatch("so-gtvt", "dien-luc"), CENTRE),
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá")), OFFICER),
        (acts.Approve(), LEADER),
        (acts.Publish(), CENTRE),
    ),
)
_WORD = "ngập"
_PLACES = ("loc-tho", "vinh-hai")
_LABELS = importlib.import_module("records.migrations.versions.0029_labels_of_reports")
_UNLABELLED = importlib.import_module("records.migrations.versions.0033_overdue_by_the_clock")

_WAYS: dict[str, tuple[tuple[int, ...], int]] = {
    "the beginning": ((400, 2000, 10_000), 4000),
    "the index": ((1, 1, 1), 4000),
    "longer stretches": ((1, 2, 400), 0),
    "all that the index finds": ((1, 1, 1), 0),
}
"""For each way in which words are sought: the stretches to read, and how many reports are few."""


@pytest.fixture
def sought(desk: Desk, record: Record) -> set[str]:
    """Take in reports of every course with and without the word, merge two. Return the codes of those with the word."""
    said = set()
    for number, (course, field, words) in enumerate(
        product(_COURSES, ("giao-thong", "su-co-dien"), ("Ổ gà", "Ngập nước"))
    ):
        about = replace(REPORT, content=words, place_id=_PLACES[number // 4 % 2])
        at = FRIDAY + timedelta(minutes=number)
        complaint = desk.take_in(submission(report=about), field=field, at=at)
        for act, by in course:
            at += timedelta(days=7) if isinstance(act, acts.TimePassed) else timedelta(minutes=1)
            complaint = desk.act(complaint, act, by, at)
        if words.startswith("Ngập"):
            said.add(complaint.code)
    into = desk.take_in()
    merged = desk.act(
        desk.take_in(submission(report=replace(REPORT, content="Ngập"))), acts.Merge(into=into.code), CENTRE
    )
    return said | {merged.code}


def _of_staff() -> Iterator[tuple[Scope, Filters]]:
    narrowed: tuple[dict[str, Any], ...] = (
        {},
        {"field": "su-co-dien"},
        {"agency": "dien-luc"},
        {"lead": "so-gtvt"},
        {"agency": "so-gtvt", "field": "giao-thong"},
        {"overdue": True},
        {"overdue": False},
        {"paused": True},
        {"unassigned": True},
        {"status": (Status.DISPATCHED, Status.MERGED)},
        {"status": (Status.RETURNED,)},
        {"authority": "khanh-hoa"},
        {"authority": "lai-chau"},
    )
    everywhere, transport = Scope("khanh-hoa", None), Scope("khanh-hoa", "so-gtvt")
    for scope, opened, filters in product((everywhere, transport), (None, True), narrowed):
        yield scope, Filters(open=opened, **filters)
    for scope, opened in product((Scope(None, None), Scope("khanh-hoa", "dien-luc"), everywhere), (None, True, False)):
        yield scope, Filters(open=opened)


def _of_public() -> Iterator[PublicFilters]:
    places = (), _PLACES[:1], _PLACES, ("khong-co",)
    for authority, field, place in product((None, "khanh-hoa", "lai-chau"), (None, "giao-thong"), places):
        yield PublicFilters(authority, field=field, places=place)
    yield PublicFilters(status=(Status.PUBLISHED,))


def test_a_search_finds_in_every_list_what_a_reader_of_the_list_would_find(
    record: Record, sought: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    search = importlib.import_module("records.cases.text_search")
    found: set[str] = set()
    for scope, filters in _of_staff():
        listed = record.cases.page(scope, filters, None, 60).lines
        wanted = [line.code for line in listed if line.code in sought]
        said = replace(filters, text=_WORD)
        for way, (stretches, few) in _WAYS.items():
            monkeypatch.setattr(search, "_LOOKED_THROUGH", stretches)
            monkeypatch.setattr(search, "_FEW", few)
            lines = record.cases.page(scope, said, None, 60).lines
            assert [line.code for line in lines] == wanted, (way, scope, filters)
        assert record.cases.count(scope, said, 60) == len(wanted), (scope, filters)
        found |= set(wanted)
    assert found == sought, "each report was in some list"
    public: set[str] = set()
    for each in _of_public():
        wanted = [line.code for line in record.public.page(each, None, 60).lines if line.code in sought]
        told = replace(each, text=_WORD)
        for way, (stretches, few) in _WAYS.items():
            monkeypatch.setattr(search, "_LOOKED_THROUGH", stretches)
            monkeypatch.setattr(search, "_FEW", few)
            assert [line.code for line in record.public.page(told, None, 60).lines] == wanted, (way, each)
        assert record.public.count(told, 60) == len(wanted), each
        public |= set(wanted)
    assert public, "some were public"


def test_the_labels_of_a_report_follow_its_case(record: Record, sought: set[str], sql: Sql) -> None:
    written = sql("SELECT code, within FROM reports ORDER BY code")
    assert all(row.within for row in written)
    sql("UPDATE reports SET within = '{}'")
    sql(_LABELS.FILL)
    sql(_UNLABELLED.UNLABELLED)
    assert sql("SELECT code, within FROM reports ORDER BY code") == written


def test_reports_of_before_are_filled_with_the_labels_that_the_rule_says(
    engine: Engine, record: Record, sql: Sql
) -> None:
    kept: dict[str, list[str]] = {}
    taken, _ = filed("X-2026-0")
    record.intake.keep_procedure(taken.procedure)
    [(digest,)] = sql("SELECT digest FROM procedures")
    with transaction(engine) as session:
        for number, complaint in enumerate(_of_every_kind(taken)):
            named = {"code": f"X-2026-{number}"}
            sent = {"idempotency_key": f"key-{number}", "body_hash": "-", "tracking_hash": "-"}
            insert_row(driver(session), "submissions", named | sent)
            row = case_columns(complaint) | {"procedure_digest": digest, "excerpt": ""} | named
            insert_row(driver(session), "cases", row)
            said: dict[str, object] = {"content": "-", "place": "-", "occurred_at": "-", "within": []}
            insert_row(driver(session), "reports", {**said, **named})
            kept[named["code"]] = labels_of(complaint)
    sql(_LABELS.FILL)
    sql(_UNLABELLED.UNLABELLED)
    assert {row.code: row.within for row in sql("SELECT code, within FROM reports")} == kept


def _of_every_kind(taken: Complaint) -> Iterator[Complaint]:
    agencies = (None, ()), ("so-gtvt", ()), ("so-gtvt", ("dien-luc", "ubnd-nha-trang"))
    for status, (lead, others), field, restricted, place in product(
        Status, agencies, (None, "giao-thong"), (False, True), (None, "loc-tho")
    ):
        published: dict[str, datetime] = {"published": FRIDAY} if status in (Status.PUBLISHED, Status.CLOSED) else {}
        yield replace(
            taken,
            status=status,
            moments=dict(taken.moments) | published,
            lead=lead,
            co_ordinating=others,
            field=field,
            restricted=restricted,
            place=place,
        )


@pytest.mark.parametrize(
    ("act", "by", "is_written"),
    [
        (lambda: acts.Accept(), OFFICER, False),
        (lambda: acts.Comment(text=Sealed("Đã xem")), CENTRE, False),
        (lambda: acts.Withdraw(), REPORTER, True),
        (lambda: acts.Return(reason=Sealed("Không thuộc thẩm quyền")), OFFICER, True),
    ],
)
def test_an_act_writes_the_report_only_where_its_labels_change(
    desk: Desk, sql: Sql, act: Callable[[], acts.Act], by: Actor, is_written: bool
) -> None:
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    version = "SELECT xmin::text, within FROM reports WHERE code = :code"
    before = sql(version, code=complaint.code)
    after = desk.act(complaint, act(), by)
    [(xmin, within)] = sql(version, code=complaint.code)
    assert within == labels_of(after)
    assert ((xmin, within) != before[0]) == is_written
