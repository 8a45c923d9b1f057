"""Tests that the record counts no case as late by a limit that no text states: in lists, figures and what is watched."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from sqlalchemy import Engine, text

from calendars import VIETNAM
from domain import acts
from domain.time.months import Month
from domain.visibility import Scope
from records.cases.rows import Filters
from records.figures.rows import Span
from records.record import Record
from tests.support.records.town import Case, Town, local, result

pytestmark = pytest.mark.slow

LAI_CHAU, OFFICE = "lai-chau", "ubnd-doan-ket"
MARCH = Month(2026, 3)
SPAN = Span(LAI_CHAU, VIETNAM.key, MARCH, MARCH)
COLUMNS = {
    "cases": "code, due_in_law, overdue, rung",
    "steps": "code, limit_id, internal, missed",
    "outcomes": "code, overdue, missed, missed_by_lead",
}


@pytest.fixture
def town(record: Record) -> Town:
    return Town(record)


@pytest.fixture
def answered(town: Town) -> Case:
    """A case of 12 March: handled within 2 hours, as the text says. The answer waits from 10:00, internally until 15:30."""
    case = town.files(LAI_CHAU, "2026-03-12 08:00", "trat-tu-do-thi")
    case.does("2026-03-12 08:30", "centre_leader", acts.Dispatch(lead=OFFICE))
    return case.does("2026-03-12 10:00", f"agency_officer of {OFFICE}", result("2026-03-12"))


def test_a_case_past_an_internal_limit_alone_is_overdue_nowhere(record: Record, answered: Case) -> None:
    answered.waits("2026-03-13 08:00")
    assert next(limit for limit in answered.complaint.limits if limit.id == "publish").rungs_climbed
    at, scope = local("2026-03-13 08:00"), Scope(LAI_CHAU, None)
    [line] = record.cases.page(scope, Filters(overdue=False), None, 10, at=at).lines
    assert (line.overdue, line.rung, line.due_limit) == (False, 0, "publish")
    assert record.cases.page(scope, Filters(overdue=True), None, 10, at=at).lines == ()
    counts = record.figures.counts(SPAN, at)
    assert [(load.open, load.overdue) for load in counts.load] == [(1, 0)]
    assert counts.overdue == ()
    assert [(each.open, each.overdue) for each in record.standing.caseloads()] == [(1, 0)]


def test_a_case_answered_after_an_internal_limit_was_answered_in_time(record: Record, answered: Case) -> None:
    answered.does("2026-03-13 08:00", "centre_operator", acts.Publish())
    counts = record.figures.counts(SPAN, answered.at)
    assert [(ended.answered, ended.late) for ended in counts.ended] == [(1, 0)]
    steps = {step.limit: (step.count, step.late) for step in counts.steps}
    assert steps["publish"] == steps["trat_tu_do_thi"] == (1, 0)


def test_the_migration_takes_late_cases_back_that_only_an_internal_limit_made_late(
    engine: Engine, town: Town, answered: Case
) -> None:
    answered.waits("2026-03-13 08:00")
    town.files(LAI_CHAU, "2026-03-12 08:00", "moi-truong").does(
        "2026-03-12 08:30", "centre_leader", acts.Dispatch(lead=OFFICE)
    ).waits("2026-03-13 08:00")
    town.files(LAI_CHAU, "2026-03-12 09:00", "moi-truong")
    kept = _columns(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE cases SET due_in_law = NULL, overdue = true, rung = 1"))
        connection.execute(text("UPDATE steps SET internal = false, missed = missed OR limit_id = 'publish'"))
        connection.execute(text("UPDATE outcomes SET overdue = true, missed = true, missed_by_lead = true"))
        for statement in importlib.import_module("records.migrations.versions.0051_limits_of_the_law").FILL:
            connection.execute(text(statement))
    assert _columns(engine) == kept
    assert len({row[2] for row in kept["outcomes"]}) == 2, "one case is late by the text, the others are not"


def _columns(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table: list(connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY 1, 2")))  # noqa: S608
            for table, columns in COLUMNS.items()
        }
