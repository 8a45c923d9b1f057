"""What people do to a case. Free text is Sealed, so that Temporal's history holds it encrypted."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Literal

from domain.amounts import Amount
from domain.schedule import Schedule
from domain.words import ActKind, Urgency


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
    """A reporter files a report. `holds` names the requirements it fulfils; the words themselves stay in the record.

    `place` is the id of the administrative unit, `routed_to` the agency that the authority's routing rules name for it and
    `agency_limit` that agency's own limit; `test` marks a technician's trial of the system.
    """

    kind: Literal[ActKind.FILE] = ActKind.FILE
    channel: str
    field: str | None
    secret: bool
    holds: tuple[str, ...]
    place: str | None = None
    routed_to: str | None = None
    agency_limit: Amount | None = None
    test: bool = False


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
    """The report is refused on a ground the regulation states. `guidance` says what a new one should hold."""

    kind: Literal[ActKind.REFUSE] = ActKind.REFUSE
    ground: str
    reason: Sealed
    duplicate_of: str | None = None
    guidance: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Verify:
    """The centre finds the report in order, and may correct its field of work, or its course where that is for the centre."""

    kind: Literal[ActKind.VERIFY] = ActKind.VERIFY
    field: str | None = None
    urgency: Urgency | None = None


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """The centre sends the case to a lead agency and the agencies that co-ordinate, or to the city's focal point, where no
    lead is named. It verifies what was not yet verified. `agency_limit` is the lead agency's own limit, where it has one."""

    kind: Literal[ActKind.DISPATCH] = ActKind.DISPATCH
    lead: str | None = None
    co_ordinating: tuple[str, ...] = ()
    field: str | None = None
    note: Sealed = NOTHING_WRITTEN
    urgency: Urgency | None = None
    agency_limit: Amount | None = None


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
    """The officer submits the result; `handled_on` is the local day on which it was handled, `images` the ids of the case's
    photos and videos that show it, `no_images` says that there are none."""

    kind: Literal[ActKind.SUBMIT_RESULT] = ActKind.SUBMIT_RESULT
    result: Sealed
    handled_on: date | None = None
    images: tuple[str, ...] = ()
    no_images: bool = False


@dataclass(frozen=True, kw_only=True)
class Approve:
    """The leader approves the result, as it is or as `edited`."""

    kind: Literal[ActKind.APPROVE] = ActKind.APPROVE
    edited: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class SendBack:
    """The leader sends the result back to the officer, to be redone."""

    kind: Literal[ActKind.SEND_BACK] = ActKind.SEND_BACK
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Publish:
    """The result is published, as it is or as `edited`."""

    kind: Literal[ActKind.PUBLISH] = ActKind.PUBLISH
    edited: Sealed = NOTHING_WRITTEN


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
class AskDirection:
    """The authority's leaders are asked how a complex or disputed case is to be handled."""

    kind: Literal[ActKind.ASK_DIRECTION] = ActKind.ASK_DIRECTION
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Direct:
    """A leader of the authority directs how the case is to be handled; it binds like paper."""

    kind: Literal[ActKind.DIRECT] = ActKind.DIRECT
    direction: Sealed


@dataclass(frozen=True, kw_only=True)
class Forward:
    """The focal point forwards the case to a lead agency and the agencies that co-ordinate."""

    kind: Literal[ActKind.FORWARD] = ActKind.FORWARD
    lead: str
    co_ordinating: tuple[str, ...] = ()
    note: Sealed = NOTHING_WRITTEN
    agency_limit: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class TakeOn:
    """The focal point handles the case itself."""

    kind: Literal[ActKind.TAKE_ON] = ActKind.TAKE_ON


@dataclass(frozen=True, kw_only=True)
class Reclassify:
    """The case was in the wrong field of work, or with the wrong agency; what is None stays."""

    kind: Literal[ActKind.RECLASSIFY] = ActKind.RECLASSIFY
    field: str | None = None
    lead: str | None = None
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Involve:
    """The lead agency brings in agencies that co-ordinate."""

    kind: Literal[ActKind.INVOLVE] = ActKind.INVOLVE
    co_ordinating: tuple[str, ...]
    note: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Assign:
    """The case becomes the work of one member of the agency, by account id."""

    kind: Literal[ActKind.ASSIGN] = ActKind.ASSIGN
    officer: str


@dataclass(frozen=True, kw_only=True)
class RecordInspection:
    """The agency records that it had to inspect the site."""

    kind: Literal[ActKind.RECORD_INSPECTION] = ActKind.RECORD_INSPECTION
    findings: Sealed


@dataclass(frozen=True, kw_only=True)
class ReportProgress:
    """No result yet: how it stands, why, and the day (local) by which it is expected."""

    kind: Literal[ActKind.REPORT_PROGRESS] = ActKind.REPORT_PROGRESS
    state: Sealed
    expected: date


@dataclass(frozen=True, kw_only=True)
class Restrict:
    """The case is kept from the public from now on, on a ground the regulation states; the reporter alone is answered."""

    kind: Literal[ActKind.RESTRICT] = ActKind.RESTRICT
    ground: str


@dataclass(frozen=True, kw_only=True)
class Hide:
    """A violating report is taken from view, on a ground the regulation states. Nothing is deleted."""

    kind: Literal[ActKind.HIDE] = ActKind.HIDE
    ground: str
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Unhide:
    """A report hidden by mistake comes back into view."""

    kind: Literal[ActKind.UNHIDE] = ActKind.UNHIDE
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class Merge:
    """The report repeats an open case: it goes on as part of that one, whose result its reporter is told."""

    kind: Literal[ActKind.MERGE] = ActKind.MERGE
    into: str


@dataclass(frozen=True, kw_only=True)
class Ask:
    """The reporter asks what the result means."""

    kind: Literal[ActKind.ASK] = ActKind.ASK
    question: Sealed


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The agency makes its result clear."""

    kind: Literal[ActKind.ANSWER] = ActKind.ANSWER
    answer: Sealed


@dataclass(frozen=True, kw_only=True)
class Comment:
    """A remark on the case, for the reporter and the offices."""

    kind: Literal[ActKind.COMMENT] = ActKind.COMMENT
    text: Sealed


@dataclass(frozen=True, kw_only=True)
class Contest:
    """The reporter does not accept the result; the case goes back to be handled again."""

    kind: Literal[ActKind.CONTEST] = ActKind.CONTEST
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class DeleteTest:
    """A technician's trial report is taken out; that it was stays in the record."""

    kind: Literal[ActKind.DELETE_TEST] = ActKind.DELETE_TEST
    reason: Sealed


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
    | AskDirection
    | Direct
    | Forward
    | TakeOn
    | Reclassify
    | Involve
    | Assign
    | RecordInspection
    | ReportProgress
    | Restrict
    | Hide
    | Unhide
    | Merge
    | Ask
    | Answer
    | Comment
    | Contest
    | DeleteTest
)


def digest(act: Act) -> str:
    """What tells one act from another, words included: SHA-256, hexadecimal.

    What an act leaves at its default does not count, so an act stays the same when its kind learns to say more.
    """
    said = {one.name: getattr(act, one.name) for one in fields(act) if getattr(act, one.name) != one.default}
    plain = {name: asdict(value) if isinstance(value, Sealed) else value for name, value in said.items()}
    text = json.dumps({"kind": act.kind} | plain, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
