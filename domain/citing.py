"""The article that each event rests on."""

from __future__ import annotations

from domain.events import (
    ACT_OF_EVENT,
    Escalated,
    Event,
    LimitRescheduled,
    OverdueLifted,
    RescheduleCause,
    Succeeded,
    TextChanged,
)
from domain.procedure import Procedure
from domain.words import ActKind


def article_of(procedure: Procedure, event: Event) -> str | None:
    """Return the article an event rests on, None for clocks that stop and go on, which follow from another event.

    A limit moved by official decisions rests on the acts of those decisions, and so do the succession of an agency and the change
    of a case to another text.
    """
    if isinstance(event, Succeeded | TextChanged):
        return event.decided_by
    if act := ACT_OF_EVENT.get(event.kind):
        if act is ActKind.ATTACH:
            if getattr(event, "report", None) is None:
                return procedure.visibility.source
            act = ActKind.MERGE
        rule = procedure.act(ActKind.MERGE if act is ActKind.GATHER else act)
        return rule.source if rule else None
    if isinstance(event, Escalated):
        return event.source
    if isinstance(event, OverdueLifted) or (isinstance(event, LimitRescheduled) and event.decided_by):
        return event.decided_by
    if limit_id := getattr(event, "limit", None):
        limit = procedure.limit(limit_id)
        if isinstance(event, LimitRescheduled) and event.cause is RescheduleCause.EXTENDED:
            return limit.extended_source
        return limit.source
    return next((limit.source for limit in procedure.limits if limit.on_lapse == event.kind), None)
