"""The columns of which the tables are made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class Instant(TypeDecorator[datetime]):
    """An aware datetime, in UTC when it comes back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses an instant that does not say which it is."""
        if value is not None and value.utcoffset() is None:
            raise ValueError("an instant without a time zone cannot be kept")
        return value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, whatever the session's time zone."""
        return value.astimezone(UTC) if value is not None else None


def text_column(**about: Any) -> Any:
    """Words, of any length."""
    return Field(sa_type=Text, **about)


def json_column(**about: Any) -> Any:
    """A JSON document."""
    return Field(sa_type=JSONB, **about)


def instant_column(**about: Any) -> Any:
    """An instant."""
    return Field(sa_type=Instant, **about)


def now_column() -> Any:
    """The instant at which the database wrote the row."""
    return Field(default=None, sa_type=Instant, nullable=False, sa_column_kwargs={"server_default": text("now()")})


def flag_column(*, default: bool) -> Any:
    """Yes or no, and which it is unless said otherwise."""
    return Field(default=default, sa_column_kwargs={"server_default": text("true" if default else "false")})


def generated_id_column() -> Any:
    """A primary key that the database generates: a random UUID."""
    return Field(default=None, primary_key=True, sa_column_kwargs={"server_default": text("gen_random_uuid()")})
