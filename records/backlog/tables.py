"""The table of imports of cases from other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from records.columns import bytes_column, instant_column, json_column, now_column, text_column


def _count() -> Any:
    return Field(default=0, sa_column_kwargs={"server_default": text("0")})


class Import(SQLModel, table=True):
    """An import: the file as it was checked, who answers for it, and how far it is. The file is emptied at its end, because it
    names reporters. `taken_at` is when a process took the next rows up."""

    __tablename__: ClassVar[str] = "imports"
    __table_args__ = (
        Index("imports_of_authority", "authority", "uploaded_at"),
        Index("imports_unfinished", "started_at", postgresql_where=text("finished_at IS NULL")),
    )

    id: str = text_column(primary_key=True)
    authority: str = text_column()
    source: str = text_column()
    digest: str = text_column()
    content: bytes | None = bytes_column(default=None)
    preview: dict[str, Any] = json_column()
    total: int = Field()
    by_account: str = text_column(foreign_key="accounts.id")
    uploaded_at: datetime = now_column()
    started_at: datetime | None = instant_column(default=None)
    taken_at: datetime | None = instant_column(default=None)
    finished_at: datetime | None = instant_column(default=None)
    added: int = _count()
    again: int = _count()
    differing: int = _count()
    stopped: str | None = text_column(default=None)
