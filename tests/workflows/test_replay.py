"""Cases and reports that run today must go on with tomorrow's code, so every committed history must replay."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from tests.support.workflows.province_shapes import SHAPES_OF
from tests.support.workflows.regulations import KEPT, learn_kept
from tests.support.workflows.report_shapes import REPORT_SHAPES, WORDS
from tests.support.workflows.sandbox import sandbox
from tests.workflows.conftest import SEALING_KEY
from workflows.complaint import ComplaintWorkflow
from workflows.connection import data_converter
from workflows.reports.report import ReportWorkflow

HISTORIES = Path(__file__).parent.parent / "histories"
REPORTS = HISTORIES / "reports"


@pytest.fixture(scope="module", autouse=True)
def regulations() -> None:
    """The regulations as they were when the histories were recorded, whatever the files of the provinces say today."""
    learn_kept()


def committed() -> list[WorkflowHistory]:
    paths = sorted(path for path in HISTORIES.rglob("*.json") if path.parent != KEPT)
    return [WorkflowHistory.from_json(f"{path.parent.name}/{path.stem}", path.read_text()) for path in paths]


@pytest.mark.parametrize("history", committed(), ids=lambda history: history.workflow_id)
async def test_what_ran_before_replays(history: WorkflowHistory):
    replayer = Replayer(
        workflows=[ComplaintWorkflow, ReportWorkflow],
        data_converter=data_converter([SEALING_KEY]),
        workflow_runner=sandbox(),
    )
    await replayer.replay_workflow(history)


def test_there_is_a_history_of_every_shape_of_case():
    committed_shapes = {(path.parent.name, path.stem) for path in HISTORIES.rglob("*.json")}
    assert committed_shapes >= {(procedure, name) for procedure, shapes in SHAPES_OF.items() for name in shapes}


def test_there_is_a_history_of_every_shape_of_report():
    assert {path.stem for path in REPORTS.glob("*.json")} >= set(REPORT_SHAPES)


@pytest.mark.parametrize("name", sorted(REPORT_SHAPES))
def test_the_history_of_a_report_holds_no_words_of_people(name: str):
    written = (REPORTS / f"{name}.json").read_text()
    words = WORDS.sealed.encode()
    assert WORDS.sealed not in written
    assert all(base64.b64encode(words[start:])[4:-4].decode() not in written for start in range(3))
