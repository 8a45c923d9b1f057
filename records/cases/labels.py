"""Labels say in which lists a report lies: of which authority, agency, field or place, open or not, public.

No label depends on the clock, as a case becomes overdue without a write.

They are stored beside the report's words, so that one index finds the reports that contain a word and lie in a list. They
only narrow a search: the conditions on the case itself decide. A label too few would hide a report, so a new kind of label
needs a migration that gives it to the reports of before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from domain.complaint import Complaint
from domain.visibility import is_public
from records.cases import tables

OPEN, NOT_OPEN, PUBLIC = "open", "not_open", "public"
"""Open as the filter `open` of lists means it: the case is handled."""


def of_authority(authority: str) -> str:
    return f"authority:{authority}"


def of_agency(agency: str) -> str:
    """Return the label of the cases that the agency leads or co-ordinates."""
    return f"agency:{agency}"


def of_field(field: str) -> str:
    return f"field:{field}"


def of_place(place: str) -> str:
    return f"place:{place}"


def labels_of(complaint: Complaint) -> list[str]:
    """Return the labels of a case as it stands, in alphabetical order."""
    agencies = [agency for agency in (complaint.lead, *complaint.co_ordinating) if agency is not None]
    labels = {
        of_authority(complaint.procedure.id),
        OPEN if complaint.status.is_handled else NOT_OPEN,
        *map(of_agency, agencies),
        *([of_field(complaint.field)] if complaint.field is not None else []),
        *([of_place(complaint.place)] if complaint.place is not None else []),
        *([PUBLIC] if is_public(complaint) else []),
    }
    return sorted(labels)


@dataclass(frozen=True)
class Labels:
    """Labels that every report in a list has. Where `one_of` is given, each has at least one of these, too."""

    every: Sequence[str] = ()
    one_of: Sequence[str] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on a report, in the words of the search index."""
        within = col(tables.Report.within)
        return [
            *([within.contains(sorted(self.every))] if self.every else []),
            *([within.bool_op("&&")(literal(list(self.one_of), ARRAY(Text)))] if self.one_of else []),
        ]
