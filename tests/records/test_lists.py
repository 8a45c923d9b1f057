"""Tests what a member of staff sees in a list, in which order, and how filters and the search find it."""

from __future__ import annotations

import base64
import importlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts import Sealed
from domain.visibility import Scope
from domain.words import Status, Urgency
from records.cases.rows import Filters, Report
from records.errors import BadCursor, UnstorableText
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, OFFICER, Desk, dispatch, submission

pytestmark = pytest.mark.slow

ALL = Scope(None, None)
PROVINCE = Scope("khanh-hoa", None)
TRANSPORT = Scope("khanh-hoa", "so-gtvt")
POWER = Scope("khanh-hoa", "dien-luc")


def codes(record: Record, scope: Scope, filters: Filters = Filters(), limit: int = 50) -> set[str]:  # noqa: B008 - frozen
    page = record.cases.page(scope, filters, None, limit, at=FRIDAY)
    assert page.next is None
    return {line.code for line in page.lines}


def walk(record: Record, scope: Scope, limit: int, filters: Filters = Filters()) -> list[str]:  # noqa: B008 - frozen
    seen: list[str] = []
    cursor = None
    while True:
        page = record.cases.page(scope, filters, cursor, limit)
        seen += [line.code for line in page.lines]
        if page.next is None:
            return seen
        assert len(page.lines) == limit
        cursor = page.next


def test_a_line_says_where_the_case_stands(desk: Desk, record: Record) -> None:
    report = Report("Đèn đường tắt\nđã ba đêm. " + "Rất tối. " * 40, "Đường Trần Phú", "từ 17/11")
    complaint = desk.act(desk.take_in(submission(report=report)), dispatch("so-gtvt", "dien-luc"), CENTRE)
    [line] = record.cases.page(TRANSPORT, Filters(), None, 10, at=FRIDAY).lines
    nearest = min(limit.schedule.due for limit in complaint.running_limits if limit.schedule)
    assert (line.code, line.authority, line.status) == (complaint.code, "khanh-hoa", Status.DISPATCHED)
    assert (line.field, line.urgency) == ("giao-thong", Urgency.ORDINARY)
    assert (line.lead, line.co_ordinating) == ("so-gtvt", ("dien-luc",))
    assert (line.received_at, line.due) == (FRIDAY, nearest)
    assert not line.overdue
    assert not line.paused
    assert line.excerpt.startswith("Đèn đường tắt đã ba đêm. Rất tối.")
    assert line.excerpt.endswith("tối…")
    assert len(line.excerpt) <= 160


def test_a_case_that_waits_for_its_reporter_is_paused_and_has_no_due_date(desk: Desk, record: Record) -> None:
    desk.act(desk.take_in(), acts.AskSupplement(wanted=Sealed("Xin ảnh")), CENTRE)
    [line] = record.cases.page(PROVINCE, Filters(), None, 10).lines
    assert line.paused
    assert line.due is None


def test_a_window_for_the_reporter_makes_no_case_due(desk: Desk, record: Record) -> None:
    complaint = desk.take_in()
    course: list[tuple[acts.Act, Actor]] = [
        (dispatch(), CENTRE),
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá")), OFFICER),
        (acts.Approve(), replace(OFFICER, role=OFFICER.role.leader, account="leader")),
        (acts.Publish(), CENTRE),
    ]
    for act, by in course:
        complaint = desk.act(complaint, act, by)
    assert [limit.id for limit in complaint.running_limits] == ["rating"]
    [line] = record.cases.page(PROVINCE, Filters(), None, 10).lines
    assert line.due is None
    assert not line.paused


def test_a_missed_limit_makes_the_line_overdue(desk: Desk, record: Record) -> None:
    late, in_time = desk.take_in(), desk.take_in()
    desk.act(late, acts.TimePassed(), None, FRIDAY + timedelta(days=7))
    assert codes(record, PROVINCE, Filters(overdue=True)) == {late.code}
    assert codes(record, PROVINCE, Filters(overdue=False)) == {in_time.code}


