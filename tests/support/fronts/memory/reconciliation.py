"""A comparison of cases with their workflows that found nothing."""

from __future__ import annotations

from records.reconciliation.rows import KnownFinding, LastComparison


class NothingFound:
    """Stands in for `records.reconciliation.repository.Reconciliation`."""

    def last(self) -> LastComparison | None:
        return None

    def open_findings(self, authority: str | None, limit: int) -> tuple[KnownFinding, ...]:
        return ()

    def settled_findings(self, authority: str | None, limit: int) -> tuple[KnownFinding, ...]:
        return ()
