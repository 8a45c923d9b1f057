"""A worker's heartbeat touches the file that a container's health check looks at, and only after the record took it."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from api.background.heartbeat import beat
from records.errors import RecordsUnavailable
from records.health.repository import Health
from records.health.rows import ProcessKind


class KeptHealth:
    """A record of heartbeats that is there or away."""

    def __init__(self, *, away: bool = False) -> None:
        self.beats: list[tuple[str, ProcessKind]] = []
        self._away = away

    def beat(self, process: str, kind: ProcessKind) -> None:
        if self._away:
            raise RecordsUnavailable("away")
        self.beats.append((process, kind))


async def test_the_file_is_touched_after_the_record_took_the_heartbeat(tmp_path: Path) -> None:
    health, file = KeptHealth(), tmp_path / "alive"
    await beat(cast(Health, health), "worker-1", ProcessKind.WORKER, file)
    assert health.beats == [("worker-1", ProcessKind.WORKER)]
    assert file.exists()


async def test_the_file_stays_as_it_is_while_the_record_is_away(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    with pytest.raises(RecordsUnavailable):
        await beat(cast(Health, KeptHealth(away=True)), "worker-1", ProcessKind.WORKER, file)
    assert not file.exists()


async def test_without_a_file_only_the_record_takes_it() -> None:
    health = KeptHealth()
    await beat(cast(Health, health), "front-1", ProcessKind.FRONT)
    assert health.beats == [("front-1", ProcessKind.FRONT)]
