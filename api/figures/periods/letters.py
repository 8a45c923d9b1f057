"""Write the letter about overdue cases, where the province's folder words one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from starlette.responses import Response

from api.figures.periods.accounting import OverdueShares
from api.web import media_types
from api.web.problems.kinds import NO_OVERDUE_LETTER
from api.web.problems.problem import Problem
from documents.letters.docx import docx
from documents.letters.overdue import overdue_letter
from documents.letters.pdf import pdf
from procedures import provinces


class LetterForm(StrEnum):
    """A format of the letter."""

    PDF = "pdf"
    DOCX = "docx"


LETTERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Công văn.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in (media_types.PDF, media_types.DOCX)
        },
    }
}
"""The description of a route that answers with the letter."""


def has_letter(authority: str) -> bool:
    """Return whether the province words such a letter."""
    province = provinces().by_id.get(authority)
    return province is not None and province.overdue_letter is not None


def letter_file(found: OverdueShares, form: LetterForm, *, now: datetime) -> Response:
    """Return the letter of an account, dated by the day it is there. Its number and its signature are left to who signs it.

    Raises:
        Problem: the province words no such letter.
    """
    authority = found.names.figures.procedure.authority
    province = provinces().by_id.get(found.asked.authority)
    if province is None or province.overdue_letter is None:
        raise Problem(NO_OVERDUE_LETTER)
    rule, template = province.overdue_letter
    period = found.asked.period
    letter = overdue_letter(
        rule,
        issuer=authority.centre,
        number=f"        /{rule.symbol}",
        dated=authority.local_date(now),
        code=f"từ {period.in_vietnamese}",
        period=period,
        table=found.table,
        name=found.name_of,
    )
    content = pdf(template, letter) if form is LetterForm.PDF else docx(template, letter)
    kind = media_types.PDF if form is LetterForm.PDF else media_types.DOCX
    headers = {"Content-Disposition": f'attachment; filename="cong-van-{period.first}-{period.last}.{form}"'}
    return Response(content, headers=headers, media_type=kind)
