"""Amounts of time as the law writes them: `0.5 wd`, `1 wh`, `2 h`, `30 min`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """The four units of the regulations. `wd` and `wh` run only while offices are open, `h` and `min` day and night."""

    WORKING_DAY = "wd"
    WORKING_HOUR = "wh"
    HOUR = "h"
    MINUTE = "min"

    @property
    def is_working(self) -> bool:
        """True if the unit counts working time only."""
        return self in (Unit.WORKING_DAY, Unit.WORKING_HOUR)


class Counting(StrEnum):
    """The ways to count a working day: from the moment itself, or by whole days (Civil Code 2015, Art. 147-148)."""

    ROLLING = "rolling"
    WHOLE_DAY = "whole_day"


class ImpossibleAmount(ValueError):
    """The text is not an amount of time that a regulation could state."""


_WRITTEN = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,2})?) (wd|wh|h|min)")

LONGEST = {Unit.WORKING_DAY: 500, Unit.WORKING_HOUR: 4000, Unit.HOUR: 9999, Unit.MINUTE: 9999}
"""The longest amount in each unit, ours: about two years of work. No text states one that is longer than weeks."""


@dataclass(frozen=True)
class Amount:
    """An amount of time in one unit. Working days come in whole and half days only.

    Raises:
        ImpossibleAmount: a negative amount, one beyond the longest, or a part of a working day other than a half.
    """

    value: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ImpossibleAmount(f"{self.value} {self.unit}: an amount of time cannot be negative")
        if self.value > LONGEST[self.unit]:
            raise ImpossibleAmount(f"{self.value} {self.unit}: no longer than {LONGEST[self.unit]} {self.unit}")
        if self.unit is Unit.WORKING_DAY and self.value % Decimal("0.5"):
            raise ImpossibleAmount(f"{self.value} wd: working days are counted in whole and half days")

    @classmethod
    def parse(cls, written: str) -> Amount:
        """Read `"0.5 wd"`. Raises ImpossibleAmount for a text that no regulation could mean."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ImpossibleAmount(f"{written!r} is not an amount such as '0.5 wd', '1 wh', '2 h' or '30 min'")
        return cls(Decimal(match[1]), Unit(match[2]))

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.unit}"
