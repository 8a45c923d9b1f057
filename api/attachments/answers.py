"""An attachment as an HTTP answer: private, with an ETag, and in parts for a player that asks for a range."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated, Any

from fastapi import Header, Response

from api.attachments.showing import Shown
from api.web import media_types
from api.web.problems.kinds import DOCUMENT_FOR_STAFF, OUTSIDE_THE_FILE, UNKNOWN_ATTACHMENT
from api.web.problems.problem import Problem
from attachments.store import Store
from domain.attachments import AttachmentKind
from domain.words import DocumentFormat
from records.attachments.rows import Attachment

ByteRange = Annotated[str | None, Header(alias="Range", description="Phần cần tải, như bytes=0-1023.")]

_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
_MEDIA = {
    AttachmentKind.PHOTO: media_types.JPEG,
    AttachmentKind.VIDEO: media_types.MP4,
    AttachmentKind.AUDIO: media_types.M4A,
}
_OF_DOCUMENTS = {
    DocumentFormat.PDF: media_types.PDF,
    DocumentFormat.DOCX: media_types.DOCX,
    DocumentFormat.XLSX: media_types.XLSX,
    DocumentFormat.ODT: media_types.ODT,
}
_SUFFIX = {
    media_types.JPEG: "jpg",
    media_types.MP4: "mp4",
    media_types.M4A: "m4a",
    **{media: form.value for form, media in _OF_DOCUMENTS.items()},
}
_INERT = "sandbox; default-src 'none'"  # should a browser show a document in spite of all, it runs nothing

FILE_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Tệp.",
        "headers": {"ETag": {"description": "Đổi khi ảnh được che lại.", "schema": {"type": "string"}}},
        "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in _SUFFIX},
    },
    206: {"description": "Phần của tệp mà `Range` nêu."},
    304: {"description": "Tệp vẫn là tệp mà `If-None-Match` nêu."},
}


def answer(
    store: Store, one: Shown, *, thumbnail: bool, if_none_match: str | None = None, byte_range: str | None = None
) -> Response:
    """Return the file, or the part of it that was asked for. The answer is for this caller alone: no proxy may cache it.

    Raises:
        Problem: the part lies outside the file, the file has no thumbnail, or it is a document and the caller no member of staff.
        StoreUnavailable: the store cannot answer now.
    """
    name = one.file.thumbnail if thumbnail else one.file.name
    if name is None:
        raise Problem(UNKNOWN_ATTACHMENT)
    if not (thumbnail or one.opens):
        raise Problem(DOCUMENT_FOR_STAFF)
    media = media_types.JPEG if thumbnail else _media(one.attachment)
    is_shown = media in _MEDIA.values()
    tag = hashlib.sha256(name.encode()).hexdigest()[:32]
    headers = {
        "ETag": f'"{tag}"',
        "Cache-Control": "private, no-cache",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Disposition": f'{"inline" if is_shown else "attachment"}; filename="{_file_name(one.attachment, media)}"',
    }
    if not is_shown:
        headers["Content-Security-Policy"] = _INERT
    if if_none_match and tag in if_none_match:
        return Response(status_code=304, headers=headers)
    if thumbnail:
        return Response(store.get(name), headers=headers, media_type=media)
    headers["Accept-Ranges"] = "bytes"
    part = _part(byte_range, one.file.size)
    if part is None:
        return Response(store.get(name), headers=headers, media_type=media)
    start, end = part
    if start >= end:
        raise Problem(OUTSIDE_THE_FILE)
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{one.file.size}"
    return Response(store.get(name, start, end), status_code=206, headers=headers, media_type=media)


def _media(attachment: Attachment) -> str:
    return _OF_DOCUMENTS[attachment.format] if attachment.format else _MEDIA[attachment.kind]


def _file_name(attachment: Attachment, media: str) -> str:
    return f"{attachment.code}-{str(attachment.id)[:8]}.{_SUFFIX[media]}"


def _part(byte_range: str | None, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one after the last; None for the whole file.

    A header that is no range, or names several, counts as none (RFC 9110, 14.2).
    """
    wanted = _RANGE.fullmatch(byte_range.strip()) if byte_range else None
    if wanted is None or wanted.groups() == ("", ""):
        return None
    first, last = wanted.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size
