"""Acts that send a case to the people who handle it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import NOTHING_WRITTEN, Sealed, Verdict, if_written
from domain.acts.receiving import Verified, settled_urgency
from domain.complaint import Complaint, Moment, Shown
from domain.refusals import Refusal, RefusalKind
from domain.time.amounts import Amount
from domain.words import ActKind, Status, Urgency


@dataclass(frozen=True, kw_only=True)
class Dispatched(Moment, act=ActKind.DISPATCH, shown=Shown.REPORTER | Shown.PUBLIC):
    """The case was sent to its agencies, or to the focal point where no lead is named; `automatic` by the routing rules."""

    kind: Literal["dispatched"] = "dispatched"
    field: str | None
    urgency: Urgency
    lead: str | None
    co_ordinating: tuple[str, ...]
    note: Sealed = NOTHING_WRITTEN
    automatic: bool = False
    agency_limit: Amount | None = None

    def leads_to(self, complaint: Complaint) -> Status | None:
        """Lead to the focal point where no lead is named, whatever status agencies get cases in."""
        return Status.WITH_FOCAL_POINT if self.lead is None else super().leads_to(complaint)

    def change(self, complaint: Complaint) -> Complaint:
        return _sent(replace(complaint, field=self.field, urgency=self.urgency), self)


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """The centre sends the case to a lead agency and the agencies that co-ordinate, or to the city's focal point, where no
    lead is named. It verifies a report not yet verified. `agency_limit` is the lead agency's own limit, where it has one."""

    kind: Literal[ActKind.DISPATCH] = ActKind.DISPATCH
    lead: str | None = None
    co_ordinating: tuple[str, ...] = ()
    field: str | None = None
    note: Sealed = NOTHING_WRITTEN
    urgency: Urgency | None = None
    agency_limit: Amount | None = None

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Verified | Dispatched]:
        """Send the case. Where the system dispatches by itself it needs no field of work, and so neither does the centre."""
        field_id = self.field or complaint.field
        if field_id is None and complaint.procedure.own_dispatch is None:
            return Refusal(RefusalKind.FIELD_MISSING)
        field = complaint.procedure.field(field_id)
        if field_id is not None and field is None:
            return Refusal(RefusalKind.UNKNOWN_FIELD, field_id)
        urgency = settled_urgency(complaint, field, self.urgency)
        if isinstance(urgency, Refusal):
            return urgency
        to_focal_point = field is not None and field.by_focal_point
        if refusal := _not_to_be_sent(complaint, self, by, to_focal_point=to_focal_point):
            return refusal
        dispatched = Dispatched(
            at=at,
            field=field_id,
            urgency=urgency,
            lead=self.lead,
            co_ordinating=tuple(dict.fromkeys(self.co_ordinating)),
            note=self.note,
            agency_limit=self.agency_limit,
        )
        if complaint.status is Status.SUBMITTED:  # until it is dispatched, the case keeps the course it came by
            return (Verified(at=at, field=complaint.field, urgency=complaint.urgency), dispatched)
        return (dispatched,)


@dataclass(frozen=True, kw_only=True)
class DirectionAsked(Moment, act=ActKind.ASK_DIRECTION, shown=Shown.REPORTER | Shown.WHOLE_COURSE):
    """The authority's leaders were asked for direction, by the account `author`."""

    kind: Literal["direction_asked"] = "direction_asked"
    reason: Sealed
    author: str | None = None

    def change(self, complaint: Complaint) -> Complaint:
        """Close an open question: the next result of the case answers it."""
        asked_no_more = replace(complaint, has_open_question=False, asking=())
        return asked_no_more.brought_about_by(self.kind, self.author)


