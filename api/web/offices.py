"""An authority's office as the front works with it: its procedure with the fields it has added, and where cases are routed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol

from calendars import VIETNAM
from domain.offices.fields import with_own_fields
from domain.offices.office import Agency, OwnField
from domain.offices.places import Place, present_units, surroundings
from domain.offices.reorganisation import Reorganisation
from domain.offices.routing import Route, RoutingRule, route
from domain.offices.succession import Successions
from domain.procedure import Procedure
from domain.time.amounts import Amount
from procedures import all_procedures, procedure_in_force, versions_of


class RoutingOffices(Protocol):
    """The record as routing needs it; `records.offices.repository.Offices` is the real one."""

    def agencies(self, authority: str) -> tuple[Agency, ...]:
        """Return the agencies of an authority, inactive ones included."""
        ...

    def places(self, authority: str) -> tuple[Place, ...]:
        """Return the administrative units of an authority."""
        ...

    def routing_rules(self, authority: str) -> tuple[RoutingRule, ...]:
        """Return the routing rules of an authority."""
        ...

    def succeeded(self, authority: str) -> Successions:
        """Return the successions of its agencies that have come."""
        ...

    def going_over(self, authority: str) -> Reorganisation | None:
        """Return the latest reorganisation that has come by which open cases go over to another text."""
        ...


class OwnFields(Protocol):
    """The record as the procedures in force need it; `records.offices.repository.Offices` is the real one."""

    def own_fields(self, authority: str) -> tuple[OwnField, ...]:
        """Return the fields of work that an authority has added or changed."""
        ...


class ProceduresInForce:
    """The procedures of all authorities, with the fields that an admin has changed.

    A procedure stays one and the same object as long as nothing changes: it is large, and every report digests it.
    """

    def __init__(self, offices: OwnFields) -> None:
        self._offices = offices
        self._made: dict[tuple[str, date], tuple[tuple[OwnField, ...], Procedure]] = {}

    def today(self, procedure_id: str) -> Procedure | None:
        """Return the procedure by which an authority works today, also after it has ended; None for an unknown id."""
        procedure = all_procedures().get(procedure_id)
        return self._with_own_fields(procedure) if procedure else None

    def on(self, procedure_id: str, day: date) -> Procedure:
        """Return the procedure in force on a day. Raises NoProcedure."""
        return self._with_own_fields(procedure_in_force(procedure_id, day))

    def field_names(self, procedure_id: str) -> dict[str, str]:
        """Return the names of an authority's fields of work by id: those of every version of its procedure, and those no longer
        offered. Where two versions name one field, the later name counts."""
        procedure = self.today(procedure_id)
        listed = [field for version in versions_of(procedure_id) for field in version.fields]
        own = {field.id: field.name for field in self._offices.own_fields(procedure_id)}
        return (
            {field.id: field.name for field in listed}
            | own
            | {field.id: field.name for field in (procedure.fields if procedure else ())}
        )

    def _with_own_fields(self, procedure: Procedure) -> Procedure:
        own, key = self._offices.own_fields(procedure.id), (procedure.id, procedure.valid_from)
        if key not in self._made or self._made[key][0] != own:
            self._made[key] = (own, with_own_fields(procedure, own))
        return self._made[key][1]


def zone_of(authority: str) -> str:
    """Return the time zone of an authority."""
    procedure = all_procedures().get(authority)
    return procedure.authority.time_zone if procedure else VIETNAM.key


def own_limit(offices: RoutingOffices, authority: str, agency: str | None) -> Amount | None:
    """Return the agency's own limit, None where it has none."""
    if agency is None:
        return None
    return next((each.own_limit for each in offices.agencies(authority) if each.id == agency), None)


def routed(offices: RoutingOffices, authority: str, field: str | None, place: str | None) -> Route | None:
    """Return the agency to which the authority's rules send a case of this field and place, None where no rule fits.

    A rule that names an agency which has ended sends to its heir. A rule for a place that is no longer used does not apply.
    """
    places, ended = offices.places(authority), offices.succeeded(authority)
    around, used = _around(place, places), {None, *(each.id for each in places if each.in_use)}
    agencies = {agency.id for agency in offices.agencies(authority) if agency.in_use}
    present = (replace(each, agency=ended.now(each.agency, field, around)) for each in offices.routing_rules(authority))
    return route((each for each in present if each.agency in agencies and each.place in used), field, around)


def _around(place: str | None, places: tuple[Place, ...]) -> tuple[str, ...]:
    """Return a place with the units around it, the smallest first, and then the one that its land belongs to today."""
    now = present_units(place, places) if place else ()
    today = surroundings(now[0].id, places) if len(now) == 1 else ()
    return tuple(dict.fromkeys((*surroundings(place, places), *today)))


def answered_now_by(
    offices: RoutingOffices, authority: str, agency: str | None, field: str | None, place: str | None
) -> str | None:
    """Return the agency that goes on with what another one answered: itself or its heir, None where neither is in use."""
    if agency is None:
        return None
    around = surroundings(place, offices.places(authority))
    now = offices.succeeded(authority).now(agency, field, around)
    return now if any(each.id == now and each.in_use for each in offices.agencies(authority)) else None
