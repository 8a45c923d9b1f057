"""The tables that figures are counted from: a narrow row for each case and for each of its limits, written in the transaction
that records the events they follow from. Trials have none.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from records.columns import instant_column, text_column


class Outcome(SQLModel, table=True):
    """How a case stands and came out. `ended_at` is when it was answered or otherwise done with; `missed` is whether a limit
    was missed, `missed_by_lead` whether one that the lead agency has to answer for."""

    __tablename__: ClassVar[str] = "outcomes"
    __table_args__ = (
        Index("outcomes_received", "authority", "received_at"),
        Index("outcomes_ended", "authority", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
        Index("outcomes_open", "authority", "lead", postgresql_where=text("ended_at IS NULL")),
    )

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    authority: str = text_column()
    field: str | None = text_column(default=None)
    lead: str | None = text_column(default=None)
    officer: str | None = text_column(default=None)
    status: str = text_column()
    received_at: datetime = instant_column()
    ended_at: datetime | None = instant_column(default=None)
    overdue: bool = Field()
    missed: bool = Field()
    missed_by_lead: bool = Field()
    rating: str | None = text_column(default=None)


class Step(SQLModel, table=True):
    """A limit that binds an office, running or ended; `agency` has or had to keep it, None for the centre's and the authority's.
    `used` is the time it took, in seconds, as LimitClosed says."""

    __tablename__: ClassVar[str] = "steps"
    __table_args__ = (
        Index("steps_ended", "authority", "closed_at", postgresql_where=text("closed_at IS NOT NULL")),
        Index("steps_overdue", "authority", postgresql_where=text("closed_at IS NULL AND missed")),
    )

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    limit_id: str = text_column(primary_key=True)
    counted_from: datetime = instant_column(primary_key=True)
    authority: str = text_column()
    field: str | None = text_column(default=None)
    agency: str | None = text_column(default=None)
    closed_at: datetime | None = instant_column(default=None)
    outcome: str | None = text_column(default=None)
    missed: bool = Field()
    rungs: int = Field()
    used: int | None = Field(default=None)
