"""Acts on a report that came in: is it complete and in order, is it new, may it be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import NOTHING_WRITTEN, Sealed, Verdict, if_written, listed, report_of
from domain.complaint import Complaint, Moment, Shown
from domain.procedure import FieldOfWork
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Urgency


@dataclass(frozen=True, kw_only=True)
class SupplementAsked(Moment, act=ActKind.ASK_SUPPLEMENT, shown=Shown.REPORTER | Shown.WORDS | Shown.WHOLE_COURSE):
    """The reporter was asked for what is missing; the clocks stand still until the answer or the end of the window."""

    kind: Literal["supplement_asked"] = "supplement_asked"
    wanted: Sealed


@dataclass(frozen=True, kw_only=True)
class AskSupplement:
    """The centre asks the reporter for what is missing."""

    kind: Literal[ActKind.ASK_SUPPLEMENT] = ActKind.ASK_SUPPLEMENT
    wanted: Sealed

    def verdict(self, _complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[SupplementAsked]:
        return if_written(self.wanted, SupplementAsked(at=at, wanted=self.wanted))


@dataclass(frozen=True, kw_only=True)
class Supplemented(Moment, act=ActKind.SUPPLEMENT, shown=Shown.REPORTER | Shown.WORDS | Shown.WHOLE_COURSE):
    """A reporter added to the report. `report` is the merged report whose reporter did; None for the case's own reporter."""

    kind: Literal["supplemented"] = "supplemented"
    text: Sealed
    report: str | None = None


@dataclass(frozen=True, kw_only=True)
class SupplementLapsed(Moment, shown=Shown.REPORTER):
    """The reporter did not answer within the window; the centre decides on the report as it is."""

    kind: Literal["supplement_lapsed"] = "supplement_lapsed"


@dataclass(frozen=True, kw_only=True)
class Supplement:
    """The reporter adds what was missing."""

    kind: Literal[ActKind.SUPPLEMENT] = ActKind.SUPPLEMENT
    text: Sealed

    def verdict(self, _complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Supplemented]:
        return if_written(self.text, Supplemented(at=at, text=self.text, report=report_of(by)))


@dataclass(frozen=True, kw_only=True)
class Refused(Moment, act=ActKind.REFUSE, shown=Shown.REPORTER | Shown.WORDS):
    """The report was refused."""

    kind: Literal["refused"] = "refused"
    ground: str
    reason: Sealed
    duplicate_of: str | None
    guidance: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Refuse:
    """The report is refused on a ground the regulation states. `guidance` says what a new one should hold."""

    kind: Literal[ActKind.REFUSE] = ActKind.REFUSE
    ground: str
    reason: Sealed
    duplicate_of: str | None = None
    guidance: Sealed = NOTHING_WRITTEN

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Refused]:
        ground = listed(complaint.procedure.refusal_grounds, self.ground)
        if ground is None:
            return Refusal(RefusalKind.UNKNOWN_GROUND, self.ground)
        if ground.names_original and not (self.duplicate_of or "").strip():
            return Refusal(RefusalKind.ORIGINAL_MISSING, self.ground)
        if self.duplicate_of == complaint.code:
            return Refusal(RefusalKind.DUPLICATE_OF_ITSELF, complaint.code)
        if ground.needs_guidance and self.guidance.is_blank:
            return Refusal(RefusalKind.GUIDANCE_MISSING, self.ground)
        refused = Refused(
            at=at,
            ground=self.ground,
            reason=self.reason,
            duplicate_of=self.duplicate_of if ground.names_original else None,
            guidance=self.guidance,
        )
        return if_written(self.reason, refused)


@dataclass(frozen=True, kw_only=True)
class Verified(Moment, act=ActKind.VERIFY, shown=Shown.REPORTER | Shown.PUBLIC):
    """The report is in order; its field of work and urgency are settled."""

    kind: Literal["verified"] = "verified"
    field: str | None
    urgency: Urgency

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, field=self.field, urgency=self.urgency)


