"""The tables of personal data: which identities were erased. They hold no name themselves."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field, SQLModel

from records.columns import instant_column, now_column, text_column


class IdentityErasure(SQLModel, table=True):
    """The identity of a case's reporter was erased: when, and by which rule. A trigger refuses every change."""

    __tablename__: ClassVar[str] = "identity_erasures"

    code: str = text_column(primary_key=True, foreign_key="cases.code")
    erased_at: datetime = now_column()
    ended_at: datetime | None = instant_column(default=None)
    years: int | None = Field(default=None)
    source: str = text_column()
