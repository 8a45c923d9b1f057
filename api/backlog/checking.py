"""Checks a backlog whole before anything is written, and says what its import would bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from api.web.offices import ProceduresInForce
from calendars import OutsideCalendar
from calendars.filling import scheduled
from documents.sheets.cases import RECEIVED, SHEET, STANDING, CaseRow, Known, read_cases
from documents.sheets.faults import Fault
from documents.sheets.reading import read_sheet
from domain.actors import Told
from domain.backlog.course import first_told, past_course
from domain.citing import article_of
from domain.complaint import Complaint, apply, apply_all
from domain.events import Event, LimitPassed
from domain.limits import has_overdue
from domain.notices import notices_to_queue
from domain.offices.office import Agency
from domain.offices.places import Place
from domain.procedure import Procedure
from domain.time.decisions import CalendarBook
from domain.visibility import is_public
from domain.words import Role
from language.labels import role_name
from procedures import NoProcedure, all_procedures
from procedures.wards import finder_of
from records.backlog.rows import import_key


class Offices(Protocol):
    """The record as reading a table needs it; `records.offices.repository.Offices` is the real one."""

    def agencies(self, authority: str) -> tuple[Agency, ...]:
        """Return the agencies of an authority, inactive ones included."""
        ...

    def places(self, authority: str) -> tuple[Place, ...]:
        """Return the administrative units of an authority."""
        ...


class Submissions(Protocol):
    """The record as finding what was imported before needs it; `records.cases.intake.Intake` is the real one."""

    def find_all(self, idempotency_keys: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return the code and the body hash of each report that came with one of these keys, by its key."""
        ...


@dataclass(frozen=True)
class Overdue:
    """The cases that miss one limit, by the article that sets it."""

    limit: str
    article: str
    cases: int


@dataclass(frozen=True)
class Differing:
    """A row that says other than when it was imported: the case stays as it is."""

    row: int
    old_code: str
    code: str


@dataclass(frozen=True)
class Preview:
    """The outcome of an import before it is done. `again` are rows that were imported before and say the same. `told` are the
    people who get a digest, each with the number of alarms in it."""

    total: int
    again: int = 0
    differing: tuple[Differing, ...] = ()
    open: int = 0
    ended: int = 0
    overdue: int = 0
    public: int = 0
    by_limit: tuple[Overdue, ...] = ()
    told: tuple[tuple[str, int], ...] = ()

    @property
    def new(self) -> int:
        """The number of cases that an import would add."""
        return self.total - self.again - len(self.differing)


@dataclass(frozen=True)
class Checked:
    """A backlog that was read whole: its cases, or its faults, and what the import would bring where there are none."""

    rows: tuple[CaseRow, ...]
    faults: tuple[Fault, ...]
    preview: Preview


@dataclass(frozen=True)
class Backlog:
    """The authority whose backlog it is, the file it comes in, and what the authority's rows may name."""

    authority: str
    source: str
    procedures: ProceduresInForce
    known: Known

    def procedure_on(self, day: date) -> Procedure:
        """Return the regulation that was in force on a day. Raises NoProcedure."""
        return self.procedures.on(self.authority, day)


def backlog_of(
    offices: Offices, procedures: ProceduresInForce, authority: str, *, source: str, now: datetime
) -> Backlog:
    """Return the backlog of an authority whose regulation is in force.

    Raises:
        NoProcedure: none is.
    """
    today = procedures.today(authority)
    if today is None:
        raise NoProcedure(f"no procedure {authority} is in force")
    places = offices.places(authority)
    known = Known(today, offices.agencies(authority), places, now, finder_of(tuple(places)))
    return Backlog(authority, source, procedures, known)


def check(backlog: Backlog, content: bytes, submissions: Submissions, book: CalendarBook) -> Checked:
    """Read a file and relate the course of each of its cases. Nothing is written.

    Raises:
        UnreadableSheet: it is no table.
    """
    rows, faults = read_cases(read_sheet(content, SHEET), backlog.known)
    courses: list[tuple[CaseRow, Complaint, tuple[Event, ...]]] = []
    found = list(faults)
    for row in rows:
        related = relate(backlog, row, book, backlog.known.now)
        if isinstance(related, Fault):
            found.append(related)
        else:
            courses.append((row, *related))
    if found:
        return Checked((), tuple(sorted(found, key=lambda fault: fault.row or 0)), Preview(len(rows)))
    return Checked(rows, (), _preview(backlog, courses, submissions))


