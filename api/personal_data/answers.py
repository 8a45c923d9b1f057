"""The register of requests as a file to save, an HTTP answer that the JSON API and the pages share."""

from __future__ import annotations

from starlette.responses import Response

from api.personal_data.registering import requests_seen_by
from api.personal_data.views import requests_table
from api.web.downloads import download
from api.web.front import Front
from api.web.identity.callers import Staff
from documents.tables.table import TableFormat
from records.staff.rows import LookedAt


def requests_file(front: Front, staff: Staff, form: TableFormat) -> Response:
    """Return the whole register as a CSV or XLSX file, without those who asked. That the member of staff took it out is on
    record.

    Raises:
        Problem: this person reads no register.
    """
    found = requests_seen_by(front.record.data_requests, staff, only_open=False)
    front.record.looks.note(staff.account.id, LookedAt.REQUESTS_EXPORT, None, len(found))
    return download("yeu-cau-du-lieu-ca-nhan", form, requests_table(found, front.clock()))
