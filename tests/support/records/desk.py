"""A desk with which tests take reports in and act on cases, as the front and the worker do together."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from calendars import official_book
from calendars.filling import scheduled
from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts import Sealed
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import Event
from domain.messages import ToldBy
from domain.procedure import Procedure
from domain.refusals import Refusal
from domain.words import Role
from procedures import procedure_in_force
from records.cases.rows import Appended, Fill, Identity, NewEvents, Report, Submission
from records.record import Record

# Friday 20/11/2026, 10:00 in Khánh Hòa: offices are open.
FRIDAY = datetime(2026, 11, 20, 3, tzinfo=UTC)
KHANH_HOA: Procedure = procedure_in_force("khanh-hoa", FRIDAY.date())

CENTRE = Actor(Role.CENTRE_OPERATOR, "khanh-hoa", None, "centre-1")
CENTRE_LEADER = Actor(Role.CENTRE_LEADER, "khanh-hoa", None, "centre-leader-1")
OFFICER = Actor(Role.AGENCY_OFFICER, "khanh-hoa", "so-gtvt", "officer-1")
LEADER = Actor(Role.AGENCY_LEADER, "khanh-hoa", "so-gtvt", "leader-1")

REPORT = Report("Ổ gà sâu giữa đường, xe máy ngã liên tục.", "Trước chợ Đầm, phường Xương Huân", "sáng 20/11")
IDENTITY = Identity("Nguyễn Thị Ánh", "12 Lê Hồng Phong, Nha Trang", "0905 000 001", "anh@example.vn")
HOLDS = ("content", "occurred_at", "place", "name", "address", "phone")

_numbers = count(1)


def new_id(what: str = "act") -> str:
    return f"{what}-{next(_numbers)}"


def submission(
    key: str | None = None,
    *,
    body_hash: str = "body",
    report: Report = REPORT,
    identity: Identity = IDENTITY,
    told_by: ToldBy = ToldBy.NOTHING,
) -> Submission:
    """Return a report. Its reporter is told only as the regulation says, unless a test is about what goes beyond that."""
    return Submission(key or new_id("key"), body_hash, "tracking", report, identity, told_by)


def decided(
    complaint: Complaint, act: acts.Act | acts.TimePassed, by: Actor | None, at: datetime = FRIDAY
) -> tuple[Event, ...]:
    """Return the events of the act, without schedules."""
    events = decide(complaint, act, by=by, at=at)
    assert not isinstance(events, Refusal), events
    return events


def filed(
    code: str, *, field: str | None = "giao-thong", at: datetime = FRIDAY, channel: str = "portal"
) -> tuple[Complaint, tuple[Event, ...]]:
    """Return a case just filed under this code, and the events of its filing."""
    unfiled = Complaint(code=code, procedure=KHANH_HOA)
    act = acts.File(channel=channel, field=field, secret=False, holds=HOLDS)
    by = CENTRE if KHANH_HOA.channel(channel).staff_only else REPORTER
    events = scheduled(unfiled, decided(unfiled, act, by, at), official_book())
    return apply_all(unfiled, events), events


def dispatch(lead: str = "so-gtvt", *co_ordinating: str) -> acts.Dispatch:
    return acts.Dispatch(lead=lead, co_ordinating=co_ordinating, note=Sealed("Đề nghị xử lý sớm"))


class Desk:
    """Takes reports in and acts. Returns each case as the domain folds it, to compare the record with."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def take_in(
        self,
        sent: Submission | None = None,
        *,
        field: str | None = "giao-thong",
        at: datetime = FRIDAY,
        channel: str = "portal",
    ) -> Complaint:
        code = self.record.intake.allocate_code(KHANH_HOA, at.date())
        complaint, events = filed(code, field=field, at=at, channel=channel)
        taken = self.record.intake.take_in(sent or submission(), complaint, events, by=REPORTER, act_id=new_id())
        assert taken.new
        return complaint

    def act(
        self, complaint: Complaint, act: acts.Act | acts.TimePassed, by: Actor | None, at: datetime = FRIDAY
    ) -> Complaint:
        return apply_all(complaint, self.append(complaint, decided(complaint, act, by, at), by).events)

    def append(
        self,
        complaint: Complaint,
        events: tuple[Event, ...],
        by: Actor | None,
        *,
        act_id: str | None = None,
        act_digest: str | None = None,
        fill: Fill = scheduled,
    ) -> Appended:
        act_id = act_id or new_id()
        new = NewEvents(
            code=complaint.code, base=complaint.number, act_id=act_id, by=by, events=events, act_digest=act_digest
        )
        return self.record.cases.append(new, fill)
