"""Makes an account from the events of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from domain.accounts.account import (
    Account,
    Count,
    Flow,
    Group,
    LateStep,
    StepTimes,
    counts_of,
    groups_of,
    late_order,
    total_of,
)
from domain.accounts.period import Period
from domain.accounts.steps import FollowedStep, as_it_stands, followed
from domain.complaint import Complaint, Limit, Outcome, apply
from domain.endings import ANSWERED, answered_alone, ended_at, has_missed, late_from
from domain.events import Event, MarkedAsTest, Rated, Returned
from domain.limits import has_overdue
from domain.procedure import Procedure
from domain.texts.known import filed_under
from domain.time.amounts import Unit
from domain.words import Status

Courses = Mapping[str, tuple[Procedure, tuple[Event, ...]]]
"""The events of cases by code, each case with the regulation it was filed under."""


def account_of(
    procedure: Procedure, period: Period, courses: Courses, *, agency: str | None = None, at: datetime | None = None
) -> Account:
    """Return the account of a period from the events of an authority's cases, or of one lead agency's.

    Events after the period are left out, so that the account is the same whenever it is made. Reports that are trials never
    count, also where that was said afterwards. `agency` picks the cases that it led when the period was over, the limits that
    it had to keep, the returns that it made and the ratings of its answers. With `at` within the period, a limit that ends after
    `at` is not late yet.
    """
    zone = ZoneInfo(procedure.authority.time_zone)
    begins, ends = period.begins(zone), period.ends(zone)
    until = min(ends, at) if at else ends
    told = [_followed(code, pinned, events, begins, ends) for code, (pinned, events) in sorted(courses.items())]
    cases = [each for each in told if each is not None]
    flows = [(each.last, flow) for each in cases if (flow := _flow(each, begins, until))]
    counted = [(last, flow) for last, flow in flows if agency in (None, last.lead)]
    late = (_late(each, begins, until) for each in cases)
    return Account(
        authority=procedure.id,
        period=period,
        agency=agency,
        total=total_of(flow for _, flow in counted),
        by_channel=_grouped((last.channel, flow) for last, flow in counted),
        by_field=_grouped((last.field, flow) for last, flow in counted),
        by_lead=_grouped((last.lead, flow) for last, flow in counted),
        by_place=_grouped((last.place, flow) for last, flow in counted),
        returned=_counted((by for each in cases for by in each.returned_by), agency),
        ratings=_counted_ratings(cases, agency),
        steps=_times(cases, begins, agency),
        late=tuple(sorted((step for each in late for step in each if agency in (None, step.agency)), key=late_order)),
    )


def is_trial(events: Iterable[Event]) -> bool:
    """Tell whether a report with these events is a trial of the system, from the first or said afterwards."""
    return any(getattr(event, "test", False) or isinstance(event, MarkedAsTest) for event in events)


def percentile(times: Iterable[timedelta], share: float) -> timedelta | None:
    """Return the smallest of the times that this share of them does not exceed, None of no times."""
    ordered = sorted(times)
    return ordered[max(ceil(share * len(ordered)) - 1, 0)] if ordered else None


@dataclass
class _Followed:
    """A case as it stood when the period was over, and what happened in the period."""

    last: Complaint
    was_open: bool = False
    steps: dict[tuple[str, datetime], FollowedStep] = field(default_factory=dict)
    returned_by: list[str | None] = field(default_factory=list)
    ratings: dict[tuple[int, str], tuple[str | None, str]] = field(default_factory=dict)


def _followed(
    code: str, procedure: Procedure, events: tuple[Event, ...], begins: datetime, ends: datetime
) -> _Followed | None:
    """Return the case as the events before the end of the period leave it, None where it does not count or was not filed."""
    case = _Followed(Complaint(code=code, procedure=filed_under(procedure)))
    if is_trial(events):
        return None
    answer: tuple[int, str | None] = (0, None)
    lead_before, instant = None, None
    for event in events:
        if event.at >= ends:
            break
        if event.at != instant:
            lead_before, instant = case.last.lead, event.at
        case.last = apply(case.last, event)
        if event.at < begins:
            case.was_open = case.last.status.is_handled
        if step := followed(event, case.last, lead_before):
            case.steps[step.key] = step.after(case.steps.get(step.key))
        if event.kind in ("published", "withheld"):
            answer = case.last.number, case.last.lead
        elif isinstance(event, Returned) and event.at >= begins:
            case.returned_by.append(event.agency)
        elif isinstance(event, Rated) and event.at >= begins and answer[0]:
            case.ratings[answer[0], event.report or code] = answer[1], event.rating
    return case if "filed" in case.last.moments else None


def _flow(case: _Followed, begins: datetime, until: datetime) -> Flow | None:
    """Return the case as one line of the account, None where it had ended before the period and was not reopened."""
    last, ended = case.last, ended_at(case.last)
    received = last.moments["filed"] >= begins
    if not (received or case.was_open or ended is None or ended >= begins):
        return None
    overdue = has_overdue(last, until - timedelta.resolution)
    answered, refused = ended is not None and last.status in ANSWERED, last.status is Status.REFUSED
    return Flow(
        carried_in=case.was_open,
        received=received,
        reopened=not (received or case.was_open),
        answered=answered,
        withheld=answered and answered_alone(last),
        refused=refused,
        withdrawn=last.status is Status.WITHDRAWN,
        merged=last.status is Status.MERGED,
        late=(answered or refused) and (overdue or has_missed(last)),
        open=ended is None,
        overdue=ended is None and overdue,
    )


def _late(case: _Followed, begins: datetime, until: datetime) -> Iterator[LateStep]:
    for step in case.steps.values():
        limit = as_it_stands(case.last, step.limit)
        passed, done_at = late_from(case.last, limit), step.closed.at if step.closed else None
        if passed is None or limit.schedule is None or passed >= until or (done_at is not None and done_at < begins):
            continue
        yield late_step(case.last, limit, step.agency, done_at)


def late_step(complaint: Complaint, limit: Limit, agency: str | None, done_at: datetime | None) -> LateStep:
    """Return a limit of a case as a line of the list of late ones."""
    due = limit.schedule.due if limit.schedule else limit.counted_from
    rule = complaint.rule_of(limit)
    return LateStep(
        code=complaint.code,
        limit=limit.id,
        step=rule.name,
        source=rule.source,
        agency=agency,
        field=complaint.field,
        lead=complaint.lead,
        place=complaint.place,
        received_at=complaint.moments["filed"],
        due=due,
        done_at=done_at,
        unit=rule.amount.unit if rule.amount else Unit.WORKING_DAY,
    )


def _times(cases: list[_Followed], begins: datetime, agency: str | None) -> tuple[StepTimes, ...]:
    done: dict[str, list[FollowedStep]] = {}
    for case in cases:
        for step in case.steps.values():
            closed = step.closed
            if closed and closed.at >= begins and closed.outcome in (Outcome.MET, Outcome.LATE):
                done.setdefault(step.limit.id, []).append(step)
    return tuple(
        _times_of(limit, mine)
        for limit, steps in sorted(done.items())
        if (mine := [step for step in steps if agency in (None, step.agency)])
    )


def _times_of(limit: str, steps: list[FollowedStep]) -> StepTimes:
    times = [timedelta(minutes=step.used // timedelta(minutes=1)) for step in steps if step.used is not None]
    missed = sum(step.missed for step in steps)
    return StepTimes(limit, len(steps), missed, percentile(times, 0.5), percentile(times, 0.9))


def _grouped(flows: Iterable[tuple[str | None, Flow]]) -> tuple[Group, ...]:
    found: dict[str | None, Flow] = {}
    for key, flow in flows:
        found[key] = found.get(key, Flow()) + flow
    return groups_of(found.items())


def _counted(ids: Iterable[str | None], agency: str | None) -> tuple[Count, ...]:
    return counts_of(Counter(each for each in ids if agency in (None, each)).items())


def _counted_ratings(cases: list[_Followed], agency: str | None) -> tuple[Count, ...]:
    given = (rated for case in cases for rated in case.ratings.values())
    return counts_of(Counter(rating for lead, rating in given if agency in (None, lead)).items())
