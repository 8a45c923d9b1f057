"""What people do to a case. Free text is Sealed, so that Temporal's history holds it encrypted."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

from domain.schedule import Schedule
from domain.words import ActKind


@dataclass(frozen=True)
class Sealed:
    """Words a person wrote. The payload codec encrypts exactly this shape and leaves the rest of a payload readable."""

    sealed: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written that a person could see."""
        return all(letter.isspace() or not letter.isprintable() for letter in self.sealed)


NOTHING_WRITTEN = Sealed("")


@dataclass(frozen=True, kw_only=True)
class File:
    """A reporter files a report. `holds` names the requirements it fulfils; the words themselves stay in the record."""

    kind: Literal[ActKind.FILE] = ActKind.FILE
    channel: str
    field: str | None
    secret: bool
    holds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AskSupplement:
    """The centre asks the reporter for what is missing."""

    kind: Literal[ActKind.ASK_SUPPLEMENT] = ActKind.ASK_SUPPLEMENT
    wanted: Sealed


@dataclass(frozen=True, kw_only=True)
class Supplement:
    """The reporter adds what was missing."""

    kind: Literal[ActKind.SUPPLEMENT] = ActKind.SUPPLEMENT
    text: Sealed


@dataclass(frozen=True, kw_only=True)
class Refuse:
    """The centre refuses the report on a ground the regulation states."""

    kind: Literal[ActKind.REFUSE] = ActKind.REFUSE
    ground: str
    reason: Sealed
    duplicate_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Verify:
    """The centre finds the report in order, and may correct its field of work."""

    kind: Literal[ActKind.VERIFY] = ActKind.VERIFY
    field: str | None = None


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """The centre sends the case to a lead agency and the agencies that co-ordinate. It verifies what was not yet verified."""

    kind: Literal[ActKind.DISPATCH] = ActKind.DISPATCH
    lead: str
    co_ordinating: tuple[str, ...] = ()
    field: str | None = None
    note: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Accept:
    """The lead agency accepts the case."""

    kind: Literal[ActKind.ACCEPT] = ActKind.ACCEPT


@dataclass(frozen=True, kw_only=True)
class Return:
    """The agency is not competent and says why."""

    kind: Literal[ActKind.RETURN] = ActKind.RETURN
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Extend:
    """The lead agency takes the longer limit of a complex case."""

    kind: Literal[ActKind.EXTEND] = ActKind.EXTEND
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class FixTemporarily:
    """The agency has made an urgent matter safe for the time being."""

    kind: Literal[ActKind.FIX_TEMPORARILY] = ActKind.FIX_TEMPORARILY
    what: Sealed


@dataclass(frozen=True, kw_only=True)
class ExplainDelay:
    """The lead agency tells the reporter why there is no result yet."""

    kind: Literal[ActKind.EXPLAIN_DELAY] = ActKind.EXPLAIN_DELAY
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class SubmitResult:
    """The officer submits the result to the leader."""

    kind: Literal[ActKind.SUBMIT_RESULT] = ActKind.SUBMIT_RESULT
    result: Sealed


@dataclass(frozen=True, kw_only=True)
class Approve:
    """The leader approves the result."""

    kind: Literal[ActKind.APPROVE] = ActKind.APPROVE


@dataclass(frozen=True, kw_only=True)
class SendBack:
    """The leader sends the result back to the officer, to be redone."""

    kind: Literal[ActKind.SEND_BACK] = ActKind.SEND_BACK
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Publish:
    """The result is published."""

    kind: Literal[ActKind.PUBLISH] = ActKind.PUBLISH


@dataclass(frozen=True, kw_only=True)
class Withhold:
    """The result goes to the reporter alone, on a ground the regulation states."""

    kind: Literal[ActKind.WITHHOLD] = ActKind.WITHHOLD
    ground: str


@dataclass(frozen=True, kw_only=True)
class Rate:
    """The reporter rates the result."""

    kind: Literal[ActKind.RATE] = ActKind.RATE
    rating: str
    comment: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """The reporter takes the report back."""

    kind: Literal[ActKind.WITHDRAW] = ActKind.WITHDRAW
    reason: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class TimePassed:
    """Nobody acted; time went on."""


@dataclass(frozen=True, kw_only=True)
class FollowCalendar:
    """Nobody acted; official decisions moved days. `moved` holds the new schedule of each limit that they move, `decided_by`
    the acts that they rest on."""

    moved: tuple[tuple[str, Schedule], ...]
    decided_by: str


Act = (
    File
    | AskSupplement
    | Supplement
    | Refuse
    | Verify
    | Dispatch
    | Accept
    | Return
    | Extend
    | FixTemporarily
    | ExplainDelay
    | SubmitResult
    | Approve
    | SendBack
    | Publish
    | Withhold
    | Rate
    | Withdraw
)


def digest(act: Act) -> str:
    """What tells one act from another, words included: SHA-256, hexadecimal."""
    return hashlib.sha256(json.dumps(asdict(act), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
