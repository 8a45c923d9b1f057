"""Runs a case of any year on a server whose clock begins now.

The workflow runs whole weeks apart from its ruling. Instants that enter an activity are moved to the ruling's days, and
instants that leave it are moved to the server's days. So the activities use the real calendar of the ruling's days. The
server's clock runs while people act, so an instant a moment after a known one counts as the known one.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from temporalio import activity
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput
from temporalio.worker import Interceptor as WorkerInterceptor

from procedures.situations import moved, with_times

T = TypeVar("T")
_A_WEEK = timedelta(weeks=1)
_A_MOMENT = timedelta(minutes=1)


class Elsewhen:
    """The days of one ruling and their distance from the workflow's days: the fewest whole weeks that put `begins`
    after `now`."""

    def __init__(self, begins: datetime, now: datetime) -> None:
        self._apart = -((begins - now) // _A_WEEK) * _A_WEEK
        self._known: list[datetime] = []

    @classmethod
    def now(cls, begins: datetime, now: datetime) -> Elsewhen:
        """Return the distance at which the ruling's instant is now, for a part of a case that begins when it had ended. Instants
        alone count there, and no day that a person names."""
        elsewhen = cls(begins, now)
        elsewhen._apart = now - begins
        return elsewhen

    def knows(self, value: Any) -> None:
        """Keep the instants in a value, to recognise them when they come back a moment late."""
        for instant in _instants(value):
            insort(self._known, instant)

    def on_the_server(self, value: T) -> T:
        """Move a value of the ruling to the server's days."""
        self.knows(value)
        return moved(value, self._apart)

    def in_the_ruling(self, value: T) -> T:
        """Move a value of the workflow to the ruling's days."""
        back = moved(value, -self._apart)
        return with_times(back, instant=self._recognised, day=lambda day: day)

    def _recognised(self, instant: datetime) -> datetime:
        before = self._known[: bisect_right(self._known, instant)]
        return before[-1] if before and instant - before[-1] < _A_MOMENT else instant


class ElsewhenInterceptor(ClientInterceptor, WorkerInterceptor):
    """Moves what activities take and return between the two sets of days. `cases` maps codes to rulings."""

    def __init__(self, cases: dict[str, Elsewhen]) -> None:
        self._cases = cases

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        return _Activities(next, self._cases)


class _Activities(ActivityInboundInterceptor):
    def __init__(self, inner: ActivityInboundInterceptor, cases: dict[str, Elsewhen]) -> None:
        super().__init__(inner)
        self._cases = cases

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002
        elsewhen = self._cases[activity.info().workflow_id or ""]
        input.args = [_without_filing(elsewhen.in_the_ruling(arg)) for arg in input.args]
        return elsewhen.on_the_server(await super().execute_activity(input))


def _without_filing(request: Any) -> Any:
    """Leave out for which filing a request is. It names the instant of filing on the server's days, as text that cannot move."""
    return replace(request, filing="") if hasattr(request, "filing") else request


def _instants(value: Any) -> list[datetime]:
    found: list[datetime] = []

    def keep(instant: datetime) -> datetime:
        found.append(instant)
        return instant

    with_times(value, instant=keep, day=lambda day: day)
    return found
