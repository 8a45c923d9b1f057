"""The instants of one periodic report on the working calendar: when it is made, when it is due, and when people are told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from calendars.working import WorkingCalendar
from domain.reports.dates import ReportDates
from domain.reports.periods import ReportPeriod, due_day
from domain.reports.rules import ReportRule
from domain.time.amounts import Amount, Counting, Unit

_MICROSECOND = timedelta(microseconds=1)
_ONE_DAY = Amount(Decimal(1), Unit.WORKING_DAY)


def made_at(cal: WorkingCalendar, zone: ZoneInfo, period: ReportPeriod) -> datetime:
    """Return when the report on a period is made: when the offices first open after it."""
    return cal.next_opening(period.ends(zone))


def report_dates(
    cal: WorkingCalendar,
    zone: ZoneInfo,
    rule: ReportRule,
    period: ReportPeriod,
    *,
    asked_at: datetime | None = None,
    wanted_by: date | None = None,
) -> ReportDates:
    """Return the instants of the report on a period, in UTC.

    - A report that is due before a day of the month, or on request by the day `wanted_by`, is due when the offices close on the
      last day before it, or on the next working day if that day is off (Civil Code 2015, Art. 148.5).
    - A report that is due within an amount of time counts from the last day of the period, which is not itself counted
      (Art. 147.2).
    - One on request is made at once, as it was asked for at `asked_at`.
    - Nobody is asked to explain by a later instant than the report itself is due.
    """
    made = asked_at if asked_at is not None else made_at(cal, zone, period)
    due = _due(cal, zone, rule, period, wanted_by)
    explain_by = remind_to_explain = None
    if rule.explanations:
        explain_by = min(cal.add(made, rule.explanations.within, Counting.WHOLE_DAY), max(due, made))
        remind_to_explain = max(made, cal.subtract(explain_by, rule.reminders.before))
    return ReportDates(
        made_at=made,
        due=due,
        remind_at=max(made, cal.subtract(due, rule.reminders.before)),
        rungs=tuple(
            cal.add(due, rung.after, Counting.WHOLE_DAY) if rung.after.value else due for rung in rule.reminders.overdue
        ),
        explain_by=explain_by,
        remind_to_explain_at=remind_to_explain,
    )


def _due(
    cal: WorkingCalendar, zone: ZoneInfo, rule: ReportRule, period: ReportPeriod, wanted_by: date | None
) -> datetime:
    day = wanted_by or due_day(rule, period)
    if day is not None:
        return cal.add(datetime.combine(day, time.min, zone) - _MICROSECOND, _ONE_DAY, Counting.WHOLE_DAY)
    if rule.due is None or rule.due.within is None:
        raise ValueError(f"the report {rule.id} on {period.id} is due by no day")
    return cal.add(period.ends(zone) - _MICROSECOND, rule.due.within, Counting.WHOLE_DAY)
