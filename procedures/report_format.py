"""The format of the periodic reports in a procedure's file."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, Strict, model_validator

from domain.reports.rules import Cycle, ReportDue, ReportExplanations, ReportReminders, ReportRule, ReportRung
from procedures.format_parts import (
    CitedTable,
    FileTable,
    Flag,
    Id,
    MessageChannel,
    NamedTable,
    StaffRole,
    Text,
    Written,
)


class _Due(CitedTable):
    within: Written | None = None
    before_day: Annotated[int, Strict(), Field(ge=2, le=28)] | None = None

    @model_validator(mode="after")
    def _says_one(self) -> Self:
        if (self.within is None) == (self.before_day is None):
            raise ValueError("nêu hoặc within (trong bao lâu sau kỳ) hoặc before_day (trước ngày mấy), không cả hai")
        return self


class _Explanations(CitedTable):
    within: Written


class _Rung(FileTable):
    tells: Annotated[tuple[StaffRole, ...], Field(min_length=1)]
    after: Written


class _Reminders(CitedTable):
    before: Written
    overdue: Annotated[tuple[_Rung, ...], Field(min_length=1)]


class ReportTable(NamedTable):
    """A series of periodic reports."""

    period: Cycle
    addressees: Annotated[tuple[Text, ...], Field(min_length=1)]
    prepared_by: Annotated[tuple[StaffRole, ...], Field(min_length=1)]
    signed_by: StaffRole
    to: tuple[StaffRole, ...] = ()
    channels: Annotated[tuple[MessageChannel, ...], Field(min_length=1)] = ("portal", "email")
    place: Text
    symbol: Text
    reminders: _Reminders
    due: _Due | None = None
    issuer: Text | None = None
    each_agency: Flag = False
    cut_off: Annotated[int, Strict(), Field(ge=1, le=27)] | None = None
    explanations: _Explanations | None = None
    of_withheld: Id | None = None
    reading: Text | None = None

    def to_rule(self) -> ReportRule:
        """Return the rule as the core knows it."""
        reminders = self.reminders
        rungs = tuple(ReportRung(**dict(rung)) for rung in reminders.overdue)
        values = dict(self) | {
            "due": ReportDue(**dict(self.due)) if self.due else None,
            "explanations": ReportExplanations(**dict(self.explanations)) if self.explanations else None,
            "reminders": ReportReminders(**dict(reminders) | {"overdue": rungs}),
        }
        cycle = values.pop("period")
        return ReportRule(cycle=cycle, **values)
