"""Tables that admins send: the file in a form, and the faults in it as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.datastructures import UploadFile

from api.pages.common.forms import Form
from api.web.problems.problem import wrong_field
from documents.sheets.faults import Fault
from documents.sheets.reading import MOST_BYTES

_SHOWN_FAULTS = 200


def table_in(form: Form, field: str, otherwise: str = "Hãy chọn một tệp (.xlsx hoặc .csv).") -> UploadFile:
    """Return the one file of a field. Raise Problem with the words `otherwise` where there is none, or more than one."""
    sent = form.files.get(field, ())
    if len(sent) != 1:
        raise wrong_field(field, otherwise)
    return sent[0]


async def content_of(table: UploadFile) -> bytes:
    """Return what a file holds, one byte beyond what is taken at most."""
    return await table.read(MOST_BYTES + 1)


def faults_shown(faults: Sequence[Fault]) -> dict[str, Any]:
    """Return the faults of a table as the template of a page takes them: the first ones, and how many more there are."""
    return {"faults": faults[:_SHOWN_FAULTS], "more_faults": max(len(faults) - _SHOWN_FAULTS, 0)}
