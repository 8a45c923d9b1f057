"""Where a case is sent: filing, verifying, dispatching, forwarding, and putting right a wrong field or agency."""

from __future__ import annotations

from datetime import datetime

from domain import acts
from domain import events as happened
from domain.actors import Actor
from domain.complaint import Complaint
from domain.events import Event
from domain.procedure import FieldOfWork
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Role, Status, Urgency

Outcome = tuple[Event, ...] | Refusal


def file(complaint: Complaint, act: acts.File, by: Actor | None, at: datetime) -> Outcome:
    """The report is received; where the regulation lets the system dispatch, and routing names an agency, it is sent there."""
    procedure = complaint.procedure
    channel = procedure.channel(act.channel)
    if channel is None:
        return Refusal(RefusalKind.UNKNOWN_CHANNEL, act.channel)
    if channel.staff_only and (by is None or by.role is Role.REPORTER):
        return Refusal(RefusalKind.STAFF_CHANNEL, act.channel)
    if act.test and (by is None or by.role is not Role.TECHNICIAN):
        return Refusal(RefusalKind.WRONG_ROLE, act.kind)
    field = procedure.field(act.field)
    if act.field is not None and field is None:
        return Refusal(RefusalKind.UNKNOWN_FIELD, act.field)
    needs = (need for need in procedure.requirements if need.required and act.channel not in need.except_channels)
    if missing := [need.id for need in needs if need.id not in act.holds]:
        return Refusal(RefusalKind.REPORT_INCOMPLETE, ",".join(missing))
    urgency = field.urgency if field else Urgency.ORDINARY
    filed = happened.Filed(
        at=at,
        channel=act.channel,
        field=act.field,
        urgency=urgency,
        secret=act.secret,
        place=act.place,
        test=act.test,
    )
    if procedure.own_dispatch is None or act.routed_to is None or act.test:
        return (filed,)
    return (
        filed,
        happened.Dispatched(
            at=at,
            field=act.field,
            urgency=urgency,
            lead=act.routed_to,
            co_ordinating=(),
            automatic=True,
            agency_limit=act.agency_limit,
        ),
    )


def verify(complaint: Complaint, act: acts.Verify, at: datetime) -> Outcome:
    """The report is in order, in this field of work, on this course."""
    field = complaint.procedure.field(act.field or complaint.field)
    if act.field is not None and field is None:
        return Refusal(RefusalKind.UNKNOWN_FIELD, act.field)
    urgency = _urgency(complaint, field, act.urgency)
    if isinstance(urgency, Refusal):
        return urgency
    return (happened.Verified(at=at, field=field.id if field else None, urgency=urgency),)


def dispatch(complaint: Complaint, act: acts.Dispatch, by: Actor | None, at: datetime) -> Outcome:
    """The case is sent to its agencies, or to the focal point; a report not yet verified is verified by it.

    Where the system dispatches by itself it does so without a field of work too, and so may the centre.
    """
    field_id = act.field or complaint.field
    if field_id is None and complaint.procedure.own_dispatch is None:
        return Refusal(RefusalKind.FIELD_MISSING)
    field = complaint.procedure.field(field_id)
    if field_id is not None and field is None:
        return Refusal(RefusalKind.UNKNOWN_FIELD, field_id)
    urgency = _urgency(complaint, field, act.urgency)
    if isinstance(urgency, Refusal):
        return urgency
    if refusal := _may_be_sent(complaint, act, by):
        return refusal
    dispatched = happened.Dispatched(
        at=at,
        field=field_id,
        urgency=urgency,
        lead=act.lead,
        co_ordinating=tuple(dict.fromkeys(act.co_ordinating)),
        note=act.note,
        agency_limit=act.agency_limit,
    )
    if complaint.status is Status.SUBMITTED:  # until it is dispatched, the case is held to the course it came by
        return (happened.Verified(at=at, field=complaint.field, urgency=complaint.urgency), dispatched)
    return (dispatched,)


def forward(complaint: Complaint, act: acts.Forward, by: Actor | None, at: datetime) -> Outcome:
    """The focal point sends the case on to its agencies."""
    return _may_be_sent(complaint, act, by) or (
        happened.Forwarded(
            at=at,
            lead=act.lead,
            co_ordinating=tuple(dict.fromkeys(act.co_ordinating)),
            note=act.note,
            agency_limit=act.agency_limit,
        ),
    )


def reclassify(complaint: Complaint, act: acts.Reclassify, at: datetime) -> Outcome:
    """The case's field of work or agency is put right; its limits are then those of the new field."""
    field = complaint.procedure.field(act.field or complaint.field)
    if act.field is not None and field is None:
        return Refusal(RefusalKind.UNKNOWN_FIELD, act.field)
    lead = act.lead or complaint.lead
    field_id = field.id if field else None
    if (field_id, lead) == (complaint.field, complaint.lead):
        return Refusal(RefusalKind.NOTHING_NEW, act.kind)
    if lead in complaint.co_ordinating:
        return Refusal(RefusalKind.LEAD_ALSO_CO_ORDINATES, lead or "")
    if act.reason.is_blank:
        return Refusal(RefusalKind.WORDS_MISSING)
    urgency = field.urgency if field and field_id != complaint.field else complaint.urgency
    return (happened.Reclassified(at=at, field=field_id, urgency=urgency, lead=lead, reason=act.reason),)


def _urgency(complaint: Complaint, field: FieldOfWork | None, chosen: Urgency | None) -> Urgency | Refusal:
    """The course of the field of work, or the one the centre chose, where the choice is the centre's."""
    of_field = field.urgency if field else complaint.urgency
    if chosen is None:
        # What the centre chose before stands until it chooses otherwise.
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


def _may_be_sent(complaint: Complaint, act: acts.Dispatch | acts.Forward, by: Actor | None) -> Refusal | None:
    rule = complaint.procedure.act(act.kind)
    if rule is None:
        return Refusal(RefusalKind.NOT_IN_PROCEDURE, act.kind)
    if not rule.names_agency and (act.lead or act.co_ordinating):
        return Refusal(RefusalKind.GOES_TO_FOCAL_POINT, act.lead or "")
    if rule.names_agency and not act.lead:
        return Refusal(RefusalKind.AGENCY_MISSING)
    if act.lead in act.co_ordinating:
        return Refusal(RefusalKind.LEAD_ALSO_CO_ORDINATES, act.lead or "")
    if act.co_ordinating and rule.several_agencies and rule.after and rule.after not in complaint.moments:
        return Refusal(RefusalKind.NOT_BEFORE, rule.after)
    return _bounced(complaint, act, by)


def _bounced(complaint: Complaint, act: acts.Dispatch | acts.Forward, by: Actor | None) -> Refusal | None:
    """A case that bounces is the centre's leader's to send; nobody else sends it where it was returned from."""
    led = by is not None and by.role is by.role.leader
    if complaint.procedure.bouncing is None or led:
        return None
    if complaint.bounced:
        return Refusal(RefusalKind.LEADER_MUST_DISPATCH, str(len(complaint.returned_by)))
    if act.kind in (ActKind.DISPATCH, ActKind.FORWARD) and act.lead in complaint.returned_by:
        return Refusal(RefusalKind.AGENCY_RETURNED_IT, act.lead or "")
    return None
