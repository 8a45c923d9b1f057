"""The rooms below the front, in memory: a record that keeps its promises and a gateway that runs the core."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from calendars import official_book
from calendars.filling import moves, scheduled
from domain.actors import Actor, is_signed
from domain.acts import FollowCalendar, TimePassed, digest
from domain.allowances import Allowance
from domain.citing import acts_of
from domain.complaint import Complaint, apply
from domain.decide import decide
from domain.decisions import CalendarBook, ChangeKind, Decision
from domain.events import Event, Published, Withheld
from domain.limits import nearest_limit
from domain.office import Agency, OwnField
from domain.places import Box, Place
from domain.procedure import Procedure
from domain.refusals import Refusal
from domain.results import result_in
from domain.routing import RoutingRule
from domain.visibility import Scope, is_public, publicly_changed_at
from language.vietnamese import folded
from records.cases.public_rows import PublicFilters, PublicLine, PublicPage
from records.errors import ActInForce, ActNotInForce, BadCursor, KeyReused, RecordsUnavailable
from records.letters.rows import LetterFormat, LetterKey, LetterLine
from records.rows import (
    Account,
    CaseLine,
    CaseRecord,
    Entry,
    Filters,
    Identity,
    Likely,
    LookedAt,
    Page,
    Submission,
    Taken,
)
from settings import KeyPurpose, derive_key
from workflows.errors import ActRefused, CaseNotRunning, WorkflowsUnavailable
from workflows.messages import ActRequest, ChangeProgress

SECRET = b"the master secret of the tests"


@dataclass
class MemoryRecord:
    """Reader and Records in one. `away` is a database that does not answer."""

    clock: Callable[[], datetime]
    agencies_: tuple[Agency, ...] = ()
    accounts_: dict[str, tuple[Account, str]] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    complaints: dict[str, Complaint] = field(default_factory=dict)
    ledger: dict[str, list[Entry]] = field(default_factory=dict)
    started: set[str] = field(default_factory=set)
    sessions: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    away: bool = False
    beaten_by: Callable[[Submission], None] | None = None
    looks_: list[tuple[str, LookedAt, str | None, int]] = field(default_factory=list)
    tries: dict[str, datetime] = field(default_factory=dict)
    book: CalendarBook = field(default_factory=official_book)
    letters_: dict[str, list[LetterLine]] = field(default_factory=dict)
    letter_files: dict[tuple[LetterKey, LetterFormat], bytes] = field(default_factory=dict)
    untold_: list[int] = field(default_factory=list)
    places_: tuple[Place, ...] = ()
    stood_in_for_: dict[str, tuple[Account, ...]] = field(default_factory=dict)
    _numbers: int = 0

    def _answer(self) -> None:
        if self.away:
            raise RecordsUnavailable("away")

    # Records

    def find_submission(self, idempotency_key: str) -> tuple[str, str] | None:
        self._answer()
        return next(
            ((code, one.body_hash) for code, one in self.submissions.items() if one.idempotency_key == idempotency_key),
            None,
        )

    def allocate_code(self, procedure: Procedure, on: date) -> str:
        self._answer()
        self._numbers += 1
        return f"{procedure.authority.code_prefix}-{on.year}-{self._numbers:06}"

    def take_in(
        self, submission: Submission, complaint: Complaint, *, events: tuple[Event, ...], by: Actor, act_id: str
    ) -> Taken:
        self._answer()
        if self.beaten_by is not None:
            beaten_by, self.beaten_by = self.beaten_by, None
            beaten_by(submission)
        if earlier := self.find_submission(submission.idempotency_key):
            if earlier[1] != submission.body_hash:
                raise KeyReused
            return Taken(earlier[0], self.complaints[earlier[0]], new=False)
        self.submissions[complaint.code] = submission
        self.complaints[complaint.code] = complaint
        self.ledger[complaint.code] = [Entry(number, act_id, by, event) for number, event in enumerate(events, start=1)]
        return Taken(complaint.code, complaint, new=True)

    def mark_started(self, code: str) -> None:
        self._answer()
        self.started.add(code)

    def unstarted(self, older_than: timedelta, limit: int) -> tuple[str, ...]:
        self._answer()
        before = self.clock() - older_than
        waiting = [code for code, one in self.complaints.items() if one.moments["filed"] < before]
        return tuple(code for code in waiting if code not in self.started)[:limit]

    def add_decisions(
        self, act: str, decisions: tuple[Decision, ...], *, source: str, by_account: str, at: datetime
    ) -> int:
        self._answer()
        kept = {each for each in self.book.decisions if each.act == act}
        if kept and kept != set(decisions):
            raise ActInForce
        if not kept:
            self._change((*self.book.decisions, *decisions), ChangeKind.ADD, act, at)
        return max(each.revision for each in self.book.editions if each.act == act)

    def withdraw_decisions(self, act: str, *, by_account: str, at: datetime) -> int:
        self._answer()
        left = tuple(each for each in self.book.decisions if each.act != act)
        if len(left) != len(self.book.decisions):
            self._change(left, ChangeKind.WITHDRAW, act, at)
        done = [each.revision for each in self.book.editions if (each.change, each.act) == (ChangeKind.WITHDRAW, act)]
        if not done:
            raise ActNotInForce
        return max(done)

    def _change(self, decisions: tuple[Decision, ...], change: ChangeKind, act: str, at: datetime) -> None:
        self.book = self.book.with_next(decisions, change=change, act=act, since=at)
        self.untold_.append(self.book.revision)

    def mark_told(self, revision: int) -> None:
        self._answer()
        self.untold_ = [each for each in self.untold_ if each != revision]

    def untold(self) -> tuple[int, ...]:
        self._answer()
        return tuple(self.untold_)

    def note_look(self, account: str, looked_at: LookedAt, code: str | None, pieces: int = 1) -> None:
        self._answer()
        self.looks_.append((account, looked_at, code, pieces))

    def open_session(self, account_id: str, token_hash: str, expires_at: datetime, agent: str = "") -> None:
        self._answer()
        self.sessions[token_hash] = (account_id, expires_at)

    def revoke_session(self, token_hash: str) -> None:
        self._answer()
        self.sessions.pop(token_hash, None)

    def wait_for_try(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        self._answer()
        return max(allowance.wait(self.tries.get(key), at) for key, allowance in tries.items())

    def spend_try(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        wait = self.wait_for_try(tries, at)
        if not wait:
            self.tries |= {key: allowance.after(self.tries.get(key), at) for key, allowance in tries.items()}
        return wait

    def give_try_back(self, tries: Mapping[str, Allowance], at: datetime) -> None:
        self._answer()
        self.tries |= {key: allowance.given_back(self.tries[key]) for key, allowance in tries.items()}

    def append(
        self, code: str, act_id: str, by: Actor | None, events: tuple[Event, ...], act_digest: str | None = None
    ) -> None:
        self._answer()
        filled = scheduled(self.complaints[code], events, self.book)
        for event in filled:
            self.complaints[code] = apply(self.complaints[code], event)
            self.ledger[code].append(Entry(self.complaints[code].number, act_id, by, event, act_digest))

    # Reader

    def letters(self, complaint: Complaint) -> tuple[LetterLine, ...]:
        self._answer()
        return tuple(self.letters_.get(complaint.code, ()))

    def letter_content(self, letter: LetterKey, form: LetterFormat) -> bytes | None:
        self._answer()
        return self.letter_files.get((letter, form))

    def is_alive(self) -> None:
        self._answer()

    def case(self, code: str) -> CaseRecord | None:
        self._answer()
        if code not in self.complaints:
            return None
        complaint = self.complaints[code]
        latest, given = _results(entry.event for entry in self.ledger[code])
        return CaseRecord(
            code=code,
            complaint=complaint,
            report=self.submissions[code].report,
            received_at=complaint.moments["filed"],
            started=code in self.started,
            result=latest,
            given=given,
        )

    def entries(self, code: str) -> tuple[Entry, ...]:
        self._answer()
        return tuple(self.ledger.get(code, ()))

    def act_entries(self, code: str, act_id: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries(code) if entry.act_id == act_id)

    def calendar(self) -> CalendarBook:
        self._answer()
        return self.book

    def open_complaints(self, after: str, limit: int) -> tuple[Complaint, ...]:
        self._answer()
        found = [one for code, one in sorted(self.complaints.items()) if code > after and not one.status.is_final]
        return tuple(found[:limit])

    def identity(self, code: str, *, seen_by: str | None) -> Identity | None:
        self._answer()
        if seen_by is not None:
            self.note_look(seen_by, LookedAt.IDENTITY, code)
        return self.submissions[code].identity

    def tracking_hash(self, code: str) -> str | None:
        self._answer()
        return self.submissions[code].tracking_hash

    def agencies(self, authority: str) -> tuple[Agency, ...]:
        self._answer()
        return tuple(agency for agency in self.agencies_ if agency.authority == authority)

    def account(self, account_id: str) -> Account | None:
        self._answer()
        return next((account for account, _ in self.accounts_.values() if account.id == account_id), None)

    def accounts(self, authority: str | None) -> tuple[Account, ...]:
        self._answer()
        return tuple(one for one, _ in self.accounts_.values() if authority in (None, one.authority))

    def accounts_of_agency(self, authority: str, agency: str) -> tuple[Account, ...]:
        return tuple(one for one in self.accounts(authority) if one.agency == agency)

    def display_names(self, account_ids: frozenset[str]) -> dict[str, str]:
        self._answer()
        found = (self.account(account_id) for account_id in account_ids)
        return {account.id: account.display_name for account in found if account}

    def merged_into(self, code: str) -> tuple[str, ...]:
        self._answer()
        return tuple(sorted(one.code for one in self.complaints.values() if one.merged_into == code))

    def near(self, code: str, authority: str, field: str | None, box: Box, *, test: bool) -> tuple[Likely, ...]:
        return tuple(
            each
            for each in self.latest(code, authority, field, test=test)
            if each.latitude is not None and each.longitude is not None and box.holds(each.latitude, each.longitude)
        )

    def latest(self, code: str, authority: str, field: str | None, *, test: bool) -> tuple[Likely, ...]:
        self._answer()
        return tuple(
            self._likely(one)
            for one in self.complaints.values()
            if (one.procedure.id, one.test) == (authority, test)
            and one.code != code
            and not one.status.is_final
            and (field is None or one.field in (None, field))
        )

    def _likely(self, one: Complaint) -> Likely:
        report = self.submissions[one.code].report
        return Likely(
            code=one.code,
            content=report.content,
            place=report.place,
            place_id=report.place_id,
            latitude=report.latitude,
            longitude=report.longitude,
            field=one.field,
            received_at=one.moments["filed"],
            status=one.status,
            lead=one.lead,
            merged=0,
        )

    def stood_in_for(self, account: str, at: datetime) -> tuple[Account, ...]:
        self._answer()
        return self.stood_in_for_.get(account, ())

    def unfinished_handovers(self, limit: int) -> tuple[str, ...]:
        self._answer()
        return ()

    def places(self, authority: str) -> tuple[Place, ...]:
        self._answer()
        return self.places_

    def routing_rules(self, authority: str) -> tuple[RoutingRule, ...]:
        self._answer()
        return ()

    def own_fields(self, authority: str) -> tuple[OwnField, ...]:
        self._answer()
        return ()

    def account_for_sign_in(self, username: str) -> tuple[Account, str] | None:
        self._answer()
        return self.accounts_.get(username)

    def account_of_session(self, token_hash: str, now: datetime) -> Account | None:
        self._answer()
        account_id, expires_at = self.sessions.get(token_hash, ("", now))
        accounts = {account.id: account for account, _ in self.accounts_.values()}
        return accounts[account_id] if expires_at > now else None

    def cases(self, scope: Scope, filters: Filters, cursor: str | None, limit: int) -> Page:
        self._answer()
        if cursor is not None and cursor not in self.complaints:
            raise BadCursor
        lines = [self._line(code) for code in sorted(self.complaints)]
        shown = [
            line for line in lines if _is_in(line, scope) and _passes(line, filters) and line.code > (cursor or "")
        ]
        return Page(tuple(shown[:limit]), shown[limit - 1].code if len(shown) > limit else None)

    def count_cases(self, scope: Scope, filters: Filters, most: int) -> int:
        return len(self.cases(scope, filters, None, most).lines)

    def public_cases(self, filters: PublicFilters, cursor: str | None, limit: int) -> PublicPage:
        self._answer()
        if cursor is not None and cursor not in self.complaints:
            raise BadCursor
        lines = [line for line in self._public(filters) if cursor is None or line.code < cursor]
        return PublicPage(tuple(lines[:limit]), lines[limit - 1].code if len(lines) > limit else None)

    def public_points(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]:
        self._answer()
        return tuple(line for line in self._public(filters) if line.latitude is not None)[:most]

    def public_places(self, filters: PublicFilters, most: int) -> tuple[tuple[float, float], ...]:
        points = self.public_points(filters, most)
        return tuple((line.latitude, line.longitude) for line in points if line.latitude and line.longitude)

    def public_news(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]:
        self._answer()
        return tuple(sorted(self._public(filters), key=lambda line: line.changed_at, reverse=True)[:most])

    def count_public(self, filters: PublicFilters, most: int) -> int:
        self._answer()
        return len(self._public(filters)[:most])

    def _public(self, filters: PublicFilters) -> list[PublicLine]:
        shown = sorted((code for code, one in self.complaints.items() if is_public(one)), reverse=True)
        return [line for line in map(self._public_line, shown) if _is_sought(line, filters)]

    def _public_line(self, code: str) -> PublicLine:
        one, report = self.complaints[code], self.submissions[code].report
        return PublicLine(
            code=code,
            authority=one.procedure.id,
            status=one.status,
            field=one.field,
            lead=one.lead,
            received_at=one.moments["filed"],
            changed_at=publicly_changed_at(one),
            excerpt=report.content[:160],
            place=report.place,
            place_id=report.place_id,
            latitude=report.latitude,
            longitude=report.longitude,
        )

    def _line(self, code: str) -> CaseLine:
        one = self.complaints[code]
        due = nearest_limit(one)
        return CaseLine(
            code=code,
            authority=one.procedure.id,
            status=one.status,
            field=one.field,
            urgency=one.urgency,
            lead=one.lead,
            co_ordinating=one.co_ordinating,
            received_at=one.moments["filed"],
            due=due.schedule.due if due and due.schedule else None,
            due_limit=due.id if due else None,
            rung=max((limit.rungs_climbed for limit in one.overdue_limits), default=0),
            overdue=bool(one.overdue_limits),
            paused=one.paused_since is not None,
            excerpt=self.submissions[code].report.content[:160],
            officer=one.officer,
            merged_into=one.merged_into,
            test=one.test,
            place=one.place,
        )


def _is_sought(line: PublicLine, filters: PublicFilters) -> bool:
    return (
        filters.authority in (None, line.authority)
        and filters.field in (None, line.field)
        and (not filters.places or line.place_id in filters.places)
        and (not filters.status or line.status in filters.status)
        and (filters.since is None or line.received_at >= filters.since)
        and (filters.until is None or line.received_at < filters.until)
        and (filters.text is None or folded(filters.text) in folded(line.excerpt))
        and (
            filters.box is None or (line.latitude is not None and filters.box.holds(line.latitude, line.longitude or 0))
        )
    )


def _is_in(line: CaseLine, scope: Scope) -> bool:
    return scope.covers(authority=line.authority, lead=line.lead, co_ordinating=line.co_ordinating, test=line.test)


def _results(events: Iterable[Event]) -> tuple[str | None, str | None]:
    """What the latest result says, and what the one says that the reporter was last given."""
    latest = given = None
    for event in events:
        if (said := result_in(event)) is not None:
            latest = said.sealed
        if isinstance(event, Published | Withheld):
            given = latest
    return latest, given


def _passes(line: CaseLine, filters: Filters) -> bool:
    return (
        (not filters.status or line.status in filters.status)
        and filters.agency in (None, line.lead, *line.co_ordinating)
        and filters.field in (None, line.field)
        and filters.overdue in (None, line.overdue)
        and (filters.due_before is None or (line.due is not None and line.due < filters.due_before))
        and (filters.text is None or filters.text in line.excerpt)
        and filters.officer in (None, line.officer)
        and filters.unassigned in (None, bool(line.lead and not line.officer and not line.status.is_final))
        and filters.merged_into in (None, line.merged_into)
        and filters.authority in (None, line.authority)
        and filters.open in (None, not line.status.is_final)
        and filters.paused in (None, line.paused)
    )


@dataclass
class CoreGateway:
    """Runs the core on the case in the record, as the workflow does. `away` is Temporal not answering."""

    record: MemoryRecord
    clock: Callable[[], datetime]
    running: set[str] = field(default_factory=set)
    done: dict[tuple[str, str], int] = field(default_factory=dict)
    requests: list[ActRequest] = field(default_factory=list)
    changes: dict[int, ChangeProgress] = field(default_factory=dict)
    away: bool = False
    loses_answers: bool = False
    broken: Exception | None = None

    async def start(self, complaint: Complaint) -> None:
        self._answer()
        self.running.add(complaint.code)

    async def run_once_more(self, complaint: Complaint) -> None:
        self._answer()
        self.running.add(complaint.code)

    async def act(self, code: str, request: ActRequest) -> None:
        self._answer()
        self.requests.append(request)
        signed = is_signed(
            derive_key(SECRET, KeyPurpose.ACTORS),
            request.signature,
            code=code,
            act_id=request.act_id,
            act=digest(request.act),
            actor=request.by,
        )
        assert signed
        complaint = self.record.complaints[code]
        if code not in self.running:
            raise CaseNotRunning
        if (code, request.act_id) not in self.done:
            self._do(code, complaint, request)
        if self.loses_answers:
            raise WorkflowsUnavailable

    async def tell_calendar_change(self, revision: int) -> None:
        """Tells every open case at once."""
        self._answer()
        told = moved = 0
        book = self.record.book
        for code, complaint in self.record.complaints.items():
            if complaint.status.is_final:
                continue
            told += 1
            if found := moves(complaint, book):
                moved += 1
                act = FollowCalendar(moved=found, decided_by=acts_of((book.latest,)))
                events = decide(complaint, act, by=None, at=self.clock())
                assert not isinstance(events, Refusal)
                self.record.append(code, f"calendar-{revision}", None, events)
        self.changes[revision] = ChangeProgress(revision, told, moved, told, finished=True)

    async def calendar_change(self, revision: int) -> ChangeProgress | None:
        self._answer()
        return self.changes.get(revision)

    async def is_reachable(self) -> bool:
        return not self.away

    def let_time_pass(self, code: str) -> None:
        """The alarms that are due ring."""
        events = decide(self.record.complaints[code], TimePassed(), by=None, at=self.clock())
        assert not isinstance(events, Refusal)
        self.record.append(code, f"time-{self.clock():%s}", None, events)

    def _do(self, code: str, complaint: Complaint, request: ActRequest) -> None:
        events = decide(complaint, request.act, by=request.by, at=self.clock())
        if isinstance(events, Refusal):
            raise ActRefused(events)
        self.record.append(code, request.act_id, request.by, events, digest(request.act))
        if self.record.complaints[code].status.is_final:
            self.running.discard(code)
        self.done[code, request.act_id] = len(events)

    def _answer(self) -> None:
        if self.broken is not None:
            raise self.broken
        if self.away:
            raise WorkflowsUnavailable
