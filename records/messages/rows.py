"""What the record takes and gives of messages: plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.actors import Told
from domain.messages import AnyOccasion, Fault, MessageChannel, MessageStatus, Reader


@dataclass(frozen=True)
class UndeliveredMessage:
    """A message that nobody delivers yet: what its workflow is told, and no more."""

    id: UUID
    code: str
    kind: str
    channel: MessageChannel


@dataclass(frozen=True)
class Contact:
    """How an addressee is reached now. It stays out of every `repr`, and so out of logs."""

    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    devices: tuple[str, ...] = field(default=(), repr=False)


NO_CONTACT = Contact()


@dataclass(frozen=True)
class Outgoing:
    """A message about to be sent: what it tells of, to whom it speaks, where it goes. `agencies` are names by id."""

    id: UUID
    channel: MessageChannel
    queued_at: datetime
    occasion: AnyOccasion
    reader: Reader
    contact: Contact
    agencies: dict[str, str]


@dataclass(frozen=True)
class MessageLine:
    """A message and its fate, as staff see it: whom it tells by role, never by address.

    `code` is that of the case or of the monthly report that it tells of; the latter has no event. `told_name` is the display
    name of a member of staff's account; a reporter has none here.
    """

    id: UUID
    code: str
    authority: str
    event_number: int | None
    kind: str
    told: Told
    told_name: str | None
    channel: MessageChannel
    status: MessageStatus
    attempts: int
    fault: Fault | None
    fault_detail: str | None
    provider_id: str | None
    queued_at: datetime
    tried_at: datetime | None
    next_try_at: datetime | None
    sent_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True)
class MessageFilters:
    """What a list of messages is narrowed to."""

    status: tuple[MessageStatus, ...] = ()
    channel: tuple[MessageChannel, ...] = ()
    code: str | None = None


@dataclass(frozen=True)
class MessagePage:
    """A stretch of a list of messages, the latest first; `next` is the cursor of the following one."""

    lines: tuple[MessageLine, ...]
    next: str | None


@dataclass(frozen=True)
class ShownNotice:
    """A message on the portal, to be written out for its reader."""

    id: UUID
    code: str
    occasion: AnyOccasion
    reader: Reader
    queued_at: datetime
    read_at: datetime | None
    agencies: dict[str, str]


MOST_UNREAD = 1000
"""Unread notices are counted as far as this: whoever never reads any has one for every step of every case."""


@dataclass(frozen=True)
class ShownPage:
    """A stretch of somebody's notices, the latest first, and how many of all of them are unread, MOST_UNREAD for so many or
    more."""

    notices: tuple[ShownNotice, ...]
    unread: int
    next: str | None


@dataclass(frozen=True)
class Addressee:
    """A member of staff by account, or the reporter of a case by its code: exactly one of the two."""

    account: str | None = None
    reporter_of: str | None = None
