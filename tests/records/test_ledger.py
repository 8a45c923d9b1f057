"""Tests that events are appended once and in order, together with everything that follows from them."""

from __future__ import annotations

import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from calendars import official_book
from calendars.filling import scheduled
from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts import Sealed
from domain.complaint import Complaint, apply_all, filing_id
from domain.events import Event, ResultSubmitted, schedules_of
from domain.time.decisions import CalendarBook
from domain.words import Role
from records.cases.rows import Appended, NewEvents
from records.codec import procedure_to_json
from records.engine import connect
from records.errors import (
    AnotherFiling,
    CaseNotOpen,
    CaseUnknown,
    OthersWaitToo,
    RecordOutOfStep,
    RecordsUnavailable,
    UnstorableText,
)
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import (
    CENTRE,
    CENTRE_LEADER,
    FRIDAY,
    KHANH_HOA,
    LEADER,
    OFFICER,
    Desk,
    decided,
    dispatch,
)
from tests.support.records.furnishing import queued_notices
from tests.support.records.lossy import lossy_way

pytestmark = pytest.mark.slow


def words(text: str) -> Sealed:
    return Sealed(text)


def test_the_record_of_a_long_case_is_the_case_at_every_step(desk: Desk, record: Record) -> None:
    at = FRIDAY
    complaint = desk.take_in()
    course: list[tuple[acts.Act, Actor]] = [
        (acts.AskSupplement(wanted=words("Xin ảnh chụp")), CENTRE),
        (acts.Supplement(text=words("Ảnh ổ gà gửi kèm")), REPORTER),
        (dispatch("so-gtvt", "ubnd-nha-trang"), CENTRE),
        (acts.Return(reason=words("Đường do phường quản lý")), OFFICER),
        (dispatch("so-gtvt"), CENTRE_LEADER),
        (acts.Accept(), OFFICER),
        (acts.Involve(co_ordinating=("ubnd-nha-trang",)), OFFICER),
        (acts.Extend(reason=words("Phải khảo sát nền đường")), OFFICER),
        (acts.SubmitResult(result=words("Đã vá tạm")), OFFICER),
        (acts.SendBack(reason=words("Chưa bền")), LEADER),
        (acts.SubmitResult(result=words("Đã trải nhựa lại")), OFFICER),
        (acts.Approve(), LEADER),
        (acts.Publish(), CENTRE),
        (acts.Rate(rating="satisfied", comment=words("Cảm ơn")), REPORTER),
    ]
    for act, by in course:
        at += timedelta(minutes=1)
        complaint = desk.act(complaint, act, by, at)
        case = record.cases.find(complaint.code)
        assert case is not None
        assert case.complaint == complaint
    entries = record.cases.entries(complaint.code)
    assert [entry.number for entry in entries] == list(range(1, complaint.number + 1))
    assert apply_all(Complaint(complaint.code, KHANH_HOA), tuple(entry.event for entry in entries)) == complaint
    assert case.result == "Đã trải nhựa lại"


def test_what_time_brings_about_is_recorded_as_nobodys_doing(desk: Desk, record: Record) -> None:
    complaint = desk.take_in()
    a_month_later = FRIDAY + timedelta(days=30)
    complaint = desk.act(complaint, acts.TimePassed(), None, a_month_later)
    late = record.cases.entries(complaint.code)[3:]
    assert {entry.by for entry in late} == {None}
    assert {entry.event.kind for entry in late} == {"limit_passed", "escalated"}
    assert desk.record.cases.find(complaint.code).complaint == complaint


def test_appending_gives_each_limit_its_due_dates(desk: Desk) -> None:
    complaint = desk.take_in()
    bare = decided(complaint, dispatch(), CENTRE)
    assert not schedules_of(bare)
    assert desk.append(complaint, bare, CENTRE).events == scheduled(complaint, bare, official_book())


def test_every_event_of_an_act_says_by_its_digest_which_act_it_was(desk: Desk, record: Record) -> None:
    complaint = desk.take_in()
    act = dispatch()
    desk.append(complaint, decided(complaint, act, CENTRE), CENTRE, act_id="dispatch-1", act_digest=acts.digest(act))
    assert {entry.act_digest for entry in desk.record.cases.act_entries(complaint.code, "dispatch-1")} == {
        acts.digest(act)
    }
    assert acts.digest(act) != acts.digest(dispatch("ubnd-nha-trang"))


