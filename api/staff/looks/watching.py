"""Show auditors who looked at reporters' identities, at letters that name them, and at sealed words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from api.office.problems import CHANGES_FOR_AUDITORS
from api.web.body import as_code
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem
from records.staff.rows import Look


class LooksKept(Protocol):
    """The record as watching needs it; `records.staff.looks.Looks` is the real one."""

    def page(
        self, authority: str | None, *, code: str | None, account: str | None, before: int | None, limit: int
    ) -> tuple[Look, ...]: ...


@dataclass(frozen=True)
class PageOfLooks:
    """A page of looks, the latest first. The next page holds those before the look numbered `next`; None for none."""

    looks: tuple[Look, ...]
    next: int | None


def looks_seen_by(
    looks: LooksKept,
    staff: Staff,
    authority: str | None,
    *,
    code: str | None,
    account: str | None,
    before: int | None,
    limit: int,
) -> PageOfLooks:
    """Return a page of the looks that this auditor or admin may see: of one authority, or of all for None.

    Raises:
        Problem: the authority is not this person's.
    """
    own = staff.account.authority
    if own is not None and authority not in (None, own):
        raise Problem(CHANGES_FOR_AUDITORS)
    found = looks.page(
        own or authority, code=as_code(code) if code else None, account=account, before=before, limit=limit + 1
    )
    shown = found[:limit]
    return PageOfLooks(shown, shown[-1].number if len(found) > limit else None)
