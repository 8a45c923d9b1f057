"""Situations: whole cases as readable TOML files, filed at some hour and acted upon at others. tests/rulings/README.md says
how to write one."""

from __future__ import annotations

from procedures.situations.course import Passage
from procedures.situations.expectations import Expectation, departures, expectations
from procedures.situations.moving import moved, with_times
from procedures.situations.reading import Situation, Step, read_situation
from procedures.situations.written import SituationFault, Written

__all__ = [
    "Expectation",
    "Passage",
    "Situation",
    "SituationFault",
    "Step",
    "Written",
    "departures",
    "expectations",
    "moved",
    "read_situation",
    "with_times",
]
