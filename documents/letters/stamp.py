"""The visible part of a digital signature: who signed, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.letters.letter import printable


@dataclass(frozen=True)
class Stamp:
    """A stamp. `at` is in the time zone that it is read in."""

    signer: str
    at: datetime

    def as_data(self) -> dict[str, Any]:
        """Return what the form is filled with."""
        zone = f"{self.at:%z}"
        return {"signer": printable(self.signer), "at": f"{self.at:%d/%m/%Y %H:%M:%S} {zone[:3]}:{zone[3:5]}"}
