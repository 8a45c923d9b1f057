"""What is wrong with a procedure's file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong at one key, in Vietnamese.

    Keys read as in the file: `limits.process.amount`. An entry of a list is named by its id, or by its place counted
    from 1: `fields[cay-xanh].urgency`, `ladders.ordinary[2].after`.
    """

    key: str
    reason: str


class ProcedureFault(ValueError):
    """A procedure's file that cannot be used. Its text has one line for each fault: file, key and reason."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        self.file = file
        self.faults = faults
        super().__init__("\n".join(f"{file}: {fault.key}: {fault.reason}" for fault in faults))


class NoProcedure(LookupError):
    """No procedure with this id is in force on the day asked about."""
