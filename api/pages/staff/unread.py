"""The number of unread notices, for the head of the page."""

from __future__ import annotations

from api.web.identity.callers import Staff
from records.messages.mailbox import Mailbox
from records.messages.rows import Addressee


def unread_notices(mailbox: Mailbox, staff: Staff) -> int:
    """Return the number of unread notices; MOST_UNREAD stands for so many or more."""
    return mailbox.count_unread(Addressee(account=staff.account.id))
