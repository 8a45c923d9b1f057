"""The days on which an entry of an office holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Dated:
    """An entry that holds from the day `valid_from` up to the day `valid_to`, on which it no longer does; None is no bound.

    `holds` tells whether today is such a day. The record sets it when it reads an office.
    """

    valid_from: date | None = None
    valid_to: date | None = None
    holds: bool = True


def holds_on(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Tell whether an entry of these days holds on a day."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)


def overlap(one: Dated, other: Dated) -> bool:
    """Tell whether there is a day on which both entries hold."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first < min(one.valid_to or date.max, other.valid_to or date.max)
