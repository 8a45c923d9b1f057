"""The admins who may change an office, and the staff who may see how it was changed."""

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


def administers(staff: Staff, authority: str | None) -> bool:
    """Return whether this person may change what belongs to an authority, or to none.

    An admin of that authority may, and so may an admin of the whole system.
    """
    account = staff.account
    return account.role is Role.ADMIN and (account.authority is None or account.authority == authority)


def office_admin(authority: Authority, staff: StaffDep) -> Staff:
    """Return the caller if they are an admin of this authority.

    The role is checked before the authority, so that nobody else learns which authorities there are.

    Raises:
        Problem: the caller is no such admin, or there is no such authority.
    """
    if not administers(staff, authority):
        raise Problem(OFFICE_ADMIN_ONLY)
    if authority not in all_procedures():
        raise Problem(UNKNOWN_AUTHORITY)
    return staff


def any_admin(staff: StaffDep) -> Staff:
    """Return the caller if they are an admin of any authority or of the whole system. Raises Problem otherwise."""
    if staff.account.role is not Role.ADMIN:
        raise Problem(OFFICE_ADMIN_ONLY)
    return staff


def auditor(staff: StaffDep) -> Staff:
    """Return the caller if they may see how things were changed and who looked. Raises Problem otherwise."""
    if staff.account.role not in (Role.ADMIN, Role.AUDITOR):
        raise Problem(CHANGES_FOR_AUDITORS)
    return staff


OfficeAdminDep = Annotated[Staff, Depends(office_admin)]
AnyAdminDep = Annotated[Staff, Depends(any_admin)]
AuditorDep = Annotated[Staff, Depends(auditor)]


def kept_procedure(authority: Authority, front: FrontDep, _staff: OfficeAdminDep) -> Procedure:
    """Return the procedure of the authority that this admin keeps, with the authority's own fields."""
    procedure = front.procedures.today(authority)
    if procedure is None:
        raise Problem(UNKNOWN_AUTHORITY)
    return procedure


ProcedureDep = Annotated[Procedure, Depends(kept_procedure)]


def change_by(staff: Staff, clock: Clock, seen: str | None = None) -> ChangedBy:
    """Return a change that this person makes now. `seen` is the version that they saw, None where they did not say."""
    return ChangedBy(staff.account.id, clock(), seen)
