"""Messages: one notice to one addressee, by one channel, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.actors import Told
from domain.citing import article_of
from domain.complaint import Complaint
from domain.events import Event
from domain.procedure import Procedure
from domain.summaries import MadeSummary

SUMMARY_MADE = "summary_made"
"""The kind of what a message tells of that is no event of a case: a monthly report was made."""


class MessageChannel(StrEnum):
    """By which way a message reaches its addressee. What goes to the portal leaves the system no further."""

    PORTAL = "portal"
    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"


class MessageStatus(StrEnum):
    """What has become of a message. `failed` waits for its next try; `given_up` waits for a person."""

    QUEUED = "queued"
    DELIVERING = "delivering"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    SHOWN = "shown"


class Fault(StrEnum):
    """Why a message could not be delivered."""

    NO_ADDRESSEE = "no_addressee"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    REFUSED = "refused"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    NOT_CONFIGURED = "not_configured"
    NOT_LET_IN = "not_let_in"
    UNEXPECTED = "unexpected"

    @property
    def is_permanent(self) -> bool:
        """Whether trying again by itself is of no use: a person has to mend something first."""
        return self in (Fault.NO_ADDRESSEE, Fault.NO_ADDRESS, Fault.BAD_ADDRESS, Fault.REFUSED)


@dataclass(frozen=True)
class Occasion:
    """What a message tells of: an event, and the case as it stood when the act that brought the event about was done.

    `result` is what the latest submitted result said by then. Both hold words that a person wrote; neither says who the
    reporter is.
    """

    complaint: Complaint
    event: Event
    result: str | None = None

    @property
    def code(self) -> str:
        """The case's."""
        return self.complaint.code

    @property
    def kind(self) -> str:
        """The event's."""
        return self.event.kind

    @property
    def at(self) -> datetime:
        """When the event was."""
        return self.event.at

    @property
    def procedure(self) -> Procedure:
        """The regulation of the case."""
        return self.complaint.procedure

    @property
    def article(self) -> str | None:
        """By which article the event happened."""
        return article_of(self.procedure, self.event)


@dataclass(frozen=True)
class SummaryOccasion:
    """What a message tells of when a monthly report was made."""

    summary: MadeSummary

    kind = SUMMARY_MADE

    @property
    def code(self) -> str:
        """The report's."""
        return self.summary.code

    @property
    def at(self) -> datetime:
        """When it was made."""
        return self.summary.made_at

    @property
    def procedure(self) -> Procedure:
        """The regulation that asks for it."""
        return self.summary.procedure

    @property
    def article(self) -> str | None:
        """By which article it is made."""
        return self.summary.rule.source


AnyOccasion = Occasion | SummaryOccasion


@dataclass(frozen=True)
class StandingIn:
    """Whoever reads in place of a leader who is away: the leader's name, and until when (aware)."""

    leader: str
    until: datetime


@dataclass(frozen=True)
class Reader:
    """For whom a message is written. `own_code` is the reporter's own case where it was merged into the one told of;
    `standing_in` where somebody is told in a leader's place."""

    told: Told
    own_code: str | None = None
    standing_in: StandingIn | None = None
