"""Figures within the borders that an authority had before another one joined it."""

from __future__ import annotations

from typing import Protocol

from api.web.problems.problem import wrong_field
from domain.offices.places import Place, present_units
from domain.procedure import Procedure
from procedures import all_procedures
from records.figures.borders import Borders


class OfficesInTime(Protocol):
    """The record as this needs it; `records.offices.repository.Offices` is the real one."""

    def joined(self, authority: str) -> tuple[str, ...]:
        """Return the authorities that have joined this one."""
        ...

    def places(self, authority: str) -> tuple[Place, ...]:
        """Return the administrative units of an authority."""
        ...


def borders_offered(offices: OfficesInTime, authority: str) -> list[tuple[str, str]]:
    """Return the earlier borders by which figures of an authority can be read, each with its name: its own ones and those of
    each authority that has joined it. There are none where none has."""
    joined = offices.joined(authority)
    return [(each, name_of(each)) for each in (authority, *joined)] if joined else []


def borders_of(offices: OfficesInTime, authority: str, asked: str | None) -> Borders | None:
    """Return the borders that were asked for, None for the present ones.

    Raises:
        Problem: the authority never had these borders.
    """
    if not asked:
        return None
    joined = offices.joined(authority)
    if asked not in (authority, *joined) or not joined:
        raise wrong_field("borders", "Địa phương chưa từng có địa giới này; hãy chọn trong danh sách, hoặc bỏ trống.")
    former = joined if asked == authority else (asked, *offices.joined(asked))
    places = tuple(sorted(_within(offices, authority, former)))
    return Borders(asked, former, places, inside=asked != authority)


def former_texts(offices: OfficesInTime, authority: str) -> tuple[Procedure, ...]:
    """Return the procedures of the authorities that have joined this one."""
    return tuple(all_procedures()[each] for each in offices.joined(authority) if each in all_procedures())


def name_of(authority: str) -> str:
    """Return the name of an authority; one whose text is no longer here stands for its own name."""
    procedure = all_procedures().get(authority)
    return procedure.authority.name if procedure else authority


def _within(offices: OfficesInTime, authority: str, former: tuple[str, ...]) -> set[str]:
    """Return the places within the borders of these authorities, and those that their land belongs to today."""
    today = offices.places(authority)
    theirs = {place.id for each in former for place in offices.places(each)}
    return theirs | {unit.id for place in theirs for unit in present_units(place, today)}
