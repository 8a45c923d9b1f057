"""The kinds of columns that the tables are made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored with its time zone and read back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raise ValueError for a datetime without a time zone."""
        if value is not None and value.utcoffset() is None:
            raise ValueError("an instant without a time zone cannot be kept")
        return value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the value in UTC, whatever the session's time zone is."""
        return value.astimezone(UTC) if value is not None else None


def text_column(**about: Any) -> Any:
    """Text of any length."""
    return Field(sa_type=Text, **about)


def bytes_column(**about: Any) -> Any:
    """A sequence of bytes."""
    return Field(sa_type=LargeBinary, **about)


def json_column(**about: Any) -> Any:
    """A JSON document."""
    return Field(sa_type=JSONB, **about)


def instant_column(**about: Any) -> Any:
    """An instant."""
    return Field(sa_type=Instant, **about)


def now_column() -> Any:
    """The instant at which the row was inserted, by the database's clock."""
    return Field(default=None, sa_type=Instant, nullable=False, sa_column_kwargs={"server_default": text("now()")})


def flag_column(*, default: bool) -> Any:
    """A Boolean with a default in the database."""
    return Field(default=default, sa_column_kwargs={"server_default": text("true" if default else "false")})


def generated_id_column() -> Any:
    """A primary key that the database generates: a random UUID."""
    return Field(default=None, primary_key=True, sa_column_kwargs={"server_default": text("gen_random_uuid()")})