@dataclass(frozen=True, kw_only=True)
class AskDirection:
    """The authority's leaders are asked how a complex or disputed case is to be handled."""

    kind: Literal[ActKind.ASK_DIRECTION] = ActKind.ASK_DIRECTION
    reason: Sealed

    def verdict(self, _complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[DirectionAsked]:
        author = by.account if by else None
        return if_written(self.reason, DirectionAsked(at=at, reason=self.reason, author=author))


@dataclass(frozen=True, kw_only=True)
class Directed(Moment, act=ActKind.DIRECT, stays=True, shown=Shown.REPORTER | Shown.WHOLE_COURSE):
    """A leader of the authority gave a binding direction."""

    kind: Literal["directed"] = "directed"
    direction: Sealed


@dataclass(frozen=True, kw_only=True)
class Direct:
    """A leader of the authority directs how the case is to be handled; it binds like paper."""

    kind: Literal[ActKind.DIRECT] = ActKind.DIRECT
    direction: Sealed

    def verdict(self, _complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Directed]:
        return if_written(self.direction, Directed(at=at, direction=self.direction))


@dataclass(frozen=True, kw_only=True)
class Forwarded(Moment, act=ActKind.FORWARD, shown=Shown.REPORTER | Shown.PUBLIC):
    """The focal point sent the case to its agencies; `automatic` where it goes on with a case that one of them answered."""

    kind: Literal["forwarded"] = "forwarded"
    lead: str
    co_ordinating: tuple[str, ...]
    note: Sealed = NOTHING_WRITTEN
    automatic: bool = False
    agency_limit: Amount | None = None

    def change(self, complaint: Complaint) -> Complaint:
        return _sent(complaint, self)


@dataclass(frozen=True, kw_only=True)
class Forward:
    """The focal point forwards the case to a lead agency and the agencies that co-ordinate."""

    kind: Literal[ActKind.FORWARD] = ActKind.FORWARD
    lead: str
    co_ordinating: tuple[str, ...] = ()
    note: Sealed = NOTHING_WRITTEN
    agency_limit: Amount | None = None

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Forwarded]:
        return _not_to_be_sent(complaint, self, by, to_focal_point=False) or (
            Forwarded(
                at=at,
                lead=self.lead,
                co_ordinating=tuple(dict.fromkeys(self.co_ordinating)),
                note=self.note,
                agency_limit=self.agency_limit,
            ),
        )


def _sent(complaint: Complaint, event: Dispatched | Forwarded) -> Complaint:
    return replace(
        complaint,
        lead=event.lead,
        co_ordinating=event.co_ordinating,
        officer=None,
        bounced=False,
        agency_limit=event.agency_limit,
        parts=(),
        declined=(),
    )


def _not_to_be_sent(
    complaint: Complaint, act: Dispatch | Forward, by: Actor | None, *, to_focal_point: bool
) -> Refusal | None:
    rule = complaint.procedure.act(act.kind)
    if rule is None:
        return Refusal(RefusalKind.NOT_IN_PROCEDURE, act.kind)
    names_agency = rule.names_agency and not to_focal_point
    if not names_agency and (act.lead or act.co_ordinating):
        return Refusal(RefusalKind.GOES_TO_FOCAL_POINT, act.lead or "")
    if names_agency and not act.lead:
        return Refusal(RefusalKind.AGENCY_MISSING)
    if act.lead in act.co_ordinating:
        return Refusal(RefusalKind.LEAD_ALSO_CO_ORDINATES, act.lead or "")
    if act.co_ordinating and rule.several_agencies and rule.after and rule.after not in complaint.moments:
        return Refusal(RefusalKind.NOT_BEFORE, rule.after)
    return _bounced(complaint, act, by)


def _bounced(complaint: Complaint, act: Dispatch | Forward, by: Actor | None) -> Refusal | None:
    """Refuse, to all but leaders, a case that bounces and an agency that returned the case before."""
    led = by is not None and by.role is by.role.leader
    if complaint.procedure.bouncing is None or led:
        return None
    if complaint.bounced:
        return Refusal(RefusalKind.LEADER_MUST_DISPATCH, str(len(complaint.returned_by)))
    if act.lead in complaint.returned_by:
        return Refusal(RefusalKind.AGENCY_RETURNED_IT, act.lead or "")
    return None


@dataclass(frozen=True, kw_only=True)
class TakenOn(Moment, act=ActKind.TAKE_ON, shown=Shown.REPORTER | Shown.PUBLIC):
    """The focal point handles the case itself."""

    kind: Literal["taken_on"] = "taken_on"


