"""An empty mailbox, for tests about other subjects."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from records.errors import MessageUnknown
from records.messages.rows import Addressee, MessageFilters, MessageLine, MessagePage, ShownPage


class NoMail:
    """Holds no messages."""

    def shown_to(self, whom: Addressee, *, unread: bool, cursor: str | None, limit: int) -> ShownPage:
        return ShownPage((), 0, None)

    def count_unread(self, whom: Addressee) -> int:
        return 0

    def sent_to_reporter_of(self, code: str) -> tuple[MessageLine, ...]:
        return ()

    def mark_read(self, message: UUID, whom: Addressee, at: datetime) -> None:
        raise MessageUnknown

    def mark_read_about(self, code: str, whom: Addressee, at: datetime) -> None:
        """Do nothing: there is no notice."""

    def page(self, authority: str | None, filters: MessageFilters, cursor: str | None, limit: int) -> MessagePage:
        return MessagePage((), None)

    def of_case(self, code: str) -> dict[int, tuple[MessageLine, ...]]:
        return {}

    def try_again(self, message: UUID, authority: str | None) -> None:
        raise MessageUnknown

    def register_device(self, token: str, platform: str, whom: Addressee) -> UUID:
        return uuid4()

    def unregister_device(self, device: UUID, whom: Addressee) -> None:
        """Do nothing: there is no device."""
