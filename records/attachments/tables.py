"""The tables of attachments. All are append-only: triggers refuse every change."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Identity, Index
from sqlmodel import Field, SQLModel

from records.columns import instant_column, json_column, text_column


class Attachment(SQLModel, table=True):
    """A photo, video, recording or document of a case, once for each stage that it was sent at. `sha256` is the hash of the sent
    file, `stored_sha256` that of the one in the store."""

    __tablename__: ClassVar[str] = "attachments"
    __table_args__ = (Index("attachments_once", "code", "stage", "sha256", unique=True),)

    id: uuid.UUID = Field(primary_key=True)
    code: str = text_column(foreign_key="cases.code")
    kind: str = text_column()
    stage: str = text_column()
    by_account: str | None = text_column(default=None, foreign_key="accounts.id")
    sha256: str = text_column()
    name: str = text_column(unique=True)
    thumbnail: str | None = text_column(default=None, unique=True)
    size: int = Field()
    width: int | None = Field(default=None)
    height: int | None = Field(default=None)
    stored_sha256: str | None = text_column(default=None)
    seconds: float | None = Field(default=None)
    format: str | None = text_column(default=None)
    pages: int | None = Field(default=None)
    at: datetime = instant_column()
    arrived: int | None = Field(default=None, sa_type=BigInteger, sa_column_args=(Identity(always=True),))


class BlackedOut(SQLModel, table=True):
    """The replacement of an attachment for people who may not see all of it. The row with the highest number counts."""

    __tablename__: ClassVar[str] = "attachments_blacked_out"

    attachment: uuid.UUID = Field(primary_key=True, foreign_key="attachments.id")
    number: int = Field(primary_key=True)
    areas: list[dict[str, Any]] = json_column()
    name: str | None = text_column(default=None)
    thumbnail: str | None = text_column(default=None)
    size: int | None = Field(default=None)
    width: int | None = Field(default=None)
    height: int | None = Field(default=None)
    stored_sha256: str | None = text_column(default=None)
    by_account: str = text_column(foreign_key="accounts.id")
    at: datetime = instant_column()


class Reviewed(SQLModel, table=True):
    """A decision to show an attachment in public or to keep it back. The row with the highest number counts."""

    __tablename__: ClassVar[str] = "attachments_reviewed"

    attachment: uuid.UUID = Field(primary_key=True, foreign_key="attachments.id")
    number: int = Field(primary_key=True)
    shown: bool = Field()
    by_account: str = text_column(foreign_key="accounts.id")
    at: datetime = instant_column()
