"""Temporal's history of a case agrees with the record, and tells what was changed there."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.acts import Accept, Dispatch, Sealed
from domain.complaint import Complaint, apply_all
from domain.events import Event
from domain.procedure import Procedure
from domain.proof.deviations import DeviationKind
from procedures import all_procedures
from records.codec import event_from_json, event_to_json
from tests.support.workflows.driver import NHA_TRANG, OFFICER, OPERATOR, Case
from tests.support.workflows.ledger import MemoryLedger
from tests.support.workflows.province_shapes import SHAPES_OF
from tests.workflows.conftest import TASK_QUEUE, Filing
from workflows.histories import Histories, History, RecordedCase, contradictions

pytestmark = pytest.mark.slow

Body = dict[str, Any]
SHAPES = [
    (province, name)
    for province, shapes in SHAPES_OF.items()
    for name, shape in shapes.items()
    if not shape.dynamic_config
]


def recorded(ledger: MemoryLedger, code: str, procedure: Procedure, bodies: list[Body]) -> RecordedCase:
    events: list[Event] = [event_from_json(body) for body in bodies]
    unfiled = Complaint(code=code, procedure=procedure)
    acts = [entry.act_id for entry in ledger.stored[code]][: len(bodies)]
    return RecordedCase(code, procedure, bodies, acts, after=lambda number: apply_all(unfiled, events[:number]))


def bodies_of(ledger: MemoryLedger, code: str) -> list[Body]:
    return [event_to_json(event) for event in ledger.events(code)]


async def told(env: WorkflowEnvironment, code: str) -> History:
    history = await Histories(env.client).of(code)
    assert history is not None
    return history


@pytest.mark.parametrize(("province", "shape"), SHAPES)
async def test_the_history_of_every_shape_of_case_tells_what_the_record_holds(
    env: WorkflowEnvironment, ledger: MemoryLedger, province: str, shape: str
) -> None:
    procedure, wanted = all_procedures()[province], SHAPES_OF[province][shape]
    case = await Case.file(env, ledger, procedure, TASK_QUEUE, **wanted.filing)
    await wanted.course(case)
    await case.handle.result()
    history = await told(env, case.code)
    assert history.answers
    assert history.words
    kept = recorded(ledger, case.code, procedure, bodies_of(ledger, case.code))
    assert list(contradictions(history, kept, ended=True)) == []


Change = Callable[[list[Body]], None]


def forge_filing(bodies: list[Body]) -> None:
    bodies[0]["at"] = "2020-01-01T00:00:00Z"


def move_due_date(bodies: list[Body]) -> None:
    last = [body for body in bodies if body.get("schedule")][-1]
    last["schedule"]["due"] = "2030-01-01T00:00:00Z"


def move_first_due_date(bodies: list[Body]) -> None:
    first = next(body for body in bodies if body.get("schedule"))
    first["schedule"]["due"] = "2030-01-01T00:00:00Z"


def write_other_words(bodies: list[Body]) -> None:
    next(body for body in bodies if body["kind"] == "dispatched")["note"] = {"sealed": "Không cần xử lý"}


def take_the_last_act_away(bodies: list[Body]) -> None:
    while bodies[-1]["kind"] != "dispatched":
        bodies.pop()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (forge_filing, DeviationKind.HISTORY_START),
        (move_first_due_date, DeviationKind.HISTORY_START),
        (move_due_date, DeviationKind.HISTORY_DUE),
        (write_other_words, DeviationKind.HISTORY_WORDS),
        (take_the_last_act_away, DeviationKind.HISTORY_ACT),
    ],
)
async def test_what_was_changed_in_the_record_and_chained_anew_is_told_by_the_history(
    env: WorkflowEnvironment,
    ledger: MemoryLedger,
    file: Filing,
    khanh_hoa: Procedure,
    change: Change,
    kind: DeviationKind,
) -> None:
    case = await file()
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG, note=Sealed("Đề nghị xử lý sớm")))
    await case.does(OFFICER, Accept())
    changed = copy.deepcopy(bodies_of(ledger, case.code))
    change(changed)
    found = list(
        contradictions(await told(env, case.code), recorded(ledger, case.code, khanh_hoa, changed), ended=False)
    )
    assert kind in {each.kind for each in found}
    assert {each.code for each in found} == {case.code}


async def test_a_case_hidden_as_closed_while_its_workflow_runs_is_found(
    env: WorkflowEnvironment, ledger: MemoryLedger, file: Filing, khanh_hoa: Procedure
) -> None:
    case = await file()
    kept = recorded(ledger, case.code, khanh_hoa, bodies_of(ledger, case.code))
    [found] = contradictions(await told(env, case.code), kept, ended=True)
    assert found.kind is DeviationKind.HISTORY_OPEN


async def test_a_case_without_a_history_is_told_apart(env: WorkflowEnvironment) -> None:
    assert await Histories(env.client).of("KH-2026-999999") is None
