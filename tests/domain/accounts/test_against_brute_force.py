"""Tests every figure of an account against a brute force over the events of random cases, and that figures add up across
periods, agencies, fields and places.

The brute force knows how an event changes a case, and nothing of how an account is made: it stands at an instant and looks at
each case as its events until then have left it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.accounts.account import Account, Count, Flow, Group, LateStep, total_of
from domain.accounts.period import Period
from domain.accounts.reckoning import Courses, account_of
from domain.accounts.shares import by_district, shares_of
from domain.complaint import Complaint, Limit, Outcome, apply
from domain.events import Event, LimitClosed, Rated, Returned
from domain.limit_rules import LimitKind, LimitRule
from domain.offices.places import Place, PlaceKind
from domain.procedure import Procedure
from domain.words import Status
from procedures import all_procedures
from tests.support.procedures.random_cases import AGENCIES, START, histories, placed

DISTRICTS = (
    *(Place(id=each, name=each, kind=PlaceKind.DISTRICT) for each in ("quan-mot", "quan-hai")),
    Place(id="phuong-mot", name="Một", kind=PlaceKind.WARD, parent="quan-mot"),
    Place(id="phuong-hai", name="Hai", kind=PlaceKind.WARD, parent="quan-mot"),
    Place(id="phuong-ba", name="Ba", kind=PlaceKind.WARD, parent="quan-hai"),
)
ANSWERED = frozenset({Status.PUBLISHED, Status.WITHHELD, Status.CLOSED})
OVER = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.MERGED, Status.DELETED})
OPEN = frozenset(Status) - ANSWERED - OVER - {Status.UNFILED}
ENDING = frozenset({"published", "withheld", "refused", "withdrawn", "merged"})
FIRST = START.date()

seeds, offsets, lengths = st.integers(0, 10**6), st.integers(-3, 60), st.integers(1, 45)


def tried(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.fixture(params=sorted(all_procedures()))
def procedure(request: pytest.FixtureRequest) -> Procedure:
    return all_procedures()[request.param]


def random_courses(procedure: Procedure, seed: int) -> Courses:
    told = histories(procedure, cases=6, acts_each=20, seed=seed, onward=(0, 0.3, 0.6)[seed % 3])
    return {code: (procedure, events) for code, events in placed(told).items()}


def days(offset: int, length: int) -> Period:
    first = FIRST + timedelta(days=offset)
    return Period(first, first + timedelta(days=length - 1))


@dataclass(frozen=True)
class Told:
    """A case with what it was after each of its events."""

    events: tuple[tuple[Event, Complaint], ...]

    def before(self, instant: datetime) -> list[tuple[Event, Complaint]]:
        return [(event, after) for event, after in self.events if event.at < instant]

    def at(self, instant: datetime) -> Complaint | None:
        """The case as events before the instant left it, None before it was filed."""
        past = self.before(instant)
        return past[-1][1] if any(event.kind == "filed" for event, _ in past) else None


class BruteForce:
    """Every figure of a period, counted by looking."""

    def __init__(self, procedure: Procedure, period: Period, courses: Courses) -> None:
        zone = ZoneInfo(procedure.authority.time_zone)
        self._rules = {rule.id: rule for rule in (*procedure.limits, *procedure.former_limits)}
        self.begins = datetime.combine(period.first, datetime.min.time(), zone)
        self.ends = datetime.combine(period.last + timedelta(days=1), datetime.min.time(), zone)
        self.cases: dict[str, Told] = {}
        for code, (pinned, events) in courses.items():
            complaint, told = Complaint(code=code, procedure=pinned), []
            for event in events:
                complaint = apply(complaint, event)
                told.append((event, complaint))
            if not complaint.test and complaint.status is not Status.DELETED:
                self.cases[code] = Told(tuple(told))
        self._filed = {code: (told, last) for code, told in self.cases.items() if (last := told.at(self.ends))}
        self._counted = self.counted()

    def _rule(self, limit: Limit) -> LimitRule:
        return self._rules[limit.id.partition("@")[0]]

    def codes(self, such: Callable[[Told, Complaint], bool]) -> set[str]:
        """The codes of the cases that are so at the end of the period."""
        return {code for code, (told, last) in self._filed.items() if such(told, last)}

    def _filed_at(self, told: Told) -> datetime:
        return next(event.at for event, _ in told.events if event.kind == "filed")

    def _was_open(self, told: Told) -> bool:
        then = told.at(self.begins)
        return then is not None and then.status in OPEN

    def _moved(self, told: Told) -> bool:
        return any(
            event.at >= self.begins and (after.status in OPEN or event.kind in ENDING)
            for event, after in told.before(self.ends)
        )

    def counted(self) -> dict[str, set[str]]:
        """The codes that each figure of the flow counts."""
        carried_in = self.codes(lambda told, _: self._was_open(told))
        received = self.codes(lambda told, _: self._filed_at(told) >= self.begins)
        had = carried_in | received | self.codes(lambda told, _: self._moved(told))
        answered = had & self.codes(lambda _, last: last.status in ANSWERED)
        refused = had & self.codes(lambda _, last: last.status is Status.REFUSED)
        open_ = had & self.codes(lambda _, last: last.status in OPEN)
        past = self.codes(lambda _, last: any(self._makes_late(last, limit) for limit in last.limits))
        overdue = self.codes(
            lambda _, last: any(limit.outcome is None and self._makes_late(last, limit) for limit in last.limits)
        )
        return {
            "carried_in": carried_in,
            "received": received,
            "reopened": had - carried_in - received,
            "answered": answered,
            "withheld": answered & self.codes(lambda told, _: self._last_answer(told) == "withheld"),
            "refused": refused,
            "withdrawn": had & self.codes(lambda _, last: last.status is Status.WITHDRAWN),
            "merged": had & self.codes(lambda _, last: last.status is Status.MERGED),
            "late": (answered | refused) & past,
            "open": open_,
            "overdue": open_ & overdue,
        }

    def flow(self, such: Callable[[Complaint], bool] = lambda _: True) -> Flow:
        mine = self.codes(lambda _, last: such(last))
        return Flow(**{name: len(codes & mine) for name, codes in self._counted.items()})

    def groups(self, by: str) -> dict[str | None, Flow]:
        """The flow of each channel, field, agency or place that a counted case has."""
        had: set[str] = set().union(*self._counted.values())
        ids = {getattr(self.cases[code].at(self.ends), by) for code in had}
        return {each: self.flow(lambda last, each=each: getattr(last, by) == each) for each in ids}  # type: ignore[misc]

    def _last_answer(self, told: Told) -> str:
        answers = [event.kind for event, _ in told.before(self.ends) if event.kind in ("published", "withheld")]
        return answers[-1] if answers else ""

    def _states(self, limit: Limit) -> bool:
        """True for a limit of the text that binds an office."""
        rule = self._rule(limit)
        return rule.kind in (LimitKind.STEP, LimitKind.CASE) and not rule.ours

    def _makes_late(self, case: Complaint, limit: Limit) -> bool:
        """True where the office was past the limit at some time before the end of the period."""
        if not self._states(limit):
            return False
        if limit.passed_at is not None or limit.outcome is Outcome.LATE:
            return True
        return limit.outcome is None and case.paused_since is None and self._due(limit) < self.ends

    def _due(self, limit: Limit) -> datetime:
        return limit.schedule.due if limit.schedule else self.ends

    def returned(self) -> Counter[str | None]:
        return Counter(
            event.agency
            for told in self.cases.values()
            for event, _ in told.before(self.ends)
            if isinstance(event, Returned) and event.at >= self.begins
        )

    def ratings(self) -> Counter[str]:
        """The last rating that each reporter gave of each answer."""
        given: dict[tuple[str, int, str], str] = {}
        for code, told in self.cases.items():
            answers = 0
            for event, _ in told.before(self.ends):
                answers += event.kind in ("published", "withheld")
                if isinstance(event, Rated) and event.at >= self.begins and answers:
                    given[code, answers, event.report or code] = event.rating
        return Counter(given.values())

    def _limits(self) -> Iterator[tuple[str, Limit, LimitClosed | None]]:
        """Yield each limit of each case as the last event about it in the period or before left it, with the event that closed
        it."""
        for code, told in self.cases.items():
            last = told.at(self.ends)
            for limit in last.limits if last else ():
                about = [event for event, after in told.before(self.ends) if self._is_about(event, after, limit)]
                end = about[-1] if about else None
                yield code, limit, end if isinstance(end, LimitClosed) else None

    @staticmethod
    def _is_about(event: Event, after: Complaint, limit: Limit) -> bool:
        same = [each for each in after.limits if each.id == getattr(event, "limit", None)]
        return bool(same) and (same[-1].id, same[-1].counted_from) == (limit.id, limit.counted_from)

    def late_list(self) -> set[tuple[str, str, datetime]]:
        """Each limit of the text that an office was past at some time of the period."""
        late = set()
        for code, limit, closed in self._limits():
            last = self.cases[code].at(self.ends)
            assert last
            over = closed is not None and closed.at < self.begins
            if not over and self._makes_late(last, limit) and limit.schedule:
                late.add((code, limit.id, limit.schedule.due))
        return late

    def steps(self) -> dict[str, tuple[int, int, timedelta | None, timedelta | None]]:
        """Return how often the work of each limit was done in the period, how often late, and its middle and ninth tenth."""
        done: dict[str, list[tuple[bool, timedelta | None]]] = {}
        for _, limit, closed in self._limits():
            rule = self._rule(limit)
            binds = rule.kind in (LimitKind.STEP, LimitKind.CASE)
            if binds and closed and closed.at >= self.begins and closed.outcome in (Outcome.MET, Outcome.LATE):
                late = self._states(limit) and (limit.passed_at is not None or closed.outcome is Outcome.LATE)
                done.setdefault(limit.id, []).append((late, closed.used))
        return {
            limit: (
                len(all_),
                sum(late for late, _ in all_),
                *(not_exceeded([used for _, used in all_ if used is not None], share) for share in (50, 90)),
            )  # type: ignore[misc]
            for limit, all_ in done.items()
        }


def not_exceeded(times: list[timedelta], per_cent: int) -> timedelta | None:
    """The smallest of the times, in whole minutes, that this share of them does not exceed."""
    whole = [timedelta(minutes=time // timedelta(minutes=1)) for time in times]
    enough = [
        time for time in whole if Fraction(sum(other <= time for other in whole), len(whole)) >= Fraction(per_cent, 100)
    ]
    return min(enough, default=None)


def counts(found: tuple[Count, ...]) -> Mapping[str | None, int]:
    return {each.id: each.count for each in found}


def flows(found: tuple[Group, ...]) -> Mapping[str | None, Flow]:
    return {each.id: each.flow for each in found}


def late_of(account: Account) -> set[tuple[str, str, datetime]]:
    return {(step.code, step.limit, step.due) for step in account.late}


@tried(40)
@given(seed=seeds, offset=offsets, length=lengths)
def test_every_figure_is_what_looking_at_each_case_counts(
    procedure: Procedure, seed: int, offset: int, length: int
) -> None:
    courses, period = random_courses(procedure, seed), days(offset, length)
    account, brute = account_of(procedure, period, courses), BruteForce(procedure, period, courses)
    assert account.total == brute.flow()
    assert flows(account.by_channel) == brute.groups("channel")
    assert flows(account.by_field) == brute.groups("field")
    assert flows(account.by_lead) == brute.groups("lead")
    assert flows(account.by_place) == brute.groups("place")
    assert counts(account.returned) == brute.returned()
    assert counts(account.ratings) == brute.ratings()
    assert late_of(account) == brute.late_list()
    assert {each.limit: (each.done, each.late, each.median, each.ninetieth) for each in account.steps} == brute.steps()


@tried(20)
@given(seed=seeds, offset=offsets, cuts=st.lists(lengths, min_size=2, max_size=5))
def test_each_period_carries_in_what_the_one_before_carried_out(
    procedure: Procedure, seed: int, offset: int, cuts: list[int]
) -> None:
    courses, parts = random_courses(procedure, seed), [days(offset, cuts[0])]
    for length in cuts[1:]:
        parts.append(Period(parts[-1].last + timedelta(days=1), parts[-1].last + timedelta(days=length)))
    told = [account_of(procedure, part, courses) for part in parts]
    whole = account_of(procedure, Period(parts[0].first, parts[-1].last), courses)
    assert all(each.total.adds_up for each in (*told, whole))
    assert [each.total.carried_in for each in told[1:]] == [each.total.carried_out for each in told[:-1]]
    assert whole.total.carried_in == told[0].total.carried_in
    assert (whole.total.open, whole.total.overdue) == (told[-1].total.open, told[-1].total.overdue)
    assert whole.total.received == sum(each.total.received for each in told)
    assert counts(whole.returned) == sum((Counter(counts(each.returned)) for each in told), Counter())
    assert {(code, limit) for code, limit, _ in late_of(whole)} <= {
        (code, limit) for each in told for code, limit, _ in late_of(each)
    }


@tried(20)
@given(seed=seeds, offset=offsets, length=lengths)
def test_agencies_fields_channels_and_places_add_up_to_the_whole(
    procedure: Procedure, seed: int, offset: int, length: int
) -> None:
    courses, period = random_courses(procedure, seed), days(offset, length)
    whole = account_of(procedure, period, courses)
    for groups in (whole.by_channel, whole.by_field, whole.by_lead, whole.by_place):
        assert total_of(group.flow for group in groups) == whole.total
    shares = by_district(shares_of(whole.by_place), DISTRICTS)
    assert sum(share.total for share in shares) == whole.total.resolved + whole.total.open
    assert sum(share.overdue for share in shares) == whole.total.overdue
    own = [account_of(procedure, period, courses, agency=agency) for agency in AGENCIES]
    nobodys = flows(whole.by_lead).get(None, Flow())
    assert total_of((*(each.total for each in own), nobodys)) == whole.total
    assert _in_order(step for each in own for step in each.late) == _in_order(
        step for step in whole.late if step.agency is not None
    )
    assert sum((Counter(counts(each.returned)) for each in own), Counter()) == Counter(
        {agency: count for agency, count in counts(whole.returned).items() if agency is not None}
    )
    for limit in whole.steps:
        parts = [step for each in own for step in each.steps if step.limit == limit.limit]
        assert sum(step.done for step in parts) <= limit.done


def _in_order(steps: Iterator[LateStep]) -> list[LateStep]:
    return sorted(steps, key=lambda step: (step.code, step.due, step.limit))


def test_the_random_cases_bring_about_every_figure() -> None:
    """A figure that no random case brings about would be tried by nothing."""
    seen: Counter[str] = Counter()
    for procedure in all_procedures().values():
        for seed in range(24):
            courses = random_courses(procedure, seed)
            for week in range(3):
                period = days(21 * week, 30)
                account = account_of(procedure, period, courses)
                seen.update({name: value for name, value in vars(account.total).items() if value})
                seen.update({name for name in ("returned", "ratings", "steps") if getattr(account, name)})
                seen.update({"late list" for _ in account.late[:1]})
                seen.update({"two times" for step in account.steps if step.median != step.ninetieth})
    wanted: Collection[str] = {*vars(Flow()), "returned", "ratings", "steps", "late list", "two times"}
    assert {name for name in wanted if not seen[name]} == set()
