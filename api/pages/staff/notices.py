"""The notices of a member of staff: to read, and to mark as read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.notices.marking_read import mark_written_read
from api.notices.views import NoticeView, notice_view
from api.pages.common.forms import FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, VisitorDep
from api.pages.staff.inbox import INBOX
from api.pages.staff.reports import REPORTS
from api.web.front import FrontDep
from language.labels import REPORT_EVENT
from records.messages.rows import Addressee

router = APIRouter()

_NOTICES = f"{INBOX}/thong-bao"
_A_PAGE = 30


@router.get(_NOTICES)
def show(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    unread_only: Annotated[bool, Query(alias="chua_doc")] = False,
    cursor: str | None = None,
) -> Response:
    """Show one's own notices, the latest first."""
    found = front.record.mailbox.shown_to(
        Addressee(account=staff.account.id), unread=unread_only, cursor=cursor or None, limit=_A_PAGE
    )
    return page(
        request,
        "staff/notices.html.j2",
        visitor,
        notices=[notice_view(notice, front.site.texts) for notice in found.notices],
        following=found.next,
        unread_only=unread_only,
        way_to=_address,
    )


@router.post(_NOTICES)
def mark_read(front: FrontDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Mark notices as read."""
    for notice in form.values.get("notice", ()):
        mark_written_read(front.record.mailbox, notice, Addressee(account=staff.account.id), front.clock())
    return see(_NOTICES)


def _address(notice: NoticeView) -> str:
    """Return the page of what a notice is about: a case or a periodic report."""
    return f"{REPORTS if notice.kind in REPORT_EVENT else f'{INBOX}/ho-so'}/{notice.code}"
