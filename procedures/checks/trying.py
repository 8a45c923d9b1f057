"""Every act that makes a difference, as somebody would try it on a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from domain import acts
from domain.actors import Actor
from domain.complaint import Complaint
from domain.procedure import ActRule, Procedure
from domain.words import ActKind, Urgency
from procedures.checks.standings import ANOTHER_LEAD, AT, CO_ORDINATING, LEAD, Standings

_WORDS = acts.Sealed("…")
_WRITTEN: dict[ActKind, acts.Act] = {
    ActKind.ASK_SUPPLEMENT: acts.AskSupplement(wanted=_WORDS),
    ActKind.SUPPLEMENT: acts.Supplement(text=_WORDS),
    ActKind.ACCEPT: acts.Accept(),
    ActKind.RETURN: acts.Return(reason=_WORDS),
    ActKind.EXTEND: acts.Extend(reason=_WORDS),
    ActKind.FIX_TEMPORARILY: acts.FixTemporarily(what=_WORDS),
    ActKind.EXPLAIN_DELAY: acts.ExplainDelay(reason=_WORDS),
    ActKind.SUBMIT_RESULT: acts.SubmitResult(result=_WORDS, handled_on=date(2026, 1, 5), no_images=True),
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


def tries(known: Standings, case: Complaint, rule: ActRule) -> Iterator[acts.Act]:
    """The acts of one kind that lead a case on in different ways, whether or not they may be done."""
    if rule.act in _WRITTEN:
        yield _WRITTEN[rule.act]
    elif rule.act in _SENT:
        yield from _SENT[rule.act](known, case, rule)
    else:
        yield from _named(known.procedure, rule.act)


def suited(case: Complaint, act: acts.Act) -> Complaint:
    """The case as it must be for the act where a standing does not say it: late, secret, hidden, a trial report."""
    match act:
        case acts.ExplainDelay() | acts.ReportProgress():
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


def _filings(known: Standings, case: Complaint, _rule: ActRule) -> Iterator[acts.Act]:
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


def _verifyings(known: Standings, case: Complaint, _rule: ActRule) -> Iterator[acts.Act]:
    for field in (None, *known.other_fields(case)):
        for urgency in _choices(known.procedure):
            yield acts.Verify(field=field, urgency=urgency)


def _dispatches(known: Standings, case: Complaint, rule: ActRule) -> Iterator[acts.Act]:
    lead = LEAD if rule.names_agency else None
    for others in _others(known, rule):
        for field in (None, *known.other_fields(case)):
            for urgency in _choices(known.procedure):
                yield acts.Dispatch(lead=lead, co_ordinating=others, field=field, urgency=urgency)


def _forwardings(known: Standings, _case: Complaint, rule: ActRule) -> Iterator[acts.Act]:
    for others in _others(known, rule):
        yield acts.Forward(lead=LEAD, co_ordinating=others)


def _reclassifyings(known: Standings, case: Complaint, _rule: ActRule) -> Iterator[acts.Act]:
    yield acts.Reclassify(lead=ANOTHER_LEAD, reason=_WORDS)
    for field in known.other_fields(case):
        yield acts.Reclassify(field=field, reason=_WORDS)


_SENT: dict[ActKind, Callable[[Standings, Complaint, ActRule], Iterator[acts.Act]]] = {
    ActKind.FILE: _filings,
    ActKind.VERIFY: _verifyings,
    ActKind.DISPATCH: _dispatches,
    ActKind.FORWARD: _forwardings,
    ActKind.RECLASSIFY: _reclassifyings,
}


def _named(procedure: Procedure, kind: ActKind) -> Iterator[acts.Act]:
    """Acts that name something the regulation lists."""
    for ground in procedure.withhold_grounds:
        if kind is ActKind.WITHHOLD:
            yield acts.Withhold(ground=ground.id)
        if kind is ActKind.RESTRICT:
            yield acts.Restrict(ground=ground.id)
    for refusal in procedure.refusal_grounds if kind is ActKind.REFUSE else ():
        yield acts.Refuse(ground=refusal.id, reason=_WORDS, duplicate_of="another-case", guidance=_WORDS)
    for hiding in procedure.hide_grounds if kind is ActKind.HIDE else ():
        yield acts.Hide(ground=hiding.id, reason=_WORDS)
    for rating in procedure.ratings if kind is ActKind.RATE else ():
        yield acts.Rate(rating=rating.id, comment=_WORDS)


def _others(known: Standings, rule: ActRule) -> tuple[tuple[str, ...], ...]:
    return ((), (CO_ORDINATING,)) if rule.names_agency and known.several_matter else ((),)


def _choices(procedure: Procedure) -> tuple[Urgency | None, ...]:
    by_hand = tuple(Urgency(course.id) for course in procedure.courses if course.by_hand)
    return (None, Urgency.ORDINARY, *by_hand) if by_hand else (None,)
