"""The faults of a table that somebody sent, each by row and column, with what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol, TypeVar

from documents.sheets.reading import Cell, Formula, Sheet, SheetRow
from language.vietnamese import folded

_MOST_OFFERED = 8


class _Entry(Protocol):
    """An entry that has an id and a name."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


Value = TypeVar("Value")
Entry = TypeVar("Entry", bound=_Entry)


@dataclass(frozen=True)
class Fault:
    """A fault: the row's number as a spreadsheet shows it, the column's heading, and a Vietnamese sentence. Both are None where
    the fault is the whole file's, the heading alone where it is the row's."""

    row: int | None
    column: str | None
    sentence: str


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, whether each row must fill it, and what it means. `offers` are the texts that it takes;
    none where it takes any."""

    heading: str
    required: bool
    meaning: str
    example: str = ""
    offers: tuple[str, ...] = ()


def faults_of_headings(sheet: Sheet, columns: Sequence[Column]) -> tuple[Fault, ...]:
    """Return the columns that are missing, and those that no column of this table is called."""
    sent = {folded(heading) for heading in sheet.headings}
    known = {folded(column.heading): column.heading for column in columns}
    missing = [
        Fault(None, column.heading, f"Thiếu cột bắt buộc “{column.heading}”.")
        for column in columns
        if column.required and folded(column.heading) not in sent
    ]
    unknown = [
        Fault(None, heading, f"Không có cột nào tên “{heading}”; {_instead(heading, known)}hoặc xóa cột này.")
        for heading in sheet.headings
        if heading and folded(heading) not in known
    ]
    return (*missing, *unknown)


def _instead(written: str, known: dict[str, str]) -> str:
    near = get_close_matches(folded(written), known, n=1)
    return f"hãy ghi “{known[near[0]]}”, " if near else "hãy dùng tiêu đề của tệp mẫu, "


class RowReader:
    """Reads the cells of one row, and collects its faults."""

    def __init__(self, row: SheetRow) -> None:
        self._row = row
        self.faults: list[Fault] = []

    def wrong(self, column: Column, sentence: str) -> None:
        """Note a fault of a cell."""
        self.faults.append(Fault(self._row.number, column.heading, sentence))

    def lacks(self, column: Column, sentence: str) -> None:
        """Note that a cell is empty that the row needs. A cell with a fault of its own is not empty."""
        if not any(fault.column == column.heading for fault in self.faults):
            self.wrong(column, sentence)

    def cell(self, column: Column) -> Cell:
        """Return a cell; None where it is empty, or holds a formula. Notes a required cell that is empty."""
        value = self._row.cells.get(folded(column.heading))
        if isinstance(value, Formula):
            self.wrong(column, "Ô là công thức; hãy dán giá trị (Paste Values) thay cho công thức.")
            return None
        if value is None and column.required:
            self.wrong(column, f"Còn trống; {_for_example(column)}")
        return value

    def text(self, column: Column, most: int) -> str:
        """Return the text of a cell, empty where there is none. A whole number is read as its digits."""
        value = self.cell(column)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, str | int) or isinstance(value, bool):
            self.wrong(column, f"Phải là chữ; {_for_example(column)}")
            return ""
        if len(str(value)) > most:
            self.wrong(column, f"Dài quá {most} ký tự; hãy rút gọn.")
            return ""
        return str(value)

    def listed(self, column: Column, entries: Iterable[tuple[str, Value]], *, ids: Iterable[str] = ()) -> Value | None:
        """Return the entry of this name, however it is written: small or capital letters, with or without diacritics. `ids` are
        the ids of the entries, in their order, which may be written too. None where the cell is empty or names no entry."""
        written = self.text(column, 300)
        if not written:
            return None
        named = list(entries)
        exact = [value for name, value in named if name == written]
        by_id = [value for key, (_, value) in zip(ids, named, strict=False) if key == written]
        same = [value for name, value in named if folded(name) == folded(written)]
        for found in (exact, by_id, same):
            if len(found) == 1:
                return found[0]
        self.wrong(column, _not_listed(written, [name for name, _ in named]))
        return None

    def entry(self, column: Column, entries: Sequence[Entry]) -> Entry | None:
        """Return the entry that a cell names, by its name or its id. None where the cell is empty or names no entry."""
        return self.listed(column, [(each.name, each) for each in entries], ids=[each.id for each in entries])

    def parsed(self, column: Column, parse: Callable[[Cell], Value | None], otherwise: str) -> Value | None:
        """Return a cell as `parse` reads it; None where it is empty or cannot be read, which `otherwise` says."""
        value = self.cell(column)
        if value is None:
            return None
        found = parse(value)
        if found is None:
            self.wrong(column, otherwise)
        return found


def _for_example(column: Column) -> str:
    return f"hãy ghi, ví dụ “{column.example}”." if column.example else "hãy ghi mục này."


def _not_listed(written: str, names: Sequence[str]) -> str:
    by_folded = {folded(name): name for name in names}
    near = [by_folded[each] for each in get_close_matches(folded(written), by_folded, n=3, cutoff=0.5)]
    offered = near or list(names[:_MOST_OFFERED])
    more = "" if near or len(names) <= _MOST_OFFERED else ", …"
    choose = " hoặc ".join(f"“{name}”" for name in near) if near else ", ".join(f"“{name}”" for name in offered)
    return f"Không có “{written[:80]}”; hãy ghi {choose}{more}." if offered else f"Không có “{written[:80]}”."
