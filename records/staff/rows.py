"""The plain data that callers pass to the record of staff and get from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.actors import Actor
from domain.offices.machine_clients import MachineScope
from domain.words import Role


@dataclass(frozen=True)
class Account:
    """A member of staff. An account that is not `active` cannot sign in. `provider_identity` is its identity at the OpenID
    provider of the authority. A `provisional` password was given by another person. `used_at` is when somebody last signed in;
    an account with a `locked_at` is locked, because nobody used it. That of a `machine` signs nobody in."""

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
    provisional: bool = False
    used_at: datetime | None = field(default=None, compare=False)
    locked_at: datetime | None = None
    machine: bool = False


class Owed(StrEnum):
    """The thing that a session owes before it may be used for anything else."""

    PASSWORD = "password"  # noqa: S105 - a password of one's own, no password
    CODE = "code"
    ENROLMENT = "enrolment"


@dataclass(frozen=True)
class Authenticator:
    """The authenticator app of an account. Its secret is `sealed`; it is `enrolled_at` once a code of it was given. `codes_left`
    counts the recovery codes that were not used."""

    sealed: bytes = field(repr=False)
    enrolled_at: datetime | None
    codes_left: int


@dataclass(frozen=True)
class Passkey:
    """A passkey of an account. `sign_count` is how often its device says that it was used."""

    id: UUID
    credential_id: bytes = field(repr=False)
    account_id: str
    public_key: bytes = field(repr=False)
    sign_count: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class SignedIn:
    """The account of a session, the leaders who are away and for whom it stands in, what the session still owes, when it
    was last used, and when its owner last proved that it is theirs."""

    account: Account
    stands_in_for: tuple[Account, ...]
    owes: Owed | None = None
    used_at: datetime | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True)
class ClientSecret:
    """A secret of a machine client that holds. Only its hash is kept, and not here."""

    id: UUID
    made_at: datetime


@dataclass(frozen=True)
class NewMachine:
    """A machine client that an admin registers."""

    name: str
    authority: str
    agency: str | None
    purpose: str
    scopes: frozenset[MachineScope]
    networks: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True)
class MachineClient:
    """A machine client: a program that acts for an agency, or files for a channel where it has none.

    `uses` counts its requests, `refusals` those that were refused. Without `networks`, it may come from everywhere.
    """

    id: str
    name: str
    authority: str
    agency: str | None
    purpose: str
    scopes: frozenset[MachineScope]
    networks: tuple[str, ...]
    registered_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    secrets: tuple[ClientSecret, ...] = ()
    uses: int = 0
    last_used_at: datetime | None = None
    refusals: int = 0
    last_refused_at: datetime | None = None
    last_refusal: str | None = None


@dataclass(frozen=True)
class MachineToken:
    """A token that holds: the machine client that it was given to, the account in whose name that acts, and the scopes."""

    client: MachineClient
    account: Account
    scopes: frozenset[MachineScope]


class HandoverState(StrEnum):
    """The state of one case of a handover."""

    WAITING = "waiting"
    DONE = "done"
    LEFT = "left"


@dataclass(frozen=True)
class HandoverCase:
    """A case of a handover. `why` is the sentence that explains why the case was left with its officer."""

    code: str
    state: HandoverState
    why: str = ""


@dataclass(frozen=True)
class Handover:
    """A handover of an officer's open cases to another officer of the same agency, or for None back to the agency, with its
    actor and reason."""

    id: str
    authority: str
    agency: str
    from_account: str
    to_account: str | None
    reason: str
    by: Actor
    at: datetime
    cases: tuple[HandoverCase, ...] = ()


@dataclass(frozen=True)
class OpenSession:
    """A valid session. `agent` is how the program that opened it names itself."""

    id: UUID
    token_hash: str = field(repr=False)
    opened_at: datetime
    expires_at: datetime
    agent: str


class LookedAt(StrEnum):
    """The kinds of private data. Each look at them is recorded."""

    IDENTITY = "identity"
    LETTER = "letter"
    SEALED_WORDS = "sealed_words"
    SEARCH_BY_NAME = "search_by_name"
    SEARCH_BY_PHONE = "search_by_phone"
    EXPORT = "export"
    LIST_EXPORT = "list_export"
    PAPERS_EXPORT = "papers_export"
    DIRECTORY_EXPORT = "directory_export"
    REQUESTS_EXPORT = "requests_export"
    PERSONAL_DATA_REQUEST = "personal_data_request"


@dataclass(frozen=True)
class SoughtReporter:
    """A search for the cases of a reporter, by name or by phone: in an authority, or where one agency leads."""

    authority: str
    lead: str | None
    by: LookedAt
    words: str = field(repr=False)


@dataclass(frozen=True)
class Look:
    """A look by a member of staff at private data. `code` and `authority` are None where the case is not known.
    `pieces` counts what was shown."""

    number: int
    at: datetime
    account: str
    username: str
    display_name: str
    looked_at: LookedAt
    code: str | None
    authority: str | None
    pieces: int


@dataclass(frozen=True)
class LeftBehind:
    """Open cases of one agency that are with an account which no longer works there.

    `change` is the number of the change by which it left, `by_account` the admin who made it; both are None where no change
    of it is known.
    """

    account: str
    authority: str
    agency: str
    codes: tuple[str, ...]
    change: int | None
    by_account: str | None
