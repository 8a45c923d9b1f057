"""The event that brings a case over from another system."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from domain.complaint import Complaint, Happened, Origin, Shown


@dataclass(frozen=True, kw_only=True)
class Imported(Happened, shown=Shown.REPORTER):
    """The case was brought over from another system, where it had the code `old_code`; the file `source` listed it. What is
    recorded before this event happened in that system."""

    kind: Literal["imported"] = "imported"
    old_code: str
    source: str

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, origin=Origin(self.old_code, self.source, self.at))
