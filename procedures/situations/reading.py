"""Reads a situation's file into its steps. An act is read by the names of its own fields."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from domain.actors import REPORTER, Actor
from domain.acts import FORMS, Act, Sealed
from domain.procedure import Procedure
from domain.refusals import RefusalKind
from domain.time.decisions import Decision, Effect, InvalidDecision
from domain.time.zones import VIETNAM
from domain.words import ActKind, Role
from procedures.faults import NoProcedure
from procedures.loading import procedure_in_force
from procedures.reading import toml_fault
from procedures.situations.written import SituationFault, Written

_ACTS: dict[str, Any] = {str(kind): form for kind, form in FORMS.items()}
_OWN_KEYS = ("at", "who", "person", "does", "refused", "decided", "expect")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Step:
    """An entry of a situation: an act of somebody at `at`, or official decisions that arrive, or only time that has
    passed.

    `refused` is the reason for which the act must be refused. `decided_since` is the instant since which decisions hold
    that the case hears of only now. `expect` holds the facts that must be true then, as written.
    """

    key: str
    at: datetime
    by: Actor | None
    act: Act | None
    refused: RefusalKind | None
    decided: tuple[Decision, ...]
    decided_since: datetime | None
    expect: dict[str, Any]


@dataclass(frozen=True)
class Situation:
    """A case under one procedure; the first of its steps files it. `source` cites the articles that it shows."""

    title: str
    source: str
    procedure: Procedure
    steps: tuple[Step, ...]
    written: Written


def read_situation(
    path: Path, *, name: str | None = None, in_force: Callable[[str, date], Procedure] = procedure_in_force
) -> Situation:
    """Read a situation's file; `name` is what faults call it, `in_force` finds procedures by id and day.

    Raises SituationFault, or OSError where there is no file.
    """
    file = name or path.name
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fault = toml_fault(error)
        raise SituationFault(file, fault.key, fault.reason) from None
    # The version in force depends on the day, and the zone of the day on the procedure; every authority's is Vietnam's.
    written = Written(file, VIETNAM)
    written.table("", document, required=("title", "procedure", "source", "filed"), optional=("then",))
    filed = written.table("filed", document["filed"], required=("at",))
    day = written.instant("filed.at", filed["at"]).astimezone(VIETNAM).date()
    try:
        procedure = in_force(written.text("procedure", document["procedure"]), day)
    except NoProcedure as error:
        raise written.fault("procedure", str(error)) from None
    written = Written(file, ZoneInfo(procedure.authority.time_zone))
    return Situation(
        title=written.text("title", document["title"]),
        source=written.text("source", document["source"]),
        procedure=procedure,
        steps=tuple(_steps(written, procedure, filed, document.get("then", []))),
        written=written,
    )


def _steps(written: Written, procedure: Procedure, filed: dict[str, Any], then: object) -> Iterator[Step]:
    filing = {
        "who": str(Role.REPORTER),
        "does": str(ActKind.FILE),
        "channel": procedure.channels[0].id,
        "field": None,
        "secret": False,
        "holds": [need.id for need in procedure.requirements],
    }
    at = written.instant("filed.at", filed["at"])
    yield _step(written, procedure, "filed", filing | filed, at)
    for number, entry in enumerate(written.list("then", then), start=1):
        key = f"then[{number}]"
        table = written.table(key, entry)
        before, at = at, written.instant(f"{key}.at", table["at"]) if "at" in table else at
        if at < before:
            raise written.fault(f"{key}.at", "sớm hơn mục ngay trên")
        yield _step(written, procedure, key, table, at)


def _step(written: Written, procedure: Procedure, key: str, table: dict[str, Any], at: datetime) -> Step:
    fields_of_act = {name: value for name, value in table.items() if name not in _OWN_KEYS}
    by: Actor | None = None
    act: Act | None = None
    if "does" in table:
        by = _actor(written, procedure, f"{key}.who", table.get("who"), table.get("person"))
        act = _act(written, key, table["does"], fields_of_act)
    elif stray := [name for name in table if name in ("who", "person", "refused") or name in fields_of_act]:
        raise written.fault(f"{key}.{stray[0]}", "mục này không có does, nên không ai làm gì")
    elif not {"decided", "expect"} & table.keys():
        raise written.fault(key, "mục này không nói gì: cần does, decided hoặc expect")
    refused, decided = table.get("refused"), table.get("decided")
    return Step(
        key=key,
        at=at,
        by=by,
        act=act,
        refused=None if refused is None else written.one_of(f"{key}.refused", RefusalKind, refused),
        decided=() if decided is None else tuple(_decisions(written, f"{key}.decided", decided)),
        decided_since=_decided_since(written, f"{key}.decided.since", decided, at),
        expect=written.table(f"{key}.expect", table.get("expect", {})),
    )


def _actor(written: Written, procedure: Procedure, key: str, who: object, person: object) -> Actor:
    """Return who acts: a role, held by a person of the same name or, for whom another stands in, by that `person`."""
    if who is None:
        raise written.fault(key, "thiếu khóa này: ai làm?")
    told = written.told(key, who)
    if told.role is Role.REPORTER:
        return replace(REPORTER, report=told.agency)
    if person is None:
        return Actor(told.role, procedure.id, told.agency, account=str(who))
    written.told(key.removesuffix("who") + "person", person)
    return Actor(told.role, procedure.id, told.agency, account=str(person), on_behalf_of=str(who))


def _act(written: Written, key: str, kind: object, given: dict[str, Any]) -> Act:
    made = _ACTS.get(kind) if isinstance(kind, str) else None
    if made is None:
        raise written.fault(f"{key}.does", f"không có thao tác {kind!r}; có: {', '.join(sorted(_ACTS))}")
    names = [field.name for field in fields(made) if field.name != "kind"]
    written.table(key, given, optional=names)
    hints = get_type_hints(made)
    plain = {name: _plain(written, f"{key}.{name}", value, hints[name]) for name, value in given.items()}
    try:
        act: Act = TypeAdapter(made).validate_python(plain)
    except ValidationError as error:
        raise _first_fault(written, key, error) from None
    return act


def _plain(written: Written, key: str, value: Any, hint: Any) -> Any:
    """Return what was written, as the act's type takes it: words are sealed, hours are local."""
    kinds = _kinds(hint)
    if isinstance(value, list):
        return [_plain(written, key, each, hint) for each in value]
    if isinstance(value, dict):
        hints = next((get_type_hints(kind) for kind in kinds if is_dataclass(kind)), {})
        return {name: _plain(written, f"{key}.{name}", each, hints.get(name)) for name, each in value.items()}
    if isinstance(value, str) and Sealed in kinds:
        return Sealed(value)
    if datetime in kinds and isinstance(value, str | datetime):
        return written.instant(key, value)
    return value


