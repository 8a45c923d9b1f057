"""The authorities that have joined others, each with the day from which it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Joining:
    """An authority that joined another one on a day."""

    authority: str
    into: str
    day: date


@dataclass(frozen=True)
class Joinings:
    """Every joining that has come."""

    every: tuple[Joining, ...] = ()

    def heir(self, authority: str) -> str:
        """Return the authority that goes on with the work of another, through however many others; itself where it goes on."""
        seen = {authority}
        while (
            into := next((each.into for each in self.every if each.authority == authority), None)
        ) and into not in seen:
            seen.add(into)
            authority = into
        return authority

    def joined(self, authority: str, by: date = date.max) -> tuple[str, ...]:
        """Return the authorities that had joined another by a day, those that had joined them before among them."""
        found: dict[str, None] = {}
        waiting = [authority]
        while waiting:
            here = waiting.pop()
            new = [each.authority for each in self.every if each.into == here and each.day <= by]
            waiting += [each for each in new if each not in found]
            found.update(dict.fromkeys(new))
        return tuple(found)
