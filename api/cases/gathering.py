"""After a merge, the case that the report joined or left learns of it by an act of its own.

The merge is recorded with the report. The act on the other case follows at once; where it fails, a background job does it. So a
merge that was answered is never forgotten, and neither workflow waits for the other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from api.web.merged import MergedCases
from domain.actors import Actor
from domain.acts import Gather
from domain.events import Merged, Unmerged
from records.cases.rows import CaseRecord, Entry


class Gatherings(MergedCases, Protocol):
    """The record as gathering needs it; `records.cases.repository.Cases` is the real one."""

    def entries(self, code: str) -> tuple[Entry, ...]:
        """Return all that has happened to a case, in order."""
        ...

    def merged_into(self, code: str) -> tuple[str, ...]:
        """Return the codes of all reports that were merged into a case, directly or through another."""
        ...

    def to_gather(self, limit: int, main: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return merges that a case has not learned of: the case and the report."""
        ...


@dataclass(frozen=True)
class Gathering:
    """The act by which a case learns of merges, its id, and who merged. `act` is None where the case knows already."""

    case: CaseRecord
    reports: tuple[str, ...]
    by: Actor
    act_id: str
    act: Gather | None


def gathering(cases: Gatherings, main: str, limit: int) -> Gathering | None:
    """Return what the case `main` must learn of merges, None where it has nothing to learn.

    A case that was itself merged meanwhile is answered by another one, and that one learns.
    """
    reports = tuple(report for _, report in cases.to_gather(limit, main))
    case = cases.find(cases.main_of(main))
    by = next((by for report in reports if (by := _who_merged(cases, report))), None)
    if case is None or by is None:
        return None
    known, now = set(case.complaint.joined), cases.merged_into(case.code)
    act = Gather(joined=tuple(code for code in now if code not in known), parted=tuple(sorted(known - set(now))))
    return Gathering(case, reports, by, _act_id(case, act), act if act.joined or act.parted else None)


def _act_id(case: CaseRecord, act: Gather) -> str:
    """Return the same id for the same change of the same case, so that two who gather at once do it once."""
    times = case.complaint.tally.get("gathered", 0)
    said = f"{case.code} {times} {','.join(act.joined)} {','.join(act.parted)}"
    return f"gather:{hashlib.sha256(said.encode()).hexdigest()}"


def _who_merged(cases: Gatherings, report: str) -> Actor | None:
    """Return who last merged the report or took it out."""
    by = [entry.by for entry in cases.entries(report) if isinstance(entry.event, Merged | Unmerged)]
    return by[-1] if by else None
