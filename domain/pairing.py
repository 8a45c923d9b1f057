"""Says whether a record and a Temporal belong together, by the mark that every complete comparison leaves on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Mark:
    """The mark of one comparison: whose system it is, and the number of the comparison. The number is 0 before the first one."""

    installation: str
    round: int = 0


class Pairing(StrEnum):
    """The ways in which a record and a Temporal stand to each other. An empty Temporal is the oldest there is."""

    TOGETHER = "together"
    EMPTY = "empty"
    TEMPORAL_OLDER = "temporal_older"
    RECORD_OLDER = "record_older"
    FOREIGN = "foreign"


REFUSING = frozenset({Pairing.RECORD_OLDER, Pairing.FOREIGN})
"""The ways with which nobody may file or act. Where Temporal is the older side, each workflow reads what it lacks before it
decides; where the record is, it gives codes again that people hold, and knows less than its workflows."""

OF_ANOTHER_DAY = frozenset({Pairing.TEMPORAL_OLDER, Pairing.RECORD_OLDER})
"""The ways in which one side was put back. A comparison that asks every workflow brings both together."""


def pairing(record: Mark, temporal: Mark | None) -> Pairing:
    """Return how the two stand to each other. `temporal` is None where Temporal knows nothing of us."""
    if temporal is None:
        return Pairing.EMPTY
    if temporal.installation != record.installation:
        return Pairing.FOREIGN
    if temporal.round == record.round:
        return Pairing.TOGETHER
    return Pairing.RECORD_OLDER if temporal.round > record.round else Pairing.TEMPORAL_OLDER
