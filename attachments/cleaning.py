"""Recognises an uploaded file and cleans it, or raises the reason for not taking it."""

from __future__ import annotations

import hashlib

from attachments.cleaned import CleanedFile
from attachments.errors import FileTooLarge, UnknownFormat
from attachments.photos import cleaned_heic, cleaned_photo
from attachments.videos import cleaned_video
from domain.attachments import AttachmentKind

LARGEST_PHOTO = 20 * 1024 * 1024
LARGEST_VIDEO = 50 * 1024 * 1024

_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_VIDEOS = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF = frozenset({b"avif", b"avis"})


def kind_of(content: bytes) -> AttachmentKind:
    """Recognise a file by its first bytes, whatever its name.

    Raises:
        UnknownFormat: no accepted format begins like this.
    """
    if content.startswith(_PHOTOS) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return AttachmentKind.PHOTO
    brands = _brands(content)
    if _AVIF & set(brands):
        raise UnknownFormat("Ảnh AVIF chưa nhận được; hãy lưu ảnh thành JPEG rồi gửi lại.")
    if brands[:1] and brands[0] in _HEIC:
        return AttachmentKind.PHOTO
    if content[4:8] in _VIDEOS:
        return AttachmentKind.VIDEO
    raise UnknownFormat("Tệp này không phải ảnh JPEG, PNG, WEBP, HEIC hay video MP4, MOV; hãy chọn tệp khác.")


def _brands(content: bytes) -> list[bytes]:
    """Return the brands of a file of boxes (ISO/IEC 14496-12, 4.3), the major one first; none for any other file."""
    if content[4:8] != b"ftyp":
        return []
    ends = min(int.from_bytes(content[:4], "big"), len(content))
    return [content[8:12], *(content[at : at + 4] for at in range(16, ends - 3, 4))]


def clean(content: bytes) -> CleanedFile:
    """Clean an uploaded file.

    A large photo takes half a second and some hundred megabytes, a video many seconds and both cores. So callers must
    limit how many run at once.

    Raises:
        FileNotTaken: the file cannot be accepted; the message is a sentence for the sender.
    """
    kind = kind_of(content)
    sha256 = hashlib.sha256(content).hexdigest()
    if kind is AttachmentKind.PHOTO:
        if len(content) > LARGEST_PHOTO:
            raise FileTooLarge("Ảnh lớn quá 20 MB; hãy thu nhỏ rồi gửi lại.")
        photo = cleaned_heic(content) if _brands(content) else cleaned_photo(content)
        return CleanedFile(kind, photo.content, photo.thumbnail, photo.width, photo.height, sha256)
    if len(content) > LARGEST_VIDEO:
        raise FileTooLarge("Video lớn quá 50 MB; hãy cắt ngắn hoặc giảm chất lượng rồi gửi lại.")
    film = cleaned_video(content)
    return CleanedFile(kind, film.content, film.still, film.width, film.height, sha256, film.seconds)
