"""The tables of the comparison of cases with their workflows."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from records.columns import generated_id_column, instant_column, json_column, now_column, text_column


class Comparison(SQLModel, table=True):
    """The one row that tells of the last complete comparison, and which process compares now.

    `compared_at` is the instant at which that comparison began, `found` the number of cases of each kind of finding. `round` is
    its number, which Temporal is marked with too.
    """

    __tablename__: ClassVar[str] = "reconciliation"
    __table_args__ = (CheckConstraint("id = 1", name="reconciliation_is_one"),)

    id: int = Field(default=1, primary_key=True)
    compared_at: datetime | None = instant_column(default=None)
    finished_at: datetime | None = instant_column(default=None)
    compared: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    found: dict[str, Any] = json_column(sa_column_kwargs={"server_default": text("'{}'::jsonb")})
    round: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    held_by: str | None = text_column(default=None)
    held_until: datetime | None = instant_column(default=None)


class Finding(SQLModel, table=True):
    """A difference that a person must decide on. It is settled once the decision is carried out, or when the difference went away
    by itself: then `choice` is None.

    The code belongs to no case where a workflow runs that the record does not know.
    """

    __tablename__: ClassVar[str] = "reconciliation_findings"
    __table_args__ = (
        Index("reconciliation_findings_open", "code", unique=True, postgresql_where=text("settled_at IS NULL")),
        Index("reconciliation_findings_of_case", "code", "found_at"),
    )

    id: uuid.UUID = generated_id_column()
    code: str = text_column()
    kind: str = text_column()
    record_number: int | None = Field(default=None)
    workflow_number: int | None = Field(default=None)
    failing: str | None = text_column(default=None)
    found_at: datetime = now_column()
    seen_at: datetime = now_column()
    decided_at: datetime | None = instant_column(default=None)
    settled_at: datetime | None = instant_column(default=None)
    choice: str | None = text_column(default=None)
    note: str | None = text_column(default=None)
    by_account: str | None = text_column(default=None, foreign_key="accounts.id")
