"""What changes an office: an admin, or the file it starts with. Each call is one transaction and notes what it changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from records import tables
from records.engine import transaction
from records.errors import RoutedAlready
from records.offices import tables as office_tables
from records.offices.changes import hold, keep, listed
from records.rows import Change, Subject

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from domain.office import Agency, Office, OwnField
    from domain.places import Place
    from domain.routing import RoutingRule


class OfficeRecords:
    """The writing side of offices. Each method gives whether what it kept is new; kept again as it is, it changes nothing."""

    _engine: Engine

    def load_office(self, office: Office, *, at: datetime) -> None:
        """Keep what the office's file lists, but for what an admin has changed since."""
        change, authority = Change(None, at), office.authority
        places = sorted(office.places, key=lambda place: place.parent is not None)
        with transaction(self._engine) as session:
            hold(session)
            keep(session, tables.Agency, Subject.AGENCY, authority, map(_agency, office.agencies), change)
            keep(session, office_tables.Place, Subject.PLACE, authority, map(_plain, places), change)
            rules = [rule for rule in office.routing if _other(session, authority, rule) is None]
            keep(session, office_tables.RoutingRule, Subject.ROUTING_RULE, authority, map(_plain, rules), change)

    def keep_agency(self, agency: Agency, change: Change) -> bool:
        """Add an agency, or change its name, its own limit or whether it is active."""
        with transaction(self._engine) as session:
            hold(session)
            return bool(keep(session, tables.Agency, Subject.AGENCY, agency.authority, [_agency(agency)], change))

    def keep_place(self, authority: str, place: Place, change: Change) -> bool:
        """Add or change a place. Its parent is there already."""
        with transaction(self._engine) as session:
            hold(session)
            return bool(keep(session, office_tables.Place, Subject.PLACE, authority, [_plain(place)], change))

    def keep_field(self, authority: str, field: OwnField, change: Change) -> bool:
        """Add or change a field of work that the regulation leaves to the authority."""
        with transaction(self._engine) as session:
            hold(session)
            return bool(keep(session, office_tables.OwnField, Subject.FIELD, authority, [_plain(field)], change))

    def keep_routing_rule(self, authority: str, rule: RoutingRule, change: Change) -> bool:
        """Add or change a routing rule. Its agency and its place are there already.

        Raises:
            RoutedAlready: another active rule is for the same field and place.
        """
        with transaction(self._engine) as session:
            hold(session)
            if other := _other(session, authority, rule):
                raise RoutedAlready(other)
            kept = keep(session, office_tables.RoutingRule, Subject.ROUTING_RULE, authority, [_plain(rule)], change)
            return bool(kept)


def _other(session: Session, authority: str, rule: RoutingRule) -> str | None:
    """Another active rule for the same cases."""
    rules = listed(session, office_tables.RoutingRule, authority).values()
    same = (
        each.id
        for each in rules
        if each.active and rule.active and each.id != rule.id and (each.field, each.place) == (rule.field, rule.place)
    )
    return next(same, None)


def _agency(agency: Agency) -> dict[str, Any]:
    own_limit = str(agency.own_limit) if agency.own_limit else None
    return {"id": agency.id, "name": agency.name, "active": agency.active, "own_limit": own_limit}


def _plain(entry: Place | RoutingRule | OwnField) -> dict[str, Any]:
    return asdict(entry)