def _kinds(hint: Any) -> tuple[Any, ...]:
    """Return the types within a hint: `tuple[str, ...] | None` holds str and None."""
    within = get_args(hint)
    return tuple(kind for each in within for kind in _kinds(each)) if within else (hint,)


def _first_fault(written: Written, key: str, error: ValidationError) -> SituationFault:
    first = error.errors()[0]
    where = ".".join([key, *(str(part) for part in first["loc"])])
    if first["type"] == "missing":
        return written.fault(where, "thiếu khóa này")
    if first["type"] == "enum":
        return written.fault(where, f"{first['input']!r} không phải một trong: {first['ctx']['expected']}")
    return written.fault(where, f"{first['input']!r} không dùng được ở đây ({first['msg']})")


def _decided_since(written: Written, key: str, table: Any, at: datetime) -> datetime | None:
    if table is None or "since" not in table:
        return None
    since = written.instant(key, table["since"])
    if since > at:
        raise written.fault(key, "muộn hơn lúc hồ sơ được báo")
    return since


def _decisions(written: Written, key: str, table: object) -> Iterator[Decision]:
    decided = written.table(key, table, required=("act", "why"), optional=("off", "worked", "hours_of", "since"))
    act, why = written.text(f"{key}.act", decided["act"]), written.text(f"{key}.why", decided["why"])
    hours_of = decided.get("hours_of")
    if hours_of is not None and hours_of not in _WEEKDAYS:
        raise written.fault(f"{key}.hours_of", f"{hours_of!r} không phải một trong: {', '.join(_WEEKDAYS)}")
    for effect in Effect:
        for day in written.list(f"{key}.{effect}", decided.get(effect, [])):
            if type(day) is not date:
                raise written.fault(f"{key}.{effect}", f"{day!r} không phải một ngày viết như 2026-12-01")
            hours = _WEEKDAYS.index(hours_of) if hours_of and effect is Effect.WORKED else None
            try:
                yield Decision(day, effect, act, why, hours_of=hours)
            except InvalidDecision as error:
                raise written.fault(key, str(error)) from None
