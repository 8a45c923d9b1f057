"""Computes working time: office hours, holidays, swapped days, official decisions. Pure; the only room that imports
`holidays`."""

from __future__ import annotations

from calendars.decisions import decisions_of, official_book, official_decisions, read_acts, read_decisions
from calendars.errors import ImpossiblePause, InvalidDecision, InvalidOfficeHours, NaiveInstant, OutsideCalendar
from calendars.rules import SkippedDay
from calendars.scheduling import Running, schedule
from calendars.splicing import Chronicle, chronicle
from calendars.working import WorkingCalendar, working_calendar
from domain.time.decisions import Decision, Effect
from domain.time.schedule import Schedule
from domain.time.zones import VIETNAM

__all__ = [
    "VIETNAM",
    "Chronicle",
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
    "chronicle",
    "decisions_of",
    "official_book",
    "official_decisions",
    "read_acts",
    "read_decisions",
    "schedule",
    "working_calendar",
]
