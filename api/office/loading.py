"""Takes a table of agencies, places or routing rules from an admin: whole, or nothing of it where it has a fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from api.office.problems import ROUTED_ALREADY
from api.web.problems.problem import Problem, wrong_field
from documents.sheets.faults import Fault
from documents.sheets.office import SHEETS, KnownOffice, OfficeRows, OfficeTable, columns_of, read_office
from documents.sheets.reading import UnreadableSheet, read_sheet
from documents.tables.template import template
from domain.offices.office import Agency
from domain.offices.places import Place
from domain.offices.routing import RoutingRule
from domain.procedure import Procedure
from records.errors import RoutedAlready
from records.offices.repository import Offices
from records.offices.rows import ChangedBy

FILE = "file"
"""The field of the form that takes the file."""

_NOTES = (
    "Mỗi dòng thêm một mục, hoặc sửa mục mang cùng mã. Cột nền vàng bắt buộc.",
    "Không dòng nào cho ngừng hay dùng lại một mục: việc ấy làm ở trang của từng mục, sau khi xem những gì còn liên quan.",
)


class OfficeRead(Protocol):
    """The record as reading an office needs it; `records.offices.repository.Offices` is the real one."""

    def agencies(self, authority: str) -> tuple[Agency, ...]: ...

    def places(self, authority: str) -> tuple[Place, ...]: ...

    def routing_rules(self, authority: str) -> tuple[RoutingRule, ...]: ...


@dataclass(frozen=True)
class Loaded:
    """A table that was read: its faults, or how many entries are new, changed, and as they were."""

    faults: tuple[Fault, ...] = ()
    new: int = 0
    changed: int = 0
    same: int = 0


def template_of(offices: OfficeRead, procedure: Procedure, table: OfficeTable) -> bytes:
    """Return the workbook to fill in, with the office's own names to choose from."""
    return template(SHEETS[table], columns_of(table, _known(offices, procedure)), _NOTES)


def load(
    offices: Offices, procedure: Procedure, table: OfficeTable, content: bytes, change: ChangedBy, *, keeps: bool = True
) -> Loaded:
    """Read a table and, unless it has a fault, keep all its entries in one transaction. Without `keeps`, only read it.

    Raises:
        Problem: the file is no table, or another admin has just made a rule for the same cases.
    """
    known = _known(offices, procedure)
    try:
        rows, faults = read_office(table, read_sheet(content, SHEETS[table]), known)
    except UnreadableSheet as error:
        raise wrong_field(FILE, str(error)) from error
    if faults:
        return Loaded(faults)
    counted = _counted(rows, known)
    if keeps:
        try:
            offices.keep_all(procedure.id, change, agencies=rows.agencies, places=rows.places, rules=rows.rules)
        except RoutedAlready as error:
            raise Problem(ROUTED_ALREADY, detail=f"{ROUTED_ALREADY.detail} Mã quy tắc: {error.rule}.") from error
    return counted


def _known(offices: OfficeRead, procedure: Procedure) -> KnownOffice:
    authority = procedure.id
    return KnownOffice(
        procedure, offices.agencies(authority), offices.places(authority), offices.routing_rules(authority)
    )


def _counted(rows: OfficeRows, known: KnownOffice) -> Loaded:
    """Return how many of the entries are new, changed, and as they were."""
    kept: dict[str, Agency | Place | RoutingRule] = {}
    for table, entries in ((rows.agencies, known.agencies), (rows.places, known.places), (rows.rules, known.rules)):
        kept |= {each.id: each for each in entries} if table else {}
    sent: list[Agency | Place | RoutingRule] = [*rows.agencies, *rows.places, *rows.rules]
    new = sum(each.id not in kept for each in sent)
    same = sum(kept.get(each.id) == each for each in sent)
    return Loaded(new=new, changed=len(sent) - new - same, same=same)
