"""Tests how an open case goes over to another text. Due times are reckoned by hand from the texts and the calendar of 2026."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from calendars import official_book
from calendars.filling import scheduled
from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts.base import Sealed
from domain.complaint import Complaint, Outcome, apply_all
from domain.decide import decide
from domain.events import Event, LimitRescheduled, RescheduleCause, TextChanged
from domain.limit_rules import LimitKind, LimitRule
from domain.notices import notices
from domain.procedure import Procedure
from domain.refusals import Refusal, RefusalKind
from domain.texts.known import REGULATIONS, filed_under
from domain.texts.taking_over import taken_over
from domain.texts.transitions import OpenCases, Transition
from domain.time.amounts import Amount, Counting
from domain.words import Role, Status
from procedures import all_procedures
from records.codec import event_from_json, event_to_json, procedure_from_json, procedure_to_json
from tests.support.calendars.offices import local

OLD = all_procedures()["binh-dinh"]
DAY = date(2026, 7, 1)
FIRST_MOMENT = local("2026-07-01 00:00:05")
WORDS = Sealed("Đã xử lý xong.")


def staff(role: Role, agency: str | None = None) -> Actor:
    return Actor(role, "binh-dinh", agency, f"id-{role}")


OPERATOR = staff(Role.CENTRE_OPERATOR)
OFFICER = staff(Role.AGENCY_OFFICER, "so-gtvt")
LEADER = staff(Role.AGENCY_LEADER, "so-gtvt")
ADMIN = staff(Role.ADMIN)


def with_limits(procedure: Procedure, *, without: tuple[str, ...] = (), **changes: dict[str, Any]) -> Procedure:
    """Return the procedure with other limits: some left out, others with other values."""
    kept = (rule for rule in procedure.limits if rule.id not in without)
    return replace(procedure, limits=tuple(replace(rule, **changes.get(rule.id, {})) for rule in kept))


def next_text(says: OpenCases = OpenCases.NEW_TEXT, base: Procedure = OLD) -> Procedure:
    """Return the text that replaces the old one on the day."""
    clause = Transition(of=OLD.id, open_cases=says, source="Điều 20 khoản 2")
    return replace(base, valid_from=DAY, transitions=(clause,))


def amount(written: str) -> dict[str, Any]:
    return {"amount": Amount.parse(written)}


SITE_VISIT = LimitRule(
    id="site_visit",
    kind=LimitKind.STEP,
    name="Kiểm tra hiện trường",
    amount=Amount.parse("2 wd"),
    opens_on=("accepted",),
    closes_on=("result_submitted",),
    assignee=Role.AGENCY_OFFICER,
    source="Điều 8",
    ladder="ordinary",
)


class Walk:
    """A case of Bình Định, filed on Monday 29/6/2026 at 07:00, on the real calendar."""

    def __init__(self) -> None:
        self.complaint = Complaint(code="BD-2026-000001", procedure=OLD)
        self.before: tuple[Event, ...] = ()
        holds = tuple(need.id for need in OLD.requirements)
        filing = acts.File(channel=OLD.channels[0].id, field="giao-thong-van-tai", secret=False, holds=holds)
        self.does("2026-06-29 07:00", REPORTER, filing)

    def does(self, at: str, by: Actor | None, act: acts.Act | acts.TimePassed) -> Walk:
        events = decide(self.complaint, act, by=by, at=local(at))
        assert not isinstance(events, Refusal), events
        self.complaint = apply_all(self.complaint, scheduled(self.complaint, events, official_book()))
        return self

    def dispatched(self) -> Walk:
        return self.does("2026-06-29 07:30", OPERATOR, acts.Dispatch(lead="so-gtvt", field="giao-thong-van-tai"))

    def processing(self) -> Walk:
        return self.dispatched().does("2026-06-29 07:50", OFFICER, acts.Accept())

    def goes_over(self, new: Procedure, at: datetime = FIRST_MOMENT, keeps: tuple[str, ...] = ()) -> tuple[Event, ...]:
        """Put the case under the text. Return what that brought about, complete with due times, without what time did before."""
        passed = decide(self.complaint, acts.TimePassed(), by=None, at=at)
        assert not isinstance(passed, Refusal)
        self.before = scheduled(self.complaint, passed, official_book())
        self.complaint = apply_all(self.complaint, self.before)
        text = taken_over(self.complaint.procedure, digest(self.complaint.procedure), new)
        assert text is not None
        act = acts.ChangeText(
            text=digest(text), day=DAY, decided_by="QĐ 30/2026", source="Điều 20 khoản 2", keeps=keeps
        )
        events = decide(self.complaint, act, by=ADMIN, at=at)
        assert not isinstance(events, Refusal), events
        filled = scheduled(self.complaint, events, official_book())
        self.complaint = apply_all(self.complaint, filled)
        return filled

    def due(self, limit: str) -> datetime | None:
        running = self.complaint.running(limit)
        return running.schedule.due if running and running.schedule else None


def digest(procedure: Procedure) -> str:
    found = procedure_to_json(procedure)[0]
    REGULATIONS.learn({found: procedure})
    return found


@pytest.mark.parametrize(
    ("length", "due"),
    [
        pytest.param("4 wd", "2026-07-03 17:00", id="shorter: 30/6, 1, 2, 3/7"),
        pytest.param("8 wd", "2026-07-09 17:00", id="longer: 30/6, 1, 2, 3, 6, 7, 8, 9/7"),
        pytest.param("6 wd", "2026-07-07 17:00", id="as long: 30/6, 1, 2, 3, 6, 7/7"),
    ],
)
def test_a_limit_of_both_texts_counts_from_the_same_moment(length: str, due: str) -> None:
    walk = Walk().processing()
    assert walk.due("process") == local("2026-07-07 17:00")
    events = walk.goes_over(next_text(base=with_limits(OLD, process=amount(length))))
    assert walk.due("process") == local(due)
    moved = [event for event in events if isinstance(event, LimitRescheduled)]
    if length == "6 wd":
        assert moved == []
        return
    [move] = moved
    assert (move.cause, move.decided_by) == (RescheduleCause.TEXT, "QĐ 30/2026")
    assert move.previous_due == local("2026-07-07 17:00")


def test_the_case_stays_where_it_stands_and_both_sides_are_told_once() -> None:
    walk = Walk().processing().does("2026-07-01 00:00:04", None, acts.TimePassed())
    before = walk.complaint
    events = walk.goes_over(next_text())
    [changed] = events
    assert isinstance(changed, TextChanged)
    after = walk.complaint
    assert (after.status, after.lead, after.limits) == (before.status, before.lead, before.limits)
    told = [str(each.to.role) for each in notices(after, changed)]
    assert told == ["agency_officer", "reporter"]


def test_a_limit_that_the_new_text_lacks_ends_and_keeps_its_name() -> None:
    walk = Walk().processing()
    name = OLD.limit("case").name
    events = walk.goes_over(next_text(base=with_limits(OLD, without=("case",))))
    assert [event.kind for event in events] == ["text_changed", "limit_closed"]
    assert walk.complaint.running("case") is None
    assert walk.complaint.procedure.limit("case").name == name
    assert next(each.outcome for each in walk.complaint.limits if each.id == "case") is Outcome.SUPERSEDED


def test_a_limit_of_the_new_text_alone_counts_from_its_day() -> None:
    walk = Walk().processing()
    walk.goes_over(next_text(base=replace(OLD, limits=(*OLD.limits, SITE_VISIT))))
    assert walk.due("site_visit") == local("2026-07-02 17:00")  # 1, 2/7
    opened = walk.complaint.running("site_visit")
    assert opened is not None
    assert opened.counted_from == local("2026-07-01 00:00")


def test_a_limit_of_the_new_text_whose_work_is_done_does_not_begin() -> None:
    walk = Walk().processing()
    result = acts.SubmitResult(result=WORDS, handled_on=date(2026, 6, 30), no_images=True, why_no_images=WORDS)
    walk.does("2026-06-30 08:00", OFFICER, result)
    walk.goes_over(next_text(base=replace(OLD, limits=(*OLD.limits, SITE_VISIT))))
    assert walk.complaint.running("site_visit") is None


def test_a_limit_that_would_have_ended_before_the_new_text_keeps_its_end() -> None:
    walk = Walk().processing()
    events = walk.goes_over(next_text(base=with_limits(OLD, process=amount("1 wd"))), keeps=("process",))
    assert [event.kind for event in events] == ["text_changed"]
    assert walk.due("process") == local("2026-07-07 17:00")


def test_a_step_that_was_overdue_is_not_where_the_new_text_gives_it_time() -> None:
    walk = Walk().processing().does("2026-07-08 08:00", None, acts.TimePassed())
    assert [each.id for each in walk.complaint.overdue_limits] == ["process"]
    walk.goes_over(next_text(base=with_limits(OLD, process=amount("8 wd"))), at=local("2026-07-08 08:00"))
    walk.does("2026-07-08 08:00:01", None, acts.TimePassed())
    assert walk.complaint.overdue_limits == ()
    assert walk.due("process") == local("2026-07-09 17:00")


def test_a_paused_case_goes_over_and_its_limits_run_on_under_the_new_text() -> None:
    walk = Walk().does("2026-06-29 07:10", OPERATOR, acts.AskSupplement(wanted=WORDS))
    walk.goes_over(next_text(base=with_limits(OLD, verify_and_dispatch=amount("2 wh"))))
    assert walk.complaint.paused_since is not None
    walk.does("2026-07-01 07:30", REPORTER, acts.Supplement(text=WORDS))
    # 10 minutes were used by 07:10; of two hours 110 minutes are left from 07:30 on.
    assert walk.due("verify_and_dispatch") == local("2026-07-01 09:20")


def test_a_case_in_a_status_that_the_new_text_does_not_know_is_refused() -> None:
    walk = Walk().processing()
    left = tuple(
        replace(rule, when=tuple(each for each in rule.when if each is not Status.PROCESSING) or (Status.SUBMITTED,))
        for rule in OLD.acts
    )
    text = taken_over(OLD, digest(OLD), next_text(base=replace(OLD, acts=left)))
    assert text is not None
    act = acts.ChangeText(text=digest(text), day=DAY, decided_by="QĐ 30/2026", source="Điều 20")
    assert decide(walk.complaint, act, by=ADMIN, at=FIRST_MOMENT) == Refusal(RefusalKind.NO_COUNTERPART, "processing")


def test_a_case_goes_over_once() -> None:
    walk = Walk().processing()
    walk.goes_over(next_text())
    act = acts.ChangeText(text=digest(walk.complaint.procedure), day=DAY, decided_by="QĐ 30/2026", source="Điều 20")
    assert decide(walk.complaint, act, by=ADMIN, at=FIRST_MOMENT) == Refusal(RefusalKind.NOTHING_NEW, "change_text")


def test_cases_stay_where_the_new_text_says_so_or_says_nothing() -> None:
    assert taken_over(OLD, "d", next_text(OpenCases.OLD_TEXT)) is None
    assert taken_over(OLD, "d", replace(OLD, valid_from=DAY)) is None


def test_the_old_text_goes_on_as_one_of_the_authority_that_takes_over() -> None:
    gia_lai = replace(
        next_text(OpenCases.OLD_TEXT),
        id="gia-lai",
        authority=replace(OLD.authority, name="Ủy ban nhân dân tỉnh Gia Lai", code_prefix="GL"),
        letters=tuple(replace(rule, place="Gia Lai") for rule in OLD.letters),
    )
    walk = Walk().processing().does("2026-07-01 00:00:04", None, acts.TimePassed())
    limits = walk.complaint.limits
    [changed] = walk.goes_over(gia_lai)
    assert isinstance(changed, TextChanged)
    assert changed.from_authority == "binh-dinh"
    now = walk.complaint.procedure
    assert (now.id, now.authority.name, now.authority.code_prefix) == ("gia-lai", "Ủy ban nhân dân tỉnh Gia Lai", "BD")
    assert {rule.place for rule in now.letters} == {"Gia Lai"}
    assert (now.limits, walk.complaint.limits) == (OLD.limits, limits)
    assert filed_under(now) == OLD


@pytest.mark.parametrize("length", ["4 wd", "8 wd"])
def test_the_events_tell_the_case_again_from_its_filing(length: str) -> None:
    walk = Walk()
    told: list[Event] = []
    for step in _whole_course(walk, length):
        told += step
    again = apply_all(Complaint(code=walk.complaint.code, procedure=filed_under(walk.complaint.procedure)), told)
    assert again == walk.complaint


def _whole_course(walk: Walk, length: str) -> Iterator[tuple[Event, ...]]:
    blank = Complaint(code=walk.complaint.code, procedure=OLD)
    holds = tuple(need.id for need in OLD.requirements)
    filing = acts.File(channel=OLD.channels[0].id, field="giao-thong-van-tai", secret=False, holds=holds)
    walk.complaint = blank
    for at, by, act in (
        ("2026-06-29 07:00", REPORTER, filing),
        ("2026-06-29 07:30", OPERATOR, acts.Dispatch(lead="so-gtvt", field="giao-thong-van-tai")),
        ("2026-06-29 07:50", OFFICER, acts.Accept()),
    ):
        yield _done(walk, at, by, act)
    changed = walk.goes_over(next_text(base=with_limits(OLD, without=("case",), process=amount(length))))
    yield (*walk.before, *changed)
    result = acts.SubmitResult(result=WORDS, handled_on=date(2026, 7, 1), no_images=True, why_no_images=WORDS)
    yield _done(walk, "2026-07-01 09:00", OFFICER, result)
    yield _done(walk, "2026-07-01 10:00", LEADER, acts.Approve())


def _done(walk: Walk, at: str, by: Actor, act: acts.Act) -> tuple[Event, ...]:
    events = decide(walk.complaint, act, by=by, at=local(at))
    assert not isinstance(events, Refusal), events
    filled = scheduled(walk.complaint, events, official_book())
    walk.complaint = apply_all(walk.complaint, filled)
    return filled


def test_a_text_and_the_event_read_back_as_they_were_written() -> None:
    walk = Walk().processing()
    [changed] = walk.goes_over(next_text())
    assert event_from_json(event_to_json(changed)) == changed
    assert procedure_from_json(procedure_to_json(walk.complaint.procedure)[1]) == walk.complaint.procedure


@pytest.mark.parametrize("change", [{"counting": Counting.ROLLING}, {"remind_at": OLD.limits[0].remind_at / 2}])
def test_other_counting_or_reminding_is_a_move_by_the_text(change: dict[str, Any]) -> None:
    walk = Walk().processing()
    events = walk.goes_over(next_text(base=with_limits(OLD, process=change)))
    assert [event.kind for event in events] == ["text_changed", "limit_rescheduled"]


def test_an_act_after_the_day_is_judged_by_the_new_text() -> None:
    walk = Walk().processing()
    without_return = tuple(rule for rule in OLD.acts if rule.act != "return")
    walk.goes_over(next_text(base=replace(OLD, acts=without_return)))
    refused = decide(walk.complaint, acts.Return(reason=WORDS), by=OFFICER, at=FIRST_MOMENT + timedelta(hours=9))
    assert isinstance(refused, Refusal)
    assert refused.kind is RefusalKind.NOT_IN_PROCEDURE
