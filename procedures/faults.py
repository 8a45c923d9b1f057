"""The faults of a province's files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A fault at one key, in Vietnamese.

    Keys read as in the file: `limits.process.amount`. An entry of a list is named by its id, or by its place counted
    from 1: `fields[cay-xanh].urgency`, `ladders.ordinary[2].after`.
    """

    key: str
    reason: str


class ProvinceFault(ValueError):
    """A province's file or folder that cannot be used. Its text has one line for each fault: file, key and reason."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        self.file = file
        self.faults = faults
        super().__init__("\n".join(f"{file}: {fault.key}: {fault.reason}" for fault in faults))

    @property
    def sentence(self) -> str:
        """Return the first fault on one line, with the number of the others: what a process says that cannot start."""
        more = f" (và {len(self.faults) - 1} lỗi khác)" if len(self.faults) > 1 else ""
        return f"{self.file}: {self.faults[0].key}: {self.faults[0].reason}{more}."


class NoProcedure(LookupError):
    """No procedure with this id is in force on the day asked about."""


class NoForm(LookupError):
    """No form of a letter has this name in the province."""
