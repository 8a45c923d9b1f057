"""Mark one's own notices as read."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from api.web.problems.kinds import UNKNOWN_NOTICE
from api.web.problems.problem import Problem
from records.errors import MessageUnknown
from records.messages.rows import Addressee


class NoticesKept(Protocol):
    """The record as this needs it; `records.messages.mailbox.Mailbox` is the real one."""

    def mark_read(self, message: UUID, whom: Addressee, at: datetime) -> None: ...

    def mark_read_about(self, code: str, whom: Addressee, at: datetime) -> None: ...


def mark_read(mailbox: NoticesKept, notice: UUID, addressee: Addressee, at: datetime) -> None:
    """Note that a notice was read.

    Raises:
        Problem: the addressee has no such notice.
    """
    try:
        mailbox.mark_read(notice, addressee, at)
    except MessageUnknown:
        raise Problem(UNKNOWN_NOTICE) from None


def mark_written_read(mailbox: NoticesKept, written: str, addressee: Addressee, at: datetime) -> None:
    """Note that the notice was read whose id a form names.

    Raises:
        Problem: the addressee has no such notice, or what is written is no id.
    """
    try:
        notice = UUID(written)
    except ValueError:
        raise Problem(UNKNOWN_NOTICE) from None
    mark_read(mailbox, notice, addressee, at)
