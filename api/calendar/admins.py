"""The admins who may decide the calendar."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.web.identity.callers import Staff, StaffDep
from api.web.problems.kinds import CALENDAR_ADMIN_ONLY
from api.web.problems.problem import Problem
from domain.words import Role


def administers_calendar(staff: Staff, authority: str | None) -> bool:
    """Return whether this person may decide the days of an authority and its agencies, or for None those of everybody."""
    account = staff.account
    return account.role is Role.ADMIN and account.authority in (None, authority)


def calendar_admin(staff: StaffDep) -> Staff:
    """Return the caller if they are an admin, of the whole system or of an authority, whose own days they decide.

    Raises:
        Problem: the caller is no admin.
    """
    if staff.account.role is not Role.ADMIN:
        raise Problem(CALENDAR_ADMIN_ONLY)
    return staff


AdminDep = Annotated[Staff, Depends(calendar_admin)]
