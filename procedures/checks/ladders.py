"""Checks the ladders: each ends with somebody, goes forward in time, and rings when the offices of its limits are open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from itertools import pairwise

from domain.limit_rules import LimitKind, LimitRule, Recipient
from domain.procedure import Procedure
from domain.time.amounts import Amount, Unit
from domain.time.office_hours import OfficeHours
from domain.words import Role
from procedures.faults import Fault

_MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.WORKING_HOUR: 60}


def faults_of_ladders(procedure: Procedure) -> Iterator[Fault]:
    """Return what is wrong with the ladders and with the limits that climb them."""
    days = sorted(_minutes_of_days(procedure.office_hours))
    for name, rungs in procedure.ladders.items():
        for number, (one, following) in enumerate(pairwise(rung.after for rung in rungs), 2):
            if not _is_surely_no_sooner(following, one, shortest_day=days[0], longest_day=days[-1]):
                key = f"ladders.{name}[{number}].after"
                yield Fault(key, f"“{following}” có thể sớm hơn bậc trước (“{one}”)")
    yield from _used(procedure)
    for rule in procedure.limits:
        for number, rung in enumerate(procedure.ladders.get(rule.ladder or "", ()), 1):
            if (rule.amount is None or rule.amount.unit.is_working) and not rung.after.unit.is_working:
                key = f"ladders.{rule.ladder}[{number}].after"
                reason = f"“{rung.after}” có thể rơi ngoài giờ làm việc, mà “{rule.id}” là hạn theo giờ làm việc"
                yield Fault(key, reason)
        yield from _last_rung(procedure, rule)


def _last_rung(procedure: Procedure, rule: LimitRule) -> Iterator[Fault]:
    """Require that the top rung notifies somebody of an office who can act and did not miss the limit."""
    rungs = procedure.ladders.get(rule.ladder or "", ())
    if rungs and rule.kind is LimitKind.PART and Recipient.LEAD in rungs[-1].tells:
        return  # the lead is another agency than the one whose part is missing
    if rungs and all(_role(rule, each) in (rule.assignee, Role.REPORTER) for each in rungs[-1].tells):
        reason = (
            f"bậc cuối của “{rule.ladder}” không báo cho ai khác người chịu hạn (“{rule.assignee}”) và có quyền xử lý"
        )
        yield Fault(f"limits.{rule.id}.ladder", reason)


def _role(rule: LimitRule, recipient: Recipient) -> Role:
    return {
        Recipient.LEAD: Role.AGENCY_OFFICER,
        Recipient.ASSIGNEE: rule.assignee,
        Recipient.ASSIGNEE_LEADER: rule.assignee.leader,
        Recipient.CENTRE: Role.CENTRE_OPERATOR,
        Recipient.CENTRE_LEADER: Role.CENTRE_LEADER,
        Recipient.FOCAL_POINT: Role.FOCAL_POINT,
        Recipient.AUTHORITY: Role.AUTHORITY_LEADER,
        Recipient.REPORTER: Role.REPORTER,
    }[recipient]


def _used(procedure: Procedure) -> Iterator[Fault]:
    climbed = {rule.ladder: rule.id for rule in procedure.limits if rule.ladder}
    for name, limit in climbed.items():
        if name not in procedure.ladders:
            yield Fault(f"limits.{limit}.ladder", f"không có bậc báo cáo “{name}” trong ladders")
    for name in sorted(procedure.ladders.keys() - climbed.keys()):
        yield Fault(f"ladders.{name}", "không thời hạn nào dùng bậc báo cáo này")


def _is_surely_no_sooner(later: Amount, earlier: Amount, *, shortest_day: int, longest_day: int) -> bool:
    """Return whether `later`, counted from any instant, never ends before `earlier`.

    Working time takes at least as long as the same clock time; the reverse is never sure.
    """
    if not earlier.value:
        return True
    if earlier.unit is later.unit:
        return later.value >= earlier.value
    if earlier.unit.is_working and not later.unit.is_working:
        return False
    return _minutes(later, shortest_day) >= _minutes(earlier, longest_day)


def _minutes(amount: Amount, day: int) -> Decimal:
    return amount.value * _MINUTES.get(amount.unit, day)


def _minutes_of_days(office_hours: tuple[OfficeHours, ...]) -> Iterator[int]:
    for hours in office_hours:
        for sessions in filter(None, hours.weekdays):
            yield sum(_since_midnight(each.closes) - _since_midnight(each.opens) for each in sessions)


def _since_midnight(at: time) -> int:
    return at.hour * 60 + at.minute
