"""The disk of the database is full: what was there stays as it was, and goes on when there is room."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psycopg
import pytest

from calendars import official_decisions
from records.backups import contents
from records.engine import connect
from records.errors import RecordsError, RecordsUnavailable
from records.migrations import revisions, upgrade
from records.record import Record
from stack.postgres import postgres_server
from tests.support.records.desk import CENTRE, FRIDAY, Desk, dispatch
from tests.support.small_disk import small_disk
from tests.support.stack.processes import eventually

pytestmark = pytest.mark.slow


def answers(url: str) -> bool:
    """Return whether the server answers, which it does not while it recovers."""
    try:
        with psycopg.connect(url):
            return True
    except psycopg.OperationalError:
        return False


def take_in_without_end(desk: Desk) -> None:
    while True:
        desk.take_in()


@pytest.mark.fault("the disk is full while migrating")
@pytest.mark.fault("the disk of photos or data is full")
async def test_a_full_disk_stops_a_migration_and_a_report_whole_and_leaves_what_was_there(tmp_path: Path):
    with small_disk(tmp_path / "disk", kilobytes=200_000) as disk:
        async with await postgres_server(tmp_path / "disk", durable=False) as server:
            url = server.address
            disk.fill(leaving=1_000_000)
            with pytest.raises(RecordsError):
                await asyncio.to_thread(upgrade, url)
            disk.free()
            await asyncio.to_thread(eventually, lambda: answers(url))
            assert contents(url).is_empty
            await asyncio.to_thread(upgrade, url)
            assert contents(url).revision == max(revisions())

            engine = connect(url)
            desk = Desk(Record(engine))
            await asyncio.to_thread(desk.record.calendar.seed, official_decisions(), at=FRIDAY)
            complaint = await asyncio.to_thread(desk.take_in)
            before = contents(url)
            disk.fill()
            with pytest.raises(RecordsUnavailable):
                await asyncio.to_thread(take_in_without_end, desk)
            disk.free()
            await asyncio.to_thread(eventually, lambda: answers(url))
            after = contents(url)
            taken = after.rows["cases"]
            assert taken >= before.rows["cases"]
            assert taken == after.rows["reports"] == after.rows["reporters"]
            await asyncio.to_thread(desk.act, complaint, dispatch(), CENTRE)
            await asyncio.to_thread(desk.take_in)
            assert contents(url).rows["cases"] == taken + 1
            engine.dispose()
