"""The agency that a case belongs to, by its field of work and its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.offices.validity import Dated


@dataclass(frozen=True)
class RoutingRule(Dated):
    """Cases of this field in this place go to this agency; None is any. `source` is the article or the decision behind it,
    `ours` marks a rule that the text leaves open. A rule that is no longer `active` routes nothing."""

    id: str
    agency: str
    source: str
    field: str | None = None
    place: str | None = None
    ours: bool = False
    active: bool = True

    @property
    def in_use(self) -> bool:
        """True if it routes cases today."""
        return self.active and self.holds


@dataclass(frozen=True)
class Route:
    """The agency that a case belongs to, by which rule, on which source."""

    agency: str
    rule: str
    source: str
    ours: bool


def route(rules: Iterable[RoutingRule], field: str | None, places: Sequence[str]) -> Route | None:
    """Return where a case belongs, by its field and by its place with the units around it, the smallest first. None where no
    rule fits.

    The most specific rule wins: for the field in the place, then for the field anywhere, then for the place with any field,
    then for all cases. Of two places the smaller is the more specific.
    """
    fitting = [rule for rule in rules if rule.in_use and _fits(rule, field, places)]
    best = min(fitting, key=lambda rule: _rank(rule, places), default=None)
    return Route(best.agency, best.id, best.source, best.ours) if best else None


def _fits(rule: RoutingRule, field: str | None, places: Sequence[str]) -> bool:
    return rule.field in (None, field) and (rule.place is None or rule.place in places)


def _rank(rule: RoutingRule, places: Sequence[str]) -> tuple[bool, int, str]:
    """Return a rank that is lower for a more specific rule. The id comes last, so that the order of the rules never matters."""
    return rule.field is None, len(places) if rule.place is None else places.index(rule.place), rule.id
