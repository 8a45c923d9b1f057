"""The admins who may decide the calendar."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.web.identity.callers import Staff, StaffDep
from api.web.problems.kinds import ADMIN_ONLY
from api.web.problems.problem import Problem
from domain.words import Role


def admin_of_all(staff: StaffDep) -> Staff:
    """Return the caller if they are an admin of the whole system, because the calendar is every authority's.

    Raises:
        Problem: the caller is no such admin.
    """
    if staff.account.role is not Role.ADMIN or staff.account.authority is not None:
        raise Problem(ADMIN_ONLY)
    return staff


AdminDep = Annotated[Staff, Depends(admin_of_all)]