def test_a_line_says_which_limit_is_due_and_how_far_up_a_missed_one_was_reported(
    desk: Desk, record: Record, sql: Sql
) -> None:
    late, dispatched, waiting = desk.take_in(), desk.act(desk.take_in(), dispatch(), CENTRE), desk.take_in()
    late = desk.act(late, acts.TimePassed(), None, FRIDAY + timedelta(days=7))
    desk.act(waiting, acts.AskSupplement(wanted=Sealed("Xin ảnh")), CENTRE)
    climbed = max(limit.rungs_climbed for limit in late.limits)
    assert climbed > 0
    wanted = {
        late.code: ("verify_and_dispatch", climbed),
        dispatched.code: ("accept", 0),
        waiting.code: (None, 0),
    }

    def said() -> dict[str, tuple[str | None, int]]:
        lines = record.cases.page(PROVINCE, Filters(), None, 10).lines
        return {line.code: (line.due_limit, line.rung) for line in lines}

    assert said() == wanted
    # The migration fills the columns of older cases with the same values.
    sql("UPDATE cases SET due_limit = NULL, rung = 0")
    sql(importlib.import_module("records.migrations.versions.0017_what_is_due").FILL)
    assert said() == wanted


def test_an_agency_sees_what_it_leads_or_co_ordinates_and_never_anothers(desk: Desk, record: Record) -> None:
    leads = desk.act(desk.take_in(), dispatch("so-gtvt"), CENTRE)
    co_ordinates = desk.act(desk.take_in(), dispatch("dien-luc", "so-gtvt"), CENTRE)
    anothers = desk.act(desk.take_in(), dispatch("dien-luc"), CENTRE)
    nobodys = desk.take_in()
    assert codes(record, TRANSPORT) == {leads.code, co_ordinates.code}
    assert codes(record, POWER) == {co_ordinates.code, anothers.code}
    assert codes(record, PROVINCE) == {leads.code, co_ordinates.code, anothers.code, nobodys.code}
    # No filter widens the scope.
    assert codes(record, TRANSPORT, Filters(agency="dien-luc")) == {co_ordinates.code}
    assert codes(record, TRANSPORT, Filters(text=anothers.code)) == set()
    # The centre may filter by an agency.
    assert codes(record, PROVINCE, Filters(agency="dien-luc")) == {co_ordinates.code, anothers.code}


def test_an_agency_no_longer_sees_what_it_returned(desk: Desk, record: Record) -> None:
    dispatched = desk.act(desk.take_in(), dispatch(), CENTRE)
    desk.act(dispatched, acts.Return(reason=Sealed("Không thuộc thẩm quyền")), OFFICER)
    assert codes(record, TRANSPORT) == set()


def test_another_authoritys_staff_see_nothing_and_who_has_none_sees_all(desk: Desk, record: Record) -> None:
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    assert codes(record, Scope("da-nang", None)) == set()
    assert codes(record, Scope("da-nang", "so-gtvt")) == set()
    assert codes(record, ALL) == {complaint.code}


def test_a_list_is_narrowed_by_status_field_and_due_date(desk: Desk, record: Record) -> None:
    road, power = desk.take_in(field="giao-thong"), desk.take_in(field="su-co-dien")
    sent = desk.act(desk.take_in(field="giao-thong"), dispatch(), CENTRE)
    assert codes(record, PROVINCE, Filters(status=(Status.DISPATCHED,))) == {sent.code}
    assert codes(record, PROVINCE, Filters(status=(Status.DISPATCHED, Status.SUBMITTED))) == {
        road.code,
        power.code,
        sent.code,
    }
    assert codes(record, PROVINCE, Filters(field="su-co-dien")) == {power.code}
    assert codes(record, PROVINCE, Filters(due_before=FRIDAY + timedelta(hours=1, minutes=1))) == {power.code}
    assert codes(record, PROVINCE, Filters(due_before=FRIDAY)) == set()


def test_a_list_is_narrowed_by_urgency_place_and_when_the_report_came(desk: Desk, record: Record) -> None:
    first, later = desk.take_in(), desk.take_in()
    came = min(line.received_at for line in record.cases.page(PROVINCE, Filters(), None, 10).lines)
    both = {first.code, later.code}
    for filters, found in (
        (Filters(urgency=Urgency.ORDINARY), both),
        (Filters(urgency=Urgency.INSTANT), set()),
        (Filters(places=("khong-co",)), set()),
        (Filters(received_since=came), both),
        (Filters(received_before=came), set()),
    ):
        assert codes(record, PROVINCE, filters) == found, filters


