"""Every act that makes a difference, as somebody would try it on a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from domain import acts
from domain.actors import Actor
from domain.complaint import Complaint
from domain.procedure import ActRule, Procedure
from domain.words import ActKind, Urgency
from procedures.situations import ANOTHER_LEAD, AT, CO_ORDINATING, LEAD, Situations

_WORDS = acts.Sealed("…")
_WRITTEN: dict[ActKind, acts.Act] = {
    ActKind.ASK_SUPPLEMENT: acts.AskSupplement(wanted=_WORDS),
    ActKind.SUPPLEMENT: acts.Supplement(text=_WORDS),
    ActKind.ACCEPT: acts.Accept(),
    ActKind.RETURN: acts.Return(reason=_WORDS),
    ActKind.EXTEND: acts.Extend(reason=_WORDS),
    ActKind.FIX_TEMPORARILY: acts.FixTemporarily(what=_WORDS),
    ActKind.EXPLAIN_DELAY: acts.ExplainDelay(reason=_WORDS),
    ActKind.SUBMIT_RESULT: acts.SubmitResult(result=_WORDS),
    ActKind.APPROVE: acts.Approve(),
    ActKind.SEND_BACK: acts.SendBack(reason=_WORDS),
    ActKind.PUBLISH: acts.Publish(),
    ActKind.WITHDRAW: acts.Withdraw(),
    ActKind.ASK_DIRECTION: acts.AskDirection(reason=_WORDS),
    ActKind.DIRECT: acts.Direct(direction=_WORDS),
    ActKind.TAKE_ON: acts.TakeOn(),
    ActKind.INVOLVE: acts.Involve(co_ordinating=("one-more",)),
    ActKind.ASSIGN: acts.Assign(officer="officer"),
    ActKind.RECORD_INSPECTION: acts.RecordInspection(findings=_WORDS),
    ActKind.REPORT_PROGRESS: acts.ReportProgress(state=_WORDS, expected=date(2027, 1, 5)),
    ActKind.UNHIDE: acts.Unhide(reason=_WORDS),
    ActKind.MERGE: acts.Merge(into="another-case"),
    ActKind.ASK: acts.Ask(question=_WORDS),
    ActKind.ANSWER: acts.Answer(answer=_WORDS),
    ActKind.COMMENT: acts.Comment(text=_WORDS),
    ActKind.CONTEST: acts.Contest(reason=_WORDS),
    ActKind.DELETE_TEST: acts.DeleteTest(reason=_WORDS),
}


def tries(known: Situations, case: Complaint, rule: ActRule) -> Iterator[acts.Act]:
    """The acts of one kind that lead a case on in different ways, whether or not they may be done."""
    procedure = known.procedure
    match rule.act:
        case ActKind.FILE:
            yield from _filings(known, case)
        case ActKind.VERIFY:
            yield from (
                acts.Verify(field=field, urgency=urgency)
                for field in (None, *known.other_fields(case))
                for urgency in _choices(procedure)
            )
        case ActKind.DISPATCH:
            yield from (
                acts.Dispatch(lead=lead, co_ordinating=others, field=field, urgency=urgency)
                for lead, others in _agencies(known, rule)
                for field in (None, *known.other_fields(case))
                for urgency in _choices(procedure)
            )
        case ActKind.FORWARD:
            yield from (acts.Forward(lead=lead or "", co_ordinating=others) for lead, others in _agencies(known, rule))
        case ActKind.RECLASSIFY:
            yield acts.Reclassify(lead=ANOTHER_LEAD, reason=_WORDS)
            yield from (acts.Reclassify(field=field, reason=_WORDS) for field in known.other_fields(case))
        case ActKind.REFUSE:
            yield from (
                acts.Refuse(ground=ground.id, reason=_WORDS, duplicate_of="another-case", guidance=_WORDS)
                for ground in procedure.refusal_grounds[:1]
            )
        case ActKind.WITHHOLD:
            yield from (acts.Withhold(ground=ground.id) for ground in procedure.withhold_grounds[:1])
        case ActKind.RESTRICT:
            yield from (acts.Restrict(ground=ground.id) for ground in procedure.withhold_grounds if ground.from_start)
        case ActKind.HIDE:
            yield from (acts.Hide(ground=ground.id, reason=_WORDS) for ground in procedure.hide_grounds[:1])
        case ActKind.RATE:
            by_effect = {rating.reopens: rating.id for rating in procedure.ratings}
            yield from (acts.Rate(rating=rating, comment=_WORDS) for rating in by_effect.values())
        case _:
            yield _WRITTEN[rule.act]


def suited(case: Complaint, act: acts.Act) -> Complaint:
    """The case as it must be for the act where a situation does not say it: late, secret, hidden, a trial report."""
    match act:
        case acts.ExplainDelay():
            return replace(case, limits=tuple(replace(limit, passed_at=AT) for limit in case.limits))
        case acts.Withhold():
            return replace(case, secret=True)
        case acts.Unhide():
            return replace(case, hidden=True)
        case acts.DeleteTest():
            return replace(case, test=True)
    return case


def people(case: Complaint, rule: ActRule) -> Iterator[Actor]:
    """Everybody who may do the act by role, in the agency that has the case."""
    for role in rule.by:
        yield Actor(role, case.procedure.id, case.lead if role.of_agency else None, "account")


def _filings(known: Situations, case: Complaint) -> Iterator[acts.File]:
    procedure = known.procedure
    channels = sorted(procedure.channels, key=lambda channel: channel.staff_only)
    for field in (None, *known.other_fields(case)):
        for routed_to in (None, LEAD) if procedure.own_dispatch else (None,):
            yield acts.File(
                channel=channels[0].id,
                field=field,
                secret=False,
                holds=tuple(need.id for need in procedure.requirements),
                routed_to=routed_to,
            )


def _agencies(known: Situations, rule: ActRule) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    yield (LEAD if rule.names_agency else None), ()
    if rule.names_agency and known.several_matter:
        yield LEAD, (CO_ORDINATING,)


def _choices(procedure: Procedure) -> tuple[Urgency | None, ...]:
    by_hand = tuple(course.id for course in procedure.courses if course.by_hand)
    return (None, Urgency.ORDINARY, *(Urgency(course) for course in by_hand)) if by_hand else (None,)
