"""Attachments in memory, for fronts over a record in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from records.attachments.rows import Attachment, BlackedOut, Reviewed
from records.errors import RecordsUnavailable


class MemoryAttachments:
    """Stands in for `records.attachments.repository.Attachments`. It checks neither space nor cases. With `away` set,
    the database does not answer."""

    def __init__(self) -> None:
        self.away = False
        self._kept: dict[tuple[str, str, str], Attachment] = {}

    def add(self, new: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        if self.away:
            raise RecordsUnavailable("away")
        return tuple(self._kept.setdefault((each.code, each.stage, each.sha256), each) for each in new)

    def of_case(self, code: str) -> tuple[Attachment, ...]:
        return tuple(each for each in self._kept.values() if each.code == code)

    def of_cases(self, codes: Iterable[str]) -> dict[str, tuple[Attachment, ...]]:
        return {code: self.of_case(code) for code in codes}

    def black_out(self, attachment: Attachment, shown: BlackedOut) -> Attachment:
        changed = replace(attachment, blacked_out=shown)
        self._kept[attachment.code, attachment.stage, attachment.sha256] = changed
        return changed

    def review(self, attachment: Attachment, decided: Reviewed) -> Attachment:
        changed = replace(attachment, reviewed=decided)
        self._kept[attachment.code, attachment.stage, attachment.sha256] = changed
        return changed
