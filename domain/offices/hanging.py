"""The work and the people that hang on an entry of an office, which must be known before the entry is no longer used."""

from __future__ import annotations

from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Hanging:
    """The number of things of each kind that hang on an agency, a place, a field of work or a routing rule.

    `led` and `helped` are the open cases that an agency leads and co-ordinates, `cases` the open cases of a place or a field, or
    those that a rule would still send. `accounts` are active. `nowhere` is 1 where no other rule would route what this one does.
    """

    led: int = 0
    helped: int = 0
    cases: int = 0
    accounts: int = 0
    rules: int = 0
    places: int = 0
    delegations: int = 0
    nowhere: int = 0

    @property
    def is_nothing(self) -> bool:
        """True if nothing hangs on the entry."""
        return not any(astuple(self))

    @property
    def seal(self) -> str:
        """The numbers as one word. A person who confirms it has seen exactly these."""
        return "-".join(map(str, astuple(self)))
