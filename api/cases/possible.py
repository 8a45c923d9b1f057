"""What a person may do to a case now. The core is asked, act by act, so that no second table of rules can drift from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain import acts
from domain.actors import Actor
from domain.acts import Act, Sealed
from domain.complaint import Complaint
from domain.decide import decide
from domain.procedure import ActRule
from domain.refusals import Refusal
from domain.words import ActKind

_SOMETHING = Sealed("…")
_SOMEBODY = "…"


def possible_acts(complaint: Complaint, by: Actor | None, at: datetime) -> tuple[ActRule, ...]:
    """The rules of the acts, in the procedure's order, that the core would not refuse if they were filled in rightly."""
    if by is None:
        return ()
    return tuple(
        rule
        for rule in complaint.procedure.acts
        if any(_passes(complaint, act, by, at) for act in _tries(complaint, rule, at))
    )


def _passes(complaint: Complaint, act: Act, by: Actor, at: datetime) -> bool:
    return not isinstance(decide(complaint, act, by=by, at=at), Refusal)


def _tries(complaint: Complaint, rule: ActRule, at: datetime) -> Iterator[Act]:  # noqa: C901 - one case for each act, each a line
    """The act filled in rightly; once for each ground, or way of sending it, where they differ in when they hold."""
    procedure = complaint.procedure
    match rule.act:
        case ActKind.FILE:
            return
        case ActKind.ASK_SUPPLEMENT:
            yield acts.AskSupplement(wanted=_SOMETHING)
        case ActKind.SUPPLEMENT:
            yield acts.Supplement(text=_SOMETHING)
        case ActKind.REFUSE:
            for ground in procedure.refusal_grounds:
                yield acts.Refuse(ground=ground.id, reason=_SOMETHING, duplicate_of=_SOMEBODY, guidance=_SOMETHING)
        case ActKind.VERIFY:
            yield acts.Verify()
        case ActKind.DISPATCH:
            field = complaint.field or next(field.id for field in procedure.fields)
            for lead in (_SOMEBODY, None):
                yield acts.Dispatch(lead=lead, field=field)
        case ActKind.ASK_DIRECTION:
            yield acts.AskDirection(reason=_SOMETHING)
        case ActKind.DIRECT:
            yield acts.Direct(direction=_SOMETHING)
        case ActKind.FORWARD:
            yield acts.Forward(lead=_SOMEBODY)
        case ActKind.TAKE_ON:
            yield acts.TakeOn()
        case ActKind.RECLASSIFY:
            yield acts.Reclassify(lead=_SOMEBODY, reason=_SOMETHING)
        case ActKind.INVOLVE:
            yield acts.Involve(co_ordinating=(_SOMEBODY,))
        case ActKind.ASSIGN:
            yield acts.Assign(officer=_SOMEBODY)
        case ActKind.RECORD_INSPECTION:
            yield acts.RecordInspection(findings=_SOMETHING)
        case ActKind.REPORT_PROGRESS:
            yield acts.ReportProgress(state=_SOMETHING, expected=_today(complaint, at) + timedelta(days=1))
        case ActKind.RESTRICT:
            for kept_for in procedure.withhold_grounds:
                yield acts.Restrict(ground=kept_for.id)
        case ActKind.HIDE:
            for hidden_for in procedure.hide_grounds:
                yield acts.Hide(ground=hidden_for.id, reason=_SOMETHING)
        case ActKind.UNHIDE:
            yield acts.Unhide(reason=_SOMETHING)
        case ActKind.MERGE:
            yield acts.Merge(into=_SOMEBODY)
        case ActKind.ASK:
            yield acts.Ask(question=_SOMETHING)
        case ActKind.ANSWER:
            yield acts.Answer(answer=_SOMETHING)
        case ActKind.COMMENT:
            yield acts.Comment(text=_SOMETHING)
        case ActKind.CONTEST:
            yield acts.Contest(reason=_SOMETHING)
        case ActKind.DELETE_TEST:
            yield acts.DeleteTest(reason=_SOMETHING)
        case ActKind.ACCEPT:
            yield acts.Accept()
        case ActKind.RETURN:
            yield acts.Return(reason=_SOMETHING)
        case ActKind.EXTEND:
            yield acts.Extend(reason=_SOMETHING)
        case ActKind.FIX_TEMPORARILY:
            yield acts.FixTemporarily(what=_SOMETHING)
        case ActKind.EXPLAIN_DELAY:
            yield acts.ExplainDelay(reason=_SOMETHING)
        case ActKind.SUBMIT_RESULT:
            yield acts.SubmitResult(result=_SOMETHING, handled_on=_today(complaint, at), no_images=True)
        case ActKind.APPROVE:
            yield acts.Approve()
        case ActKind.SEND_BACK:
            yield acts.SendBack(reason=_SOMETHING)
        case ActKind.PUBLISH:
            yield acts.Publish()
        case ActKind.WITHHOLD:
            for withheld_for in procedure.withhold_grounds:
                yield acts.Withhold(ground=withheld_for.id)
        case ActKind.RATE:
            for rating in procedure.ratings:
                yield acts.Rate(rating=rating.id, comment=_SOMETHING)
        case ActKind.WITHDRAW:
            yield acts.Withdraw()


def _today(complaint: Complaint, at: datetime) -> date:
    return at.astimezone(ZoneInfo(complaint.procedure.authority.time_zone)).date()
