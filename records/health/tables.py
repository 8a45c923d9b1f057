"""The table of running processes."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlmodel import SQLModel

from records.columns import now_column, text_column


class Heartbeat(SQLModel, table=True):
    """A process of the system, and when it last wrote, by the database's clock."""

    __tablename__: ClassVar[str] = "heartbeats"

    process: str = text_column(primary_key=True)
    kind: str = text_column()
    started_at: datetime = now_column()
    beat_at: datetime = now_column()
