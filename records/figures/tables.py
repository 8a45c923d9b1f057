"""The tables that figures are counted from: a narrow row for each case and for each of its limits. They are written in the
transaction that records the events. Trials of the system have no rows.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from records.columns import flag_column, instant_column, text_column


class CaseOutcome(SQLModel, table=True):
    """The state and outcome of a case. `ended_at` is when the case was answered or otherwise ended. `missed` tells whether any
    limit was missed, `missed_by_lead` whether one was that the lead agency is responsible for."""

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


class CaseAnswer(SQLModel, table=True):
    """An answer that the reporter was given: the number of the event that gave it, and when the case was reopened after it.
    `field` and `lead` are those of its time."""

    __tablename__: ClassVar[str] = "answers"
    __table_args__ = (
        Index("answers_reopened", "authority", "reopened_at", postgresql_where=text("reopened_at IS NOT NULL")),
    )

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    authority: str = text_column()
    field: str | None = text_column(default=None)
    lead: str | None = text_column(default=None)
    answered_at: datetime = instant_column()
    reopened_at: datetime | None = instant_column(default=None)


class CaseRating(SQLModel, table=True):
    """A rating of one answer, by the reporter of one `report`: the case's own code, or that of a report merged into it."""

    __tablename__: ClassVar[str] = "ratings"
    __table_args__ = (
        ForeignKeyConstraint(["code", "number"], ["answers.code", "answers.number"]),
        Index("ratings_given", "authority", "rated_at"),
    )

    code: str = text_column(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    report: str = text_column(primary_key=True)
    authority: str = text_column()
    field: str | None = text_column(default=None)
    lead: str | None = text_column(default=None)
    rating: str = text_column()
    rated_at: datetime = instant_column()


class CaseStep(SQLModel, table=True):
    """A limit that binds an office, running or ended. `agency` is responsible for it; it is None for a limit of the centre or
    of the authority. Nobody misses an `internal` one, which no text states. `used` is the time taken, in seconds, as in
    LimitClosed."""

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
    internal: bool = flag_column(default=False)
    missed: bool = Field()
    rungs: int = Field()
    used: int | None = Field(default=None)