@dataclass(frozen=True, kw_only=True)
class Verify:
    """The centre finds the report in order. It may correct the field of work, and choose the course where the regulation
    leaves that to the centre."""

    kind: Literal[ActKind.VERIFY] = ActKind.VERIFY
    field: str | None = None
    urgency: Urgency | None = None

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Verified]:
        field = complaint.procedure.field(self.field or complaint.field)
        if self.field is not None and field is None:
            return Refusal(RefusalKind.UNKNOWN_FIELD, self.field)
        urgency = settled_urgency(complaint, field, self.urgency)
        if isinstance(urgency, Refusal):
            return urgency
        return (Verified(at=at, field=field.id if field else None, urgency=urgency),)


def settled_urgency(complaint: Complaint, field: FieldOfWork | None, chosen: Urgency | None) -> Urgency | Refusal:
    """Return the course of the field of work, or the one that the centre chose where the regulation lets it choose."""
    of_field = field.urgency if field else complaint.urgency
    if chosen is None:
        # The centre's earlier choice stands until it chooses otherwise.
        course = complaint.procedure.course(complaint.urgency)
        return complaint.urgency if course and course.by_hand else of_field
    if chosen in (of_field, Urgency.ORDINARY):
        return chosen if chosen is of_field or _chosen_by_hand(complaint) else Refusal(RefusalKind.NOT_BY_HAND, chosen)
    course = complaint.procedure.course(chosen)
    if course is None:
        return Refusal(RefusalKind.UNKNOWN_COURSE, chosen)
    return chosen if course.by_hand else Refusal(RefusalKind.NOT_BY_HAND, chosen)


def _chosen_by_hand(complaint: Complaint) -> bool:
    course = complaint.procedure.course(complaint.urgency)
    return course is not None and course.by_hand


@dataclass(frozen=True, kw_only=True)
class Restricted(Moment, act=ActKind.RESTRICT, stays=True, shown=Shown.REPORTER):
    """The case is kept from the public; only the reporter is answered."""

    kind: Literal["restricted"] = "restricted"
    ground: str

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint.kept_from_public_on(self.ground), restricted=True)


@dataclass(frozen=True, kw_only=True)
class Restrict:
    """The case is kept from the public from now on, on a ground the regulation states; only the reporter is answered."""

    kind: Literal[ActKind.RESTRICT] = ActKind.RESTRICT
    ground: str

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Restricted]:
        ground = listed(complaint.procedure.withhold_grounds, self.ground)
        if ground is None or not ground.from_start:
            return Refusal(RefusalKind.UNKNOWN_GROUND, self.ground)
        if complaint.restricted:
            return Refusal(RefusalKind.ALREADY_RESTRICTED, self.ground)
        return (Restricted(at=at, ground=self.ground),)


@dataclass(frozen=True, kw_only=True)
class Hidden(Moment, act=ActKind.HIDE, stays=True, shown=Shown.REPORTER | Shown.WORDS):
    """The report was taken from view."""

    kind: Literal["hidden"] = "hidden"
    ground: str
    reason: Sealed

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, hidden=True)


@dataclass(frozen=True, kw_only=True)
class Hide:
    """A violating report is taken from view, on a ground the regulation states. Nothing is deleted."""

    kind: Literal[ActKind.HIDE] = ActKind.HIDE
    ground: str
    reason: Sealed

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Hidden]:
        if listed(complaint.procedure.hide_grounds, self.ground) is None:
            return Refusal(RefusalKind.UNKNOWN_GROUND, self.ground)
        if complaint.hidden:
            return Refusal(RefusalKind.ALREADY_HIDDEN, self.ground)
        return if_written(self.reason, Hidden(at=at, ground=self.ground, reason=self.reason))


@dataclass(frozen=True, kw_only=True)
class Unhidden(Moment, act=ActKind.UNHIDE, stays=True, shown=Shown.REPORTER | Shown.MOVES_PUBLIC):
    """The report is in view again."""

    kind: Literal["unhidden"] = "unhidden"
    reason: Sealed

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, hidden=False)


@dataclass(frozen=True, kw_only=True)
class Unhide:
    """A report hidden by mistake comes back into view."""

    kind: Literal[ActKind.UNHIDE] = ActKind.UNHIDE
    reason: Sealed

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Unhidden]:
        if not complaint.hidden:
            return Refusal(RefusalKind.NOT_HIDDEN)
        return if_written(self.reason, Unhidden(at=at, reason=self.reason))


