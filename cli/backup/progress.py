"""Shows how far a backup or a restore has come: a bar at a terminal, a line for each step elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress:
    """The progress of one command, written to a console."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def step(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """Show a step of so many parts. Yield what is to be called after each part."""
        if not self._console.is_terminal:
            self._console.print(f"{title}: {total} …")
            yield lambda: None
            return
        with Bars(
            *(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()),
            console=self._console,
        ) as bars:
            task = bars.add_task(title, total=total)
            yield lambda: bars.advance(task)
            bars.update(task, completed=total)
