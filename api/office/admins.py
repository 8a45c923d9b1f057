"""Who may change an office, and who may see how it was changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path

from api.office.problems import CHANGES_FOR_AUDITORS, OFFICE_ADMIN_ONLY, UNKNOWN_AUTHORITY
from api.web.front import Clock, FrontDep
from api.web.identity.callers import Staff, StaffDep
from api.web.problems.problem import Problem
from domain.procedure import Procedure
from domain.words import Role
from procedures import all_procedures
from records.offices.rows import ChangedBy

Authority = Annotated[str, Path(description="Mã quy trình của địa phương.", examples=["khanh-hoa"], max_length=60)]
ID = r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$"
EntryId = Annotated[
    str, Path(description="Mã, gồm chữ thường không dấu, chữ số và dấu nối.", pattern=ID, max_length=60)
]


def administers(who: Staff, authority: str | None) -> bool:
    """Whether this person may change what belongs to an authority, or to none: an admin of it, or of the whole system."""
    account = who.account
    return account.role is Role.ADMIN and (account.authority is None or account.authority == authority)


def office_admin(authority: Authority, who: StaffDep) -> Staff:
    """An admin of this authority. Anybody else hears so before whether there is such an authority."""
    if not administers(who, authority):
        raise Problem(OFFICE_ADMIN_ONLY)
    if authority not in all_procedures():
        raise Problem(UNKNOWN_AUTHORITY)
    return who


def any_admin(who: StaffDep) -> Staff:
    """An admin, of whatever authority."""
    if who.account.role is not Role.ADMIN:
        raise Problem(OFFICE_ADMIN_ONLY)
    return who


def auditor(who: StaffDep) -> Staff:
    """Whoever may see how things were changed and who looked."""
    if who.account.role not in (Role.ADMIN, Role.AUDITOR):
        raise Problem(CHANGES_FOR_AUDITORS)
    return who


OfficeAdminDep = Annotated[Staff, Depends(office_admin)]
AnyAdminDep = Annotated[Staff, Depends(any_admin)]
AuditorDep = Annotated[Staff, Depends(auditor)]


def kept_procedure(authority: Authority, front: FrontDep, _who: OfficeAdminDep) -> Procedure:
    """The procedure of the authority that this admin keeps, with its own fields."""
    procedure = front.procedures.today(authority)
    if procedure is None:
        raise Problem(UNKNOWN_AUTHORITY)
    return procedure


ProcedureDep = Annotated[Procedure, Depends(kept_procedure)]


def change_by(who: Staff, clock: Clock) -> ChangedBy:
    """A change that this person makes now."""
    return ChangedBy(who.account.id, clock())
