"""Which time counts: office hours, holidays, swapped days, official decisions. Pure; the only importer of `holidays`."""

from __future__ import annotations

from calendars.decisions import Decision, Effect, official_decisions, read_decisions
from calendars.errors import ImpossiblePause, InvalidDecision, InvalidOfficeHours, NaiveInstant, OutsideCalendar
from calendars.rules import SkippedDay
from calendars.scheduling import Running, schedule
from calendars.working import VIETNAM, WorkingCalendar, working_calendar
from domain.schedule import Schedule

__all__ = [
    "VIETNAM",
    "Decision",
    "Effect",
    "ImpossiblePause",
    "InvalidDecision",
    "InvalidOfficeHours",
    "NaiveInstant",
    "OutsideCalendar",
    "Running",
    "Schedule",
    "SkippedDay",
    "WorkingCalendar",
    "official_decisions",
    "read_decisions",
    "schedule",
    "working_calendar",
]
