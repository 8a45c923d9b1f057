"""How many notices somebody has not read, for the head of the page."""

from __future__ import annotations

from api.web.front import Front
from api.web.identity.callers import Staff
from records.messages.rows import Addressee


def unread_notices(front: Front, staff: Staff) -> int:
    """The count of them, MOST_UNREAD for so many or more."""
    return front.record.mailbox.count_unread(Addressee(account=staff.account.id))
