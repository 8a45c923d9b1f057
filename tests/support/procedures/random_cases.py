"""Cases of any procedure to which random things happen: what its statuses have in mind, and sometimes anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from calendars import official_book
from calendars.filling import scheduled
from domain import acts
from domain.actors import Actor
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import Event, Filed
from domain.limits import next_alarm
from domain.procedure import ActRule, Procedure
from domain.refusals import Refusal
from domain.time.amounts import Amount
from domain.words import ActKind, Party, Role, Status, Urgency

START = datetime(2026, 3, 9, 2, tzinfo=UTC)
PLACES = ("phuong-mot", "phuong-hai", "phuong-ba", None)
AGENCIES = ("so-xay-dung", "ubnd-phuong-mot", "ubnd-phuong-hai")
_ENDS = (ActKind.WITHDRAW, ActKind.REFUSE, ActKind.MERGE, ActKind.DELETE_TEST)
_BACK = frozenset({
    ActKind.ASK_SUPPLEMENT, ActKind.ASK_DIRECTION, ActKind.RETURN, ActKind.RECALL, ActKind.HAND_BACK, ActKind.SEND_BACK
})  # fmt: skip
_MAY_NAME_NOBODY = (ActKind.RECLASSIFY, ActKind.DISPATCH)
_LEAVES_THE_STATUS = (ActKind.COMMENT, ActKind.NOTE, ActKind.ASK_SECRECY, ActKind.RESTRICT)
_NOT_DRAWN = ("kind", "continues", "kept")
_LONG = (timedelta(0), timedelta(minutes=20), timedelta(hours=5), timedelta(days=1), timedelta(days=9))
_BOOK = official_book()


def courses(procedure: Procedure, *, cases: int, acts_each: int) -> Iterator[Complaint]:
    """Cases after each thing that happened to them, the same ones every time."""
    for seed in range(cases):
        yield from _course(procedure, Random(seed), acts_each)  # noqa: S311 - nothing is kept secret


def _course(procedure: Procedure, chance: Random, acts_each: int) -> Iterator[Complaint]:
    case, now = Complaint(code="XX-2026-000001", procedure=procedure), START
    for _ in range(acts_each):
        until = now + chance.choice(_LONG)
        while (alarm := next_alarm(case)) and alarm.at <= until:
            now = max(now, alarm.at)
            case = _after(case, decide(case, acts.TimePassed(), by=None, at=now))
            yield case
        now = until
        rule = _rule(case, chance)
        case = _after(case, decide(case, _act(case, rule, chance), by=_somebody(case, rule, chance), at=now))
        yield case


def histories(
    procedure: Procedure, *, cases: int, acts_each: int, seed: int, onward: float = 0
) -> dict[str, tuple[Event, ...]]:
    """The events of cases by code, the same ones every time. No two acts on a case happen at one instant, and some alarms ring
    late. `onward` is how often an act is one that leads to a status that the case did not have yet: more of them are answered."""
    return {
        f"XX-2026-{number:06}": _history(procedure, Random(f"{seed} {number}"), acts_each, onward)  # noqa: S311
        for number in range(1, cases + 1)
    }


def placed(told: Mapping[str, tuple[Event, ...]]) -> dict[str, tuple[Event, ...]]:
    """The same cases, each in one of `PLACES`."""
    return {
        code: tuple(
            replace(event, place=PLACES[number % len(PLACES)]) if isinstance(event, Filed) else event
            for event in events
        )
        for number, (code, events) in enumerate(told.items())
    }


def _history(procedure: Procedure, chance: Random, acts_each: int, onward: float) -> tuple[Event, ...]:
    case = Complaint(code="XX-2026-000001", procedure=procedure)
    now = START + timedelta(hours=chance.randrange(24 * 20))
    events: tuple[Event, ...] = ()
    had = {case.status}
    for _ in range(acts_each):
        now += timedelta(seconds=1)
        until = now + chance.choice(_LONG)
        while chance.random() < 0.9 and (alarm := next_alarm(case)) and alarm.at <= until:
            now = max(now + timedelta(seconds=1), alarm.at)
            case, events = _went_on(case, events, decide(case, acts.TimePassed(), by=None, at=now))
        now = max(now + timedelta(seconds=1), until)
        rule = (onward and chance.random() < onward and _onward(case, had, chance)) or _rule(case, chance)
        decided = decide(case, _act(case, rule, chance), by=_somebody(case, rule, chance), at=now)
        case, events = _went_on(case, events, decided)
        had.add(case.status)
    return events


def _went_on(
    case: Complaint, events: tuple[Event, ...], decided: tuple[Event, ...] | Refusal
) -> tuple[Complaint, tuple[Event, ...]]:
    new = scheduled(case, decided, _BOOK) if isinstance(decided, tuple) else ()
    return apply_all(case, new), (*events, *new)


def _rule(case: Complaint, chance: Random) -> ActRule:
    """Mostly what the status has in mind, and what neither ends the case, sends it back nor leaves it."""
    rules = [rule for rule in case.procedure.acts if case.status in rule.when]
    lasting = [rule for rule in rules if rule.act not in (*_ENDS, *_BACK, *_LEAVES_THE_STATUS)]
    if not rules or chance.random() < 1 / 7:
        return chance.choice(case.procedure.acts)
    return chance.choice(lasting if lasting and chance.random() < 0.85 else rules)


def _onward(case: Complaint, had: set[Status], chance: Random) -> ActRule | None:
    rules = [
        rule
        for rule in case.procedure.acts
        if case.status in rule.when and rule.act not in (*_ENDS, *_BACK) and rule.to and rule.to not in had
    ]
    return chance.choice(rules) if rules else None


def _somebody(case: Complaint, rule: ActRule, chance: Random) -> Actor:
    role = chance.choice(rule.by if chance.random() < 0.9 else tuple(Role))
    agency = (case.lead or AGENCIES[0]) if role.of_agency else None
    if role.of_agency and rule.agencies is Party.CO_ORDINATING and case.co_ordinating:
        agency = chance.choice(case.co_ordinating)
    return Actor(role, case.procedure.id, agency, f"account-{role}")


def _after(case: Complaint, decided: tuple[Event, ...] | Refusal) -> Complaint:
    return apply_all(case, scheduled(case, decided, _BOOK)) if isinstance(decided, tuple) else case


def _act(case: Complaint, rule: ActRule, chance: Random) -> acts.Act:
    form = acts.FORMS[rule.act]
    said = {one.name: _said(case, rule, one.name, chance) for one in fields(form) if one.name not in _NOT_DRAWN}
    act = form(**said)
    if isinstance(act, acts.File) and act.secret and act.routed_to and case.procedure.continuation:
        return replace(act, continues="XX-2026-000008", kept=act.test)
    return act


def _expected(rule: ActRule) -> tuple[Any, ...]:
    days = tuple((START + timedelta(days=days)).date() for days in (1, 20, 200))
    if rule.act is not ActKind.SUBMIT_RESULT:
        return days
    return (*(None,) * 6, days[0]) if rule.commits else (None,)


def _said(case: Complaint, rule: ActRule, name: str, chance: Random) -> Any:
    procedure = case.procedure
    choices: dict[str, tuple[Any, ...]] = {
        "channel": tuple(channel.id for channel in procedure.channels),
        "field": (None, *(field.id for field in procedure.fields)),
        "urgency": (None, *Urgency),
        "ground": tuple(ground.id for ground in procedure.grounds(rule.act)) or ("none",),
        "rating": tuple(rating.id for rating in procedure.ratings) or ("none",),
        "lead": (None, *AGENCIES) if rule.act in _MAY_NAME_NOBODY else AGENCIES if rule.names_agency else (None,),
        "routed_to": (None, AGENCIES[0]),
        "co_ordinating": ((AGENCIES[1],), (AGENCIES[2],)) if rule.act is ActKind.INVOLVE else ((), (), AGENCIES[1:]),
        "holds": (tuple(need.id for need in procedure.requirements),),
        "place": (None,),
        "secret": (False, False, True),
        "test": (False, True),
        "expected": _expected(rule),
        "handled_on": (procedure.authority.local_date(case.moments.get("filed", START)),),
        "images": ((), ("one",)),
        "no_images": (False, True),
        "paper_number": (acts.NOTHING_WRITTEN,),
        "paper_date": (None,),
        "paper_sender": (acts.NOTHING_WRITTEN,),
        "agency_limit": (None, Amount.parse("2 wd")),
        "officer": ("one", "other"),
        "agency": (case.co_ordinating or AGENCIES) if rule.act is ActKind.SET_PART_DAY else (None,),
        "into": ("XX-2026-000009",),
        "duplicate_of": ("XX-2026-000009",),
        "edited": (acts.NOTHING_WRITTEN,) if not rule.edits else (acts.Sealed("Sửa lại"),),
    }
    return chance.choice(choices.get(name, (acts.Sealed("Đã ghi"),)))