@pytest.mark.parametrize(
    "typed",
    ["ổ gà", "o ga", "Ổ GÀ", "O\u0302\u0309 ga\u0300", "cho dam", "Chợ Đầm", "dam, o ga!", "12/5", "000001"],
)
def test_a_report_is_found_with_and_without_its_diacritics(desk: Desk, record: Record, typed: str) -> None:
    report = Report("Ổ gà sâu.", "Trước chợ Đầm, 12/5 Phan Bội Châu", "sáng nay")
    found = desk.take_in(submission(report=report))
    desk.take_in(submission(report=Report("Rác chất đống", "Đường Trần Phú", "sáng nay")))
    assert codes(record, PROVINCE, Filters(text=typed)) == {found.code}


def reports_of(desk: Desk, *contents: str) -> list[str]:
    """Take in reports that are due one after the other, and return their codes in that order."""
    return [
        desk.take_in(submission(report=Report(words, "Chợ", "sáng nay")), at=FRIDAY + timedelta(minutes=number)).code
        for number, words in enumerate(contents)
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_what_has_the_diacritics_that_were_typed_comes_first_and_pages_hold_each_case_once(
    desk: Desk, record: Record, limit: int
) -> None:
    road, poplar, roads, upper, sugar = reports_of(
        desk, "Đường hỏng", "Cây dương đổ", "Đường ngập", "CÂY DƯƠNG GÃY", "Duong ngap"
    )
    reports_of(desk, "Rác chất đống")
    assert walk(record, PROVINCE, limit, Filters(text="dương")) == [poplar, upper, road, roads, sugar]
    assert walk(record, PROVINCE, limit, Filters(text="ĐƯỜNG")) == [road, roads, poplar, upper, sugar]
    assert walk(record, PROVINCE, limit, Filters(text="duong")) == [road, poplar, roads, upper, sugar]
    assert walk(record, PROVINCE, limit, Filters(text="đường ngap")) == [roads, sugar]
    assert record.cases.count(PROVINCE, Filters(text="dương"), 100) == 5


def test_a_page_of_what_was_found_is_the_same_however_its_words_are_sought_in_a_long_list(
    desk: Desk, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = importlib.import_module("records.cases.text_search")
    monkeypatch.setattr(search, "_LOOKED_THROUGH", (2, 3, 4))
    road, poplar, roads = reports_of(desk, "Đường hỏng", "Cây dương đổ", "Đường ngập")
    reports_of(desk, *["Rác chất đống"] * 4)
    last = reports_of(desk, "Hàng dương")
    assert walk(record, PROVINCE, 1, Filters(text="dương")) == [*last, poplar, road, roads]


@pytest.mark.parametrize("part", [2, -1, "x", True, None])
def test_a_cursor_with_a_part_that_no_list_has_is_refused(record: Record, part: object) -> None:
    made = base64.urlsafe_b64encode(json.dumps([None, "KH-2026-000001", part]).encode()).decode()
    with pytest.raises(BadCursor):
        record.cases.page(PROVINCE, Filters(text="dương"), made, 10)


@pytest.mark.parametrize("typed", ["!!!", "ngập lụt", "' OR 1=1 --", "& | !", "%"])
def test_what_no_report_says_finds_none(desk: Desk, record: Record, typed: str) -> None:
    desk.take_in()
    assert codes(record, PROVINCE, Filters(text=typed)) == set()


def test_a_blank_text_narrows_nothing_and_one_that_cannot_be_kept_is_refused(desk: Desk, record: Record) -> None:
    complaint = desk.take_in()
    assert codes(record, PROVINCE, Filters(text="  ")) == {complaint.code}
    with pytest.raises(UnstorableText):
        record.cases.page(PROVINCE, Filters(text="\0"), None, 10)


def test_who_reported_is_not_found_by_text(desk: Desk, record: Record) -> None:
    desk.take_in()
    assert codes(record, PROVINCE, Filters(text="Nguyễn Thị Ánh")) == set()


def test_the_nearest_due_comes_first_and_what_has_none_comes_last(desk: Desk, record: Record) -> None:
    waiting = desk.act(desk.take_in(), acts.AskSupplement(wanted=Sealed("Xin ảnh")), CENTRE)
    later = desk.take_in(at=FRIDAY + timedelta(hours=5))
    instant = desk.take_in(field="su-co-dien")
    ordinary = desk.take_in()
    order = [instant.code, ordinary.code, later.code, waiting.code]
    assert walk(record, PROVINCE, 50) == order
    assert walk(record, PROVINCE, 1) == order


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 12, 13])
@pytest.mark.parametrize("scope", [PROVINCE, TRANSPORT, ALL], ids=["authority", "agency", "all"])
def test_pages_give_each_case_once_whatever_their_size(desk: Desk, record: Record, scope: Scope, limit: int) -> None:
    for number in range(4):
        same_due = FRIDAY + timedelta(minutes=number // 2)
        desk.act(desk.take_in(at=same_due), dispatch("so-gtvt"), CENTRE, same_due)
        desk.act(desk.take_in(at=same_due), dispatch("dien-luc", "so-gtvt"), CENTRE, same_due)
        waiting = desk.act(desk.take_in(at=same_due), dispatch("so-gtvt"), CENTRE, same_due)
        desk.act(waiting, acts.Withdraw(), REPORTER, same_due)
    in_one = walk(record, scope, 50)
    assert len(in_one) == len(set(in_one)) == 12
    assert walk(record, scope, limit) == in_one


def test_what_comes_in_between_two_pages_repeats_and_hides_nothing(desk: Desk, record: Record) -> None:
    there = [desk.take_in(at=FRIDAY + timedelta(minutes=number)).code for number in range(6)]
    seen: list[str] = []
    cursor = None
    for number in range(4):
        page = record.cases.page(PROVINCE, Filters(), cursor, 2)
        seen += [line.code for line in page.lines]
        cursor = page.next
        if cursor is None:
            break
        desk.take_in(at=FRIDAY - timedelta(minutes=number))
    assert [code for code in seen if code in there] == there
    assert len(seen) == len(set(seen))


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "không",
        encoded(""),
        encoded("{}"),
        encoded("[1]"),
        encoded("[null, 7]"),
        encoded('[7, "KH-2026-000001"]'),
        encoded('["hôm qua", "KH-2026-000001"]'),
        encoded('["2026-11-20T03:00:00", "KH-2026-000001"]'),
        encoded('[null, "\\u0000"]'),
        encoded("[" * 100_000),
    ],
)
def test_a_cursor_that_we_never_gave_is_refused(record: Record, cursor: str) -> None:
    with pytest.raises(BadCursor):
        record.cases.page(PROVINCE, Filters(), cursor, 10)