@dataclass(frozen=True, kw_only=True)
class Merged(Moment, act=ActKind.MERGE, shown=Shown.REPORTER):
    """The report goes on as part of the case `into`."""

    kind: Literal["merged"] = "merged"
    into: str

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, merged_into=self.into)


@dataclass(frozen=True, kw_only=True)
class Merge:
    """The report repeats an open case: it goes on as part of that one, and its reporter is told that one's result."""

    kind: Literal[ActKind.MERGE] = ActKind.MERGE
    into: str

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Merged]:
        if self.into == complaint.code:
            return Refusal(RefusalKind.MERGED_INTO_ITSELF, complaint.code)
        return (Merged(at=at, into=self.into),)


@dataclass(frozen=True, kw_only=True)
class Unmerged(Moment, act=ActKind.UNMERGE, shown=Shown.REPORTER | Shown.WORDS):
    """The report was taken out of the case `out_of`, and is handled by itself. It waits for the centre as a new report does."""

    kind: Literal["unmerged"] = "unmerged"
    out_of: str
    reason: Sealed

    def change(self, complaint: Complaint) -> Complaint:
        left = replace(complaint, merged_into=None, lead=None, co_ordinating=(), officer=None, agency_limit=None)
        return replace(left, parts=(), declined=(), extended=False, temporarily_fixed=False)


@dataclass(frozen=True, kw_only=True)
class Unmerge:
    """The centre takes out a report that it merged by mistake, while the case that the report is part of is open."""

    kind: Literal[ActKind.UNMERGE] = ActKind.UNMERGE
    reason: Sealed

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Unmerged]:
        return if_written(self.reason, Unmerged(at=at, out_of=complaint.merged_into or "", reason=self.reason))


@dataclass(frozen=True, kw_only=True)
class Gathered(Moment, act=ActKind.GATHER, stays=True):
    """Reports were merged into the case, or taken out of it."""

    kind: Literal["gathered"] = "gathered"
    joined: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()

    def change(self, complaint: Complaint) -> Complaint:
        stay = tuple(report for report in complaint.joined if report not in self.parted)
        rated = tuple(one for one in complaint.rated if one[0] not in self.parted)
        return replace(complaint, joined=(*stay, *self.joined), rated=rated)


@dataclass(frozen=True, kw_only=True)
class Gather:
    """The case learns which reports were merged into it or taken out of it. It follows a merge; nobody does it by hand."""

    kind: Literal[ActKind.GATHER] = ActKind.GATHER
    joined: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Gathered]:
        joined = tuple(report for report in self.joined if report not in complaint.reports)
        parted = tuple(report for report in self.parted if report in complaint.joined)
        if not joined and not parted:
            return Refusal(RefusalKind.NOTHING_NEW)
        return (Gathered(at=at, joined=joined, parted=parted),)


@dataclass(frozen=True, kw_only=True)
class Attached(Moment, act=ActKind.ATTACH, stays=True, shown=Shown.REPORTER):
    """Attachments came after the case was public, and wait for who publishes; or they came to the merged report `report`.
    `count` says how many."""

    kind: Literal["attached"] = "attached"
    count: int = 1
    report: str | None = None


@dataclass(frozen=True, kw_only=True)
class Attach:
    """The case learns of attachments that came after it was public, or to a report that is part of it. It follows an upload;
    nobody does it by hand."""

    kind: Literal[ActKind.ATTACH] = ActKind.ATTACH
    count: int = 1

    def verdict(self, _complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Attached]:
        return (Attached(at=at, count=self.count, report=report_of(by)),)


ReceivingAct = (
    AskSupplement | Supplement | Refuse | Verify | Restrict | Hide | Unhide | Merge | Unmerge | Gather | Attach
)
ReceivingEvent = (
    SupplementAsked
    | Supplemented
    | SupplementLapsed
    | Refused
    | Verified
    | Restricted
    | Hidden
    | Unhidden
    | Merged
    | Unmerged
    | Gathered
    | Attached
)
