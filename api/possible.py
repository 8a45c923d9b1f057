"""What a person may do to a case now. The core is asked, act by act, so that no second table of rules can drift from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain import acts
from domain.actors import Actor
from domain.acts import Act, Sealed
from domain.complaint import Complaint
from domain.decide import decide
from domain.procedure import ActRule
from domain.refusals import Refusal
from domain.words import ActKind

_SOMETHING = Sealed("…")


def possible_acts(complaint: Complaint, by: Actor | None, at: datetime) -> tuple[ActRule, ...]:
    """The rules of the acts, in the procedure's order, that the core would not refuse if they were filled in rightly."""
    if by is None or complaint.status.is_final:
        return ()
    return tuple(
        rule
        for rule in complaint.procedure.acts
        if any(_passes(complaint, act, by, at) for act in _tries(complaint, rule))
    )


def _passes(complaint: Complaint, act: Act, by: Actor, at: datetime) -> bool:
    return not isinstance(decide(complaint, act, by=by, at=at), Refusal)


def _tries(complaint: Complaint, rule: ActRule) -> Iterator[Act]:  # noqa: C901 - one case for each act, each a line
    """The act filled in rightly; once for each ground where the grounds differ in when they hold."""
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
                yield acts.Refuse(ground=ground.id, reason=_SOMETHING, duplicate_of="…")
        case ActKind.VERIFY:
            yield acts.Verify()
        case ActKind.DISPATCH:
            yield acts.Dispatch(lead="…", field=complaint.field or next(field.id for field in procedure.fields))
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
            yield acts.SubmitResult(result=_SOMETHING)
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
                yield acts.Rate(rating=rating.id)
        case ActKind.WITHDRAW:
            yield acts.Withdraw()
