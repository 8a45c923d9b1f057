"""A front that asks again who a member of staff is before an act of weight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

FIVE_MINUTES = timedelta(minutes=5)


def asking_again(desk: Any) -> None:
    """Have the front of this desk ask again after five minutes, which have passed."""
    desk.app.state.front = replace(desk.app.state.front, confirmed_for=FIVE_MINUTES)
    desk.now += FIVE_MINUTES
