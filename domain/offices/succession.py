"""The succession of agencies: on a day an agency ends, and what it had goes to its heirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.offices.places import Place, present_units, surroundings
from domain.offices.routing import RoutingRule, route


@dataclass(frozen=True)
class Heir:
    """The agency that goes on with the cases of a field in a place; None is any."""

    agency: str
    field: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Succession:
    """The end of an agency on `day`, by an official decision, and who goes on with its work from that day on.

    `decision` names the act, `decided_by` who decided. `heir` gets what no entry of `by_part` is for, and the people of the
    agency. An agency that joins another has that one as its heir, and one that is divided has further ones in `by_part`.
    `total` counts the cases that waited to be moved when the day had come, None before.
    """

    id: str
    authority: str
    agency: str
    day: date
    decision: str
    decided_by: str
    heir: str
    by_part: tuple[Heir, ...] = ()
    entered_by: str | None = None
    entered_at: datetime | None = None
    withdrawn_at: datetime | None = None
    total: int | None = None
    carried_out_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """True unless it was withdrawn."""
        return self.withdrawn_at is None

    @property
    def heirs(self) -> tuple[str, ...]:
        """All agencies that go on with something, the one for the rest first."""
        return tuple(dict.fromkeys((self.heir, *(each.agency for each in self.by_part))))

    def has_come(self, today: date) -> bool:
        """Tell whether the agency has ended by this day."""
        return self.stands and self.day <= today

    def heir_of(self, field: str | None, places: Sequence[str]) -> str:
        """Return who goes on with a case of this field, at a place with the units around it, the smallest first. The most
        specific entry wins, as among routing rules."""
        parts = [
            RoutingRule(str(number), each.agency, "", each.field, each.place)
            for number, each in enumerate(self.by_part)
        ]
        found = route(parts, field, places)
        return found.agency if found else self.heir


def heirs_by_ward(agency: str, places: Sequence[Place], rules: Sequence[RoutingRule]) -> tuple[Heir, ...]:
    """Return who goes on with the cases of `agency` at each place that the rules gave to it, and at the wards of today there: the
    agency that the rules name for the present wards which the place's land belongs to. A place whose wards have several such
    agencies, or none, is for the heir of the rest."""
    known = tuple(places)
    given = {rule.place for rule in rules if rule.agency == agency and rule.place}
    former = [each for each in known if given.intersection(surroundings(each.id, known))]
    present = dict.fromkeys(ward.id for each in former for ward in present_units(each.id, known))
    for_places = [each for each in rules if each.in_use and each.place and not each.field and each.agency != agency]
    heirs = []
    for place in dict.fromkeys((*(each.id for each in former), *present)):
        routed = (route(for_places, None, surroundings(ward.id, known)) for ward in present_units(place, known))
        found = {rule.agency if rule else None for rule in routed}
        if len(found) == 1 and (heir := found.pop()) is not None:
            heirs.append(Heir(heir, place=place))
    return tuple(heirs)


class Successions:
    """The successions of one authority that have come by a day."""

    def __init__(self, known: Iterable[Succession], today: date) -> None:
        self._of = {each.agency: each for each in known if each.has_come(today)}

    def of(self, agency: str | None) -> Succession | None:
        """Return the succession by which an agency has ended, None for one that goes on."""
        return self._of.get(agency or "")

    def now(self, agency: str, field: str | None = None, places: Sequence[str] = ()) -> str:
        """Return who has the work of an agency now, for a case of this field at this place: itself while it goes on, or else its
        heir, or the heir of that one."""
        seen = {agency}
        while (ended := self._of.get(agency)) and (heir := ended.heir_of(field, places)) not in seen:
            agency = heir
            seen.add(agency)
        return agency


def goes_round(successions: Iterable[Succession]) -> bool:
    """Tell whether some agency would have itself as an heir, through however many others."""
    heirs = {each.agency: each.heirs for each in successions if each.stands}

    def reaches(agency: str, wanted: str, seen: frozenset[str]) -> bool:
        further = [each for each in heirs.get(agency, ()) if each not in seen]
        return wanted in heirs.get(agency, ()) or any(reaches(each, wanted, seen | {each}) for each in further)

    return any(reaches(agency, agency, frozenset()) for agency in heirs)
