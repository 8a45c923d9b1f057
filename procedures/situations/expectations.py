"""The expectations after a step: read strictly, and compared with the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, get_args, get_type_hints

from domain.complaint import Complaint, Limit, Outcome
from domain.events import Escalated, Event
from domain.limit_rules import LimitRule
from domain.procedure import Procedure
from domain.time.amounts import Amount
from domain.visibility import is_public, sees_identity
from domain.words import Role, Status
from procedures.situations.course import Passage, name_of
from procedures.situations.reading import Situation
from procedures.situations.written import Written

EVENT_KINDS = frozenset(str(event.kind) for event in get_args(Event))


@dataclass(frozen=True)
class Expectation:
    """A fact that must be true after a step. `found` returns the actual value. `holds` compares the two."""

    key: str
    expected: Any
    found: Callable[[Passage, tuple[Event, ...]], Any]
    holds: Callable[[Any, Any], bool] = lambda expected, found: bool(expected == found)


@dataclass(frozen=True)
class Departure:
    """A fact that was not as expected after a step. `what` is its key without the step's."""

    passage: Passage
    what: str
    expected: Any
    found: Any


def expectations(situation: Situation) -> list[tuple[Expectation, ...]]:
    """Read what each step's `expect` says. Raises SituationFault."""
    reader = _Reader(situation.written, situation.procedure)
    return [tuple(reader.read(f"{step.key}.expect", step.expect)) for step in situation.steps]


def departures(expected: list[tuple[Expectation, ...]], course: list[Passage]) -> Iterator[Departure]:
    """Compare a course with what was expected after each of its steps."""
    so_far: tuple[Event, ...] = ()
    for passage, wanted in zip(course, expected, strict=False):
        so_far += passage.events
        step = passage.step
        if not passage.is_as_ruled:
            yield Departure(passage, "refused", step.refused, passage.refusal and passage.refusal.kind)
        for each in wanted:
            found = each.found(passage, so_far)
            if not each.holds(each.expected, found):
                yield Departure(passage, each.key.removeprefix(f"{step.key}.expect."), each.expected, found)


