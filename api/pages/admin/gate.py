"""Who may open these pages, and of which authorities."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from api.office import admins
from api.office.problems import OFFICE_ADMIN_ONLY, UNKNOWN_AUTHORITY
from api.pages.common.visitors import StaffPageDep
from api.web.identity.callers import Staff
from api.web.names import Name
from api.web.problems.problem import Problem
from procedures import all_procedures


def _admin(staff: StaffPageDep) -> Staff:
    return admins.any_admin(staff)


def _watcher(staff: StaffPageDep) -> Staff:
    return admins.auditor(staff)


OfAuthority = Annotated[str, Query(alias="dia-phuong", max_length=60)]
"""Of which authority a page is asked for, by its name in the address."""

AdminPageDep = Annotated[Staff, Depends(_admin)]
WatcherPageDep = Annotated[Staff, Depends(_watcher)]


def authorities_of(who: Staff) -> list[Name]:
    """Those whose office this person keeps or watches, by name."""
    own = who.account.authority
    procedures = all_procedures().values()
    return [Name(id=each.id, name=each.authority.name) for each in procedures if own in (None, each.id)]


def narrowed_to(who: Staff, wanted: str) -> Name | None:
    """The authority that was asked for, or the person's own; None for all, for whoever belongs to none. Raises as `chosen`."""
    return chosen(who, wanted) if wanted or who.account.authority else None


def chosen(who: Staff, wanted: str) -> Name:
    """The authority that was asked for, the person's own or the first where none was.

    Raises:
        Problem: it is not this person's, or there is none such.
    """
    known = authorities_of(who)
    found = next((each for each in known if wanted in ("", each.id)), None)
    if found is None:
        raise Problem(UNKNOWN_AUTHORITY if who.account.authority is None else OFFICE_ADMIN_ONLY)
    return found
