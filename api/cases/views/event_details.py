"""The details of each kind of event, with the names that people know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.cases.views.people import person_view
from api.web.names import Agencies, Name, People, named
from domain import events as happened
from domain.events import Event
from domain.limit_rules import part_of
from domain.procedure import Procedure
from domain.time.outage import Outage
from domain.words import Urgency
from language.labels import course_name, length_text, local_time, outcome_text


@dataclass(frozen=True)
class EventNames:
    """The sources of names: the regulation, its agencies, and the staff for viewers who may see them."""

    procedure: Procedure
    agencies: Agencies
    people: People | None


def accounts_in(event: Event) -> Iterator[str]:
    """Return the accounts that an event names."""
    if isinstance(event, happened.Accepted | happened.Assigned | happened.Succeeded) and event.officer:
        yield event.officer


def details_of(event: Event, names: EventNames) -> dict[str, Any]:  # noqa: C901 - one case for each event, each a line or two
    """Return the fields of an event's view that its kind has."""
    procedure, agencies = names.procedure, names.agencies
    match event:
        case happened.Filed():
            return {"field": named(procedure.fields, event.field), "continues": event.continues}
        case happened.Imported():
            return {"old_code": event.old_code, "source": event.source}
        case happened.Verified():
            return {"field": named(procedure.fields, event.field), "course": _course(event.urgency, procedure)}
        case happened.Refused():
            ground = named(procedure.refusal_grounds, event.ground)
            return {"ground": ground, "duplicate_of": event.duplicate_of}
        case happened.Dispatched():
            sent = _sent(event, agencies) | {"automatic": event.automatic}
            return sent | {
                "field": named(procedure.fields, event.field),
                "course": _course(event.urgency, procedure),
            }
        case happened.Forwarded():
            return _sent(event, agencies) | {"automatic": event.automatic}
        case happened.Reclassified():
            return {
                "agency": agencies.name(event.lead) if event.lead else None,
                "field": named(procedure.fields, event.field),
                "course": _course(event.urgency, procedure),
            }
        case happened.Involved():
            return {"co_ordinating": agencies.names(event.co_ordinating)}
        case happened.Accepted() | happened.Assigned():
            officer = names.people.name(event.officer) if names.people and event.officer else None
            return {"officer": officer, "unassigned": isinstance(event, happened.Assigned) and event.officer is None}
        case happened.CourseChanged():
            return {"course": _course(event.urgency, procedure)}
        case happened.Returned():
            return {"agency": agencies.name(event.agency)}
        case happened.Recalled() | happened.HandedBack():
            return _taken_back(event, names)
        case happened.ResultSubmitted():
            return {"handled_on": event.handled_on, "images": list(event.images), "expected": event.expected}
        case happened.CommitmentKept():
            return {"images": list(event.images)}
        case happened.Contributed():
            return {"agency": agencies.name(event.agency), "images": list(event.images)}
        case happened.PartDeclined():
            return {"agency": agencies.name(event.agency)}
        case happened.PartDaySet():
            return {"agency": agencies.name(event.agency), "expected": event.expected}
        case happened.ProgressReported() | happened.CommitmentMoved():
            return {"expected": event.expected}
        case happened.Withheld() | happened.Restricted():
            return {"ground": named(procedure.withhold_grounds, event.ground)}
        case happened.IdentityShared():
            agency = agencies.name(event.agency) if event.agency else None
            return {"agency": agency, "recipient": event.outside.sealed or None}
        case happened.Hidden():
            return {"ground": named(procedure.hide_grounds, event.ground)}
        case happened.Merged():
            return {"merged_into": event.into}
        case happened.Unmerged():
            return {"merged_into": event.out_of}
        case happened.Gathered():
            return {"joined": list(event.joined), "parted": list(event.parted)}
        case happened.Succeeded():
            return _succeeded(event, names)
        case happened.TextChanged():
            return {"decided_by": event.decided_by, "clause": event.source}
        case happened.Rated():
            return {"rating": named(procedure.ratings, event.rating)}
        case happened.Bounced():
            told = [person_view(each, procedure, agencies) for each in event.told]
            return {"returns": event.returns, "told": told}
        case _:
            return _of_limit(event, names)


