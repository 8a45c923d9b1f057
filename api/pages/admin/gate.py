"""Decides which staff may open these pages, and for which authorities."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from api.office import admins
from api.office.problems import OFFICE_ADMIN_ONLY, UNKNOWN_AUTHORITY
from api.pages.common.visitors import StaffPageDep
from api.web.front import Front
from api.web.identity.callers import Staff
from api.web.names import Name
from api.web.problems.problem import Problem
from domain.procedure import Procedure
from procedures import all_procedures


def _admin(staff: StaffPageDep) -> Staff:
    return admins.any_admin(staff)


def _watcher(staff: StaffPageDep) -> Staff:
    return admins.auditor(staff)


OfAuthority = Annotated[str, Query(alias="dia-phuong", max_length=60)]
"""The authority for which a page is asked, as a query parameter."""

AdminPageDep = Annotated[Staff, Depends(_admin)]
WatcherPageDep = Annotated[Staff, Depends(_watcher)]


def authorities_of(staff: Staff) -> list[Name]:
    """Return the authorities whose office this person keeps or watches, with their names."""
    own = staff.account.authority
    procedures = all_procedures().values()
    return [Name(id=each.id, name=each.authority.name) for each in procedures if own in (None, each.id)]


def narrowed_to(staff: Staff, wanted: str) -> Name | None:
    """Return the authority that was asked for, or the person's own. None stands for all, where neither is there.

    Raises as `chosen` does.
    """
    return chosen(staff, wanted) if wanted or staff.account.authority else None


def chosen(staff: Staff, wanted: str) -> Name:
    """Return the authority that was asked for; where none was, the person's own or the first of all.

    Raises:
        Problem: the authority is not this person's, or there is no such authority.
    """
    known = authorities_of(staff)
    found = next((each for each in known if wanted in ("", each.id)), None)
    if found is None:
        raise Problem(UNKNOWN_AUTHORITY if staff.account.authority is None else OFFICE_ADMIN_ONLY)
    return found


def kept_by(front: Front, staff: Staff, wanted: str) -> Procedure:
    """Return the procedure of the authority that was asked for, whose office this person keeps. Raises as `chosen` does."""
    authority = chosen(staff, wanted).id
    return admins.kept_procedure(authority, front, admins.office_admin(authority, staff))
