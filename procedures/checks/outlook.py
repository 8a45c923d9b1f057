"""Tells from a case's status alone which acts may still be done to it: rather too many than too few."""

from __future__ import annotations

from collections.abc import Iterator

from domain.events import EVENT_OF_ACT
from domain.limit_rules import LimitKind, LimitRule
from domain.procedure import ActRule, Procedure
from domain.words import ActKind, Status

_BRINGS_ABOUT = {ActKind.FILE: ActKind.DISPATCH, ActKind.RATE: ActKind.CONTEST}
"""The act that another act may bring about: a dispatch by the routing rules, a contest by a rating that reopens."""


def acts_ahead(procedure: Procedure) -> dict[Status, frozenset[ActKind]]:
    """Return the acts that may be done in each status, or in a status that a case may still reach from it."""
    onward = {status: set(_next(procedure, status)) for status in Status}
    for window in procedure.limits:
        if window.kind is LimitKind.WINDOW and window.lapse_to:
            for status in _where_it_runs(procedure, window):
                onward[status].add(window.lapse_to)
    ahead = {status: _closure(onward, status) for status in Status}
    return {
        status: frozenset(rule.act for rule in procedure.acts if not ahead[status].isdisjoint(rule.when))
        for status in Status
    }


def _next(procedure: Procedure, status: Status) -> Iterator[Status]:
    for rule in procedure.acts:
        if status in rule.when:
            yield from (after for _, after in _moves(procedure, rule, status))


def _moves(procedure: Procedure, rule: ActRule, status: Status) -> Iterator[tuple[str, Status]]:
    """Yield the events that an act in this status brings about, each with the status after it."""
    before = status
    if rule.act is ActKind.DISPATCH and status is Status.SUBMITTED and (verify := procedure.act(ActKind.VERIFY)):
        before = verify.leads_to(status) or status
        yield EVENT_OF_ACT[ActKind.VERIFY], before
    after = rule.leads_to(before) or before
    yield EVENT_OF_ACT[rule.act], after
    if rule.act is ActKind.ASK and status is Status.CLOSED:
        yield from ((EVENT_OF_ACT[rule.act], opened) for opened in (Status.PUBLISHED, Status.WITHHELD))
    if rule.act is ActKind.ANSWER and (rate := procedure.act(ActKind.RATE)):
        yield EVENT_OF_ACT[rule.act], rate.leads_to(status) or status
    if (also := _BRINGS_ABOUT.get(rule.act)) and (second := procedure.act(also)):
        # The first of the two may leave a case where it was: a rating that reopens does not end it.
        for between in (after, before):
            yield EVENT_OF_ACT[also], second.leads_to(between) or between


def _where_it_runs(procedure: Procedure, window: LimitRule) -> set[Status]:
    ends = {*window.closes_on, *window.cancelled_on}
    runs: set[Status] = set()
    moves = [
        (status, event, after)
        for rule in procedure.acts
        for status in rule.when
        for event, after in _moves(procedure, rule, status)
    ]
    while (
        more := {
            after
            for status, event, after in moves
            if event in window.opens_on or (status in runs and event not in ends)
        }
        - runs
    ):
        runs |= more
    return runs


def _closure(onward: dict[Status, set[Status]], start: Status) -> set[Status]:
    reached = {start}
    while more := {after for status in reached for after in onward[status]} - reached:
        reached |= more
    return reached
