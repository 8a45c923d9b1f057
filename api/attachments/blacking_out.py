"""Parts of a photo are blacked out before the public sees it."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool

from api.attachments.keeping import KeepingParts, stored
from api.cases.editing import editor
from api.web.identity.callers import Viewer
from api.web.problems.problem import wrong_field
from attachments.photos import blacked_out
from domain.attachments import Area, AttachmentKind
from domain.complaint import Complaint
from records.attachments.rows import Attachment, BlackedOut


async def black_out(
    parts: KeepingParts, complaint: Complaint, attachment: Attachment, areas: tuple[Area, ...], viewer: Viewer
) -> Attachment:
    """Paint over these areas of a photo for everybody who may not see it whole. Without areas, hide the whole file from them.

    The file that was sent stays as it is.

    Raises:
        Problem: the viewer does not edit for publication, or it is no photo, and so has no areas.
    """
    by = editor(complaint, viewer)
    if areas and attachment.kind is not AttachmentKind.PHOTO:
        raise wrong_field("areas", "Chỉ ảnh che được từng phần; hãy để trống areas để ẩn cả tệp.")
    return await run_in_threadpool(_black_out, parts, attachment, areas, by)


def _black_out(parts: KeepingParts, attachment: Attachment, areas: tuple[Area, ...], by: str) -> Attachment:
    file = None
    if areas:
        picture = blacked_out(parts.store.get(attachment.file.name), areas)
        file = stored(parts.store, parts.keys, (str(attachment.id), repr(areas)), picture)
    return parts.record.attachments.black_out(attachment, BlackedOut(file, areas, by, parts.clock()))
