"""The errors of the record. Nothing in `records` raises any other error to its callers."""

from __future__ import annotations

from domain.attachments import AttachmentKind, AttachmentStage, most


class RecordsError(Exception):
    """The base of all errors of the record."""


class RecordsUnavailable(RecordsError):
    """The database cannot answer now: it is down, starting, overloaded, or waiting for a lock. The caller should retry."""


class RecordsFault(RecordsError):
    """The database refused a statement. A retry fails the same way. The message names the constraint, never the data."""


class NotAsRemembered(RecordsError):
    """The database holds another state than this process remembers. The ledger reads the state again and repeats the append."""

    SQLSTATE = "HT001"
    """The code with which the database function `as_remembered` fails."""


class BadDatabaseUrl(RecordsError):
    """The database's address is not a URL of PostgreSQL. The message leaves it out, because it may hold a password."""


class CaseUnknown(RecordsError):
    """No case has this code."""


class CaseNotEnded(RecordsError):
    """The case is still open, and what was asked for is done only to a case that has ended."""


class IdentityUnknown(RecordsError):
    """No identity of a reporter is kept under this code at this authority. The message is the code."""


class DataRequestUnknown(RecordsError):
    """No request about personal data has this number."""


class RecordOutOfStep(RecordsError):
    """The caller that appends to a case knows events that the record does not have."""


class AnotherFiling(RecordsError):
    """The record holds another filing under this code: it was put back to an older day, and the code was given again."""


class KeyReused(RecordsError):
    """An idempotency key or an id came again with other content."""


class ContinuedAlready(RecordsError):
    """An open case goes on with this one. `code` is the open case."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the case goes on in {code}")
        self.code = code


class CalendarMissing(RecordsError):
    """The calendar's table is empty, so no limit can be computed. `hientruong up` seeds it."""


class CalendarChanged(RecordsError):
    """The calendar changed while limits were being computed. The caller should compute them again."""


class ActInForce(RecordsError):
    """An act with this number is in force with other days."""


class ActNotInForce(RecordsError):
    """No act with this number is in force."""


class UsernameTaken(RecordsError):
    """Another account has this username."""


class IdentityTaken(RecordsError):
    """Another account is known to the provider by this identity."""


class TooManySecrets(RecordsError):
    """A machine client has as many secrets as may hold at once."""


class LastSecret(RecordsError):
    """A machine client has no other secret that holds."""


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


class SuccessionUnknown(RecordsError):
    """No succession that could be changed has this id."""


class ReorganisationUnknown(RecordsError):
    """No reorganisation that could be changed has this id."""


class PlannedAlready(RecordsError):
    """The cases of the authority go over to a text on the same day, by another reorganisation. Its only argument is that day."""


class EndsAlready(RecordsError):
    """The agency ends on another day already, by a succession that stands. Its only argument is that day."""


class ChangedMeanwhile(RecordsError):
    """Another person changed the same between the author's reading and this change."""


class LastAdmin(RecordsError):
    """The change would leave no admin for the account's authority, or for the whole system."""


class UnstorableText(RecordsError):
    """A text holds what PostgreSQL cannot store: the character NUL, or half of a surrogate pair."""


class BadCursor(RecordsError):
    """The record never gave out this cursor."""


class MessageUnknown(RecordsError):
    """No message has this id, or the caller may not know of it."""


class MessageNotGivenUp(RecordsError):
    """The message is still being delivered or was delivered, so it cannot be sent again."""


class CaseNotOpen(RecordsError):
    """The case has ended, so nothing can be added to it; or it was answered, so no report leaves it."""


class OthersWaitToo(RecordsError):
    """Other people's reports were merged into the case, so its reporter cannot withdraw it."""


class AttachmentsFull(RecordsError):
    """The case would exceed its limit of attachments at this stage."""

    def __init__(self, kind: AttachmentKind, stage: AttachmentStage) -> None:
        super().__init__(f"more than {most(kind, stage)} of kind {kind} at the stage {stage}")
        self.kind, self.stage = kind, stage
