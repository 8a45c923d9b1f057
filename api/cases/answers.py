"""The list of cases as a file to save, an HTTP answer that the JSON API and the pages share."""

from __future__ import annotations

from starlette.responses import Response

from api.cases.listing import all_for
from api.cases.queries import Sought
from api.cases.views.lines import line_views
from api.cases.views.table import case_table
from api.web.downloads import download
from api.web.front import Front
from api.web.identity.callers import Staff
from documents.tables.table import TableFormat
from domain.visibility import scope_of
from records.staff.rows import LookedAt

_MOST_COUNTED = 1_000_000


def case_file(front: Front, staff: Staff, sought: Sought, form: TableFormat) -> Response:
    """Return all cases that the member of staff sought, as a CSV or XLSX file. That they took it out is on record.

    Raises:
        RecordsUnavailable: the record cannot answer now.
    """
    filters, at = sought.filters(staff, front.record.offices), front.clock()
    batches = all_for(front.record.cases, staff, filters, at=at)
    number = front.record.cases.count(scope_of(staff.actor), filters, _MOST_COUNTED, at=at)
    front.record.looks.note(staff.account.id, LookedAt.LIST_EXPORT, None, number)
    lines = (view for batch in batches for view in line_views(front, batch))
    return download("ho-so", form, case_table(lines))
