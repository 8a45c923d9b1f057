"""The interruptions that last, as this process last read them. Pages show them without asking the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from records.health.rows import Interruption


class OpenInterruptions:
    """Holds what the background job of this process last read."""

    def __init__(self) -> None:
        self._since: datetime | None = None

    def show(self, known: Sequence[Interruption]) -> None:
        """Show these interruptions from now on, none where there are none."""
        self._since = min((each.began_at for each in known), default=None)

    @property
    def since(self) -> datetime | None:
        """The instant since when alarms do not ring, None while they do."""
        return self._since
