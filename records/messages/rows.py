"""The plain data that callers pass to the record of messages and get from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.actors import Told
from domain.messages import AnyOccasion, Fault, MessageChannel, MessageStatus, Reader
from domain.words import Role


@dataclass(frozen=True)
class UndeliveredMessage:
    """A message that no workflow delivers yet. Holds only what its workflow gets."""

    id: UUID
    code: str
    kind: str
    channel: MessageChannel


@dataclass(frozen=True)
class Contact:
    """The address by which an addressee is reached now. Its fields stay out of `repr`, and so out of logs."""

    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    devices: tuple[str, ...] = field(default=(), repr=False)


NO_CONTACT = Contact()


@dataclass(frozen=True)
class FiledAs:
    """The filing of a report, as far as its private link follows from it."""

    code: str
    idempotency_key: str = field(repr=False)
    tracking_hash: str = field(repr=False)


@dataclass(frozen=True)
class Outgoing:
    """A message about to be sent: what it is about, its reader, and where it goes. `agencies` are names by id. `others` are the
    further late alarms of a digest. `filed_as` is the reader's own report, for an e-mail or SMS to a reporter."""

    id: UUID
    channel: MessageChannel
    queued_at: datetime
    occasion: AnyOccasion
    reader: Reader
    contact: Contact
    agencies: dict[str, str]
    others: tuple[AnyOccasion, ...] = ()
    filed_as: FiledAs | None = None


@dataclass(frozen=True)
class MessageLine:
    """A message and its delivery, as staff see it. Shows the addressee's role, never the address.

    `at` is when the event happened that it is about. `code` is that of the case or of the periodic report; a report has no
    `event_number`.
    `told_name` is the display name of a member of staff, None for a reporter. `in_place_of` is a role that nobody held, in whose
    place the addressee was told.
    """

    id: UUID
    code: str
    authority: str
    event_number: int | None
    kind: str
    told: Told
    told_name: str | None
    at: datetime
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
    in_place_of: Role | None = None


@dataclass(frozen=True)
class MessageFilters:
    """The filters of a list of messages."""

    status: tuple[MessageStatus, ...] = ()
    channel: tuple[MessageChannel, ...] = ()
    code: str | None = None


@dataclass(frozen=True)
class MessagePage:
    """A page of a list of messages, the latest first. `next` is the cursor of the next page."""

    lines: tuple[MessageLine, ...]
    next: str | None


@dataclass(frozen=True)
class ShownNotice:
    """A message on the portal, with what its text is made of. `others` are the further late alarms that it tells of."""

    id: UUID
    code: str
    occasion: AnyOccasion
    reader: Reader
    queued_at: datetime
    read_at: datetime | None
    agencies: dict[str, str]
    others: tuple[AnyOccasion, ...] = ()


MOST_SENT = 30
"""The messages that a reporter is shown as sent."""

MOST_UNREAD = 1000
"""Unread notices are counted up to this number. Someone who never reads has one for every step of every case."""


@dataclass(frozen=True)
class ShownPage:
    """A page of an addressee's notices, the latest first. `unread` counts all unread ones; MOST_UNREAD means that many or
    more."""

    notices: tuple[ShownNotice, ...]
    unread: int
    next: str | None


@dataclass(frozen=True)
class Addressee:
    """A member of staff by account, or the reporter of a case by its code. Exactly one of the two is set."""

    account: str | None = None
    reporter_of: str | None = None
