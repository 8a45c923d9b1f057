"""The acts that make a difference to a case, as somebody would try them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from domain import acts
from domain.actors import Actor
from domain.acts.specimens import SOMETHING, specimens
from domain.complaint import Complaint
from domain.procedure import ActRule, Procedure
from domain.words import Party, Urgency
from procedures.checks.standings import ANOTHER_LEAD, AT, CO_ORDINATING, LEAD, Standings


def tries(known: Standings, case: Complaint, rule: ActRule) -> Iterator[acts.Act]:
    """Yield the acts of one kind that lead a case on in different ways, whether or not they may be done."""
    for specimen in specimens(case, rule.act, AT):
        yield from _varied(known, case, rule, specimen)


def suited(case: Complaint, act: acts.Act) -> Complaint:
    """Return the case with the facts that the act needs and a standing leaves out: late, secret, hidden, committed, a trial
    report, filed by a technician."""
    match act:
        case acts.ExplainDelay() | acts.ReportProgress() | acts.AskDirection():
            return replace(case, limits=tuple(replace(limit, passed_at=AT) for limit in case.limits))
        case acts.Withhold():
            return replace(case, secret=True)
        case acts.KeepCommitment() | acts.MoveCommitment():
            return replace(case, committed=AT.date())
        case acts.Unhide():
            return replace(case, hidden=True)
        case acts.DeleteTest():
            return replace(case, test=True)
        case acts.MarkAsTest():
            return replace(case, authors={"filed": "account"})
    return case


def people(case: Complaint, rule: ActRule) -> Iterator[Actor]:
    """Yield everybody who may do the act by role, in the agency that has the case or in one that co-ordinates."""
    helps = rule.agencies is Party.CO_ORDINATING
    agency = next(iter(case.co_ordinating), None) if helps else case.lead
    for role in rule.by:
        yield Actor(role, case.procedure.id, agency if role.of_agency else None, "account")


def _varied(known: Standings, case: Complaint, rule: ActRule, act: acts.Act) -> Iterator[acts.Act]:
    """Yield the act once for each field of work, course and set of agencies that makes a difference to it."""
    fields = (None, *known.other_fields(case))
    urgencies = _urgencies(known.procedure)
    match act:
        case acts.File():
            routes = (None, LEAD) if known.procedure.own_dispatch else (None,)
            yield from (replace(act, field=field, routed_to=route) for field, route in product(fields, routes))
            if known.procedure.continuation:
                yield from (replace(act, field=field, routed_to=LEAD, continues=SOMETHING) for field in fields)
        case acts.Verify():
            yield from (replace(act, field=field, urgency=urgency) for field, urgency in product(fields, urgencies))
        case acts.Dispatch():
            for others, field, urgency in product(_others(known, rule), fields, urgencies):
                lead = LEAD if _names_agency(known.procedure, rule, field or case.field) else None
                yield replace(act, lead=lead, co_ordinating=others if lead else (), field=field, urgency=urgency)
        case acts.Forward():
            yield from (replace(act, lead=LEAD, co_ordinating=others) for others in _others(known, rule))
        case acts.Reclassify():
            if rule.names_agency:
                yield replace(act, lead=ANOTHER_LEAD, field=None)
            yield from (replace(act, lead=None, field=field) for field in known.other_fields(case))
            yield from (replace(act, lead=None, field=None, urgency=urgency) for urgency in urgencies if urgency)
        case _:
            yield act


def _names_agency(procedure: Procedure, rule: ActRule, field_id: str | None) -> bool:
    field = procedure.field(field_id)
    return rule.names_agency and not (field is not None and field.by_focal_point)


def _others(known: Standings, rule: ActRule) -> tuple[tuple[str, ...], ...]:
    return ((), (CO_ORDINATING,)) if rule.names_agency and known.several_matter else ((),)


def _urgencies(procedure: Procedure) -> tuple[Urgency | None, ...]:
    by_hand = tuple(Urgency(course.id) for course in procedure.courses if course.by_hand)
    return (None, Urgency.ORDINARY, *by_hand) if by_hand else (None,)
