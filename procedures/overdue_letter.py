"""Reads the letter about overdue cases that a province's folder words: `reports/overdue.toml` beside its form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.accounts.letters import OverdueLetterRule
from domain.procedure import Procedure
from procedures.faults import Fault, ProvinceFault
from procedures.folders import REPORTS, files_in
from procedures.reading import document_of, format_fault, text_of
from templates.letters import Form

_NAME = "overdue"
_Words = Annotated[str, Field(pattern=r"\S")]


class _OverdueLetterFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: _Words
    about: _Words
    place: _Words
    symbol: _Words
    signer_title: _Words
    recipients: list[_Words] = Field(min_length=1)
    source: _Words
    series: _Words | None = None


def load_overdue_letter(folder: Path, versions: Sequence[Procedure]) -> tuple[OverdueLetterRule, Form] | None:
    """Read the letter of a province with its form, None where the folder words none.

    Raises:
        ProvinceFault: the file has a fault, no version of the regulation orders its series of reports, or its form is not
            there as `overdue.typ` and `overdue.docx`.
    """
    if not files_in(folder / REPORTS, f"{_NAME}.toml"):
        return None
    path, form = folder / REPORTS / f"{_NAME}.toml", Form(folder / REPORTS, _NAME)
    document = document_of(text_of(path), file=str(path))
    try:
        read = _OverdueLetterFile.model_validate(document)
    except ValidationError as error:
        raise ProvinceFault(str(path), tuple(format_fault(each, document) for each in error.errors())) from None
    for file in (form.typst, form.docx):
        if not files_in(file.parent, file.name):
            raise ProvinceFault(str(path), (Fault("(cả tệp)", f"thiếu mẫu {file.name} bên cạnh"),))
    if read.series and not any(version.report(read.series) for version in versions):
        raise ProvinceFault(str(path), (Fault("series", f"không có loại báo cáo “{read.series}” trong [[reports]]"),))
    return OverdueLetterRule(**read.model_dump() | {"recipients": tuple(read.recipients)}), form
