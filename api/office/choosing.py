"""Choose among an office's agencies and places: only those that are active are offered."""

from __future__ import annotations

from typing import Protocol

from api.web.problems.kinds import UNKNOWN_PROCEDURE
from api.web.problems.problem import Problem
from domain.offices.office import Agency
from domain.offices.places import Place
from procedures import all_procedures
from procedures.wards import finder_of


class AgenciesListed(Protocol):
    """The agencies of every authority; `records.offices.repository.Offices` is the real one, here and below."""

    def agencies(self, authority: str) -> tuple[Agency, ...]: ...


class PlacesListed(Protocol):
    """The places of every authority."""

    def places(self, authority: str) -> tuple[Place, ...]: ...


def agencies_to_choose(offices: AgenciesListed, authority: str | None) -> list[Agency]:
    """Return the agencies of an authority, or of every authority for None, that cases can be sent to."""
    authorities = [authority] if authority else list(all_procedures())
    return [agency for each in authorities for agency in offices.agencies(each) if agency.in_use]


def places_to_choose(offices: PlacesListed, procedure_id: str, address: str = "") -> list[Place]:
    """Return the places that a report under this procedure may name, by id. With an address, only those that it may mean.

    Raises:
        Problem: there is no such procedure.
    """
    if procedure_id not in all_procedures():
        raise Problem(UNKNOWN_PROCEDURE)
    places = tuple(offices.places(procedure_id))
    return list(finder_of(places)(address)) if address else [place for place in places if place.in_use]