def test_a_list_is_narrowed_to_whose_work_a_case_is(desk: Desk, record: Record) -> None:
    nobodys = desk.act(desk.take_in(), dispatch(), CENTRE)
    mine = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), acts.Accept(), OFFICER)
    new = desk.take_in()
    ended = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), acts.Withdraw(), REPORTER)
    assert codes(record, TRANSPORT, Filters(officer="officer-1")) == {mine.code}
    assert codes(record, PROVINCE, Filters(officer="officer-2")) == set()
    assert codes(record, PROVINCE, Filters(unassigned=True)) == {nobodys.code}
    assert codes(record, TRANSPORT, Filters(unassigned=True)) == {nobodys.code}
    assert codes(record, PROVINCE, Filters(unassigned=False)) == {mine.code, new.code, ended.code}
    [line] = record.cases.page(PROVINCE, Filters(officer="officer-1"), None, 10).lines
    assert (line.officer, line.merged_into, line.test) == ("officer-1", None, False)


def test_a_list_is_narrowed_to_what_was_merged_into_a_case(desk: Desk, record: Record) -> None:
    kept, other = desk.take_in(), desk.take_in()
    merged = desk.act(desk.take_in(), acts.Merge(into=kept.code), CENTRE)
    assert codes(record, PROVINCE, Filters(merged_into=kept.code)) == {merged.code}
    assert codes(record, PROVINCE, Filters(merged_into=other.code)) == set()
    [line] = record.cases.page(PROVINCE, Filters(status=(Status.MERGED,)), None, 10).lines
    assert line.merged_into == kept.code


