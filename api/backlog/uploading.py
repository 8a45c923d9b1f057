"""Takes a file of cases from an admin: checks it whole, and keeps it for an import where it has no fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.backlog.checking import Checked, backlog_of, check
from api.backlog.problems import UNKNOWN_IMPORT
from api.backlog.running import keep
from api.office.admins import administers
from api.web.front import Front
from api.web.identity.callers import Staff
from api.web.names import People
from api.web.offices import zone_of
from api.web.problems.problem import Problem, wrong_field
from documents.sheets.cases import SHEET, Known, columns_for
from documents.sheets.reading import UnreadableSheet
from documents.tables.template import template
from language.labels import local_time
from records.backlog.rows import Import

FILE = "file"
"""The field of the form that takes the file."""

_LISTED = 20
_NOTES = (
    "Mỗi dòng của trang “Hồ sơ” là một hồ sơ ở hệ thống cũ. Cột nền vàng bắt buộc; cột khác ghi khi có.",
    "Ô có danh sách thì chọn trong danh sách. Ngày ghi như 23/11/2026 hoặc 23/11/2026 08:30.",
    "Hệ thống kiểm tra cả tệp trước; có một lỗi thì không ghi gì. Nhập lại cùng mã thì không thêm hồ sơ lần nữa.",
)


@dataclass(frozen=True)
class ImportView:
    """An import as its page shows it."""

    about: Import
    by: str
    uploaded_text: str
    finished_text: str


def upload(front: Front, staff: Staff, authority: str, name: str, content: bytes) -> tuple[Checked, str]:
    """Check a file, and return what was found with the id of the import that waits to be started, empty where there are faults.

    Raises:
        Problem: the file is no table.
        NoProcedure: the authority has no regulation in force.
    """
    backlog = backlog_of(
        front.record.offices, front.procedures, authority, source=name or "(không tên)", now=front.clock()
    )
    try:
        checked = check(backlog, content, front.record.intake, front.record.calendar.book())
    except UnreadableSheet as error:
        raise wrong_field(FILE, str(error)) from error
    return checked, "" if checked.faults else keep(front.record, backlog, content, checked, staff.account)


def template_for(front: Front, authority: str) -> bytes:
    """Return the workbook that an office fills in, with its own lists to choose from. Raises NoProcedure."""
    known: Known = backlog_of(front.record.offices, front.procedures, authority, source="", now=front.clock()).known
    return template(SHEET, columns_for(known), _NOTES)


def import_seen_by(front: Front, staff: Staff, import_id: str) -> ImportView:
    """Return an import of an authority that this admin keeps.

    Raises:
        Problem: there is no such import.
    """
    found = front.record.imports.find(import_id)
    if found is None or not administers(staff, found.authority):
        raise Problem(UNKNOWN_IMPORT)
    return _views(front, (found,))[0]


def latest_imports(front: Front, authority: str) -> tuple[ImportView, ...]:
    """Return the latest imports of an authority that were started, the last one first."""
    imports = front.record.imports.latest(authority, _LISTED)
    return _views(front, tuple(each for each in imports if each.started_at))


def start(front: Front, staff: Staff, import_id: str) -> None:
    """Let an import begin. The background does it. Raises Problem as `import_seen_by`."""
    front.record.imports.start(import_seen_by(front, staff, import_id).about.id)


def _views(front: Front, imports: tuple[Import, ...]) -> tuple[ImportView, ...]:
    people = People(front.record.accounts, [each.by_account for each in imports])
    return tuple(
        ImportView(
            each,
            people.name(each.by_account).name,
            _text(each.uploaded_at, each.authority),
            _text(each.finished_at, each.authority),
        )
        for each in imports
    )


def _text(at: datetime | None, authority: str) -> str:
    return local_time(at, zone_of(authority)) if at else ""
