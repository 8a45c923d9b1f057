"""The tables of the working calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Identity, Index, text
from sqlmodel import Field, SQLModel

from records.columns import (
    instant_column,
    json_column,
    now_column,
    text_column,
)


class CalendarRevision(SQLModel, table=True):
    """A change of the calendar: what was done, since when it is in force, by which act and which account. `told_at` is
    when the workflow was started that notifies every open case of it. `authority` and `agency` are those that the act holds for,
    None for all."""

    __tablename__: ClassVar[str] = "calendar_revisions"
    __table_args__ = (Index("calendar_revisions_untold", "revision", postgresql_where=text("told_at IS NULL")),)

    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    since: datetime = instant_column()
    change: str = text_column()
    act: str = text_column()
    source: str = text_column()
    by_account: str | None = text_column(default=None, foreign_key="accounts.id")
    authority: str | None = text_column(default=None)
    agency: str | None = text_column(default=None)
    made_at: datetime = now_column()
    told_at: datetime | None = instant_column(default=None)


class CalendarDecision(SQLModel, table=True):
    """A day as an act decided it, in force from one revision until another, for all offices or for those of one authority or
    agency."""

    __tablename__: ClassVar[str] = "calendar_decisions"
    __table_args__ = (
        Index("calendar_decisions_of_act", "act"),
        Index(
            "calendar_decisions_once",
            "act",
            "authority",
            "agency",
            "day",
            unique=True,
            postgresql_where=text("withdrawn_in IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    added_in: int = Field(foreign_key="calendar_revisions.revision")
    withdrawn_in: int | None = Field(default=None, foreign_key="calendar_revisions.revision")
    act: str = text_column()
    authority: str | None = text_column(default=None)
    agency: str | None = text_column(default=None)
    day: date = Field()
    body: dict[str, Any] = json_column()
