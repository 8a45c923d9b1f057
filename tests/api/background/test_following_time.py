"""Tests that a wrong clock of the machine is logged once, and once that it is right again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from structlog.testing import capture_logs

from api.background.following_time import FollowingTime


@dataclass
class Ahead:
    """A clock that is so far ahead."""

    by: timedelta = timedelta()
    measured: int = 0

    def measure(self) -> None:
        self.measured += 1

    def drift(self) -> timedelta:
        return self.by


async def test_a_wrong_clock_is_logged_once_and_then_that_it_is_right_again():
    clock = Ahead()
    following = FollowingTime(clock)
    with capture_logs() as logs:
        for minutes in (0, 60, 60, -60, 0, 0):
            clock.by = timedelta(minutes=minutes)
            await following.round()
    assert clock.measured == 6
    assert [(one["log_level"], one.get("ahead_seconds")) for one in logs] == [("warning", 3600.0), ("info", None)]
