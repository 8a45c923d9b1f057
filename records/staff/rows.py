"""What the record takes and gives of staff: plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.actors import Actor
from domain.words import Role


@dataclass(frozen=True)
class Account:
    """A member of staff. One that is no longer `active` cannot sign in. `provider_identity` is who it is to the provider of the
    authority's own accounts."""

    id: str
    username: str
    role: Role
    authority: str | None
    agency: str | None
    display_name: str
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    active: bool = True
    provider_identity: str | None = None


class HandoverState(StrEnum):
    """What became of one case of a handover."""

    WAITING = "waiting"
    DONE = "done"
    LEFT = "left"


@dataclass(frozen=True)
class HandoverCase:
    """One case of a handover. `why` is the sentence that told why it was left where it is."""

    code: str
    state: HandoverState
    why: str = ""


@dataclass(frozen=True)
class Handover:
    """An officer's open cases on their way to another of the same agency, by whom and why."""

    id: str
    authority: str
    agency: str
    from_account: str
    to_account: str
    reason: str
    by: Actor
    at: datetime
    cases: tuple[HandoverCase, ...] = ()


@dataclass(frozen=True)
class OpenSession:
    """A session that still holds, and the program it was opened with, as that names itself."""

    id: UUID
    token_hash: str = field(repr=False)
    opened_at: datetime
    expires_at: datetime
    agent: str


class LookedAt(StrEnum):
    """What is not for everybody's eyes, and each look at it on record."""

    IDENTITY = "identity"
    LETTER = "letter"
    SEALED_WORDS = "sealed_words"


@dataclass(frozen=True)
class Look:
    """One look by a member of staff, at a case where it is known at which, and at how many pieces."""

    number: int
    at: datetime
    account: str
    username: str
    display_name: str
    looked_at: LookedAt
    code: str | None
    authority: str | None
    pieces: int
