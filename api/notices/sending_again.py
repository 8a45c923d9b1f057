"""See which messages were not delivered, and send one again that was given up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Protocol
from uuid import UUID

from api.web.identity.callers import Staff
from api.web.problems.kinds import CENTRE_ONLY, NOT_GIVEN_UP, UNKNOWN_NOTICE
from api.web.problems.problem import Problem
from domain.words import Role
from records.errors import MessageNotGivenUp, MessageUnknown
from records.messages.rows import MessageFilters, MessageLine, MessagePage

_MAY_LOOK = frozenset({Role.CENTRE_OPERATOR, Role.CENTRE_LEADER, Role.ADMIN, Role.AUDITOR})
_MAY_SEND = _MAY_LOOK - {Role.AUDITOR}
_PAGE = 200


class MessagesKept(Protocol):
    """The record as this needs it; `records.messages.mailbox.Mailbox` is the real one."""

    def page(self, authority: str | None, filters: MessageFilters, cursor: str | None, limit: int) -> MessagePage: ...

    def try_again(self, message: UUID, authority: str | None) -> None: ...


def messages_seen_by(
    mailbox: MessagesKept, staff: Staff, filters: MessageFilters, cursor: str | None, limit: int
) -> MessagePage:
    """Return a page of the messages of one's own authority, or of every authority for those who have none, the latest first.

    Raises:
        Problem: this member of staff may see none.
        BadCursor: the cursor is not of such a list.
    """
    return mailbox.page(_authority(staff, _MAY_LOOK), filters, cursor, limit)


def all_messages(mailbox: MessagesKept, staff: Staff, filters: MessageFilters) -> Iterator[MessageLine]:
    """Return all these messages, read page by page.

    The first page is read at once, so that a failure of the record is reported before the answer begins.

    Raises:
        Problem: this member of staff may see none.
    """
    authority = _authority(staff, _MAY_LOOK)
    first = mailbox.page(authority, filters, None, _PAGE)
    return chain.from_iterable(page.lines for page in _pages(mailbox, authority, filters, first))


def send_again(mailbox: MessagesKept, staff: Staff, message: UUID) -> None:
    """Send again a message that was given up.

    Raises:
        Problem: this member of staff may not, there is no such message, or it was not given up.
    """
    try:
        mailbox.try_again(message, _authority(staff, _MAY_SEND))
    except MessageUnknown:
        raise Problem(UNKNOWN_NOTICE) from None
    except MessageNotGivenUp:
        raise Problem(NOT_GIVEN_UP) from None


def _pages(
    mailbox: MessagesKept, authority: str | None, filters: MessageFilters, page: MessagePage
) -> Iterator[MessagePage]:
    yield page
    while page.next is not None:
        page = mailbox.page(authority, filters, page.next, _PAGE)
        yield page


def _authority(staff: Staff, roles: frozenset[Role]) -> str | None:
    """Return whose messages this member of staff may see; None for those of every authority."""
    if staff.account.role not in roles:
        raise Problem(CENTRE_ONLY)
    return staff.account.authority
