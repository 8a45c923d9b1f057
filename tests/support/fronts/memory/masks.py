"""Masked reports in memory."""

from __future__ import annotations

from records.cases.rows import MaskedReport


class MemoryMasks:
    """Stands in for `records.cases.masks.Masks`."""

    def __init__(self) -> None:
        self._shown: dict[str, MaskedReport] = {}

    def of(self, code: str) -> MaskedReport | None:
        return self._shown.get(code)

    def mask(self, code: str, shown: MaskedReport) -> None:
        self._shown[code] = shown
