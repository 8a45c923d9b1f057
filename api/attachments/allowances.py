"""The number of attachments that a case takes, and the sentences for a case that has too many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from api.web.problems.kinds import ATTACHMENTS_FULL
from api.web.problems.problem import Problem
from domain.attachments import AttachmentKind, AttachmentStage, counted_with, most
from records.attachments.rows import Attachment

KIND_NAMES = {
    AttachmentKind.PHOTO: "Ảnh",
    AttachmentKind.VIDEO: "Video",
    AttachmentKind.AUDIO: "Ghi âm",
    AttachmentKind.DOCUMENT: "Tài liệu",
}
_NOT_TAKEN = {
    AttachmentKind.DOCUMENT: "Tài liệu không kèm theo phản ánh ở đây được; hãy chụp ảnh từng trang rồi gửi ảnh.",
    AttachmentKind.AUDIO: "Ghi âm không kèm theo phản ánh ở đây được; hãy viết điều đã ghi vào nội dung, hoặc gửi video.",
}


class KeptAttachments(Protocol):
    """The record as counting needs it; `records.attachments.repository.Attachments` is the real one."""

    def of_case(self, code: str) -> tuple[Attachment, ...]:
        """Return the attachments of a case in the order in which they came."""
        ...


def require_room(
    attachments: KeptAttachments, code: str, stage: AttachmentStage, sent: Mapping[str, AttachmentKind]
) -> None:
    """Check that the case has room for these files, by the hash of each. A file that it already has takes no more room.

    Call it before files are decoded, which takes long, and before they are stored, which cannot be undone. When two people
    send at once, the record refuses the second.

    Raises:
        Problem: the case would have too many.
    """
    kept = attachments.of_case(code)
    known = {each.sha256 for each in kept if each.stage is stage}
    counted = Counter(each.kind for each in kept if each.stage in counted_with(stage))
    counted.update(kind for sha256, kind in sent.items() if sha256 not in known)
    for kind in AttachmentKind:
        if counted[kind] > most(kind, stage):
            raise full(kind, stage)


def full(kind: AttachmentKind, stage: AttachmentStage) -> Problem:
    """Return the problem of a case that takes no more files of this kind."""
    sentence = f"Hồ sơ nhận tối đa {most(kind, stage)} {KIND_NAMES[kind].lower()} ở phần này và đã có đủ."
    return Problem(ATTACHMENTS_FULL, detail=sentence)


def too_many(kinds: Sequence[AttachmentKind], allowed: Mapping[AttachmentKind, int]) -> str | None:
    """Return the sentence for files of kinds that are not taken, or for more of one kind in one request than is ever taken.
    Return None where all may be."""
    for kind, number in Counter(kinds).items():
        if kind not in allowed:
            return _NOT_TAKEN[kind]
        if number > allowed[kind]:
            name = KIND_NAMES[kind].lower()
            return f"Nhiều {name} quá; hãy gửi tối đa {allowed[kind]} {name}."
    return None
