"""Reckons the limits of a case that goes over to another text: kept, moved, ended or begun.

Our reading of a clause that puts open cases under the new text: a limit that both texts have counts from the same moment, with
the length of the new one. One that would then have ended before the new text came to hold keeps its end, and one that only the
new text has counts from the day of that text at the earliest: nobody is late by a rule that did not hold yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from domain.complaint import Complaint, Limit, Outcome
from domain.events import Event, LimitClosed, LimitOpened, LimitRescheduled, RescheduleCause, TextChanged
from domain.limit_rules import LimitKind, LimitRule, rule_of_limit
from domain.limits import concerns
from domain.procedure import Procedure
from domain.time.amounts import Amount


def reckoned(before: Complaint, after: Complaint, event: Event) -> Iterator[Event]:
    """Yield what becomes of the limits where the event puts the case under another text; nothing after any other event."""
    if not isinstance(event, TextChanged) or after.status.is_final:
        return
    for limit in before.running_limits:
        rule = rule_for(after, limit)
        if rule is None:
            outcome = Outcome.LATE if limit.passed_at else Outcome.SUPERSEDED
            yield LimitClosed(at=event.at, limit=limit.id, outcome=outcome)
        elif limit.id not in event.keeps and (moved := _moved(before, after, limit, rule, event)):
            yield moved
    for rule in after.procedure.limits:
        if opened := _begun(before, after, rule, event):
            yield opened


def rule_for(after: Complaint, limit: Limit) -> LimitRule | None:
    """Return the rule that a limit follows under the text that the case has now, None where this text has none for it."""
    rule = _listed(after.procedure, limit.id)
    return rule if rule and rule.is_for(after.urgency, after.field) else None


def _listed(procedure: Procedure, limit_id: str) -> LimitRule | None:
    wanted = rule_of_limit(limit_id)
    return next((rule for rule in procedure.limits if rule.id == wanted), None)


def _moved(
    before: Complaint, after: Complaint, limit: Limit, rule: LimitRule, event: TextChanged
) -> LimitRescheduled | None:
    """Return the move of a limit that both texts have, None where they say the same of it. A promised day stays promised."""
    old = before.rule_of(limit)
    amount = limit.amount if limit.until is not None else _amount(before, limit, old, rule)
    if amount is None and limit.until is None:
        return None
    alike = (
        amount == limit.amount
        and rule.counting is old.counting
        and rule.remind_at == old.remind_at
        and before.procedure.ladder(old) == after.procedure.ladder(rule)
        and before.procedure.office_hours == after.procedure.office_hours
    )
    if alike:
        return None
    return LimitRescheduled(
        at=event.at,
        limit=limit.id,
        cause=RescheduleCause.TEXT,
        amount=amount,
        until=limit.until,
        previous_due=limit.schedule.due if limit.schedule else None,
        decided_by=event.decided_by,
    )


def _amount(complaint: Complaint, limit: Limit, old: LimitRule, rule: LimitRule) -> Amount | None:
    """Return the amount under the new rule: the extended one where the limit was extended."""
    if rule.extended is not None and old.extended is not None and limit.amount == old.extended:
        return rule.extended
    return rule.for_agency(complaint.agency_limit)


def _begun(before: Complaint, after: Complaint, rule: LimitRule, event: TextChanged) -> LimitOpened | None:
    """Return the beginning of a limit that only the new text has for this case, where what opens it has happened and nothing
    since has closed it."""
    known = _listed(before.procedure, rule.id)
    if known is not None and known.is_for(before.urgency, before.field):
        return None
    if rule.amount is None or rule.kind is LimitKind.PART or not concerns(rule, after):
        return None
    opened = max((after.moments[kind] for kind in rule.opens_on if kind in after.moments), default=None)
    if opened is None:
        return None
    ends = {*rule.closes_on, *rule.cancelled_on} - {*rule.opens_on}
    if any(after.moments[kind] >= opened for kind in ends if kind in after.moments):
        return None
    begun = [after.moments[kind] for kind in rule.counted_from if kind in after.moments]
    return LimitOpened(
        at=event.at,
        limit=rule.id,
        counted_from=max(*begun, opened, _beginning(after, event)),
        amount=rule.for_agency(after.agency_limit),
    )


def _beginning(after: Complaint, event: TextChanged) -> datetime:
    """Return the instant from which the new text holds."""
    zone = ZoneInfo(after.procedure.authority.time_zone)
    return datetime.combine(event.day, time(), zone).astimezone(event.at.tzinfo)
