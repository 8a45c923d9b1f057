"""Differences between cases and their workflows, as the API and the page show them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.web.names import Name
from calendars import VIETNAM
from domain.reconciling import CHOICES, FREEZING, Choice, FindingKind
from language.findings import CHOICE, CHOICE_MEANS, FINDING, FINDING_MEANS
from language.labels import local_time
from language.later_words import label_of
from procedures import all_procedures
from records.reconciliation.repository import version_of_difference
from records.reconciliation.rows import KnownFinding, LastComparison


class ChoiceView(BaseModel):
    """Một cách giải quyết khác biệt."""

    id: Choice
    label: str = Field(examples=["Dựng lại quy trình theo sổ hồ sơ"])
    means: str


class DifferenceView(BaseModel):
    """Một khác biệt giữa hồ sơ và quy trình của nó."""

    id: UUID
    version: str = Field(description="Gửi lại trong `If-Match` khi quyết định.")
    code: str = Field(examples=["KH-2026-000001"])
    authority: Name | None = Field(description="null: sổ hồ sơ không biết mã này.")
    kind: FindingKind
    label: str = Field(examples=["quy trình đi trước sổ hồ sơ"])
    means: str
    freezes: bool = Field(description="Hồ sơ tạm khóa thao tác cho đến khi có quyết định.")
    record_number: int | None = Field(description="Số diễn biến mà sổ hồ sơ có.")
    workflow_number: int | None = Field(description="Số diễn biến mà quy trình biết.")
    failing: str | None = Field(description="Lỗi lặp lại.")
    found_at: datetime
    found_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    decided_at: datetime | None
    decided_text: str | None
    settled_at: datetime | None = Field(description="Lúc quyết định được thực hiện xong, hoặc khác biệt không còn nữa.")
    settled_text: str | None
    choice: Choice | None
    choice_label: str | None
    choices: list[ChoiceView] = Field(description="Những cách mà người quản trị chọn được; cách nên chọn đứng đầu.")
    note: str | None
    by: str | None = Field(description="Họ tên người quyết định.")


class DifferenceList(BaseModel):
    """Các khác biệt chờ quyết định, cũ nhất trước, và những khác biệt đã xong gần đây, mới nhất trước."""

    compared_at: datetime | None = Field(description="Lần đối chiếu gần nhất; null: chưa lần nào.")
    compared_text: str | None
    compared: int = Field(description="Số hồ sơ đã đối chiếu lần ấy.")
    items: list[DifferenceView]
    settled: list[DifferenceView]


def difference_view(finding: KnownFinding) -> DifferenceView:
    """Return one difference."""
    difference, procedure = finding.difference, all_procedures().get(finding.authority or "")
    return DifferenceView(
        id=finding.id,
        version=version_of_difference(difference),
        code=difference.code,
        authority=Name(id=finding.authority, name=procedure.authority.name if procedure else finding.authority)
        if finding.authority
        else None,
        kind=difference.kind,
        label=label_of(FINDING, difference.kind),
        means=FINDING_MEANS.get(difference.kind, ""),
        freezes=difference.kind in FREEZING,
        record_number=difference.record_number,
        workflow_number=difference.workflow_number,
        failing=difference.failing,
        found_at=finding.found_at,
        found_text=local_time(finding.found_at, VIETNAM.key),
        decided_at=finding.decided_at,
        decided_text=_text(finding.decided_at),
        settled_at=finding.settled_at,
        settled_text=_text(finding.settled_at),
        choice=finding.choice,
        choice_label=label_of(CHOICE, finding.choice) if finding.choice else None,
        choices=[
            ChoiceView(id=each, label=CHOICE[each], means=CHOICE_MEANS[each])
            for each in CHOICES.get(difference.kind, ())
        ],
        note=finding.note,
        by=finding.by,
    )


def difference_list(
    last: LastComparison | None, open_: tuple[KnownFinding, ...], settled: tuple[KnownFinding, ...]
) -> DifferenceList:
    """Return the differences with the comparison that looked last."""
    return DifferenceList(
        compared_at=last.finished_at if last else None,
        compared_text=_text(last.finished_at) if last else None,
        compared=last.compared if last else 0,
        items=[difference_view(each) for each in open_],
        settled=[difference_view(each) for each in settled],
    )


def _text(at: datetime | None) -> str | None:
    return local_time(at, VIETNAM.key) if at else None
