"""Caches offices: each line of each list names parts of one, so an office is read anew only after it has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from domain.offices.answers import TEXT_OF_ACT, AnswerTemplate
from domain.offices.names import NameHistory
from domain.offices.office import Agency, OwnField
from domain.offices.places import Place, PlaceKind
from domain.offices.reorganisation import Reorganisation
from domain.offices.routing import RoutingRule
from domain.offices.succession import Succession
from domain.offices.validity import holds_on
from domain.time.amounts import Amount
from domain.time.zones import VIETNAM
from domain.words import ActKind, Urgency
from records.engine import driver, read
from records.later_words import word_in
from records.names import agency_names
from records.offices import tables
from records.offices.changes import listed
from records.offices.reorganisation_rows import reorganisations_of
from records.offices.succession_rows import successions_of

if TYPE_CHECKING:
    from sqlalchemy import Engine

_LATEST_CHANGE = f"""
SELECT max(id), (now() AT TIME ZONE '{VIETNAM.key}')::date FROM office_changes WHERE authority = %s
"""  # noqa: S608 - the zone is a constant
_read: ContextVar[dict[tuple[int, str], Any] | None] = ContextVar("offices_read", default=None)


@contextmanager
def offices_read_once() -> Iterator[None]:
    """Read each office at most once within the block. A request that only reads then sees one state of an office. A block
    within another goes on with what that one has read."""
    if _read.get() is not None:
        yield
        return
    before = _read.set({})
    try:
        yield
    finally:
        _read.reset(before)


@dataclass(frozen=True)
class StoredOffice:
    """All parts of an authority's office, each sorted by id, and the names of its agencies over time.

    `latest_change` is the number of the latest change, `day` the local day for which the office was read. `successions` and
    `reorganisations` are those that were not withdrawn, by day. `joined` are the authorities that have joined this one.
    """

    latest_change: int | None
    day: date
    agencies: tuple[Agency, ...]
    places: tuple[Place, ...]
    routing_rules: tuple[RoutingRule, ...]
    own_fields: tuple[OwnField, ...]
    answers: tuple[AnswerTemplate, ...]
    agency_names: Mapping[str, NameHistory]
    successions: tuple[Succession, ...] = ()
    reorganisations: tuple[Reorganisation, ...] = ()
    joined: tuple[str, ...] = ()


class OfficeCache:
    """Reads offices through a cache.

    Every change of an office is noted in the transaction that makes it, and changes follow one another. A cached office is
    therefore valid until the end of the local day, as long as the number of its latest change is the same.
    """

    def __init__(self) -> None:
        self._cached: dict[str, StoredOffice] = {}

    def read(self, engine: Engine, authority: str) -> StoredOffice:
        """Return the office as it is now, or as `offices_read_once` saw it before in this block."""
        found = _read.get()
        known, key = {} if found is None else found, (id(self), authority)
        if key not in known:
            with read(engine) as session:
                known[key] = self._now(session, authority)
        office: StoredOffice = known[key]
        return office

    def _now(self, session: Session, authority: str) -> StoredOffice:
        # Read before the office itself: a change that comes in between then makes the next call read the office again.
        found = driver(session).execute(_LATEST_CHANGE, (authority,)).fetchone()
        latest, day = found or (None, date.min)
        cached = self._cached.get(authority)
        if cached is None or (cached.latest_change, cached.day) != (latest, day):
            cached = _office(session, authority, latest, day)
            if (
                latest is not None
            ):  # None means that the authority does not exist; any number of made-up names could come.
                self._cached[authority] = cached
        return cached


def _office(session: Session, authority: str, latest_change: int | None, day: date) -> StoredOffice:
    successions = successions_of(session, authority)
    ended = {each.agency: each.day for each in successions if each.has_come(day)}
    return StoredOffice(
        latest_change,
        day,
        agencies=tuple(
            Agency(
                row.id,
                row.authority,
                row.name,
                row.active,
                Amount.parse(row.own_limit) if row.own_limit else None,
                row.symbol,
                ended.get(row.id),
                row.next_name,
                row.next_symbol,
                row.renamed_on,
                valid_from=row.valid_from,
                holds=holds_on(day, row.valid_from, None),
            ).on(day)
            for row in listed(session, tables.Agency, authority).values()
        ),
        places=tuple(
            Place(
                row.id,
                row.name,
                PlaceKind(row.kind),
                row.parent,
                row.latitude,
                row.longitude,
                row.active,
                row.code,
                tuple(row.succeeded_by),
                **_days(row, day),
            )
            for row in listed(session, tables.Place, authority).values()
        ),
        routing_rules=tuple(
            RoutingRule(row.id, row.agency, row.source, row.field, row.place, row.ours, row.active, **_days(row, day))
            for row in listed(session, tables.RoutingRule, authority).values()
        ),
        own_fields=tuple(
            OwnField(row.id, row.name, Urgency(row.urgency), row.source, row.active, row.like, **_days(row, day))
            for row in listed(session, tables.OwnField, authority).values()
        ),
        answers=tuple(
            AnswerTemplate(row.id, row.name, act, row.text, row.field, row.active)
            for row in listed(session, tables.AnswerTemplate, authority).values()
            if (act := word_in(ActKind, row.act)) in TEXT_OF_ACT
        ),
        agency_names=agency_names(session, authority),
        successions=successions,
        reorganisations=reorganisations_of(session, authority),
        joined=_joined(session, authority),
    )


def _joined(session: Session, authority: str) -> tuple[str, ...]:
    [(every,)] = driver(session).execute("SELECT authorities_of(%s)", (authority,)).fetchall()
    return tuple(sorted(each for each in every if each != authority))


def _days(row: tables.Place | tables.RoutingRule | tables.OwnField, day: date) -> dict[str, Any]:
    """Return the days on which an entry holds, and whether it holds on this day."""
    days = {"valid_from": row.valid_from, "valid_to": row.valid_to}
    return {**days, "holds": holds_on(day, **days)}
