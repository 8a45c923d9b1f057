"""What can go wrong with the record, named. No other error leaves this package."""

from __future__ import annotations

from domain.attachments import AttachmentKind, AttachmentStage, most


class RecordsError(Exception):
    """Every error of the record."""


class RecordsUnavailable(RecordsError):
    """The database cannot answer now: away, starting, overloaded, or waiting on a lock. Trying again is right."""


class RecordsFault(RecordsError):
    """The database refused what we sent. Trying again gives the same; the message names the constraint, never its data."""


class BadDatabaseUrl(RecordsError):
    """The database's address cannot be read. The message leaves the address out, for it holds a password."""


class CaseUnknown(RecordsError):
    """No case has this code."""


class RecordOutOfStep(RecordsError):
    """The record of a case and the one who appends to it disagree on what has happened so far."""


class KeyReused(RecordsError):
    """An idempotency key came again with another report."""


class CalendarMissing(RecordsError):
    """The calendar's table is empty: `hientruong up` seeds it, and without it no limit can be computed."""


class CalendarChanged(RecordsError):
    """The calendar changed while limits were being computed under it. Computing them again is right."""


class ActInForce(RecordsError):
    """An act with this number is in force with other days."""


class ActNotInForce(RecordsError):
    """No act with this number is in force."""


class UsernameTaken(RecordsError):
    """Another account has this username."""


class IdentityTaken(RecordsError):
    """Another account is known to the provider by this identity."""


class AccountUnknown(RecordsError):
    """No account has this id."""


class RoutedAlready(RecordsError):
    """Another active rule routes the same field in the same place. `rule` is its id."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"the rule {rule} routes the same field in the same place")
        self.rule = rule


class DelegationUnknown(RecordsError):
    """No delegation has this id."""


class HandoverUnknown(RecordsError):
    """No handover has this id."""


class LastAdmin(RecordsError):
    """Without this account nobody would be left to administer its authority, or the whole system."""


class UnstorableText(RecordsError):
    """A text holds what PostgreSQL cannot keep: the character NUL, or half of a surrogate pair."""


class BadCursor(RecordsError):
    """A page's cursor is not one that we gave."""


class MessageUnknown(RecordsError):
    """No message has this id, or none that the asker may know of."""


class MessageNotGivenUp(RecordsError):
    """The message is on its way or was delivered, so there is nothing to send again."""


class CaseNotOpen(RecordsError):
    """Nothing more happens to the case, so nothing is added to it."""


class OthersWaitToo(RecordsError):
    """Other people's reports were merged into the case, so its own reporter cannot end it."""


class AttachmentsFull(RecordsError):
    """The case would have more photos, or more videos, than it takes at this stage."""

    def __init__(self, kind: AttachmentKind, stage: AttachmentStage) -> None:
        super().__init__(f"more than {most(kind, stage)} of kind {kind} at the stage {stage}")
        self.kind, self.stage = kind, stage
