"""Loads the wards of a province from the official list into an office, in one step."""

from __future__ import annotations

from dataclasses import dataclass

from api.web.problems.problem import wrong_field
from domain.offices.office import Agency
from domain.offices.places import Place
from procedures.wards import WardChanges, changes_by, province_called, provinces_of_the_country
from records.offices.repository import Offices
from records.offices.rows import ChangedBy

PROVINCE = "tinh"
"""The field of the form that names the province."""


@dataclass(frozen=True)
class WardPlan:
    """The outcome of loading a province's wards. `stopped` are the routing rules in use that name a unit which ends by it."""

    province: str
    name: str
    changes: WardChanges
    stopped: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """True where everything is loaded already."""
        return not self.changes.to_keep


def plan(offices: Offices, authority: str, written: str) -> WardPlan:
    """Return what loading the wards of a province, by its code or its name, would change in an office.

    Raises:
        Problem: there is no such province.
    """
    province = province_called(written)
    if province is None:
        raise wrong_field(PROVINCE, "Không có tỉnh, thành phố này; hãy chọn trong danh sách, hoặc ghi mã như “56”.")
    changes = changes_by(offices.places(authority), province)
    ended = {each.id for each in changes.ended}
    stopped = tuple(each.id for each in offices.routing_rules(authority) if each.in_use and each.place in ended)
    return WardPlan(province, provinces_of_the_country()[province], changes, stopped)


def load_wards(offices: Offices, authority: str, planned: WardPlan, change: ChangedBy) -> None:
    """Keep what a plan changes, in one transaction. Done again it changes nothing."""
    offices.keep_all(authority, change, places=planned.changes.to_keep)


def some_names(entries: tuple[Place | Agency, ...], most: int = 12) -> str:
    """Return the names of places or agencies for a sentence, the first ones of many."""
    names = ", ".join(each.name for each in entries[:most])
    return f"{names}, …" if len(entries) > most else names
