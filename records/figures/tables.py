"""The tables that figures are counted from: a narrow row for each case and for each of its limits. They are written in the
transaction that records the events. Trials of the system have no rows.

The last four hold sums of these rows, and the changes of rows that no sum holds yet. Triggers write the changes in the
transaction that changes a row. A sum and its changes together are right at every moment.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, Identity, Index, text
from sqlmodel import Field, SQLModel

from records.columns import flag_column, instant_column, text_column

IS_CLOSED = "status IN ('published', 'withheld', 'closed', 'refused')"
"""The case was answered or refused. Figures tell of these whether they were on time."""


class CaseOutcome(SQLModel, table=True):
    """The state and outcome of a case. `ended_at` is when the case was answered or otherwise ended. `missed` tells whether any
    limit was missed, `missed_by_lead` whether one was that the lead agency is responsible for. `withheld` tells whether the last
    answer went to the reporter alone, `late_from` the first instant after which a limit of the text makes an office late. The row
    tells how the case stood from `since` on (from its receipt where that is None);
    `past_outcomes` tells how it stood before. `filed_with` is the authority that it was filed with, None where that is
    `authority`."""

    __tablename__: ClassVar[str] = "outcomes"
    __table_args__ = (
        Index("outcomes_filed_with", "authority", "filed_with", postgresql_where=text("filed_with IS NOT NULL")),
        Index("outcomes_received", "authority", "received_at"),
        Index("outcomes_ended", "authority", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
        Index("outcomes_open", "authority", "lead", postgresql_where=text("ended_at IS NULL")),
        Index("outcomes_of_lead", "authority", "lead", "received_at"),
        Index("outcomes_late_after_end", "authority", "ended_at", postgresql_where=text("late_from >= ended_at")),
        Index(
            "outcomes_late",
            "authority",
            "ended_at",
            postgresql_include=["code", "received_at", "status", "channel", "field", "lead", "place"],
            postgresql_where=text("late_from IS NOT NULL"),
        ),
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
    since: datetime | None = instant_column(default=None)
    channel: str | None = text_column(default=None)
    place: str | None = text_column(default=None)
    withheld: bool = flag_column(default=False)
    late_from: datetime | None = instant_column(default=None)
    filed_with: str | None = text_column(default=None)


class PastOutcome(SQLModel, table=True):
    """A case as it stood from `since` on, up to a change at `until` that its row in `outcomes` does not tell of."""

    __tablename__: ClassVar[str] = "past_outcomes"
    __table_args__ = (Index("past_outcomes_until", "authority", "until", "since"),)

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    until: datetime = instant_column(primary_key=True)
    since: datetime = instant_column()
    authority: str = text_column()
    channel: str | None = text_column(default=None)
    field: str | None = text_column(default=None)
    lead: str | None = text_column(default=None)
    place: str | None = text_column(default=None)
    status: str = text_column()
    withheld: bool = Field()
    received_at: datetime = instant_column()
    ended_at: datetime | None = instant_column(default=None)


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
    LimitClosed. `late_from` is `domain.endings.late_from`. The row tells how the limit stood from `since` on, from the start
    where that is None; `past_steps` tells how it stood before."""

    __tablename__: ClassVar[str] = "steps"
    __table_args__ = (
        Index("steps_ended", "authority", "closed_at", postgresql_where=text("closed_at IS NOT NULL")),
        Index(
            "steps_ended_of_agency", "authority", "agency", "closed_at", postgresql_where=text("closed_at IS NOT NULL")
        ),
        Index("steps_overdue", "authority", postgresql_where=text("closed_at IS NULL AND missed")),
        Index(
            "steps_late",
            "authority",
            "closed_at",
            "late_from",
            postgresql_include=["code", "since", "counted_from"],
            postgresql_where=text("late_from IS NOT NULL"),
        ),
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
    since: datetime | None = instant_column(default=None)
    due: datetime | None = instant_column(default=None)
    late_from: datetime | None = instant_column(default=None)


class PastStep(SQLModel, table=True):
    """A limit as it stood from `since` on, up to a change at `until` that its row in `steps` does not tell of."""

    __tablename__: ClassVar[str] = "past_steps"
    __table_args__ = (Index("past_steps_until", "authority", "until", "since"),)

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    limit_id: str = text_column(primary_key=True)
    counted_from: datetime = instant_column(primary_key=True)
    until: datetime = instant_column(primary_key=True)
    since: datetime = instant_column()
    authority: str = text_column()
    agency: str | None = text_column(default=None)
    due: datetime | None = instant_column(default=None)
    late_from: datetime | None = instant_column(default=None)
    closed_at: datetime | None = instant_column(default=None)
    outcome: str | None = text_column(default=None)
    missed: bool = Field()
    used: int | None = Field(default=None)


class CaseReturn(SQLModel, table=True):
    """A return of a case to the centre by an agency, None where the focal point returned it."""

    __tablename__: ClassVar[str] = "returns"
    __table_args__ = (Index("returns_made", "authority", "at"),)

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    authority: str = text_column()
    agency: str | None = text_column(default=None)
    at: datetime = instant_column()


class OutcomeChange(SQLModel, table=True):
    """A row of `outcomes` that came (`sign` 1) or went (-1), as far as sums tell of it. `late` tells whether a limit of the
    text was missed before the case ended."""

    __tablename__: ClassVar[str] = "outcome_changes"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    authority: str = text_column()
    sign: int = Field()
    channel: str | None = text_column(default=None)
    field: str | None = text_column(default=None)
    lead: str | None = text_column(default=None)
    place: str | None = text_column(default=None)
    status: str = text_column()
    withheld: bool = Field()
    received_at: datetime = instant_column()
    ended_at: datetime | None = instant_column(default=None)
    late: bool = Field()


class StepChange(SQLModel, table=True):
    """A limit in `steps` that was kept or missed and came (`sign` 1) or went (-1)."""

    __tablename__: ClassVar[str] = "step_changes"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    authority: str = text_column()
    sign: int = Field()
    limit_id: str = text_column()
    closed_at: datetime = instant_column()
    used: int | None = Field(default=None)
    missed: bool = Field()


class DaySum(SQLModel, table=True):
    """The numbers of cases that were received on a local day, and of those that ended on it. `grouped_by` is the channel, field,
    lead or place, and `id` its value, empty for none. `late` counts the answered and refused that missed a limit of the text
    before they ended."""

    __tablename__: ClassVar[str] = "day_sums"

    authority: str = text_column(primary_key=True)
    grouped_by: str = text_column(primary_key=True)
    day: date = Field(primary_key=True)
    id: str = text_column(primary_key=True)
    received: int = Field()
    answered: int = Field()
    withheld: int = Field()
    refused: int = Field()
    withdrawn: int = Field()
    merged: int = Field()
    late: int = Field()


class MonthTimes(SQLModel, table=True):
    """The number of times that the work of a limit took so many whole minutes in a local month (its first day): `done`, `late` of
    them after the limit. `minutes` is -1 where the record holds no time."""

    __tablename__: ClassVar[str] = "month_times"

    authority: str = text_column(primary_key=True)
    month: date = Field(primary_key=True)
    limit_id: str = text_column(primary_key=True)
    minutes: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    done: int = Field()
    late: int = Field()
