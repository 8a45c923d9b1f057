"""By which article each event happened."""

from __future__ import annotations

from domain.events import ACT_OF_EVENT, Escalated, Event, LimitRescheduled, RescheduleCause
from domain.procedure import Procedure


def article_of(procedure: Procedure, event: Event) -> str | None:
    """The article an event rests on, None for what follows from another event: clocks that stop and go on."""
    if act := ACT_OF_EVENT.get(event.kind):
        rule = procedure.act(act)
        return rule.source if rule else None
    if isinstance(event, Escalated):
        return event.source
    if limit_id := getattr(event, "limit", None):
        limit = procedure.limit(limit_id)
        if isinstance(event, LimitRescheduled) and event.cause is RescheduleCause.EXTENDED:
            return limit.extended_source
        return limit.source
    return next((limit.source for limit in procedure.limits if limit.on_lapse == event.kind), None)
