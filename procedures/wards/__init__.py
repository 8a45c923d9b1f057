"""The official lists of wards: those of today, and those before 1 July 2025 with what became of each.

The lists were taken from the data of vietnamadminunits 1.0.4 (MIT licence, see LICENSE.data.txt), so that nothing is asked of the
network. `words.toml` says how people shorten the words for units.
"""

from __future__ import annotations

from procedures.wards.areas import ward_at, with_wards
from procedures.wards.finding import Finder, finder_of
from procedures.wards.loading import WardChanges, changes_by
from procedures.wards.reading import FormerWard, Ward, province_called, provinces_of_the_country

__all__ = [
    "Finder",
    "FormerWard",
    "Ward",
    "WardChanges",
    "changes_by",
    "finder_of",
    "province_called",
    "provinces_of_the_country",
    "ward_at",
    "with_wards",
]
