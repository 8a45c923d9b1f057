"""What the record gives of cases that anybody may see: plain data, in it nobody who reported."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.places import Box
from domain.words import Status


@dataclass(frozen=True)
class PublicFilters:
    """What a public list is narrowed to. `places` are units of the authority, any of them; received from `since` on and before
    `until`; `text` is found with or without its diacritics; `box` holds the point on the map."""

    authority: str | None = None
    field: str | None = None
    places: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None
    box: Box | None = None


@dataclass(frozen=True)
class PublicLine:
    """One case in a public list. `changed_at` is when what anybody sees of it last changed."""

    code: str
    authority: str
    status: Status
    lead: str | None
    received_at: datetime
    changed_at: datetime
    excerpt: str = field(repr=False)
    place: str = field(repr=False)
    place_id: str | None
    latitude: float | None = field(repr=False)
    longitude: float | None = field(repr=False)
    field: str | None


@dataclass(frozen=True)
class PublicPage:
    """A stretch of a public list, the newest first; `next` is the cursor of the following one."""

    lines: tuple[PublicLine, ...]
    next: str | None
