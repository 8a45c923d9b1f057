"""A comparison of cases with their workflows that found nothing."""

from __future__ import annotations

from collections.abc import Sequence

from records.reconciliation.rows import Difference, KnownFinding, LastComparison


class NothingFound:
    """Stands in for `records.reconciliation.repository.Reconciliation`. `kept` is what others found meanwhile."""

    def __init__(self) -> None:
        self.kept: list[Difference] = []

    def found(self, differences: Sequence[Difference]) -> None:
        self.kept += differences

    def last(self) -> LastComparison | None:
        return None

    def open_findings(self, authority: str | None, limit: int) -> tuple[KnownFinding, ...]:
        return ()

    def settled_findings(self, authority: str | None, limit: int) -> tuple[KnownFinding, ...]:
        return ()