def test_a_retry_changes_nothing_and_is_answered_as_the_first_time(desk: Desk, record: Record, engine: Engine) -> None:
    complaint = desk.take_in()
    bare = decided(complaint, dispatch(), CENTRE)
    first = desk.append(complaint, bare, CENTRE, act_id="dispatch-1")
    before = desk.record.cases.entries(complaint.code), queued_notices(engine, complaint.code)

    def moved_since(_: Complaint, events: tuple[Event, ...], _book: CalendarBook) -> tuple[Event, ...]:
        raise AssertionError("a retry must not compute due dates again: holidays may have been decided since")

    again = desk.append(complaint, bare, CENTRE, act_id="dispatch-1", fill=moved_since)
    assert not again.events
    assert tuple(entry.event for entry in again.ahead) == first.events
    assert {(entry.act_id, entry.by) for entry in again.ahead} == {("dispatch-1", CENTRE)}
    assert (desk.record.cases.entries(complaint.code), queued_notices(engine, complaint.code)) == before


def test_a_retry_is_answered_with_all_that_happened_since(desk: Desk, record: Record) -> None:
    complaint = desk.take_in()
    bare = decided(complaint, dispatch(), CENTRE)
    first = desk.append(complaint, bare, CENTRE, act_id="dispatch-1")
    accepted = desk.act(apply_all(complaint, first.events), acts.Accept(), OFFICER)
    ahead = desk.append(complaint, bare, CENTRE, act_id="dispatch-1").ahead
    assert ahead == record.cases.entries(complaint.code)[complaint.number :]
    assert apply_all(complaint, (entry.event for entry in ahead)) == accepted


def test_an_act_that_builds_on_an_older_state_changes_nothing_and_is_told_what_happened_since(desk: Desk) -> None:
    complaint = desk.take_in()
    dispatched = desk.act(complaint, dispatch(), CENTRE)
    late = desk.append(complaint, decided(complaint, acts.Verify(), CENTRE), CENTRE, act_id="verify-1")
    assert not late.events
    assert apply_all(complaint, (entry.event for entry in late.ahead)) == dispatched
    assert desk.record.cases.complaint(complaint.code) == dispatched


def test_of_two_reports_each_merged_into_the_other_at_once_one_stays_open(desk: Desk, record: Record) -> None:
    one, two = desk.take_in(), desk.take_in()
    both = [(one, acts.Merge(into=two.code)), (two, acts.Merge(into=one.code))]

    def merged(complaint: Complaint, act: acts.Merge) -> str:
        events = decided(complaint, act, CENTRE)
        try:
            desk.append(complaint, events, CENTRE, act_id=f"merge-{complaint.code}")
        except CaseNotOpen:
            return "refused"
        return "merged"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(lambda each: merged(*each), both))
    assert outcomes == ["merged", "refused"]
    assert len(record.cases.open_codes("", 10)) == 1


def test_a_report_is_not_merged_into_a_case_that_ended_meanwhile(desk: Desk) -> None:
    kept, late = desk.take_in(), desk.take_in()
    events = decided(late, acts.Merge(into=kept.code), CENTRE)
    desk.act(kept, acts.Withdraw(), REPORTER)
    with pytest.raises(CaseNotOpen):
        desk.append(late, events, CENTRE)
    assert desk.record.cases.complaint(late.code) == late


def test_a_case_that_answers_for_others_too_is_not_taken_back(desk: Desk) -> None:
    kept, merged = desk.take_in(), desk.take_in()
    desk.act(merged, acts.Merge(into=kept.code), CENTRE)
    with pytest.raises(OthersWaitToo):
        desk.act(kept, acts.Withdraw(), REPORTER)
    assert desk.record.cases.complaint(kept.code) == kept


@pytest.mark.fault("the answer to a COMMIT is lost")
def test_when_the_answer_to_the_commit_is_lost_the_retry_gets_the_events_with_their_due_dates(
    desk: Desk, database_url: str
) -> None:
    complaint = desk.take_in()
    bare = decided(complaint, dispatch(), CENTRE)
    with lossy_way(database_url) as way:
        engine = connect(way.database_url)
        behind = Desk(Record(engine))
        try:
            behind.record.is_alive()
            way.lose_next_commit()
            with pytest.raises(RecordsUnavailable):
                behind.append(complaint, bare, CENTRE, act_id="dispatch-1")
            assert way.lost == 1
            assert len(desk.record.cases.act_entries(complaint.code, "dispatch-1")) == len(bare)
            again = behind.append(complaint, bare, CENTRE, act_id="dispatch-1").ahead
            assert tuple(entry.event for entry in again) == scheduled(complaint, bare, official_book())
        finally:
            engine.dispose()
    assert len(desk.record.cases.entries(complaint.code)) == complaint.number + len(bare)


