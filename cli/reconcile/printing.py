"""Shows the progress and the result of a comparison in the terminal."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from activities.reconciling import Report, Stage
from domain.reconciling import FREEZING, REMEDIES, FindingKind, Remedy
from language.findings import FINDING

_STAGES = {
    Stage.LISTING: "Hỏi Temporal các quy trình đang chạy",
    Stage.COMPARING: "So với sổ hồ sơ",
    Stage.LOOKING: "Xem kỹ từng quy trình đáng ngờ",
    Stage.STARTING: "Dựng lại quy trình",
}
_LISTED = 20
_REMEDY = {
    Remedy.START: "dựng lại từ sổ hồ sơ",
    Remedy.REPLACE: "thay bằng quy trình của hồ sơ trong sổ",
    Remedy.RELOAD: "đọc lại sổ hồ sơ",
    Remedy.DECIDE: "chờ quản trị quyết định",
    Remedy.TELL: "báo ngay khi có worker rảnh",
}


class Bars:
    """A bar for each stage, one below the other."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
        )
        self._tasks: dict[Stage, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, stage: Stage, done: int, total: int | None) -> None:
        """Show how far a stage is."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(_STAGES[stage], total=total)
        self._progress.update(self._tasks[stage], completed=done, total=max(total, done) if total is not None else None)


def print_report(report: Report, console: Console, *, mended: bool) -> None:
    """Print what was found, how many of each kind with some of their codes, and what was mended."""
    console.print(f"Đã đối chiếu {report.compared:,} hồ sơ đang mở.".replace(",", "."))
    if not report.differences:
        console.print("Mọi hồ sơ đều có quy trình đang chạy và khớp với sổ hồ sơ.")
        return
    table = Table("Khác biệt", "Số hồ sơ", "Cách xử lý", "Mã hồ sơ")
    for kind in FindingKind:
        codes = sorted(each.code for each in report.differences if each.kind is kind)
        if codes:
            remedy = REMEDIES[kind]
            done = _REMEDY[remedy] + ("; tạm khóa thao tác" if kind in FREEZING else "")
            table.add_row(FINDING[kind], str(len(codes)), done, _some(codes))
    console.print(table)
    if not mended:
        console.print("Chưa sửa gì (--dry-run).")
        return
    console.print(f"Đã dựng lại {len(report.started)} quy trình, cho đọc lại sổ {len(report.reloaded)} quy trình.")
    if report.failed:
        console.print(
            f"Chưa sửa được {len(report.failed)} hồ sơ, lần đối chiếu sau sẽ thử lại: {_some(report.failed)}."
        )
    if report.for_people:
        console.print("Những khác biệt còn lại chờ quản trị quyết định.")


def _some(codes: list[str] | tuple[str, ...]) -> str:
    named = ", ".join(codes[:_LISTED])
    return f"{named} … (+{len(codes) - _LISTED})" if len(codes) > _LISTED else named
