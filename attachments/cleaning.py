"""Cleans an uploaded file, or raises the reason for not taking it."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

from attachments.cleaned import CleanedFile
from attachments.documents import checked_office, checked_pdf
from attachments.errors import FileTooLarge
from attachments.photos import cleaned_heic, cleaned_photo
from attachments.recordings import cleaned_recording
from attachments.sniffing import Format, format_of
from attachments.videos import cleaned_video
from domain.attachments import AttachmentKind

LARGEST_PHOTO = 20 * 1024 * 1024
LARGEST_VIDEO = 50 * 1024 * 1024
LARGEST_RECORDING = 30 * 1024 * 1024
LARGEST_DOCUMENT = 20 * 1024 * 1024

_LARGEST = {
    AttachmentKind.PHOTO: (LARGEST_PHOTO, FileTooLarge("Ảnh lớn quá 20 MB; hãy thu nhỏ rồi gửi lại.")),
    AttachmentKind.VIDEO: (
        LARGEST_VIDEO,
        FileTooLarge("Video lớn quá 50 MB; hãy cắt ngắn hoặc giảm chất lượng rồi gửi lại."),
    ),
    AttachmentKind.AUDIO: (
        LARGEST_RECORDING,
        FileTooLarge("Ghi âm lớn quá 30 MB; hãy cắt ngắn hoặc chuyển sang MP3 rồi gửi lại."),
    ),
    AttachmentKind.DOCUMENT: (
        LARGEST_DOCUMENT,
        FileTooLarge("Tài liệu lớn quá 20 MB; hãy chia nhỏ hoặc lưu thành PDF gọn hơn rồi gửi lại."),
    ),
}


def clean(content: bytes) -> CleanedFile:
    """Clean an uploaded file.

    A large photo takes half a second and some hundred megabytes, a video many seconds and both cores. So callers must
    limit how many run at once.

    Raises:
        FileNotTaken: the file cannot be accepted; the message is a sentence for the sender.
    """
    form = format_of(BytesIO(content))
    largest, too_large = _LARGEST[form.kind]
    if len(content) > largest:
        raise too_large
    return CleanedFile(kind=form.kind, sha256=hashlib.sha256(content).hexdigest(), **_kept(content, form))


def _kept(content: bytes, form: Format) -> dict[str, Any]:
    """Return what is kept of the file."""
    match form.kind:
        case AttachmentKind.PHOTO:
            photo = cleaned_heic(content) if form is Format.HEIC else cleaned_photo(content)
            return vars(photo)
        case AttachmentKind.VIDEO:
            film = cleaned_video(content)
            return {
                "content": film.content,
                "thumbnail": film.still,
                "width": film.width,
                "height": film.height,
                "seconds": film.seconds,
            }
        case AttachmentKind.DOCUMENT:
            checked = checked_pdf(content) if form is Format.PDF else checked_office(content)
            return {"content": content, **vars(checked)}
        case AttachmentKind.AUDIO:
            return vars(cleaned_recording(content, demuxer=form.value))
