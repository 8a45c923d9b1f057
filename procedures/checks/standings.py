"""The standings of a case: the facts that decide how it may go on. Also makes a case for each standing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.complaint import Complaint, Limit
from domain.events import ACT_OF_EVENT, EVENT_OF_ACT
from domain.limit_rules import LimitKind, LimitRule
from domain.procedure import ActRule, FieldOfWork, Procedure
from domain.time.schedule import Schedule
from domain.words import ActKind, Party, Status, Urgency
from procedures.checks.outlook import acts_ahead

AT = datetime(2026, 1, 5, 3, tzinfo=UTC)
"""The instant at which everything happens to a case that is walked through. A standing does not depend on how long
anything takes."""
LEAD, ANOTHER_LEAD, CO_ORDINATING = "lead", "another-lead", "co-ordinating"
_ONCE = (ActKind.EXTEND, ActKind.RESTRICT)
_CHANGES_A_CASE = frozenset({
    ActKind.VERIFY, ActKind.DISPATCH, ActKind.FORWARD, ActKind.RECLASSIFY, ActKind.INVOLVE, ActKind.DECLINE_PART,
    ActKind.FIX_TEMPORARILY,
})  # fmt: skip
_OPENS_AGAIN = frozenset({ActKind.ASK, ActKind.ASK_DIRECTION})
"""Acts that open a closed case again, for the agency that has it."""
_ALSO_HINDERS = {"reopened": {ActKind.RATE}, "restricted": {ActKind.PUBLISH}}
"""The other acts that a spent event affects: a rating no longer reopens, a result is no longer published."""


@dataclass(frozen=True)
class Standing:
    """The facts of a case that decide how it may go on.

    These are its status, course and field of work, the limits that run, and whether it is fixed temporarily, has a lead
    agency, has agencies that co-ordinate, and has an open question. `happened` holds the
    past events that other acts wait for. `spent` holds the events of acts that may not be done again. A fact that can
    make no difference any more keeps its default.
    """

    status: Status
    urgency: Urgency = Urgency.ORDINARY
    running: frozenset[str] = frozenset()
    fixed: bool = False
    field: str | None = None
    led: bool = False
    several: bool = False
    asked: bool = False
    happened: frozenset[str] = frozenset()
    spent: frozenset[str] = frozenset()


def _is_of_several(rule: ActRule) -> bool:
    return rule.several_agencies or rule.agencies is Party.CO_ORDINATING


def runs_beside(rule: LimitRule) -> bool:
    """Return whether the limit runs beside the course of the case, which goes on the same with it and without it: that of a part,
    and that of a commitment."""
    return rule.kind is LimitKind.PART or "commitment_moved" in rule.opens_on


class Standings:
    """The standings that one procedure knows. Fields of work with the same course and limits count as one."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self._alike = {field.id: self._like(field) for field in procedure.fields}
        self._awaited = {rule.act: rule.after for rule in procedure.acts if rule.after}
        self._times = dict(self._limited())
        self._ahead = acts_ahead(procedure)
        self.several_matter = any(_is_of_several(rule) for rule in procedure.acts)
        self._several = {rule.act for rule in procedure.acts if _is_of_several(rule) and rule.after is None}
        self._questions_matter = any(self._changes_something(event) for event in ("asked", "answered"))
        self._fix = {ActKind.FIX_TEMPORARILY, *self._that_open_what_a_fix_closes()}

    def of(self, complaint: Complaint) -> Standing:
        """Return the standing of the case."""
        ahead = self._ahead[complaint.status]
        if complaint.status.is_final or complaint.status is Status.UNFILED:
            goes_on = complaint.status is Status.CLOSED and not ahead.isdisjoint(_OPENS_AGAIN)
            return Standing(complaint.status, led=goes_on and complaint.lead is not None)
        return Standing(
            complaint.status,
            complaint.urgency,
            frozenset(limit.id for limit in complaint.running_limits if not runs_beside(complaint.rule_of(limit))),
            complaint.temporarily_fixed and not ahead.isdisjoint(self._fix),
            self._alike.get(complaint.field or ""),
            complaint.lead is not None,
            complaint.has_several_agencies and not ahead.isdisjoint(self._several),
            complaint.has_open_question and self._questions_matter and ActKind.ANSWER in ahead,
            frozenset(event for act, event in self._awaited.items() if act in ahead and event in complaint.moments),
            frozenset(
                event
                for event, times in self._times.items()
                if _is_spent(complaint, event, times) and not ahead.isdisjoint(self._hindered_by(event))
            ),
        )

    def case_in(self, standing: Standing) -> Complaint:
        """Return a case in this standing."""
        limits = (rule for rule in self.procedure.limits if rule.id in standing.running)
        return Complaint(
            code="",
            procedure=self.procedure,
            status=standing.status,
            urgency=standing.urgency,
            field=standing.field,
            lead=LEAD if standing.led else None,
            co_ordinating=(CO_ORDINATING,) if standing.several else (),
            temporarily_fixed=standing.fixed,
            has_open_question=standing.asked,
            extended="extended" in standing.spent,
            restricted="restricted" in standing.spent,
            limits=tuple(Limit(rule.id, AT, rule.amount, Schedule(AT, AT, ())) for rule in limits),
            moments=dict.fromkeys(standing.happened, AT),
            tally={event: self._times[event] for event in standing.spent},
            paused_since=AT if standing.status in self.procedure.paused_in else None,
        )

    def may_be_spent_after(self, event: str) -> bool:
        """Return whether the event must happen more than once before it is spent."""
        return self._times.get(event, 1) > 1

    def other_fields(self, complaint: Complaint) -> Iterator[str]:
        """Yield one field of work of each sort, but never the field that the case is in.

        For a case in a field that is the next sort of each course only: from there the walk comes to the others, and in
        a procedure with many fields it would try the same again and again.
        """
        sorts = tuple(dict.fromkeys(self._alike.values()))
        if complaint.field not in sorts:
            yield from sorts
            return
        here = sorts.index(complaint.field)
        following = (*sorts[here + 1 :], *sorts[:here])
        yield from {self._way(field): field for field in reversed(following)}.values()

    def _way(self, field_id: str) -> tuple[Urgency, bool]:
        field = next(field for field in self.procedure.fields if field.id == field_id)
        return field.urgency, field.by_focal_point

    def _like(self, field: FieldOfWork) -> str:
        return next(one.id for one in self.procedure.fields if self._sort(one) == self._sort(field))

    def _sort(self, field: FieldOfWork) -> tuple[Urgency, bool, frozenset[str]]:
        return (
            field.urgency,
            field.by_focal_point,
            frozenset(rule.id for rule in self.procedure.limits if field.id in rule.fields),
        )

    def _limited(self) -> Iterator[tuple[str, int]]:
        for rule in self.procedure.acts:
            times = 1 if rule.act in _ONCE else rule.times
            if times and self._changes_something(EVENT_OF_ACT[rule.act]):
                yield EVENT_OF_ACT[rule.act], times

    def is_idle(self, act: ActKind) -> bool:
        """Return whether the act never changes the standing of a case."""
        return act not in _CHANGES_A_CASE and not self._changes_something(EVENT_OF_ACT[act])

    def _changes_something(self, event: str) -> bool:
        """Return whether an event moves a case, opens or ends one of its limits, or is awaited by an act."""
        act = self.procedure.act(ACT_OF_EVENT[event])
        moves = act is not None and (act.to is not None or bool(act.leads))
        ends_or_opens = any(
            event in (*rule.opens_on, *rule.closes_on, *rule.cancelled_on)
            for rule in self.procedure.limits
            if not runs_beside(rule)
        )
        return moves or ends_or_opens or event in self._awaited.values()

    def _hindered_by(self, event: str) -> set[ActKind]:
        return {ACT_OF_EVENT[event], *_ALSO_HINDERS.get(event, ())}

    def _that_open_what_a_fix_closes(self) -> Iterator[ActKind]:
        for rule in self.procedure.limits:
            if "temporarily_fixed" in rule.closes_on:
                yield from (ACT_OF_EVENT[event] for event in rule.opens_on if event in ACT_OF_EVENT)


def _is_spent(complaint: Complaint, event: str, times: int) -> bool:
    """Return whether the act behind the event may not be done again. A recall gives the next agency its extension back."""
    flags = {"extended": complaint.extended, "restricted": complaint.restricted}
    return flags.get(event, complaint.tally.get(event, 0) >= times)
