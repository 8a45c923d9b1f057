"""The register of papers as a file to save, an HTTP answer that the JSON API and the pages share."""

from __future__ import annotations

from starlette.responses import Response

from api.papers.registering import Wanted, papers_seen_by
from api.papers.views import paper_views, papers_table
from api.web.downloads import download
from api.web.front import Front
from api.web.identity.callers import Staff
from documents.tables.table import TableFormat
from records.staff.rows import LookedAt


def papers_file(front: Front, staff: Staff, wanted: Wanted, form: TableFormat) -> Response:
    """Return all entries that the member of staff sought, as a CSV or XLSX file. That they took it out is on record.

    Raises:
        Problem: this person reads no register.
    """
    found = papers_seen_by(front.record.papers, staff, wanted, front.clock())
    front.record.looks.note(staff.account.id, LookedAt.PAPERS_EXPORT, None, len(found))
    return download("so-van-ban", form, papers_table(paper_views(found, front.record.offices)))
