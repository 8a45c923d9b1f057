"""Ids with the names that people know them by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from domain.procedure import Named
from records.offices.offices import Offices
from records.staff.accounts import Accounts


class Name(BaseModel):
    """Một mã và tên của nó."""

    id: str
    name: str


def named(listed: Iterable[Named], wanted: str | None) -> Name | None:
    """What a procedure lists under this id; an id that it no longer lists names itself."""
    if wanted is None:
        return None
    return Name(id=wanted, name=next((one.name for one in listed if one.id == wanted), wanted))


class People:
    """Members of staff by name, read at once. Only staff are told who they are."""

    def __init__(self, accounts: Accounts, wanted: Iterable[str | None]) -> None:
        ids = frozenset(each for each in wanted if each)
        self._names = accounts.display_names(ids) if ids else {}

    def name(self, account: str) -> Name:
        """An account with its name; one that is gone names itself."""
        return Name(id=account, name=self._names.get(account, account))


class Agencies:
    """The agencies of one authority by name, read at once."""

    def __init__(self, offices: Offices, authority: str) -> None:
        known = offices.agencies(authority)
        self._names = {agency.id: agency.name for agency in known}
        self._active = {agency.id for agency in known if agency.active}

    def __contains__(self, agency: str) -> bool:
        """Whether cases can be sent to it."""
        return agency in self._active

    def name(self, agency: str) -> Name:
        """An agency with its name; one that is gone names itself."""
        return Name(id=agency, name=self._names.get(agency, agency))

    @property
    def by_id(self) -> Mapping[str, str]:
        """The names by id, those of agencies that are no longer active among them."""
        return self._names

    def names(self, agencies: Iterable[str]) -> list[Name]:
        """Agencies with their names."""
        return [self.name(agency) for agency in agencies]
