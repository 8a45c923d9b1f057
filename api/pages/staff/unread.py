"""How many notices somebody has not read, for the head of the page."""

from __future__ import annotations

from api.callers import Staff
from api.front import Front
from records.message_rows import Addressee


def unread_notices(front: Front, staff: Staff) -> int:
    """The count of them, MOST_UNREAD for so many or more."""
    return front.mailbox.count_unread(Addressee(account=staff.account.id))