def test_the_same_append_sent_by_many_at_once_happens_once(desk: Desk) -> None:
    complaint = desk.take_in()
    bare = decided(complaint, dispatch(), CENTRE)
    with ThreadPoolExecutor(8) as pool:
        tries = [pool.submit(desk.append, complaint, bare, CENTRE, act_id="dispatch-1") for _ in range(8)]
        answers = [tried.result() for tried in tries]
    assert len([answer for answer in answers if answer.events]) == 1
    known = {answer.events or tuple(entry.event for entry in answer.ahead) for answer in answers}
    assert known == {scheduled(complaint, bare, official_book())}
    assert len(desk.record.cases.entries(complaint.code)) == complaint.number + len(bare)


def test_of_two_acts_on_one_state_the_later_is_told_the_earlier(desk: Desk) -> None:
    complaint = desk.take_in()
    rivals = [
        ("dispatch-1", decided(complaint, dispatch(), CENTRE)),
        ("verify-1", decided(complaint, acts.Verify(), CENTRE)),
    ]

    def attempt(act_id: str, events: tuple[Event, ...]) -> str:
        appended = desk.append(complaint, events, CENTRE, act_id=act_id)
        return "appended" if appended.events else f"after {len({entry.act_id for entry in appended.ahead})}"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(attempt, *zip(*rivals, strict=True)))
    assert sorted(outcomes) == ["after 1", "appended"]


def test_an_act_that_builds_on_events_the_record_does_not_have_is_out_of_step(desk: Desk) -> None:
    complaint = desk.take_in()
    ahead = apply_all(complaint, scheduled(complaint, decided(complaint, dispatch(), CENTRE), official_book()))
    with pytest.raises(RecordOutOfStep):
        desk.append(ahead, decided(ahead, acts.Accept(), OFFICER), OFFICER)


@pytest.mark.parametrize("remembered", [False, True])
def test_what_is_meant_for_another_filing_under_the_code_is_refused(desk: Desk, remembered: bool) -> None:
    complaint = desk.take_in()
    if remembered:
        complaint = desk.act(complaint, dispatch(), CENTRE)
    lost = NewEvents(
        code=complaint.code,
        base=complaint.number,
        act_id="time:1",
        by=None,
        events=decided(complaint, acts.TimePassed(), None, FRIDAY + timedelta(days=30)),
        filing=filing_id(FRIDAY - timedelta(days=1)),
    )
    before = desk.record.cases.entries(complaint.code)
    with pytest.raises(AnotherFiling):
        desk.record.cases.append(lost, scheduled)
    assert desk.record.cases.entries(complaint.code) == before
    assert desk.record.cases.append(replace(lost, filing=complaint.filing), scheduled).events


def test_nothing_is_appended_to_a_case_that_nobody_knows(record: Record) -> None:
    with pytest.raises(CaseUnknown):
        record.cases.append(NewEvents(code="KH-2026-999999", base=0, act_id="a", by=None, events=()), scheduled)


def test_an_act_that_brings_nothing_about_leaves_nothing(desk: Desk) -> None:
    complaint = desk.take_in()
    assert desk.append(complaint, (), None) == Appended()
    assert desk.record.cases.find(complaint.code).complaint == complaint


def test_an_append_that_fails_half_way_leaves_nothing(desk: Desk, engine: Engine) -> None:
    complaint = desk.take_in()
    bare = decided(complaint, dispatch(), CENTRE)

    def fails(_: Complaint, events: tuple[Event, ...], _book: CalendarBook) -> tuple[Event, ...]:
        raise LookupError("no calendar for this year")

    with pytest.raises(LookupError):
        desk.append(complaint, bare, CENTRE, act_id="a", fill=fails)
    assert len(desk.record.cases.entries(complaint.code)) == complaint.number
    assert {number for number, _, _ in queued_notices(engine, complaint.code)} <= set(range(complaint.number + 1))
    assert desk.record.cases.find(complaint.code).complaint == complaint


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET act_id = 'another'",
        "DELETE FROM events",
        "TRUNCATE events CASCADE",
        "INSERT INTO events SELECT * FROM events ON CONFLICT (code, number) DO UPDATE SET act_id = 'another'",
    ],
)
def test_the_events_cannot_be_changed_even_by_who_owns_them(desk: Desk, sql: Sql, change: str) -> None:
    complaint = desk.take_in()
    before = desk.record.cases.entries(complaint.code)
    with pytest.raises(Exception, match="append-only"):
        sql(change)
    assert desk.record.cases.entries(complaint.code) == before


