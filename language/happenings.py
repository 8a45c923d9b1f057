"""The Vietnamese words for what happened in a case, an event on one line."""

from __future__ import annotations

from domain.actors import Actor, Told
from domain.events import (
    Escalated,
    Event,
    LimitClosed,
    LimitOpened,
    LimitPassed,
    LimitRescheduled,
    OverdueLifted,
    Reminded,
)
from domain.limit_rules import part_of
from domain.procedure import Procedure
from language.labels import EVENT, length_text, local_time, outage_text, outcome_text, role_name


def happening(procedure: Procedure, event: Event) -> str:
    """Return what happened: the event, its limit, when that is due, and who was told."""
    what = EVENT[event.kind]
    if limit_id := getattr(event, "limit", None):
        rule, agency = procedure.limit(limit_id), part_of(limit_id)
        what += f": {rule.name}{f' ({agency})' if agency else ''}{' (hạn nội bộ)' if rule.is_internal else ''}"
    zone = procedure.authority.time_zone
    if outage := getattr(event, "outage", None):
        what += f" [{outage_text(outage, zone)}]"
    match event:
        case LimitOpened() | LimitRescheduled():
            due = f", đến hạn {local_time(event.schedule.due, zone)}" if event.schedule else ""
            before = getattr(event, "previous_due", None)
            due += f", trước đó {local_time(before, zone)}" if before else ""
            return f"{what} ({length_text(event.amount, event.until)}{due})"
        case LimitClosed():
            return f"{what} ({outcome_text(procedure.limit(event.limit), event.outcome)})"
        case Reminded():
            return f"{what} (đến hạn {local_time(event.due, zone)}) → {_told(procedure, event.told)}"
        case OverdueLifted():
            return f"{what} (đến hạn {local_time(event.due, zone)})"
        case LimitPassed():
            return f"{what} (từ {local_time(event.due, zone)})"
        case Escalated():
            return f"{what}, bậc {event.rung} → {_told(procedure, event.told)}"
        case _:
            return what


def named(procedure: Procedure, one: Actor | Told) -> str:
    """Return a role as the authority calls it, with its agency's id."""
    return role_name(procedure, one.role) + (f" ({one.agency})" if one.agency else "")


def _told(procedure: Procedure, told: tuple[Told, ...]) -> str:
    return ", ".join(named(procedure, one) for one in told)