def _taken_back(event: happened.Recalled | happened.HandedBack, names: EventNames) -> dict[str, Any]:
    procedure, agencies = names.procedure, names.agencies
    taken = {"agency": agencies.name(event.agency) if event.agency else None}
    if isinstance(event, happened.Recalled) or names.people is None:
        return taken  # what an office found is for the centre to decide, and to tell the reporter
    return taken | {"ground": named(procedure.refusal_grounds, event.ground), "duplicate_of": event.duplicate_of}


def _succeeded(event: happened.Succeeded, names: EventNames) -> dict[str, Any]:
    officer = names.people.name(event.officer) if names.people and event.officer else None
    return {
        "agency": names.agencies.name(event.successor),
        "predecessor": names.agencies.name(event.agency),
        "decided_by": event.decided_by,
        "officer": officer,
    }


def _sent(event: happened.Dispatched | happened.Forwarded, agencies: Agencies) -> dict[str, Any]:
    return {
        "agency": agencies.name(event.lead) if event.lead else None,
        "co_ordinating": agencies.names(event.co_ordinating),
    }


def _course(urgency: Urgency, procedure: Procedure) -> Name:
    return Name(id=urgency, name=course_name(procedure, urgency))


def _of_limit(event: Event, names: EventNames) -> dict[str, Any]:
    """Return the fields of an event about a limit; the agency where the limit is for one agency's part."""
    agency = part_of(getattr(event, "limit", None) or "")
    return _of_its_limit(event, names) | ({"agency": names.agencies.name(agency)} if agency else {})


def _of_its_limit(event: Event, names: EventNames) -> dict[str, Any]:
    procedure = names.procedure
    match event:
        case happened.LimitOpened() | happened.LimitRescheduled():
            due = event.schedule.due if event.schedule else None
            details = {
                **_limit(event.limit, procedure),
                "amount_text": length_text(event.amount, event.until),
                "due": due,
            }
            return details | (_decided(event, procedure) if isinstance(event, happened.LimitRescheduled) else {})
        case happened.OverdueLifted():
            return {**_limit(event.limit, procedure), "due": event.due, "decided_by": event.decided_by}
        case happened.LimitClosed():
            label = outcome_text(procedure.limit(event.limit), event.outcome)
            return {**_limit(event.limit, procedure), "outcome": event.outcome, "outcome_label": label}
        case happened.LimitPassed():
            return {**_limit(event.limit, procedure), "due": event.due} | _late(event.outage, procedure)
        case happened.Reminded() | happened.Escalated():
            return {
                **_limit(event.limit, procedure),
                "due": event.due,
                "told": [person_view(told, procedure, names.agencies) for told in event.told],
                "rung": event.rung if isinstance(event, happened.Escalated) else None,
                **_late(event.outage, procedure),
            }
        case _:
            return {}


def _late(outage: Outage | None, procedure: Procedure) -> dict[str, Any]:
    """Return why an alarm was recorded late, if it was."""
    if outage is None:
        return {}
    zone = procedure.authority.time_zone
    return {
        "outage_since_text": local_time(outage.since, zone),
        "outage_until_text": local_time(outage.until, zone),
    }


def _decided(event: happened.LimitRescheduled, procedure: Procedure) -> dict[str, Any]:
    """Return what official decisions changed."""
    before = event.previous_due
    return {
        "previous_due": before,
        "previous_due_text": local_time(before, procedure.authority.time_zone) if before else None,
        "decided_by": event.decided_by,
    }


def _limit(limit_id: str, procedure: Procedure) -> dict[str, Any]:
    rule = procedure.limit(limit_id)
    return {"limit": Name(id=limit_id, name=rule.name), "ours": rule.ours, "internal": rule.is_internal}
