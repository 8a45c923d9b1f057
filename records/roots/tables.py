"""The tables of daily roots. All are append-only: triggers refuse every change."""

from __future__ import annotations

import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from records.columns import bytes_column, now_column, text_column


class DailyRoot(SQLModel, table=True):
    """The Merkle root over the heads that moved since the root before. `hash` covers date, root, count and the hash before."""

    __tablename__: ClassVar[str] = "daily_roots"

    date: datetime.date = Field(primary_key=True)
    root: bytes = bytes_column()
    count: int = Field()
    previous: bytes | None = bytes_column(default=None)
    hash: bytes = bytes_column()
    made_at: datetime.datetime = now_column()


class RootedHead(SQLModel, table=True):
    """A leaf of a daily root: a case with its last event and that event's hash."""

    __tablename__: ClassVar[str] = "rooted_heads"
    __table_args__ = (
        ForeignKeyConstraint(["date"], ["daily_roots.date"]),
        Index("rooted_heads_of_date", "date", "code"),
    )

    code: str = text_column(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    date: datetime.date = Field()
    head: bytes = bytes_column()


class RootMessage(SQLModel, table=True):
    """A daily root that left the house: to whom, and the answer. `address` is an e-mail address or that of a time stamp
    authority."""

    __tablename__: ClassVar[str] = "root_messages"
    __table_args__ = (ForeignKeyConstraint(["date"], ["daily_roots.date"]),)

    date: datetime.date = Field(primary_key=True)
    address: str = text_column(primary_key=True)
    answer: bytes = bytes_column()
    sent_at: datetime.datetime = now_column()
