"""How many notices somebody has not read, for the head of the page."""

from __future__ import annotations

from api.callers import Staff
from api.front import Front
from records.message_rows import Addressee


def unread_notices(front: Front, staff: Staff) -> int:
    """The count of them."""
    return front.mailbox.shown_to(Addressee(account=staff.account.id), unread=True, cursor=None, limit=1).unread
