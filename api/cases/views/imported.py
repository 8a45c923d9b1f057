"""The view of where an imported case comes from."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from domain.complaint import Complaint
from language.labels import local_time


class ImportedView(BaseModel):
    """Hồ sơ của hệ thống cũ mà hồ sơ này được nhập từ đó."""

    old_code: str = Field(examples=["PA-2024-0131"])
    at: datetime = Field(description="Lúc nhập.")
    at_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])


def imported_view(complaint: Complaint) -> ImportedView | None:
    """Return where the case was imported from, None where it was filed here."""
    origin, zone = complaint.origin, complaint.procedure.authority.time_zone
    return ImportedView(old_code=origin.old_code, at=origin.at, at_text=local_time(origin.at, zone)) if origin else None
