"""An authority's office as the front works with it: its procedure with the fields it has added, and where a case belongs."""

from __future__ import annotations

from datetime import date

from domain.amounts import Amount
from domain.fields import with_own_fields
from domain.office import OwnField
from domain.places import surroundings
from domain.procedure import Procedure
from domain.routing import Route, route
from procedures import all_procedures, procedure_in_force
from records.offices.repository import Offices


class ProceduresInForce:
    """The procedures with the fields that an admin has changed. One and the same object as long as nothing changes, for a
    regulation is large to digest for every report."""

    def __init__(self, offices: Offices) -> None:
        self._offices = offices
        self._made: dict[tuple[str, date], tuple[tuple[OwnField, ...], Procedure]] = {}

    def today(self, procedure_id: str) -> Procedure | None:
        """The one in force today, None for none."""
        procedure = all_procedures().get(procedure_id)
        return self._with_own_fields(procedure) if procedure else None

    def on(self, procedure_id: str, day: date) -> Procedure:
        """The one in force on a day. Raises NoProcedure."""
        return self._with_own_fields(procedure_in_force(procedure_id, day))

    def field_names(self, procedure_id: str) -> dict[str, str]:
        """What the fields of work of an authority's cases are called, those no longer offered among them."""
        procedure = self.today(procedure_id)
        own = {field.id: field.name for field in self._offices.own_fields(procedure_id)}
        return own | {field.id: field.name for field in (procedure.fields if procedure else ())}

    def _with_own_fields(self, procedure: Procedure) -> Procedure:
        own, key = self._offices.own_fields(procedure.id), (procedure.id, procedure.valid_from)
        if key not in self._made or self._made[key][0] != own:
            self._made[key] = (own, with_own_fields(procedure, own))
        return self._made[key][1]


def own_limit(offices: Offices, authority: str, agency: str | None) -> Amount | None:
    """The agency's own limit, None where it has none."""
    if agency is None:
        return None
    return next((each.own_limit for each in offices.agencies(authority) if each.id == agency), None)


def routed(offices: Offices, authority: str, field: str | None, place: str | None) -> Route | None:
    """Where a case of this field in this place belongs by the authority's rules: to an agency that is active, or None."""
    active = {agency.id for agency in offices.agencies(authority) if agency.active}
    rules = (rule for rule in offices.routing_rules(authority) if rule.agency in active)
    return route(rules, field, surroundings(place, offices.places(authority)))
