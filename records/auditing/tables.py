"""The tables of past audits and of the keys that signed exports. Both are append-only: triggers refuse every change."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Identity
from sqlmodel import Field, SQLModel

from records.columns import bytes_column, instant_column, json_column, now_column, text_column


class PastAudit(SQLModel, table=True):
    """An audit that came to its end. `histories` is None where Temporal was not asked, `code` where all cases were audited.
    `deviations` are those found first, `found` is their whole number."""

    __tablename__: ClassVar[str] = "past_audits"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),))
    began_at: datetime.datetime = instant_column()
    ended_at: datetime.datetime = now_column()
    way: str = text_column()
    by_account: str | None = text_column(default=None, foreign_key="accounts.id")
    machine: str = text_column()
    code: str | None = text_column(default=None)
    cases: int = Field()
    events: int = Field()
    histories: int | None = Field(default=None)
    found: int = Field()
    deviations: list[dict[str, Any]] = json_column()


class ExportKey(SQLModel, table=True):
    """A public key that signed an export. It stays listed after the system's secret was changed."""

    __tablename__: ClassVar[str] = "export_keys"

    public_key: bytes = bytes_column(primary_key=True)
    first_used_at: datetime.datetime = now_column()
