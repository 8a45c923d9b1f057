"""One door for whatever people send: what it is, whether it is taken, and what is left of it."""

from __future__ import annotations

import hashlib

from attachments.cleaned import CleanedFile
from attachments.errors import FileTooLarge, UnknownFormat
from attachments.photos import cleaned_photo
from attachments.videos import cleaned_video
from domain.attachments import AttachmentKind

LARGEST_PHOTO = 20 * 1024 * 1024
LARGEST_VIDEO = 50 * 1024 * 1024

_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_VIDEOS = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
_STILLS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})


def kind_of(content: bytes) -> AttachmentKind:
    """What a file begins like, whatever its name says.

    Raises:
        UnknownFormat: like nothing that is taken.
    """
    if content.startswith(_PHOTOS) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return AttachmentKind.PHOTO
    if content[4:8] == b"ftyp" and content[8:12] in _STILLS:
        raise UnknownFormat("Ảnh HEIC và AVIF chưa nhận được; hãy lưu ảnh thành JPEG rồi gửi lại.")
    if content[4:8] in _VIDEOS:
        return AttachmentKind.VIDEO
    raise UnknownFormat("Tệp này không phải ảnh JPEG, PNG, WEBP hay video MP4, MOV; hãy chọn tệp khác.")


def clean(content: bytes) -> CleanedFile:
    """What is left of a file that somebody sent. A large photo takes half a second and some hundred megabytes, a video many
    seconds and both cores: whoever calls this sees to it that few run at once.

    Raises:
        FileNotTaken: it cannot be taken, as a sentence.
    """
    kind = kind_of(content)
    sha256 = hashlib.sha256(content).hexdigest()
    if kind is AttachmentKind.PHOTO:
        if len(content) > LARGEST_PHOTO:
            raise FileTooLarge("Ảnh lớn quá 20 MB; hãy thu nhỏ rồi gửi lại.")
        photo = cleaned_photo(content)
        return CleanedFile(kind, photo.content, photo.thumbnail, photo.width, photo.height, sha256)
    if len(content) > LARGEST_VIDEO:
        raise FileTooLarge("Video lớn quá 50 MB; hãy cắt ngắn hoặc giảm chất lượng rồi gửi lại.")
    film = cleaned_video(content)
    return CleanedFile(kind, film.content, film.still, film.width, film.height, sha256, film.seconds)
