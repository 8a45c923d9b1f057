"""Runs cases of any province through the real record at chosen times. Their alarms ring in between."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from calendars import official_book
from calendars.filling import scheduled
from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts import Sealed
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.limits import next_alarm
from domain.refusals import Refusal
from domain.words import Role
from procedures import procedure_in_force
from records.cases.rows import Identity, NewEvents, Report, Submission
from records.record import Record

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WORDS = Sealed("Đã kiểm tra, xử lý xong")
SECRET_NAME, SECRET_CONTENT = "Nguyễn Thị Không Ai Biết", "Ông Phạm Văn Bị Nêu Tên nhận hối lộ"
_numbers = count(1)


def local(written: str) -> datetime:
    """Return the instant of a local time in Vietnam, such as `2026-03-02 08:00`."""
    return datetime.fromisoformat(written).replace(tzinfo=ZONE).astimezone(UTC)


@dataclass
class Case:
    """A case in the record. `at` is the instant of its last event here."""

    record: Record
    complaint: Complaint
    at: datetime
    accounts: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.complaint.code

    def waits(self, until: str | datetime) -> Case:
        """Let time pass. Each alarm rings at its instant."""
        end = local(until) if isinstance(until, str) else until
        while (alarm := next_alarm(self.complaint)) and alarm.at <= end:
            self.at = max(self.at, alarm.at)
            self._do(acts.TimePassed(), None)
        self.at = end
        return self

    def does(self, at: str, who: str, act: acts.Act) -> Case:
        """Let a role act. `who` is the role, followed by `of` and the agency where it has one."""
        self.waits(at)
        role, _, agency = who.partition(" of ")
        by = (
            REPORTER
            if role == "reporter"
            else Actor(Role(role), self.complaint.procedure.id, agency or None, f"id-{role}")
        )
        self._do(act, by)
        return self

    def _do(self, act: acts.Act | acts.TimePassed, by: Actor | None) -> None:
        events = decide(self.complaint, act, by=by, at=self.at)
        assert not isinstance(events, Refusal), events
        act_id = f"act-{next(_numbers)}"
        new = NewEvents(code=self.code, base=self.complaint.number, act_id=act_id, by=by, events=events)
        kept = self.record.cases.append(new, scheduled).events
        self.complaint = apply_all(self.complaint, kept)


@dataclass
class Town:
    """Files reports in the record of several provinces."""

    record: Record

    def files(self, province: str, at: str, subject: str, *, test: bool = False, secret: bool = False) -> Case:
        """File a report in this field of work."""
        instant = local(at)
        procedure = procedure_in_force(province, instant.astimezone(ZONE).date())
        code = self.record.intake.allocate_code(procedure, instant.astimezone(ZONE).date())
        blank = Complaint(code=code, procedure=procedure)
        channel = next(each.id for each in procedure.channels if not each.staff_only)
        holds = tuple(need.id for need in procedure.requirements)
        act = acts.File(channel=channel, field=subject, secret=secret, holds=holds)
        by = REPORTER
        if test:
            act, by = replace(act, test=True), Actor(Role.TECHNICIAN, province, None, "id-technician")
        events = decide(blank, act, by=by, at=instant)
        assert not isinstance(events, Refusal), events
        events = scheduled(blank, events, official_book())
        complaint = apply_all(blank, events)
        report = Report(SECRET_CONTENT, "Trước chợ", "sáng nay")
        identity = Identity(SECRET_NAME, "12 Lê Hồng Phong", "0905 000 001", None)
        sent = Submission(f"key-{next(_numbers)}", "body", "tracking", report, identity)
        self.record.intake.take_in(sent, complaint, events, by=by, act_id=f"act-{next(_numbers)}")
        return Case(self.record, complaint, instant)


def result(on: str) -> acts.SubmitResult:
    """Return the act that submits a result, handled on this day, and says why it shows nothing."""
    return acts.SubmitResult(result=WORDS, handled_on=date.fromisoformat(on), no_images=True, why_no_images=WORDS)
