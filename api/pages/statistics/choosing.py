"""The choices that pages of statistics offer."""

from __future__ import annotations

from api.web.names import Name
from procedures import all_procedures


def authorities() -> list[Name]:
    """Return every authority, for who belongs to none."""
    return [Name(id=each.id, name=each.authority.name) for each in all_procedures().values()]
