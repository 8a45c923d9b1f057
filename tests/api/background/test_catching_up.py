"""Cases are asked whether they know their last event: each once, batch after batch, and again where they did not answer."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from api.background.catching_up import CatchingUp
from records.cases.quiet import QuietBatch, QuietCase
from workflows.errors import CaseNotRunning, WorkflowsUnavailable

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)


def case(code: str, number: int = 5) -> QuietCase:
    return QuietCase(code, number, NOW)


class Record:
    """Gives batches one after another, and remembers behind which of them the mark was moved."""

    def __init__(self, *batches: QuietBatch) -> None:
        self.batches = list(batches)
        self.moved: list[QuietBatch] = []

    def next(self, quiet: timedelta, limit: int) -> QuietBatch:
        return self.batches[0] if self.batches else QuietBatch((), NOW)

    def move_on(self, batch: QuietBatch) -> None:
        self.moved.append(batch)
        self.batches = self.batches[1:]


class Workflows:
    """Answers for each case what the test says; by default that nothing was missing."""

    def __init__(self) -> None:
        self.answers: dict[str, bool | Exception] = defaultdict(bool)
        self.asked: list[tuple[str, int]] = []

    async def catch_up(self, code: str, number: int, *, patience: timedelta) -> bool:
        self.asked.append((code, number))
        answer = self.answers[code]
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_each_case_of_a_batch_is_asked_and_the_mark_moves_behind_it():
    batch = QuietBatch((case("A"), case("B", 7)), NOW)
    record, workflows = Record(batch), Workflows()
    assert await CatchingUp(record, workflows).round() is False
    assert sorted(workflows.asked) == [("A", 5), ("B", 7)]
    assert record.moved == [batch]


async def test_a_full_batch_says_that_more_may_wait():
    assert await CatchingUp(Record(QuietBatch((case("A"),), NOW, "A", full=True)), Workflows()).round() is True


async def test_what_was_missing_is_logged_with_its_case():
    workflows = Workflows()
    workflows.answers["A"] = True
    with capture_logs() as logs:
        await CatchingUp(Record(QuietBatch((case("A"),), NOW)), workflows).round()
    assert [(log["event"], log["case"]) for log in logs] == [("workflow caught up with the record", "A")]


async def test_a_case_that_does_not_run_is_not_asked_again():
    workflows = Workflows()
    workflows.answers["A"] = CaseNotRunning()
    catching = CatchingUp(Record(QuietBatch((case("A"),), NOW)), workflows)
    await catching.round()
    await catching.round()
    assert workflows.asked == [("A", 5)]


async def test_a_case_that_does_not_answer_is_asked_again_and_holds_up_no_other():
    workflows, record = Workflows(), Record(QuietBatch((case("A"), case("B")), NOW), QuietBatch((case("C"),), NOW))
    workflows.answers["A"] = WorkflowsUnavailable()
    catching = CatchingUp(record, workflows)
    await catching.round()
    await catching.round()
    assert sorted(workflows.asked) == [("A", 5), ("A", 5), ("B", 5), ("C", 5)]
    workflows.answers["A"] = False
    await catching.round()
    await catching.round()
    assert [code for code, _ in workflows.asked].count("A") == 3


async def test_while_temporal_is_away_the_mark_stays():
    workflows, record = Workflows(), Record(QuietBatch((case("A"), case("B")), NOW))
    workflows.answers = defaultdict(WorkflowsUnavailable)
    with pytest.raises(WorkflowsUnavailable):
        await CatchingUp(record, workflows).round()
    assert record.moved == []