def relate(
    backlog: Backlog, row: CaseRow, book: CalendarBook, now: datetime
) -> tuple[Complaint, tuple[Event, ...]] | Fault:
    """Return a row's case before it is filed, without its code, and its events. Return a fault where the regulation of its day
    does not lead there."""
    received = backlog.known.procedure.authority.local_date(row.past.received_at)
    try:
        unfiled = Complaint(code="", procedure=backlog.procedure_on(received))
        events = past_course(
            unfiled, row.past, source=backlog.source, now=now, fill=lambda case, each: scheduled(case, each, book)
        )
    except NoProcedure:
        return Fault(row.number, RECEIVED.heading, _before_law(backlog.authority))
    except OutsideCalendar:
        return Fault(row.number, RECEIVED.heading, "Lịch làm việc của năm ấy chưa biết nên không tính được hạn.")
    if events is None:
        sentence = (
            "Quy trình không đưa hồ sơ tới tình trạng này theo các cột đã ghi; hãy xem lại cơ quan và tình trạng."
        )
        return Fault(row.number, STANDING.heading, sentence)
    return unfiled, events


def _before_law(authority: str) -> str:
    since = all_procedures()[authority].valid_from
    return (
        f"Hồ sơ nhận trước ngày quy chế có hiệu lực ({since:%d/%m/%Y}) nên không có hạn nào theo quy chế; "
        "hãy để hồ sơ ấy ở hệ thống cũ, hoặc xem lại ngày."
    )


def _preview(
    backlog: Backlog, courses: Sequence[tuple[CaseRow, Complaint, tuple[Event, ...]]], submissions: Submissions
) -> Preview:
    keys = {import_key(backlog.authority, row.past.old_code): row for row, _, _ in courses}
    before = submissions.find_all(list(keys))
    differing = tuple(
        Differing(keys[key].number, keys[key].past.old_code, code)
        for key, (code, body_hash) in before.items()
        if body_hash != keys[key].digest
    )
    now, ended, overdue, public = backlog.known.now, 0, 0, 0
    by_limit: Counter[tuple[str, str]] = Counter()
    told: Counter[Told] = Counter()
    for row, unfiled, events in courses:
        if import_key(backlog.authority, row.past.old_code) in before:
            continue
        complaint = apply_all(unfiled, events)
        ended += not complaint.status.is_handled
        overdue += complaint.status.is_handled and has_overdue(complaint, now)
        public += is_public(complaint)
        by_limit.update(_missed(complaint, events))
        told.update(_told(unfiled, events))
    return Preview(
        total=len(courses),
        again=len(before) - len(differing),
        differing=tuple(sorted(differing, key=lambda each: each.row)),
        open=len(courses) - len(before) - ended,
        ended=ended,
        overdue=overdue,
        public=public,
        by_limit=tuple(Overdue(limit, article, cases) for (limit, article), cases in by_limit.most_common()),
        told=tuple((_named(backlog, who), count) for who, count in told.most_common()),
    )


def _missed(complaint: Complaint, events: tuple[Event, ...]) -> Iterator[tuple[str, str]]:
    """Yield each limit that the import finds missed, with its article."""
    for event in events[first_told(events) :]:
        if isinstance(event, LimitPassed):
            yield complaint.procedure.limit(event.limit).name, article_of(complaint.procedure, event) or ""


def _told(unfiled: Complaint, events: tuple[Event, ...]) -> Iterator[Told]:
    """Yield who is told of each event that the import finds."""
    complaint, told_from = unfiled, first_told(events)
    for place, event in enumerate(events):
        complaint = apply(complaint, event)
        if place >= told_from:
            notices = notices_to_queue(complaint, event)
            yield from {notice.to: None for notice in notices if notice.to.role is not Role.REPORTER}


def _named(backlog: Backlog, told: Told) -> str:
    names = {agency.id: agency.name for agency in backlog.known.agencies}
    role = role_name(backlog.known.procedure, told.role)
    return f"{role}, {names.get(told.agency, told.agency)}" if told.agency else role