class _Reader:
    """Reads `expect` tables of one file."""

    def __init__(self, written: Written, procedure: Procedure) -> None:
        self.written, self.procedure = written, procedure

    def read(self, key: str, table: dict[str, Any]) -> Iterator[Expectation]:
        known = {
            "status": self.status,
            "limits": self.limits,
            "running": self.running,
            "overdue": self.overdue,
            "case": self.case,
            "happened": self.happened,
            "never": self.never,
            "notices": self.notices,
            "public": self.public,
            "identity_seen_by": self.identity_seen_by,
        }
        self.written.table(key, table, optional=known)
        for name, written in table.items():
            yield from known[name](f"{key}.{name}", written)

    def status(self, key: str, written: object) -> Iterator[Expectation]:
        yield Expectation(key, self.written.one_of(key, Status, written), lambda passage, _: passage.after.status)

    def running(self, key: str, written: object) -> Iterator[Expectation]:
        names = sorted(self.limit_id(key, name) for name in self.written.list(key, written))
        yield Expectation(key, names, lambda passage, _: sorted(limit.id for limit in passage.after.running_limits))

    def overdue(self, key: str, written: object) -> Iterator[Expectation]:
        names = sorted(self.limit_id(key, name) for name in self.written.list(key, written))
        yield Expectation(key, names, lambda passage, _: sorted(limit.id for limit in passage.after.overdue_limits))

    def public(self, key: str, written: object) -> Iterator[Expectation]:
        yield Expectation(key, self.written.true_or_false(key, written), lambda passage, _: is_public(passage.after))

    def identity_seen_by(self, key: str, written: object) -> Iterator[Expectation]:
        roles = sorted(self.written.one_of(key, Role, role) for role in self.written.list(key, written))
        yield Expectation(
            key,
            roles,
            lambda passage, _: sorted(role for role in Role if sees_identity(passage.after.procedure, role)),
        )

    def case(self, key: str, written: object) -> Iterator[Expectation]:
        hints = get_type_hints(Complaint)
        names = sorted(hints.keys() - {"procedure", "limits", "moments"})
        for name, value in self.written.table(key, written, optional=names).items():
            if isinstance(value, str) and value and datetime in (hints[name], *get_args(hints[name])):
                value = self.written.instant(f"{key}.{name}", value)
            yield Expectation(f"{key}.{name}", value, partial(_fact, name))

    def happened(self, key: str, written: object) -> Iterator[Expectation]:
        wanted = [self.event(key, each) for each in self.written.list(key, written)]
        yield Expectation(key, wanted, lambda _, so_far: [_words(event) for event in so_far], _in_this_order)

    def never(self, key: str, written: object) -> Iterator[Expectation]:
        for each in self.written.list(key, written):
            words = self.event(key, each)
            yield Expectation(f"{key} {words}", [], partial(_events_like, words))

    def notices(self, key: str, written: object) -> Iterator[Expectation]:
        for kind, each in self.written.table(key, written, optional=sorted(EVENT_KINDS)).items():
            where = f"{key}.{kind}"
            wanted = sorted(self.notice(where, notice) for notice in self.written.list(where, each))
            yield Expectation(where, wanted, partial(_notices_on, kind))

    def limits(self, key: str, written: object) -> Iterator[Expectation]:
        for limit_id, table in self.written.table(key, written).items():
            rule = self.limit_rule(f"{key}.{limit_id}", limit_id)
            yield from self.limit(f"{key}.{limit_id}", limit_id, rule, table)

    def limit(self, key: str, limit_id: str, rule: LimitRule, written: object) -> Iterator[Expectation]:
        known: dict[str, tuple[Callable[[str, object], Any], Callable[[Passage, Limit], Any]]] = {
            "state": (self.state, lambda _, limit: limit.outcome or "running"),
            "due": (self.written.instant, lambda _, limit: limit.schedule and limit.schedule.due),
            "remind_at": (self.written.instant, lambda _, limit: limit.schedule and limit.schedule.remind_at),
            "amount": (self.amount, lambda _, limit: limit.amount),
            "counted_from": (self.written.instant, lambda _, limit: limit.counted_from),
            "paused": (self.written.true_or_false, lambda passage, limit: passage.after.stands_still(limit)),
            "reminded": (self.written.true_or_false, lambda _, limit: limit.reminded),
            "passed": (self.written.true_or_false, lambda _, limit: limit.passed_at is not None),
            "rungs": (self.number, lambda _, limit: limit.rungs_climbed),
            "source": (self.written.text, lambda *_: rule.source),
        }
        table = self.written.table(key, written, optional=(*known, "told"))
        for name, value in table.items():
            if name == "told":
                yield from self.told(f"{key}.told", limit_id, rule, value)
                continue
            read, found = known[name]
            yield Expectation(f"{key}.{name}", read(f"{key}.{name}", value), partial(_of_limit, limit_id, found))

    def told(self, key: str, limit_id: str, rule: LimitRule, written: object) -> Iterator[Expectation]:
        """Read whom each rung told, when, by which article: `told.2 = { at = …, who = […], source = … }`."""
        rungs = [str(number) for number in range(1, len(self.procedure.ladder(rule)) + 1)]
        for number, each in self.written.table(key, written, optional=rungs).items():
            where = f"{key}.{number}"
            rung = self.written.table(where, each, required=("at", "who"), optional=("source",))
            who = [self.written.told(f"{where}.who", one) for one in self.written.list(f"{where}.who", rung["who"])]
            wanted = {"at": self.written.instant(f"{where}.at", rung["at"]), "who": sorted(map(name_of, who))}
            if "source" in rung:
                wanted["source"] = self.written.text(f"{where}.source", rung["source"])
            yield Expectation(where, wanted, partial(_rung, limit_id, int(number), tuple(wanted)))

    def state(self, key: str, written: object) -> str:
        states = ("running", *Outcome, "not opened")
        if written not in states:
            raise self.written.fault(key, f"{written!r} không phải một trong: {', '.join(states)}")
        return str(written)

    def number(self, key: str, written: object) -> int:
        if type(written) is not int:
            raise self.written.fault(key, "phải là một số nguyên")
        return written

    def amount(self, key: str, written: object) -> Amount:
        try:
            return Amount.parse(self.written.text(key, written))
        except ValueError as error:
            raise self.written.fault(key, str(error)) from None

    def limit_id(self, key: str, written: object) -> str:
        self.limit_rule(key, written)
        return str(written)

    def limit_rule(self, key: str, limit_id: object) -> LimitRule:
        try:
            return self.procedure.limit(str(limit_id))
        except KeyError:
            known = ", ".join(rule.id for rule in self.procedure.limits)
            raise self.written.fault(key, f"quy trình không có thời hạn {limit_id!r}; có: {known}") from None

    def event(self, key: str, written: object) -> str:
        words = self.written.text(key, written).split()
        if words[0] not in EVENT_KINDS:
            raise self.written.fault(key, f"không có diễn biến {words[0]!r}; có: {', '.join(sorted(EVENT_KINDS))}")
        return " ".join(words)

    def notice(self, key: str, written: object) -> str:
        channel, to, who = self.written.text(key, written).partition(" to ")
        if not to:
            raise self.written.fault(key, f"{written!r} không viết như “sms to agency_officer of ubnd-nha-trang”")
        return f"{channel} to {name_of(self.written.told(key, who))}"


def _fact(name: str, passage: Passage, _so_far: tuple[Event, ...]) -> Any:
    """Return a fact of the case as a ruling writes it; None is written as an empty text."""
    value = getattr(passage.after, name)
    if value is None:
        return ""
    return list(value) if isinstance(value, tuple) else value


def _events_like(words: str, _passage: Passage, so_far: tuple[Event, ...]) -> list[str]:
    return [event for event in map(_words, so_far) if _is(words, event)]


def _notices_on(kind: str, passage: Passage, _so_far: tuple[Event, ...]) -> list[str]:
    return sorted(f"{notice.channel} to {name_of(notice.to)}" for notice in passage.notices.get(kind, ()))


def _of_limit(
    limit_id: str, found: Callable[[Passage, Limit], Any], passage: Passage, _so_far: tuple[Event, ...]
) -> Any:
    """Return what is found of the limit of this rule that opened last."""
    limit = next((limit for limit in reversed(passage.after.limits) if limit.id == limit_id), None)
    return found(passage, limit) if limit else "not opened"


def _rung(
    limit_id: str, number: int, names: tuple[str, ...], _passage: Passage, events: tuple[Event, ...]
) -> dict[str, Any] | None:
    """Return what was said the last time that the limit climbed this rung."""
    for event in reversed(events):
        if isinstance(event, Escalated) and event.limit == limit_id and event.rung == number:
            said = {"at": event.at, "who": sorted(map(name_of, event.told)), "source": event.source}
            return {name: said[name] for name in names}
    return None


def _words(event: Event) -> str:
    """Return an event as a ruling writes it: `limit_closed accept met`, `escalated accept 2`."""
    said = (getattr(event, name, None) for name in ("limit", "outcome", "rung"))
    return " ".join([event.kind, *(str(word) for word in said if word is not None)])


def _is(wanted: str, event: str) -> bool:
    return f"{event} ".startswith(f"{wanted} ")


def _in_this_order(wanted: list[str], found: list[str]) -> bool:
    left = iter(found)
    return all(any(_is(words, each) for each in left) for words in wanted)
