"""The tables of the monthly reports that were made without acts, before they became a series of periodic reports.

No release reads or writes them any more. They hold what was made, so a later release takes them away in a contracting migration,
together with `notices.summary`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from records.columns import instant_column, json_column, text_column


class Summary(SQLModel, table=True):
    """A monthly report. A trigger refuses every change. `month` is the first day of the month."""

    __tablename__: ClassVar[str] = "summaries"
    __table_args__ = (UniqueConstraint("authority", "summary", "month"),)

    code: str = text_column(primary_key=True)
    authority: str = text_column()
    summary: str = text_column()
    month: date = Field()
    procedure_digest: str = text_column(foreign_key="procedures.digest")
    made_at: datetime = instant_column()
    counts: dict[str, Any] = json_column()


class SummaryFile(SQLModel, table=True):
    """A file of a monthly report. A trigger refuses every change."""

    __tablename__: ClassVar[str] = "summary_files"

    code: str = text_column(primary_key=True, foreign_key="summaries.code")
    format: str = text_column(primary_key=True)
    sha256: str = text_column()
    content: bytes = Field(sa_type=LargeBinary)
