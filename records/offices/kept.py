"""Offices as they stand in the database, read again when something of one has changed: every line of every list names parts
of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, func, select

from domain.amounts import Amount
from domain.office import Agency, OwnField
from domain.places import Place, PlaceKind
from domain.routing import RoutingRule
from domain.words import Urgency
from records.engine import transaction
from records.offices import tables
from records.offices.changes import listed
from records.offices.standing_still import seen

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True)
class Office:
    """All that an authority's office is made of, each by id; `latest_change` is the number of the last one."""

    latest_change: int | None
    agencies: tuple[Agency, ...]
    places: tuple[Place, ...]
    routing_rules: tuple[RoutingRule, ...]
    own_fields: tuple[OwnField, ...]


class KeptOffices:
    """Reads offices. Whoever changes one notes it in the same transaction, and one change follows another; so an office is as
    it was read for as long as its latest change is the same."""

    def __init__(self) -> None:
        self._kept: dict[str, Office] = {}

    def read(self, engine: Engine, authority: str) -> Office:
        """The office now, or as this request saw it before."""
        looked_at, key = seen(), (id(self), authority)
        if key not in looked_at:
            with transaction(engine) as session:
                looked_at[key] = self._now(session, authority)
        office: Office = looked_at[key]
        return office

    def _now(self, session: Session, authority: str) -> Office:
        change = tables.OfficeChange
        # Before the office itself: what changes meanwhile is then read again the next time.
        latest = session.exec(select(func.max(change.id)).where(col(change.authority) == authority)).one()
        kept = self._kept.get(authority)
        if kept is None or kept.latest_change != latest:
            kept = _office(session, authority, latest)
            if latest is not None:  # else there is no such authority, and any number of names for none
                self._kept[authority] = kept
        return kept


def _office(session: Session, authority: str, latest_change: int | None) -> Office:
    return Office(
        latest_change,
        agencies=tuple(
            Agency(row.id, row.authority, row.name, row.active, Amount.parse(row.own_limit) if row.own_limit else None)
            for row in listed(session, tables.Agency, authority).values()
        ),
        places=tuple(
            Place(row.id, row.name, PlaceKind(row.kind), row.parent, row.latitude, row.longitude, row.active)
            for row in listed(session, tables.Place, authority).values()
        ),
        routing_rules=tuple(
            RoutingRule(row.id, row.agency, row.source, row.field, row.place, row.ours, row.active)
            for row in listed(session, tables.RoutingRule, authority).values()
        ),
        own_fields=tuple(
            OwnField(row.id, row.name, Urgency(row.urgency), row.source, row.active, row.like)
            for row in listed(session, tables.OwnField, authority).values()
        ),
    )
