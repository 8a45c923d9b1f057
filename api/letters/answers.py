"""A letter's file as an HTTP answer: private, and with an ETag, since it never changes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query, Response

from api.letters.reading import open_letter, require_letter, require_unrestricted
from api.web import media_types
from api.web.identity.callers import Viewer
from records.cases.rows import CaseRecord
from records.letters.rows import LetterFile, LetterFormat, LetterKey
from records.record import Record

_MEDIA_TYPES = {
    LetterFormat.PDF: media_types.PDF,
    LetterFormat.DOCX: media_types.DOCX,
}
MainCase = Annotated[
    str | None,
    Query(max_length=40, description="Hồ sơ chung, khi văn bản trả lời một phản ánh đã gộp vào hồ sơ ấy."),
]
_LARGEST = 2**31 - 1  # the largest number that the record keeps

Event = Annotated[int, Path(ge=1, le=_LARGEST, description="Số của diễn biến làm phát sinh văn bản.", examples=[9])]

FILE_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Tệp của văn bản.",
        "headers": {
            "ETag": {"description": "Mã băm SHA-256 của tệp.", "schema": {"type": "string"}},
            "Content-Disposition": {"description": "Tên tệp.", "schema": {"type": "string"}},
        },
        "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in _MEDIA_TYPES.values()},
    },
    304: {"description": "Tệp vẫn là tệp mà `If-None-Match` nêu."},
}


def answer(
    record: Record,
    seen: tuple[CaseRecord, Viewer],
    event: int,
    form: LetterFormat,
    if_none_match: str | None = None,
    main: str | None = None,
) -> Response:
    """Return a letter's file, or 304 where the caller has it already, which is not noted as a look. `main` is the case of the
    event, where the letter answers a merged report.

    Raises:
        Problem: as `require_letter`.
    """
    case, viewer = seen
    key = LetterKey(main or case.code, event, case.code)
    file = require_letter(record.letters, record.cases, case, viewer, key, form)
    require_unrestricted(record.identities, viewer, case.code)
    headers = {"ETag": f'"{file.sha256}"', "Cache-Control": "private, no-cache"}
    if if_none_match and _names(if_none_match, file):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{case.code}-{event}.{form}"'
    content = open_letter(record.letters, record.looks, viewer, key, form)
    return Response(content, headers=headers, media_type=_MEDIA_TYPES[form])


def _names(if_none_match: str, file: LetterFile) -> bool:
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in if_none_match.split(",")}
    return bool(tags & {file.sha256, "*"})
