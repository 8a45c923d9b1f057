"""Requests about personal data are taken in, answered, extended, carried out and refused, by people of the centre."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from api.calendar.counting import calendar_of_procedure
from api.calendar.deciding import Books
from api.personal_data.problems import CASE_NOT_ENDED, HINDERED, REGISTRARS_ONLY, UNKNOWN_REQUEST
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem, wrong_field
from domain.complaint import Complaint
from domain.personal_data.requests import (
    Hindrance,
    Office,
    PersonalDataRequest,
    RequestKind,
    RequestStep,
    answer,
    carry_out,
    extend,
    lift,
    receive,
    refuse,
)
from domain.words import Role
from procedures.personal_data import request_law
from records.errors import CaseNotEnded, DataRequestUnknown, IdentityUnknown
from records.personal_data.rows import Correction, RegisteredRequest, Requester

_REGISTRARS = (Role.CENTRE_OPERATOR, Role.CENTRE_LEADER)
_WATCHERS = (Role.ADMIN, Role.AUDITOR)
_LONGEST_AGO = timedelta(days=366)


class Register(Protocol):
    """The register as the use cases need it; `records.personal_data.requests.DataRequests` is the real one."""

    def add(
        self,
        standing: PersonalDataRequest,
        requester: Requester,
        *,
        authority: str,
        code: str | None,
        by: str,
        key: str,
    ) -> RegisteredRequest: ...

    def find(self, number: int) -> RegisteredRequest | None: ...

    def listed(
        self, authority: str | None, *, only_open: bool, before: int | None = None, limit: int | None = None
    ) -> tuple[RegisteredRequest, ...]: ...

    def advance(
        self,
        number: int,
        step: RequestStep,
        change: Callable[[PersonalDataRequest], PersonalDataRequest | Hindrance],
        *,
        at: datetime,
        by: str,
        words: str,
        correction: Correction | None = None,
        codes: Sequence[str] = (),
    ) -> RegisteredRequest | Hindrance: ...


class Cases(Protocol):
    """The cases, as a request that is about one needs them."""

    def complaint(self, code: str) -> Complaint | None: ...


@dataclass(frozen=True)
class Asked:
    """A request as it came in. `received_at` is None for now."""

    kind: RequestKind
    requester: Requester
    code: str | None = None
    received_at: datetime | None = None


def may_register(staff: Staff) -> bool:
    """Return whether this person takes requests in, sees who asks and decides on them."""
    return staff.account.role in _REGISTRARS and staff.account.authority is not None


def require_registrar(staff: Staff) -> str:
    """Return the authority whose register this person keeps. Raises Problem for anybody else."""
    if not may_register(staff) or staff.account.authority is None:
        raise Problem(REGISTRARS_ONLY)
    return staff.account.authority


def require_reader(staff: Staff) -> str | None:
    """Return the authority whose register this person reads, None for all. Raises Problem for anybody who reads none."""
    if staff.account.role in _WATCHERS:
        return staff.account.authority
    return require_registrar(staff)


def take_in(
    register: Register, cases: Cases, books: Books, staff: Staff, asked: Asked, *, key: str, at: datetime
) -> RegisteredRequest:
    """Take a request in, once however often it is sent with the same key.

    Raises:
        Problem: this person keeps no register, or the case or the day of receipt cannot be.
        KeyReused: the key came before with another request.
    """
    authority = require_registrar(staff)
    received_at = asked.received_at or at
    if received_at > at:
        raise wrong_field("received_at", "Lúc nhận không thể ở tương lai; hãy ghi lúc đã nhận yêu cầu.")
    if received_at < at - _LONGEST_AGO:
        raise wrong_field("received_at", "Lúc nhận đã quá một năm; hãy ghi đúng lúc đã nhận yêu cầu.")
    if asked.code is not None:
        complaint = cases.complaint(asked.code)
        if complaint is None or complaint.procedure.id != authority:
            raise wrong_field("code", "Không có hồ sơ nào mang mã này ở địa phương; hãy xem lại mã, hoặc bỏ trống.")
    standing = receive(asked.kind, received_at, request_law(), _office(books, authority))
    # A key is one person's own, so that nobody can learn of another's request by guessing.
    own_key = f"{staff.account.id} {key}"
    return register.add(
        standing, asked.requester, authority=authority, code=asked.code, by=staff.account.id, key=own_key
    )


def known_request(register: Register, staff: Staff, number: int) -> RegisteredRequest:
    """Return a request that this person may read. Raises Problem."""
    authority = require_reader(staff)
    found = register.find(number)
    if found is None or authority not in (None, found.authority):
        raise Problem(UNKNOWN_REQUEST)
    return found


def advance(
    register: Register,
    books: Books,
    staff: Staff,
    number: int,
    step: RequestStep,
    words: str,
    at: datetime,
    carried: Correction | None = None,
) -> RegisteredRequest:
    """Take a step: answer, extend, carry out, refuse, or lift a restriction. `carried` names the other cases of the same person,
    and the parts of the identity as they should be where a request to correct is carried out.

    Raises:
        Problem: this person keeps no such register, the step may not be now, or what is carried out cannot be.
    """
    authority = require_registrar(staff)
    found = known_request(register, staff, number)
    change = _CHANGES[step](books, authority, at)
    what: dict[str, Any] = {"at": at, "by": staff.account.id, "words": words}
    if step is RequestStep.CARRIED_OUT and carried is not None:
        what |= {"correction": _required(found, carried), "codes": carried.codes}
    try:
        done = register.advance(number, step, change, **what)
    except IdentityUnknown as error:
        raise wrong_field(
            "codes", f"Không có danh tính người gửi của hồ sơ {error} ở địa phương; hãy xem lại mã hồ sơ."
        ) from error
    except CaseNotEnded as error:
        raise Problem(CASE_NOT_ENDED) from error
    except DataRequestUnknown as error:
        raise Problem(UNKNOWN_REQUEST) from error
    if isinstance(done, Hindrance):
        raise Problem(HINDERED[done])
    return done


def _required(request: RegisteredRequest, given: Correction) -> Correction | None:
    """Return the correction that carries out a request, None where it changes nothing. Raises Problem where they do not fit."""
    if not given.parts:
        return None
    if request.kind is not RequestKind.CORRECT:
        raise wrong_field(next(iter(given.parts)), "Chỉ yêu cầu chỉnh sửa mới đổi danh tính; hãy bỏ trống.")
    codes = tuple(dict.fromkeys((*((request.code,) if request.code else ()), *given.codes)))
    if not codes:
        raise wrong_field("codes", "Hãy nêu mã hồ sơ có danh tính cần chỉnh sửa.")
    return replace(given, codes=codes)


def requests_seen_by(
    register: Register, staff: Staff, *, only_open: bool, before: int | None = None, limit: int | None = None
) -> tuple[RegisteredRequest, ...]:
    """Return the requests that this person may read, the latest first. Raises Problem."""
    return register.listed(require_reader(staff), only_open=only_open, before=before, limit=limit)


Step = Callable[[PersonalDataRequest], PersonalDataRequest | Hindrance]

_CHANGES: dict[RequestStep, Callable[[Books, str, datetime], Step]] = {
    RequestStep.ANSWERED: lambda _books, _authority, at: lambda request: answer(request, at),
    RequestStep.EXTENDED: lambda books, authority, at: (
        lambda request: extend(request, at, request_law(), _office(books, authority))
    ),
    RequestStep.CARRIED_OUT: lambda _books, _authority, at: lambda request: carry_out(request, at),
    RequestStep.REFUSED: lambda _books, _authority, at: lambda request: refuse(request, at),
    RequestStep.LIFTED: lambda _books, _authority, _at: lift,
}


def _office(books: Books, authority: str) -> Office:
    found = calendar_of_procedure(books, authority)
    if found is None:
        raise Problem(UNKNOWN_REQUEST)
    return Office(found.calendar, ZoneInfo(str(found.zone)))
