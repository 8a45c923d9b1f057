"""Which agency a case belongs to, by its field of work and its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RoutingRule:
    """Cases of this field in this place go to this agency; None is any. `source` is the article or the decision behind it,
    `ours` marks what the text leaves open. One that is no longer `active` routes nothing."""

    id: str
    agency: str
    source: str
    field: str | None = None
    place: str | None = None
    ours: bool = False
    active: bool = True


@dataclass(frozen=True)
class Route:
    """Where a case belongs, by which rule, resting on what."""

    agency: str
    rule: str
    source: str
    ours: bool


def route(rules: Iterable[RoutingRule], field: str | None, places: Sequence[str]) -> Route | None:
    """Where a case of this field belongs, in a place given with what it lies in, the smallest first. None where no rule says.

    The most specific rule wins: one for the field in the place, then one for the field anywhere, then one for the place
    whatever the field, then one for all. Of two places the smaller is the more specific.
    """
    fitting = [rule for rule in rules if rule.active and _fits(rule, field, places)]
    best = min(fitting, key=lambda rule: _rank(rule, places), default=None)
    return Route(best.agency, best.id, best.source, best.ours) if best else None


def _fits(rule: RoutingRule, field: str | None, places: Sequence[str]) -> bool:
    return rule.field in (None, field) and (rule.place is None or rule.place in places)


def _rank(rule: RoutingRule, places: Sequence[str]) -> tuple[bool, int, str]:
    """The lower, the more specific; the id last, so that the answer never depends on the rules' order."""
    return rule.field is None, len(places) if rule.place is None else places.index(rule.place), rule.id
