"""Prints the faults of a table, what an import would bring, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from api.backlog.checking import Preview
from documents.sheets.faults import Fault
from records.backlog.rows import Import

_LISTED = 50


def print_faults(console: Console, faults: Sequence[Fault]) -> None:
    """Print the faults by row and column."""
    table = Table(
        title=f"{len(faults)} lỗi; chưa ghi gì. Hãy sửa trong tệp rồi nhập lại.", title_justify="left", box=None
    )
    for heading in ("Dòng", "Cột", "Lỗi và cách ghi"):
        table.add_column(heading, overflow="fold")
    for fault in faults[:_LISTED]:
        table.add_row(str(fault.row or ""), fault.column or "", fault.sentence)
    console.print(table)
    if len(faults) > _LISTED:
        console.print(f"Và {len(faults) - _LISTED} lỗi khác.")


def print_preview(console: Console, preview: Preview) -> None:
    """Print what the import brings."""
    console.print(
        f"{preview.total} hồ sơ trong tệp, {preview.new} hồ sơ mới: {preview.open} đang mở, {preview.ended} đã xong."
    )
    if preview.again:
        console.print(f"{preview.again} hồ sơ đã nhập trước đây, không thêm lần nữa.")
    for each in preview.differing[:_LISTED]:
        console.print(
            f"Dòng {each.row}: {each.old_code} đã nhập thành {each.code} với nội dung khác; hồ sơ giữ nguyên."
        )
    if preview.public:
        console.print(f"{preview.public} hồ sơ công chúng xem được.")
    console.print(f"{preview.overdue} hồ sơ quá hạn ngay khi nhập.")
    for overdue in preview.by_limit:
        console.print(f"  {overdue.limit}: {overdue.cases} hồ sơ ({overdue.article})")
    if preview.told:
        console.print("Mỗi người nhận một tin gộp:")
    for who, count in preview.told:
        console.print(f"  {who}: {count} mốc hạn")


def print_outcome(console: Console, about: Import) -> None:
    """Print what became of the rows."""
    console.print(
        f"Đã nhập {about.added} hồ sơ; {about.again} đã có từ trước; {about.differing} khác với lần nhập trước, giữ nguyên."
    )
