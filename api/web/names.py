"""Ids with the names that people know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime
from functools import cache, cached_property, partial
from typing import Protocol

from pydantic import BaseModel

from domain.offices.names import NameHistory, names_at
from domain.offices.office import Agency
from domain.offices.places import Place
from domain.procedure import Named


class AccountNames(Protocol):
    """The record as naming staff needs it; `records.staff.accounts.Accounts` is the real one."""

    def names(self, account_ids: frozenset[str]) -> Mapping[str, NameHistory]:
        """Return the names of these accounts over time, by id."""
        ...


class KeptAgencies(Protocol):
    """The record as naming agencies needs it; `records.offices.repository.Offices` is the real one."""

    def agencies(self, authority: str) -> tuple[Agency, ...]:
        """Return the agencies of an authority, inactive ones included."""
        ...

    def agency_names(self, authority: str) -> Mapping[str, NameHistory]:
        """Return the names of an authority's agencies over time, by agency."""
        ...


class Name(BaseModel):
    """Một mã và tên của nó."""

    id: str
    name: str


def named(listed: Iterable[Named], wanted: str | None) -> Name | None:
    """Return the id with the name that a procedure lists for it; an id that it no longer lists stands for its own name."""
    if wanted is None:
        return None
    return Name(id=wanted, name=next((one.name for one in listed if one.id == wanted), wanted))


class KeptPlaces(Protocol):
    """The record as naming places needs it; `records.offices.repository.Offices` is the real one."""

    def places(self, authority: str) -> tuple[Place, ...]:
        """Return the administrative units of an authority."""
        ...


class People:
    """Names of staff, read at once: those that they have now, and those that they had. Only staff may see them."""

    def __init__(self, accounts: AccountNames, wanted: Iterable[str | None]) -> None:
        ids = frozenset(each for each in wanted if each)
        self._histories: Mapping[str, NameHistory] = accounts.names(ids) if ids else {}
        self._names = names_at(self._histories, None)

    def at(self, at: datetime) -> People:
        """Return the same people with the names that they had at an instant."""
        then = copy(self)
        then._names = names_at(self._histories, at)
        return then

    def name(self, account: str) -> Name:
        """Return an account with its name; an unknown id stands for its own name."""
        return Name(id=account, name=self._names.get(account, account))


class Agencies:
    """Names of one authority's agencies, read at once: those that they have now. Those that they had are read where needed."""

    def __init__(self, offices: KeptAgencies, authority: str) -> None:
        known = offices.agencies(authority)
        self._renamed = cache(partial(_renamed, offices, authority))
        self._names = {agency.id: agency.name for agency in known}
        self._active = {agency.id for agency in known if agency.in_use}

    def at(self, at: datetime) -> Agencies:
        """Return the same agencies with the names that they had at an instant."""
        then = copy(self)
        then._names = self._names | names_at(self._renamed(), at)
        return then

    def of_case(self, over_since: datetime | None) -> Agencies:
        """Return the agencies with the names that a case shows: those of its end once it has ended, the present ones before."""
        return self if over_since is None else self.at(over_since)

    def __contains__(self, agency: str) -> bool:
        """Return whether cases can be sent to this agency."""
        return agency in self._active

    def name(self, agency: str) -> Name:
        """Return an agency with its name; an unknown id stands for its own name."""
        return Name(id=agency, name=self._names.get(agency, agency))

    @property
    def by_id(self) -> Mapping[str, str]:
        """The names by id, those of agencies that are no longer active among them."""
        return self._names

    def names(self, agencies: Iterable[str]) -> list[Name]:
        """Return agencies with their names."""
        return [self.name(agency) for agency in agencies]


def _renamed(offices: KeptAgencies, authority: str) -> dict[str, NameHistory]:
    return {agency: history for agency, history in offices.agency_names(authority).items() if len(history) > 1}


class Places:
    """Names of one authority's administrative units, read when the first is asked for."""

    def __init__(self, offices: KeptPlaces, authority: str) -> None:
        self._offices = offices
        self._authority = authority

    def name(self, place: str) -> Name:
        """Return a unit with its name; an unknown id stands for its own name."""
        return Name(id=place, name=self._names.get(place, place))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {place.id: place.name for place in self._offices.places(self._authority)}
