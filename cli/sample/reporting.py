"""Takes the periodic reports of the past weeks through their course, by the rules of each series and the acts of its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from itertools import count
from zoneinfo import ZoneInfo

from activities.reports.contract import AdvanceRequest, ReportActDone
from activities.reports.making import Contents, ReportMaking
from api.reports.acting import begin_requested
from calendars.report_dates import report_dates
from calendars.working import WorkingCalendar
from domain.actors import Actor, sign
from domain.acts.base import Sealed
from domain.procedure import Procedure
from domain.reports.acts import Check, CorrectReport, Explain, ReportAct, SendReport, SignOff, digest_of
from domain.reports.dates import ReportDates
from domain.reports.key import ReportKey, key_of
from domain.reports.periods import period_before, period_of, period_requested
from domain.reports.report import PeriodicReport, ReportRequested
from domain.reports.rules import Cycle, ReportRule
from domain.time.amounts import Unit
from domain.words import Role
from procedures import procedure_in_force
from records.record import Record

_BACK = timedelta(weeks=12)
_MOST = 5
"""The reports of one series: more would take long to make and show nothing more."""
_EXPLANATIONS = (
    "Mưa lớn kéo dài nên đơn vị thi công phải tạm dừng, đã làm xong ngay khi thời tiết cho phép.",
    "Phải chờ thiết bị thay thế, đơn vị đã rút kinh nghiệm trong khâu dự phòng vật tư.",
    "Cán bộ phụ trách nghỉ ốm, cơ quan chậm phân công người thay.",
)
_DIFFICULTIES = "Tồn đọng: một số hồ sơ cần nhiều cơ quan phối hợp. Đề xuất: thống nhất đầu mối ngay khi chuyển."
_CORRECTION = "Ghi lại phần tồn đọng, vướng mắc theo ý kiến của nơi nhận báo cáo."
_REQUEST = "Phục vụ cuộc họp giao ban của Ủy ban nhân dân."
_NO_TIME, _ONE_DAY = timedelta(0), timedelta(hours=8)
"""Working time: the people of a sample report need a day at most."""

_MOST_ACTS = 24
"""More acts than a sample report has, so that all of them lie before it is due."""


class SampleRefused(Exception):
    """The regulation refuses an act on a sample report."""


class _Course(IntEnum):
    """The latest act on a sample report."""

    MADE = 0
    CHECKED = 2
    SIGNED = 3
    SENT = 4
    CORRECTED = 8


_REQUESTS = ((60, 31, 29, 26, _Course.SENT), (30, 8, 3, -4, _Course.SIGNED), (14, 1, 0, -5, _Course.MADE))
"""The reports asked for: first and last day, the days on which they were asked for and wanted, all in days ago; their course."""


@dataclass(frozen=True)
class _Plan:
    """A report to write, and the request for one that is not made in cycles."""

    rule: ReportRule
    key: ReportKey
    dates: ReportDates
    course: _Course
    request: ReportRequested | None = None


@dataclass(frozen=True)
class Reporting:
    """The reports of one authority up to the present. `staff` are the people who act, `actors_key` is the front's signing key."""

    record: Record
    procedure: Procedure
    calendar: WorkingCalendar
    staff: Callable[[Role, str | None], Actor]
    actors_key: bytes
    now: datetime

    def goes(self) -> None:
        """Write the reports in the order in which they are made, so that their numbers in the register follow the days."""
        for plan in sorted(self._plans(), key=lambda plan: plan.dates.made_at):
            if plan.request:
                by = self.staff(plan.rule.signed_by, None)
                days, act_id = plan.key.days, f"sample-{plan.key.code}"
                begin_requested(self.record, self.procedure, plan.rule, days, plan.request, by, act_id)
            _Walk(self, plan.key, plan.dates, plan.course).goes()

    def _plans(self) -> Iterator[_Plan]:
        all_shown = False
        for rule in sorted(self.procedure.reports, key=lambda rule: list(Cycle).index(rule.cycle)):
            if rule.cycle is Cycle.ON_REQUEST:
                yield from self._requested(rule)
            elif not rule.each_agency:
                ended = self._ended(rule)
                courses = self._courses(ended, show_all=not all_shown and len(ended) > 2)
                all_shown = all_shown or len(ended) > 2
                yield from (
                    _Plan(rule, key, dates, course) for (key, dates), course in zip(ended, courses, strict=True)
                )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the authority."""
        return ZoneInfo(self.procedure.authority.time_zone)

    def _ended(self, rule: ReportRule) -> list[tuple[ReportKey, ReportDates]]:
        """Return the reports of the past weeks, the latest first."""
        found = []
        period = period_of(rule, self.now.astimezone(self.zone).date())
        while (period := period_before(rule, period)).ends(self.zone) > self.now - _BACK:
            dates = report_dates(self.calendar, self.zone, rule, period)
            if dates.made_at <= self.now:
                found.append((key_of(self.procedure, rule, period), dates))
        return found[:_MOST]

    def _courses(self, ended: list[tuple[ReportKey, ReportDates]], *, show_all: bool) -> Iterator[_Course]:
        """Yield the course of each: those not due yet wait, the others were sent. Where all is to be shown, the latest that
        was due is overdue still, and the one before was corrected."""
        due = count()
        for _, dates in ended:
            if dates.due > self.now:
                yield _Course.MADE
            elif show_all and (number := next(due)) < 2:
                yield (_Course.CHECKED, _Course.CORRECTED)[number]
            else:
                yield _Course.SENT

    def _requested(self, rule: ReportRule) -> Iterator[_Plan]:
        today = self.now.astimezone(self.zone).date()
        for first, last, asked, wanted, course in _REQUESTS:
            period = period_requested(today - timedelta(days=first), today - timedelta(days=last))
            at = self.now - timedelta(days=asked, hours=2)
            request = ReportRequested(at=at, wanted_by=today - timedelta(days=wanted), words=Sealed(_REQUEST))
            dates = report_dates(self.calendar, self.zone, rule, period, asked_at=at, wanted_by=request.wanted_by)
            yield _Plan(rule, key_of(self.procedure, rule, period), dates, course, request)


class _Walk:
    """A report on its way."""

    def __init__(self, of: Reporting, key: ReportKey, dates: ReportDates, course: _Course) -> None:
        self._of = of
        self._key = key
        self._dates = dates
        self._course = course
        self._making = ReportMaking(
            of.record.reports,
            Contents(of.record.account_books, of.record.withheld_courses),
            of.record.offices,
            of.record.calendar.book,
            procedure_in_force,
            of.actors_key,
        )

    def goes(self) -> None:
        """Make the report, let its people act one after the other, and its alarms ring in between. Nothing happens where no
        regulation of that time orders it."""
        self._wait(self._dates.made_at)
        if self._of.record.reports.find(self._key.code) is None:
            return
        for number, (by, act) in enumerate(self._acts(), 1):
            at = self._instant(number)
            if at > self._of.now:
                break
            self._wait(at)
            self._does(by, act, at, number)
            self._making.advance(AdvanceRequest(self._key, at))
        self._wait(self._of.now)

    def _acts(self) -> Iterator[tuple[Actor, ReportAct]]:
        """Yield who does what, in order. Of the agencies that were asked, the first has not explained while the report waits."""
        report, of = self._report(), self._of
        asked = sorted(report.asked)[0 if self._course else 1 :]
        for number, agency in enumerate(asked):
            words = Sealed(_EXPLANATIONS[number % len(_EXPLANATIONS)])
            yield of.staff(Role.AGENCY_LEADER, agency), Explain(words=words)
        preparer = of.staff(report.rule.prepared_by[0], None)
        signer = of.staff(report.rule.signed_by, None)
        handed: tuple[tuple[_Course, Actor, ReportAct], ...] = (
            (_Course.CHECKED, preparer, Check(words=Sealed(_DIFFICULTIES))),
            (_Course.SIGNED, signer, SignOff()),
            (_Course.SENT, preparer, SendReport()),
        )
        yield from ((by, act) for course, by, act in handed if course <= self._course)
        if self._course is _Course.CORRECTED:
            yield signer, CorrectReport(reason=Sealed(_CORRECTION))
            yield from ((by, act) for _, by, act in handed)

    def _instant(self, number: int) -> datetime:
        """Return when the act of this number is done: soon after the last one, within the time in which the report is due."""
        cal, dates = self._of.calendar, self._dates
        longest = min(max(cal.elapsed(dates.made_at, dates.due, Unit.WORKING_HOUR), _NO_TIME), _ONE_DAY)
        return max(cal.advance(dates.made_at, longest * number / _MOST_ACTS, Unit.WORKING_HOUR), dates.made_at)

    def _does(self, by: Actor, act: ReportAct, at: datetime, number: int) -> None:
        act_id, code = f"sample-{self._key.code}-{number}", self._key.code
        signature = sign(self._of.actors_key, code=code, act_id=act_id, act=digest_of(act), actor=by)
        done = ReportActDone(code=code, act_id=act_id, by=by, act=act, signature=signature, now=at)
        if refusal := self._making.act(done).refusal:
            raise SampleRefused(f"the act {act.kind} on the sample report {code} is refused: {refusal.kind}")

    def _wait(self, until: datetime) -> None:
        """Let time pass until an instant. Each alarm rings at its own."""
        at: datetime | None = self._dates.made_at
        while at is not None and at <= until:
            standing = self._making.advance(AdvanceRequest(self._key, at))
            at = standing.next_at if standing.next_at and standing.next_at > at else None

    def _report(self) -> PeriodicReport:
        kept = self._of.record.reports.find(self._key.code)
        if kept is None:
            raise LookupError(f"there is no report {self._key.code}")
        return kept.report
