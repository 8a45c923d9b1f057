"""Computes when the alarms of a limit ring. Pauses do not count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from calendars.errors import ImpossiblePause, NaiveInstant
from domain.time.amounts import Amount, Counting, Unit
from domain.time.schedule import Schedule

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from calendars.working import WorkingCalendar

_NOTHING = timedelta(0)
_MICROSECOND = timedelta(microseconds=1)
_ONE_DAY = Amount(Decimal(1), Unit.WORKING_DAY)


@dataclass(frozen=True)
class Running:
    """A clock that runs from `since` in its unit, except during its pauses.

    Pauses may overlap, come in any order, or begin before `since`. Only their part after `since` counts.

    Raises:
        ImpossiblePause: a pause ends before it begins.
        NaiveInstant: a pause has no time zone.
    """

    calendar: WorkingCalendar
    since: datetime
    unit: Unit
    pauses: tuple[tuple[datetime, datetime], ...] = ()

    def __post_init__(self) -> None:
        for begins, ends in self.pauses:
            if begins.utcoffset() is None or ends.utcoffset() is None:
                raise NaiveInstant(f"a pause from {begins} to {ends} has no time zone")
            if ends < begins:
                raise ImpossiblePause(f"a pause cannot end at {ends} before it begins at {begins}")

    def after(self, running: timedelta) -> datetime:
        """Return the instant at which the clock has run that long.

        At a boundary it is the end of the session or of the stretch before a pause, not the start of the next.
        """
        at = self.since
        for begins, ends in sorted(self.pauses):
            if ends <= at:
                continue
            reached = self.calendar.advance(at, running, self.unit)
            if reached <= begins:
                return reached
            if begins > at:
                running -= self.calendar.elapsed(at, begins, self.unit)
            at = ends
        return self.calendar.advance(at, running, self.unit)


def schedule(
    cal: WorkingCalendar,
    *,
    counted_from: datetime,
    amount: Amount,
    counting: Counting,
    remind_at: Decimal,
    rung_offsets: tuple[Amount, ...],
    pauses: tuple[tuple[datetime, datetime], ...],
    measured_by: WorkingCalendar | None = None,
) -> Schedule:
    """Return the reminder, the due date and the rungs of a limit counted from an instant, in UTC.

    - The running time is the time between `counted_from` and the due date without pauses.
    - `remind_at` is a share of the running time (0.75), rounded down to the microsecond.
    - A rung rings when its offset has run after the due date, in the rung's own unit and the limit's counting. An offset of
      zero is the due date itself.
    - Where the limit counts working time, a rung that would ring outside office hours waits for the next opening.
    - `measured_by` converts amounts to running time, where that is not the calendar that the limit runs on.

    Raises:
        ImpossiblePause, NaiveInstant, OutsideCalendar: see Running and WorkingCalendar.
    """
    unit = amount.unit
    limit = Running(cal, counted_from, unit, pauses)
    measure = measured_by or cal
    whole = measure.elapsed(counted_from, measure.add(counted_from, amount, counting), unit)
    due = limit.after(whole)

    def rung(offset: Amount) -> datetime:
        if not offset.value:
            return due
        further = measure.elapsed(due, measure.add(due, offset, counting), offset.unit)
        rings = Running(cal, due, offset.unit, pauses).after(further)
        return Running(cal, rings, unit, pauses).after(_NOTHING) if unit.is_working else rings

    return Schedule(
        remind_at=limit.after(_share(whole, remind_at)).astimezone(UTC),
        due=due.astimezone(UTC),
        rungs=tuple(rung(offset) for offset in rung_offsets),
    )


def schedule_until(
    cal: WorkingCalendar,
    *,
    counted_from: datetime,
    until: date,
    zone: ZoneInfo,
    remind_at: Decimal,
    rung_offsets: tuple[Amount, ...],
) -> Schedule:
    """Return the reminder, the due date and the rungs of a limit that ends with a promised local day, in UTC.

    It ends when the offices close on that day, or on the next working day if the day is off (Civil Code 2015, Art.
    148). The reminder comes at a share of the working time until then; rungs are as in `schedule`. The promise names a
    day, so pauses do not move it.

    Raises:
        NaiveInstant, OutsideCalendar: see WorkingCalendar.
    """
    eve = datetime.combine(until, time.min, zone) - _MICROSECOND
    due = cal.add(eve, _ONE_DAY, Counting.WHOLE_DAY)
    whole = cal.elapsed(counted_from, due, Unit.WORKING_HOUR)
    return Schedule(
        remind_at=cal.advance(counted_from, _share(whole, remind_at), Unit.WORKING_HOUR).astimezone(UTC),
        due=due.astimezone(UTC),
        rungs=tuple(
            cal.add(due, offset).astimezone(UTC) if offset.value else due.astimezone(UTC) for offset in rung_offsets
        ),
    )


def _share(whole: timedelta, share: Decimal) -> timedelta:
    numerator, denominator = share.as_integer_ratio()
    return whole // _MICROSECOND * numerator // denominator * _MICROSECOND