@dataclass(frozen=True, kw_only=True)
class TakeOn:
    """The focal point handles the case itself."""

    kind: Literal[ActKind.TAKE_ON] = ActKind.TAKE_ON

    def verdict(self, _complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[TakenOn]:
        return (TakenOn(at=at),)


@dataclass(frozen=True, kw_only=True)
class Involved(Moment, act=ActKind.INVOLVE, stays=True, shown=Shown.REPORTER | Shown.WHOLE_COURSE):
    """The lead agency brought in agencies; these co-ordinate now."""

    kind: Literal["involved"] = "involved"
    co_ordinating: tuple[str, ...]
    note: Sealed = NOTHING_WRITTEN

    def change(self, complaint: Complaint) -> Complaint:
        declined = tuple(agency for agency in complaint.declined if agency not in self.co_ordinating)
        return replace(complaint, co_ordinating=self.co_ordinating, declined=declined)


@dataclass(frozen=True, kw_only=True)
class Involve:
    """The lead agency brings in agencies that co-ordinate."""

    kind: Literal[ActKind.INVOLVE] = ActKind.INVOLVE
    co_ordinating: tuple[str, ...]
    note: Sealed = NOTHING_WRITTEN

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Involved]:
        if complaint.lead in self.co_ordinating:
            return Refusal(RefusalKind.LEAD_ALSO_CO_ORDINATES, complaint.lead or "")
        now = tuple(dict.fromkeys((*complaint.co_ordinating, *self.co_ordinating)))
        if now == complaint.co_ordinating:
            return Refusal(RefusalKind.NOTHING_NEW, self.kind)
        return (Involved(at=at, co_ordinating=now, note=self.note),)


@dataclass(frozen=True, kw_only=True)
class Assigned(Moment, act=ActKind.ASSIGN, stays=True):
    """The case is the work of this account, or for None waits in its agency for somebody to be given it."""

    kind: Literal["assigned"] = "assigned"
    officer: str | None

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, officer=self.officer)


@dataclass(frozen=True, kw_only=True)
class Assign:
    """The case becomes the work of one member of the agency, by account id, or for None goes back to the agency."""

    kind: Literal[ActKind.ASSIGN] = ActKind.ASSIGN
    officer: str | None

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Assigned]:
        if self.officer == complaint.officer:
            return Refusal(RefusalKind.NOTHING_NEW, self.officer or "")
        return (Assigned(at=at, officer=self.officer),)


@dataclass(frozen=True, kw_only=True)
class Accepted(Moment, act=ActKind.ACCEPT, shown=Shown.REPORTER | Shown.PUBLIC):
    """The lead agency accepted the case; `officer` is the account that did, and now works on it."""

    kind: Literal["accepted"] = "accepted"
    officer: str | None = None

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, officer=self.officer)


@dataclass(frozen=True, kw_only=True)
class Accept:
    """The lead agency accepts the case."""

    kind: Literal[ActKind.ACCEPT] = ActKind.ACCEPT

    def verdict(self, _complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Accepted]:
        return (Accepted(at=at, officer=by.account if by else None),)


@dataclass(frozen=True, kw_only=True)
class Returned(Moment, act=ActKind.RETURN, shown=Shown.REPORTER | Shown.WHOLE_COURSE | Shown.MOVES_PUBLIC):
    """The agency sent the case back to the centre as not its own."""

    kind: Literal["returned"] = "returned"
    agency: str
    reason: Sealed

    def change(self, complaint: Complaint) -> Complaint:
        returned_by = (*complaint.returned_by, self.agency)
        return replace(
            complaint, lead=None, co_ordinating=(), parts=(), declined=(), officer=None, returned_by=returned_by
        )


@dataclass(frozen=True, kw_only=True)
class Return:
    """The agency is not competent and says why."""

    kind: Literal[ActKind.RETURN] = ActKind.RETURN
    reason: Sealed

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Returned]:
        return if_written(self.reason, Returned(at=at, agency=complaint.lead or "", reason=self.reason))


SendingAct = Dispatch | AskDirection | Direct | Forward | TakeOn | Involve | Assign | Accept | Return
SendingEvent = Dispatched | DirectionAsked | Directed | Forwarded | TakenOn | Involved | Assigned | Accepted | Returned
