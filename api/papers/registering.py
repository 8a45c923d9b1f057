"""Papers that came in or went out are registered by the people of the office, and the register is read by those who see its
cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from api.papers.problems import KEEPERS_ONLY, PAPERS_FOR_OFFICES
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem, wrong_field
from calendars import VIETNAM
from domain.complaint import Complaint
from domain.visibility import scope_of
from domain.words import Role
from records.papers.rows import Direction, NewOutgoingPaper, NewPaper, Paper, SoughtPapers

CENTRE = "centre"
"""Stands for the centre's own register where an agency may be named."""

_KEEPERS = frozenset({Role.CENTRE_OPERATOR, Role.CENTRE_LEADER, Role.AGENCY_OFFICER, Role.AGENCY_LEADER})
_OF_NO_AUTHORITY = frozenset({Role.AUDITOR, Role.ADMIN})
_LONGEST_AGO = timedelta(days=366)
_BEFORE_ALL = date(2000, 1, 1)


class Register(Protocol):
    """The register as the use cases need it; `records.papers.repository.Papers` is the real one."""

    def add(self, paper: NewPaper, *, authority: str, agency: str | None, by: str, key: str) -> Paper: ...

    def send(self, paper: NewOutgoingPaper, *, authority: str, agency: str | None, by: str, key: str) -> Paper: ...

    def listed(
        self, sought: SoughtPapers, *, zone: str, limit: int | None = None, offset: int = 0
    ) -> tuple[Paper, ...]: ...


class Cases(Protocol):
    """The cases, as a paper about one needs them."""

    def complaint(self, code: str) -> Complaint | None: ...


@dataclass(frozen=True)
class Wanted:
    """The entries that somebody asks for. Without days they are those of this year. `agency` is `CENTRE` for the centre."""

    since: date | None = None
    until: date | None = None
    agency: str | None = None
    direction: Direction | None = None
    code: str | None = None


def keeps_register(staff: Staff) -> bool:
    """Return whether this person registers papers that came to their office."""
    return staff.account.role in _KEEPERS and staff.account.authority is not None


def require_keeper(staff: Staff) -> str:
    """Return the authority in whose register this person writes. Raises Problem for anybody else."""
    if not keeps_register(staff) or staff.account.authority is None:
        raise Problem(KEEPERS_ONLY)
    return staff.account.authority


def reads_register(staff: Staff) -> bool:
    """Return whether this person reads a register."""
    account = staff.account
    return account.role in _OF_NO_AUTHORITY or (account.authority is not None and account.role is not Role.TECHNICIAN)


def require_reader(staff: Staff) -> None:
    """Raise Problem where this person reads no register."""
    if not reads_register(staff):
        raise Problem(PAPERS_FOR_OFFICES)


def register_paper(register: Register, cases: Cases, staff: Staff, paper: NewPaper, *, key: str, at: datetime) -> Paper:
    """Register a paper that came in, once however often it is sent with the same key.

    Raises:
        Problem: this person keeps no register, or the case or a day cannot be.
        KeyReused: the key came before with another paper.
    """
    authority = require_keeper(staff)
    _require_lately(paper.received_on, "received_on", "Ngày đến", at)
    if paper.dated is not None and paper.dated > paper.received_on:
        raise wrong_field("dated", "Văn bản không thể đề ngày sau ngày đến; hãy xem lại hai ngày.")
    _require_known(paper.code, cases, staff)
    own_key = _own(key, staff)
    return register.add(paper, authority=authority, agency=staff.account.agency, by=staff.account.id, key=own_key)


def register_outgoing(
    register: Register, cases: Cases, staff: Staff, paper: NewOutgoingPaper, *, key: str, at: datetime
) -> Paper:
    """Register a paper that went out and that the system did not make, once however often it is sent with the same key.

    Raises:
        Problem: this person keeps no register, or the case or the day cannot be.
        KeyReused: the key came before with another paper.
    """
    authority = require_keeper(staff)
    _require_lately(paper.sent_on, "sent_on", "Ngày đi", at)
    _require_known(paper.code, cases, staff)
    own_key = _own(key, staff)
    return register.send(paper, authority=authority, agency=staff.account.agency, by=staff.account.id, key=own_key)


def _require_lately(day: date, field: str, name: str, at: datetime) -> None:
    today = at.astimezone(VIETNAM).date()
    if day > today:
        raise wrong_field(field, f"{name} không thể ở tương lai; hãy ghi đúng ngày.")
    if day < today - _LONGEST_AGO:
        raise wrong_field(field, f"{name} đã quá một năm; hãy ghi đúng ngày.")


def _require_known(code: str | None, cases: Cases, staff: Staff) -> None:
    if code is not None and not _knows(cases.complaint(code), staff):
        raise wrong_field("code", "Không có hồ sơ nào mang mã này mà bạn được xem; hãy xem lại mã, hoặc bỏ trống.")


def _own(key: str, staff: Staff) -> str:
    """Return the key as one person's own, so that nobody can learn of another's paper by guessing."""
    return f"{staff.account.id} {key}"


def papers_seen_by(
    register: Register, staff: Staff, wanted: Wanted, at: datetime, *, limit: int | None = None, offset: int = 0
) -> tuple[Paper, ...]:
    """Return the entries that this person may read, the latest first: an agency's people read the register of their agency.

    Raises:
        Problem: this person reads no register.
    """
    require_reader(staff)
    since, until = days_of(wanted, at)
    scope = scope_of(staff.actor)
    named = "" if wanted.agency == CENTRE else wanted.agency or None
    if scope.agency is not None and named not in (None, scope.agency):
        return ()
    sought = SoughtPapers(
        authority=scope.authority,
        since=since,
        until=until,
        agency=scope.agency or named,
        direction=wanted.direction,
        code=wanted.code,
    )
    return register.listed(sought, zone=VIETNAM.key, limit=limit, offset=offset)


def days_of(wanted: Wanted, at: datetime) -> tuple[date, date]:
    """Return the first and the last day of the entries: without days all of a case, or those of this year."""
    today = at.astimezone(VIETNAM).date()
    until = wanted.until or max(today, wanted.since or today)
    return wanted.since or (_BEFORE_ALL if wanted.code else date(until.year, 1, 1)), until


def _knows(complaint: Complaint | None, staff: Staff) -> bool:
    return complaint is not None and scope_of(staff.actor).covers(
        authority=complaint.procedure.id,
        lead=complaint.lead,
        co_ordinating=complaint.co_ordinating,
        test=complaint.test,
    )
