"""A record in memory with the same parts as `records.record.Record`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from calendars import official_book
from domain.complaint import Complaint
from domain.offices.office import Agency
from domain.offices.places import Place
from domain.offices.routing import RoutingRule
from domain.time.decisions import EVERYWHERE, CalendarBook, ChangeKind, Decision, Reach
from records.cases.rows import Entry, Submission
from records.errors import RecordsUnavailable
from records.letters.rows import EndingCertificate, LetterFormat, LetterKey, LetterLine
from records.personal_data.rows import Erasure
from records.staff.rows import Account, LookedAt, Owed
from tests.support.fronts.memory.attachments import MemoryAttachments
from tests.support.fronts.memory.auditing import MemoryAudits, MemoryKeys, MemoryPastAudits, NoRoots
from tests.support.fronts.memory.cases import MemoryCases, MemoryIntake, MemoryLikely
from tests.support.fronts.memory.health import MemoryHealth
from tests.support.fronts.memory.mailbox import NoMail
from tests.support.fronts.memory.masks import MemoryMasks
from tests.support.fronts.memory.office import (
    MemoryAccounts,
    MemoryCalendar,
    MemoryCertificates,
    MemoryDuties,
    MemoryErasures,
    MemoryHandovers,
    MemoryLetters,
    MemoryLooks,
    MemoryOffices,
    MemorySessions,
    MemoryTries,
    NothingReorganised,
    NothingRestricted,
    NothingSucceeded,
)
from tests.support.fronts.memory.passkeys import MemoryPasskeys
from tests.support.fronts.memory.public import MemoryPublic
from tests.support.fronts.memory.reconciliation import NothingFound
from tests.support.fronts.memory.second_factors import MemorySecondFactors


@dataclass
class MemoryRecord:
    """Stands in for `records.record.Record`. With `away` set, the database does not answer."""

    clock: Callable[[], datetime]
    agencies_: tuple[Agency, ...] = ()
    accounts_: dict[str, tuple[Account, str]] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    complaints: dict[str, Complaint] = field(default_factory=dict)
    ledger: dict[str, list[Entry]] = field(default_factory=dict)
    started: set[str] = field(default_factory=set)
    sessions_: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    used_: dict[str, datetime] = field(default_factory=dict)
    owes_: dict[str, Owed] = field(default_factory=dict)
    confirmed_: dict[str, datetime] = field(default_factory=dict)
    away: bool = False
    beaten_by: Callable[[Submission], None] | None = None
    looks_: list[tuple[str, LookedAt, str | None, int]] = field(default_factory=list)
    tries_: dict[str, datetime] = field(default_factory=dict)
    book: CalendarBook = field(default_factory=official_book)
    letters_: dict[str, list[LetterLine]] = field(default_factory=dict)
    letter_files: dict[tuple[LetterKey, LetterFormat], bytes] = field(default_factory=dict)
    untold_: list[int] = field(default_factory=list)
    places_: tuple[Place, ...] = ()
    rules_: tuple[RoutingRule, ...] = ()
    stood_in_for_: dict[str, tuple[Account, ...]] = field(default_factory=dict)
    numbers: int = 0
    erasures_: dict[str, Erasure] = field(default_factory=dict)
    certificates_: list[EndingCertificate] = field(default_factory=list)
    to_gather_: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cases = MemoryCases(self)
        self.intake = MemoryIntake(self)
        self.likely = MemoryLikely(self)
        self.masks = MemoryMasks()
        self.public = MemoryPublic(self)
        self.calendar = MemoryCalendar(self)
        self.offices = MemoryOffices(self)
        self.accounts = MemoryAccounts(self)
        self.sessions = MemorySessions(self)
        self.second_factors = MemorySecondFactors()
        self.passkeys = MemoryPasskeys(self.second_factors)
        self.duties = MemoryDuties(self)
        self.handovers = MemoryHandovers(self)
        self.successions = NothingSucceeded()
        self.reorganisations = NothingReorganised()
        self.looks = MemoryLooks(self)
        self.identities = NothingRestricted()
        self.erasures = MemoryErasures(self)
        self.certificates = MemoryCertificates(self)
        self.tries = MemoryTries(self)
        self.letters = MemoryLetters(self)
        self.attachments = MemoryAttachments()
        self.mailbox = NoMail()
        self.health = MemoryHealth(self)
        self.reconciliation = NothingFound()
        self.audits = MemoryAudits(self)
        self.roots = NoRoots()
        self.past_audits = MemoryPastAudits()
        self.export_keys = MemoryKeys()

    def reading(self) -> AbstractContextManager[None]:
        return nullcontext()

    def now(self) -> datetime:
        return self.clock()

    def answer(self) -> None:
        if self.away:
            raise RecordsUnavailable("away")

    def change(
        self, decisions: tuple[Decision, ...], change: ChangeKind, act: str, at: datetime, reach: Reach = EVERYWHERE
    ) -> None:
        self.book = self.book.with_next(decisions, change=change, act=act, since=at, reach=reach)
        self.untold_.append(self.book.revision)
