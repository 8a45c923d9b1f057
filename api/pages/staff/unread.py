"""How many notices somebody has not read, for the head of the page."""

from __future__ import annotations

from api.web.identity.callers import Staff
from records.messages.mailbox import Mailbox
from records.messages.rows import Addressee


def unread_notices(mailbox: Mailbox, staff: Staff) -> int:
    """The count of them, MOST_UNREAD for so many or more."""
    return mailbox.count_unread(Addressee(account=staff.account.id))
