"""Tests how late a late step was: in working time where its limit counts working time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from calendars import official_book
from calendars.lateness import measured
from domain.accounts.account import LateStep
from domain.time.amounts import Unit
from procedures import procedure_in_force
from tests.support.records.town import local

PROCEDURE = procedure_in_force("khanh-hoa", date(2026, 11, 20))
END = local("2026-12-01 00:00")


@pytest.mark.parametrize(
    ("due", "done", "unit", "late_by"),
    [
        # 27/11/2026 is a Friday. Offices are open from 7:30 to 11:30 and from 13:30 to 17:00, Monday to Friday.
        ("2026-11-27 10:00", "2026-11-27 11:00", Unit.WORKING_DAY, timedelta(hours=1)),
        ("2026-11-27 16:00", "2026-11-30 08:30", Unit.WORKING_DAY, timedelta(hours=2)),
        ("2026-11-27 16:00", "2026-11-30 08:30", Unit.HOUR, timedelta(days=2, hours=16, minutes=30)),
        ("2026-11-30 23:00", None, Unit.HOUR, timedelta(hours=1)),
        ("2026-11-30 23:00", "2026-12-04 09:00", Unit.HOUR, timedelta(hours=1)),
    ],
)
def test_a_step_is_late_by_the_time_that_its_limit_counts(
    due: str, done: str | None, unit: Unit, late_by: timedelta
) -> None:
    step = LateStep(
        code="KH-2026-000001",
        limit="process",
        step="Xử lý",
        source="Điều 7",
        agency="so-gtvt",
        field=None,
        lead="so-gtvt",
        place=None,
        received_at=local("2026-11-20 08:00"),
        due=local(due),
        done_at=local(done) if done else None,
        unit=unit,
    )
    [told] = measured([step], PROCEDURE, official_book(), END)
    assert told.late_by == late_by
