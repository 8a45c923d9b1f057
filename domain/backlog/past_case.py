"""A case of another system as a value: when it was received, whom it was sent to, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from enum import StrEnum

from domain.time.amounts import Amount


class Standing(StrEnum):
    """The ways in which a case of another system may stand."""

    RECEIVED = "received"
    DISPATCHED = "dispatched"
    HANDLED = "handled"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def has_agency(self) -> bool:
        """True if an agency must have the case."""
        return self in (Standing.DISPATCHED, Standing.HANDLED, Standing.ANSWERED)

    @property
    def has_ended(self) -> bool:
        """True if the case was answered, or ended without an answer."""
        return self in (Standing.ANSWERED, Standing.REFUSED, Standing.WITHDRAWN)


@dataclass(frozen=True)
class PastCase:
    """A case of another system, where it had the code `old_code`.

    Instants are aware and true. A case that was sent to an agency without a known instant was sent when it was received.
    `words` are the answer, or the reason for which the case was refused; `ground` is that of a refusal.
    """

    old_code: str
    standing: Standing
    channel: str
    received_at: datetime
    field: str | None = None
    place: str | None = None
    secret: bool = False
    agency: str | None = None
    agency_limit: Amount | None = None
    dispatched_at: datetime | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    ground: str | None = None
    words: str = dataclass_field(default="", repr=False)
