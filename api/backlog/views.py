"""Views of an import of cases as the API shows it: its faults by row and column, its preview, and how far it is."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.backlog.checking import Checked
from api.backlog.uploading import ImportView


class FaultView(BaseModel):
    """Một lỗi của tệp."""

    row: int | None = Field(description="Số dòng như bảng tính hiện; không có khi lỗi của cả tệp.")
    column: str | None = Field(description="Tên cột.")
    sentence: str = Field(description="Điều sai, và ghi thế nào cho đúng.")


class PreviewView(BaseModel):
    """Lần nhập sẽ mang đến những gì. Chưa ghi gì."""

    total: int
    new: int
    again: int = Field(description="Dòng đã nhập trước đây; nhập nữa không thêm gì.")
    differing: int = Field(description="Dòng đã nhập trước đây nhưng nay ghi khác; không đổi gì.")
    open: int
    ended: int
    overdue: int = Field(description="Hồ sơ đã quá hạn ngay khi nhập.")


class CheckedView(BaseModel):
    """Kết quả kiểm tra cả tệp. Còn một lỗi thì không nhập được và không có `id`."""

    id: str | None = Field(description="Mã lần nhập, để xem và cho bắt đầu trong một ngày.")
    faults: list[FaultView]
    preview: PreviewView | None


class ImportProgress(BaseModel):
    """Một lần nhập và tiến độ của nó."""

    id: str
    source: str
    by: str
    total: int
    done: int
    added: int
    again: int
    differing: int
    uploaded_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    stopped: str | None = Field(description="Vì sao dừng trước dòng cuối.")


class ImportList(BaseModel):
    """Những lần nhập gần đây, lần cuối trước."""

    items: list[ImportProgress]


def checked_view(checked: Checked, import_id: str) -> CheckedView:
    """Return what a check found."""
    preview = checked.preview
    return CheckedView(
        id=import_id or None,
        faults=[FaultView(row=each.row, column=each.column, sentence=each.sentence) for each in checked.faults],
        preview=None
        if checked.faults
        else PreviewView(
            total=preview.total,
            new=preview.new,
            again=preview.again,
            differing=len(preview.differing),
            open=preview.open,
            ended=preview.ended,
            overdue=preview.overdue,
        ),
    )


def progress_of(shown: ImportView) -> ImportProgress:
    """Return how far an import is."""
    about = shown.about
    return ImportProgress(
        id=about.id,
        source=about.source,
        by=shown.by,
        total=about.total,
        done=about.done,
        added=about.added,
        again=about.again,
        differing=about.differing,
        uploaded_at=about.uploaded_at,
        started_at=about.started_at,
        finished_at=about.finished_at,
        stopped=about.stopped,
    )
