"""Messages: one notice to one addressee by one channel, and its delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.actors import Told
from domain.citing import article_of
from domain.complaint import Complaint
from domain.events import Event
from domain.procedure import Procedure
from domain.reports.report import PeriodicReport, ReportEvent


class MessageChannel(StrEnum):
    """The way a message reaches its addressee. A portal message does not leave the system."""

    PORTAL = "portal"
    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"


class ToldBy(StrEnum):
    """A reporter's choice: by what news of the case leave the system for the reporter. The portal shows them in any case."""

    EVERYTHING = "everything"
    EMAIL = "email"
    SMS = "sms"
    NOTHING = "nothing"

    @classmethod
    def of(cls, *, email: bool, sms: bool) -> ToldBy:
        """Return the choice of these two."""
        return {(True, True): cls.EVERYTHING, (True, False): cls.EMAIL, (False, True): cls.SMS}.get(
            (email, sms), cls.NOTHING
        )

    @property
    def email(self) -> bool:
        """True if news go by e-mail."""
        return self in (ToldBy.EVERYTHING, ToldBy.EMAIL)

    @property
    def sms(self) -> bool:
        """True if news go by SMS."""
        return self in (ToldBy.EVERYTHING, ToldBy.SMS)


class MessageStatus(StrEnum):
    """The state of a message. `failed` waits for its next retry; `given_up` waits for a person."""

    QUEUED = "queued"
    DELIVERING = "delivering"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    SHOWN = "shown"


class Fault(StrEnum):
    """The reasons for which a message could not be delivered."""

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
        """True if a retry is useless, because a person has to correct something first."""
        return self in (Fault.NO_ADDRESSEE, Fault.NO_ADDRESS, Fault.BAD_ADDRESS, Fault.REFUSED)


@dataclass(frozen=True)
class Occasion:
    """The subject of a message: an event, and the case after the act that brought the event about.

    `result` is the text of the latest result submitted by then. Both hold words that a person wrote; neither says who the
    reporter is.
    """

    complaint: Complaint
    event: Event
    result: str | None = None

    @property
    def code(self) -> str:
        """The case's code."""
        return self.complaint.code

    @property
    def kind(self) -> str:
        """The event's kind."""
        return self.event.kind

    @property
    def at(self) -> datetime:
        """The instant of the event."""
        return self.event.at

    @property
    def procedure(self) -> Procedure:
        """The regulation of the case."""
        return self.complaint.procedure

    @property
    def article(self) -> str | None:
        """The article that the event rests on."""
        return article_of(self.procedure, self.event)


@dataclass(frozen=True)
class ReportOccasion:
    """The subject of a message about a periodic report: an event, and the report after it. `due_at` and `explain_by` are as
    they stand now."""

    report: PeriodicReport
    event: ReportEvent
    procedure: Procedure
    due_at: datetime
    explain_by: datetime | None

    @property
    def code(self) -> str:
        """The report's code."""
        return self.report.code

    @property
    def kind(self) -> str:
        """The event's kind."""
        return self.event.kind

    @property
    def at(self) -> datetime:
        """The instant of the event."""
        return self.event.at

    @property
    def article(self) -> str | None:
        """The article that orders the report."""
        return self.report.rule.source


AnyOccasion = Occasion | ReportOccasion


@dataclass(frozen=True)
class StandingIn:
    """The reader takes the place of an absent leader: the leader's name, and until when (aware)."""

    leader: str
    until: datetime


@dataclass(frozen=True)
class Reader:
    """The person a message is written for. `own_code` is the reporter's own case where that was merged into the one told of;
    `standing_in` is set where the reader takes a leader's place, `unheld` where the message was for a role that nobody holds."""

    told: Told
    own_code: str | None = None
    standing_in: StandingIn | None = None
    unheld: Told | None = None
