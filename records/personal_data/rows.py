"""The values that go into the tables of personal data and come out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.personal_data.requests import PersonalDataRequest, RequestKind, RequestStep


@dataclass(frozen=True)
class RetentionOrder:
    """The rule of one authority at one instant: identities of cases that ended before `ended_before` are erased. `prefix` begins
    the codes of the authority's cases."""

    authority: str
    prefix: str
    ended_before: datetime
    years: int
    source: str


@dataclass(frozen=True)
class Batch:
    """Some kept identities in the order of their codes. `due` are the cases whose identity is no longer kept, `last` the code to
    go on after; None at the end."""

    due: tuple[str, ...]
    last: str | None


@dataclass(frozen=True)
class Erasure:
    """An identity that was erased. `years` and `ended_at` are None where no rule on retention asked for it."""

    code: str
    erased_at: datetime
    ended_at: datetime | None
    years: int | None
    source: str


@dataclass(frozen=True)
class Requester:
    """A person who asks about their data: how to reach the person, how the identity was checked, and what is asked for."""

    name: str = field(repr=False)
    contact: str = field(repr=False)
    checked_by: str = field(repr=False)
    words: str = field(repr=False)


@dataclass(frozen=True)
class Correction:
    """The parts of an identity as they should be, in the cases of `codes`. A part that is None stays as it is."""

    codes: tuple[str, ...]
    name: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)

    @property
    def parts(self) -> dict[str, str]:
        """The parts that change, by name."""
        every = {"name": self.name, "address": self.address, "phone": self.phone, "email": self.email}
        return {name: value for name, value in every.items() if value is not None}


@dataclass(frozen=True)
class Corrected:
    """An identity that was corrected: in which case, and which parts."""

    code: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Restricted:
    """An identity that a request restricted: in which case, since when, and when that was lifted."""

    code: str
    since: datetime
    lifted_at: datetime | None


@dataclass(frozen=True)
class RegisteredRequest:
    """A request in the register, without the person who asks. `code` is the case that it is about, if it is about one."""

    number: int
    authority: str
    code: str | None
    standing: PersonalDataRequest

    @property
    def kind(self) -> RequestKind:
        """The kind of the request."""
        return self.standing.kind


@dataclass(frozen=True)
class TakenStep:
    """A step of a request, by whom, and with which words."""

    step: RequestStep
    at: datetime
    by_account: str
    words: str


@dataclass(frozen=True)
class MissedLimit:
    """A limit of a request that has passed and that nobody was told of yet."""

    number: int
    authority: str
    kind: RequestKind
    step: RequestStep
    due: datetime
