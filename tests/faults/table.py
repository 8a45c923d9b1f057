"""Prints what came out for each fault, as a plugin of pytest that `python -m tests.faults` loads.

The run succeeds only where every fault of the list was tried and held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

import pytest
from rich.console import Console
from rich.table import Table

from tests.faults.listing import Fault, faults

_PROPERTY: Final = "fault"


class Result(StrEnum):
    HELD = "giữ được"
    FAILED = "HỎNG"
    NOT_TRIED = "chưa thử"


class Outcomes:
    """Collects which tests of each fault passed, failed or were skipped."""

    def __init__(self) -> None:
        self._said: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, names: Iterable[str], outcome: str) -> None:
        for name in names:
            self._said[name].append(outcome)

    def of(self, fault: Fault) -> Result:
        """Return the result of a fault. A fault of which a test was skipped, and none failed, has not been tried whole."""
        said = self._said[fault.name]
        if "failed" in said:
            return Result.FAILED
        return Result.HELD if said and set(said) == {"passed"} else Result.NOT_TRIED


class Reporter:
    """Listens to the reports of tests, and has the last word about the run."""

    def __init__(self) -> None:
        self._outcomes = Outcomes()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the result of a test: of its call, or of the phase before or after that did not pass."""
        if report.when == "call" or report.outcome != "passed":
            names = (str(value) for key, value in report.user_properties if key == _PROPERTY)
            self._outcomes.add(names, report.outcome)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run where a fault was not tried, though every test passed."""
        if not session.exitstatus and any(self._outcomes.of(fault) is not Result.HELD for fault in faults()):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self) -> None:
        """Print the table."""
        table = Table("", "Sự cố", "Sau đó phải giữ", "Kết quả", show_lines=True)
        results = [self._outcomes.of(fault) for fault in faults()]
        for number, (fault, result) in enumerate(zip(faults(), results, strict=True), start=1):
            style = {Result.HELD: "green", Result.FAILED: "bold red", Result.NOT_TRIED: "yellow"}[result]
            table.add_row(str(number), fault.title, fault.holds, f"[{style}]{result}[/]")
        console = Console(width=140, highlight=False)
        console.print(table)
        console.print(", ".join(f"{results.count(result)} {result.lower()}" for result in Result) + ".")


def pytest_configure(config: pytest.Config) -> None:
    """Listen where all reports arrive, which a worker of pytest-xdist is not."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Reporter())


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Write the faults of each test into its reports, which is all that comes back from a worker of pytest-xdist."""
    for item in items:
        item.user_properties += [(_PROPERTY, mark.args[0]) for mark in item.iter_markers("fault")]
