"""The tables of running processes and of interruptions."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from records.columns import generated_id_column, instant_column, now_column, text_column


class Heartbeat(SQLModel, table=True):
    """A process of the system, and when it last wrote, by the database's clock."""

    __tablename__: ClassVar[str] = "heartbeats"

    process: str = text_column(primary_key=True)
    kind: str = text_column()
    started_at: datetime = now_column()
    beat_at: datetime = now_column()


class Interruption(SQLModel, table=True):
    """A time in which alarms did not ring, and whether the operators of the system were told of its start and its end. While one
    process tells them, no other one does so before `telling_until`."""

    __tablename__: ClassVar[str] = "interruptions"
    __table_args__ = (
        Index("interruptions_open", "part", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index(
            "interruptions_untold",
            "began_at",
            postgresql_where=text("start_told_at IS NULL OR end_told_at IS NULL"),
        ),
    )

    id: UUID = generated_id_column()
    part: str = text_column()
    began_at: datetime = instant_column()
    ended_at: datetime | None = instant_column(default=None)
    noticed_at: datetime = now_column()
    noticed_by: str = text_column()
    start_told_at: datetime | None = instant_column(default=None)
    end_told_at: datetime | None = instant_column(default=None)
    telling_until: datetime | None = instant_column(default=None)
