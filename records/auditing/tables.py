"""The table of the keys that signed exports. It is append-only: a trigger refuses every change."""

from __future__ import annotations

import datetime
from typing import ClassVar

from sqlmodel import SQLModel

from records.columns import bytes_column, now_column


class ExportKey(SQLModel, table=True):
    """A public key that signed an export. It stays listed after the system's secret was changed."""

    __tablename__: ClassVar[str] = "export_keys"

    public_key: bytes = bytes_column(primary_key=True)
    first_used_at: datetime.datetime = now_column()