def test_who_acted_stands_beside_each_event(desk: Desk) -> None:
    complaint = desk.take_in()
    desk.append(complaint, decided(complaint, dispatch(), CENTRE), CENTRE, act_id="dispatch-1")
    mine = desk.record.cases.act_entries(complaint.code, "dispatch-1")
    assert {entry.by for entry in mine} == {CENTRE}
    assert {entry.act_id for entry in mine} == {"dispatch-1"}
    assert desk.record.cases.act_entries(complaint.code, "dispatch-2") == ()


def test_the_notices_of_an_act_are_queued_with_it_each_once(desk: Desk, engine: Engine) -> None:
    complaint = desk.act(desk.take_in(), dispatch("so-gtvt", "ubnd-nha-trang"), CENTRE)
    queued = [each for each in queued_notices(engine, complaint.code) if each[1].to.role is not Role.REPORTER]
    assert [(notice.to.role, notice.to.agency, notice.channel, status) for _, notice, status in queued] == [
        (Role.AGENCY_OFFICER, "so-gtvt", "portal", "queued"),
        (Role.AGENCY_OFFICER, "ubnd-nha-trang", "portal", "queued"),
    ]
    told_of = {number for number, _, _ in queued}
    assert [entry.event.kind for entry in desk.record.cases.entries(complaint.code) if entry.number in told_of] == [
        "dispatched"
    ]


def test_words_typed_in_decomposed_letters_are_kept_composed(desk: Desk) -> None:
    complaint = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), acts.Accept(), OFFICER)
    typed = unicodedata.normalize("NFD", "Đã vá ổ gà\ntrước chợ") + "\n\u0301"
    bare = decided(complaint, acts.SubmitResult(result=words(typed)), OFFICER)
    first = desk.append(complaint, bare, OFFICER, act_id="result-1")
    composed = unicodedata.normalize("NFC", typed)
    assert isinstance(first.events[0], ResultSubmitted)
    assert first.events[0].result == words(composed)
    again = desk.append(complaint, bare, OFFICER, act_id="result-1")
    assert tuple(entry.event for entry in again.ahead) == first.events
    assert desk.record.cases.find(complaint.code).result == composed


def test_the_database_itself_refuses_decomposed_words(desk: Desk, sql: Sql) -> None:
    complaint = desk.take_in()
    decomposed = unicodedata.normalize("NFD", "ổ gà")
    with pytest.raises(Exception, match="events_body_check"):
        sql(
            "INSERT INTO events (code, number, act_id, kind, at, body) VALUES"
            " (:code, 99, 'a', 'note', now(), CAST(:body AS jsonb))",
            code=complaint.code,
            body=json.dumps({"kind": "note", "said": [decomposed]}),
        )


@pytest.mark.parametrize("unstorable", ["trước\0sau", "nửa \ud83d chữ"])
def test_words_that_the_database_cannot_keep_are_refused_by_name(desk: Desk, unstorable: str) -> None:
    complaint = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), acts.Accept(), OFFICER)
    bare = decided(complaint, acts.SubmitResult(result=words(unstorable)), OFFICER)
    with pytest.raises(UnstorableText):
        desk.append(complaint, bare, OFFICER)
    with pytest.raises(UnstorableText):
        desk.append(complaint, (), OFFICER, act_id=unstorable)
    assert desk.record.cases.find(complaint.code).complaint == complaint


def test_html_quotes_and_backslashes_come_back_as_they_were_typed(desk: Desk) -> None:
    complaint = desk.act(desk.act(desk.take_in(), dispatch(), CENTRE), acts.Accept(), OFFICER)
    typed = """<script>alert("x")</script> \\u0000 % %s :name {"a": 'b'} 🚧"""
    desk.act(complaint, acts.SubmitResult(result=words(typed)), OFFICER)
    assert desk.record.cases.find(complaint.code).result == typed


def test_the_snapshot_refers_to_its_procedure_and_does_not_hold_it(desk: Desk, sql: Sql) -> None:
    complaint = desk.take_in()
    [(kept, snapshot)] = sql("SELECT procedure_digest, snapshot FROM cases")
    assert kept == procedure_to_json(KHANH_HOA)[0]
    assert "procedure" not in snapshot
    assert sql("SELECT count(*) FROM procedures") == [(1,)]
    assert desk.record.cases.find(complaint.code).complaint.procedure == KHANH_HOA


def test_an_amended_procedure_leaves_running_cases_under_theirs(desk: Desk, sql: Sql) -> None:
    complaint = desk.take_in()
    amended = replace(KHANH_HOA, valid_from=KHANH_HOA.valid_from + timedelta(days=1))
    desk.record.intake.keep_procedure(amended)
    desk.record.intake.keep_procedure(amended)
    assert sql("SELECT count(*) FROM procedures") == [(2,)]
    assert desk.record.cases.find(complaint.code).complaint.procedure == KHANH_HOA
