"""An audit of a record in memory, which keeps no rows: each case is there, and nothing contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.complaint import Complaint
from domain.proof.deviations import Deviation
from records.auditing.rows import FinishedAudit, PastAudit, WholeCase
from records.roots.rows import Inclusion
from tests.support.fronts.memory.part import Part


class MemoryAudits(Part):
    """Stands in for `records.auditing.repository.Audits`."""

    def whole(self, codes: Iterable[str]) -> tuple[WholeCase, ...]:
        self._kept.answer()
        return tuple(
            WholeCase(code, _row(self._kept.complaints[code]), {}, (), (), {})
            for code in codes
            if code in self._kept.complaints
        )

    def check(self, case: WholeCase) -> tuple[Deviation, ...]:
        return ()

    def guards_off(self) -> tuple[Deviation, ...]:
        return ()


def _row(complaint: Complaint) -> dict[str, Any]:
    row = {"authority": complaint.procedure.id, "lead": complaint.lead, "status": complaint.status}
    return row | {"received_at": None, "procedure_digest": "", "head": None}


class MemoryKeys:
    """Stands in for `records.auditing.export_keys.ExportKeys`."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    def keep(self, public_key: bytes) -> None:
        self.kept.append(public_key)

    def all(self) -> tuple[tuple[bytes, datetime], ...]:
        return ()


class NoRoots:
    """Stands in for `records.roots.repository.Roots` before the first daily root."""

    def check_case(self, code: str) -> tuple[Deviation, ...]:
        return ()

    def inclusion(self, code: str) -> Inclusion | None:
        return None


class MemoryPastAudits:
    """Stands in for `records.auditing.past.PastAudits`."""

    def __init__(self) -> None:
        self.kept: list[FinishedAudit] = []

    def keep(self, audit: FinishedAudit) -> None:
        self.kept.append(audit)

    def page(self, prefix: str | None, before: int | None, limit: int) -> tuple[PastAudit, ...]:
        return ()
