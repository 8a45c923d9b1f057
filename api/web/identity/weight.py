"""Acts of weight: they need a session whose owner proved a short while ago who they are.

A route is of weight by `dependencies=[OF_WEIGHT]` (pages: `PAGE_OF_WEIGHT`), and an act on a case by ACTS_OF_WEIGHT.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from fastapi import Depends

from api.web.front import Clock, FrontDep
from api.web.identity.callers import Staff, StaffDep
from api.web.problems.problem import Problem
from api.web.problems.proofs import CONFIRM_FIRST
from domain.words import ActKind

ACTS_OF_WEIGHT = frozenset({ActKind.DELETE_TEST})
"""The acts on a case after which something is gone."""


class WeightParts(Protocol):
    """The parts of the front that judge a session; `api.web.front.Front` is the real one."""

    @property
    def clock(self) -> Clock: ...

    @property
    def confirmed_for(self) -> timedelta: ...


def is_confirmed(parts: WeightParts, staff: Staff) -> bool:
    """Return whether this member of staff proved a short while ago who they are."""
    longest = parts.confirmed_for
    return not longest or (staff.confirmed_at is not None and staff.confirmed_at > parts.clock() - longest)


def require_confirmed(parts: WeightParts, staff: Staff | None) -> None:
    """Raise Problem where a member of staff has to prove again who they are. Others are refused by other rules."""
    if staff is not None and not is_confirmed(parts, staff):
        raise Problem(CONFIRM_FIRST)


async def _of_weight(front: FrontDep, staff: StaffDep) -> None:
    require_confirmed(front, staff)


OF_WEIGHT = Depends(_of_weight)
"""A route of the API that does an act of weight."""
