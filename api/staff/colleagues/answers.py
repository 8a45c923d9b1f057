"""The directory of staff as a file to save, an HTTP answer that the JSON API and the pages share."""

from __future__ import annotations

from starlette.responses import Response

from api.staff.colleagues.listing import directory_for
from api.staff.colleagues.views import directory_table, directory_views
from api.web.downloads import download
from api.web.front import Front
from api.web.identity.callers import Staff
from documents.tables.table import TableFormat
from records.staff.rows import LookedAt


def directory_file(front: Front, staff: Staff, form: TableFormat) -> Response:
    """Return everybody in the directory as a CSV or XLSX file. That the member of staff took it out is on record."""
    people = directory_views(directory_for(front.record.accounts, staff.account), front.record.offices)
    front.record.looks.note(staff.account.id, LookedAt.DIRECTORY_EXPORT, None, len(people))
    return download("danh-ba", form, directory_table(people))