def test_a_list_is_narrowed_to_what_may_still_go_on_and_what_waits_for_its_reporter(desk: Desk, record: Record) -> None:
    new = desk.take_in()
    waiting = desk.act(desk.take_in(), acts.AskSupplement(wanted=Sealed("Xin ảnh")), CENTRE)
    ended = desk.act(desk.take_in(), acts.Withdraw(), REPORTER)
    assert codes(record, PROVINCE, Filters(open=True)) == {new.code, waiting.code}
    assert codes(record, PROVINCE, Filters(open=False)) == {ended.code}
    assert codes(record, PROVINCE, Filters(paused=True)) == {waiting.code}
    assert codes(record, ALL, Filters(paused=False, authority="khanh-hoa")) == {new.code, ended.code}
    # No filter widens the scope.
    assert (
        codes(record, ALL, Filters(authority="da-nang"))
        == codes(record, PROVINCE, Filters(authority="da-nang"))
        == set()
    )


def test_cases_are_counted_as_far_as_one_needs_to_know(desk: Desk, record: Record) -> None:
    for _ in range(3):
        desk.act(desk.take_in(), dispatch("dien-luc", "so-gtvt"), CENTRE)
    desk.take_in()
    assert record.cases.count(ALL, Filters(), 100) == record.cases.count(PROVINCE, Filters(), 100) == 4
    assert record.cases.count(TRANSPORT, Filters(), 100) == 3
    assert record.cases.count(PROVINCE, Filters(agency="so-gtvt"), 100) == 3
    assert record.cases.count(PROVINCE, Filters(status=(Status.SUBMITTED,)), 100) == 1
    assert record.cases.count(PROVINCE, Filters(), 2) == 2
    assert record.cases.count(PROVINCE, Filters(text="o ga"), 100) == 4
    assert record.cases.count(TRANSPORT, Filters(text="o ga"), 2) == 2
    assert record.cases.count(ALL, Filters(text="ngập lụt"), 100) == 0


def test_words_are_found_wherever_in_a_long_list_they_stand(
    desk: Desk, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.cases.text_search._LOOKED_THROUGH", (2, 3))
    reports = [Report(f"{what} số {number}", "Chợ Đầm", "nay") for number in range(3) for what in ("Rác", "Ổ gà")]
    cases = [
        desk.act(desk.take_in(submission(report=each)), dispatch("dien-luc", "so-gtvt"), CENTRE) for each in reports
    ]
    holes = [case.code for case in cases[1::2]]
    for scope in (PROVINCE, TRANSPORT, ALL):
        for limit in (1, 2, 50):
            assert walk(record, scope, limit, Filters(text="o ga")) == holes
        assert record.cases.count(scope, Filters(text="o ga"), 100) == 3
    assert walk(record, PROVINCE, 50, Filters(text="o ga so 2")) == holes[2:]


def test_several_statuses_are_one_list(desk: Desk, record: Record) -> None:
    cases = [desk.take_in(at=FRIDAY + timedelta(minutes=number)) for number in range(6)]
    for sent in cases[::2]:
        desk.act(sent, dispatch(), CENTRE)
    both = Filters(status=(Status.DISPATCHED, Status.SUBMITTED))
    in_one = walk(record, PROVINCE, 50, both)
    assert set(in_one) == {case.code for case in cases}
    assert walk(record, PROVINCE, 2, both) == in_one


def test_trials_alone_are_for_technicians(desk: Desk, record: Record, sql: Sql) -> None:
    report, trial = desk.take_in(), desk.take_in()
    sql("UPDATE cases SET test = true WHERE code = :code", code=trial.code)
    assert codes(record, Scope("khanh-hoa", None, tests_only=True)) == {trial.code}
    assert codes(record, Scope("da-nang", None, tests_only=True)) == set()
    assert codes(record, PROVINCE) == {report.code, trial.code}
