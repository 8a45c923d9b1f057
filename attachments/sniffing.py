"""Recognises a file by its content, whatever its name."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import BinaryIO

from attachments.errors import UnknownFormat
from domain.words import AttachmentKind


class Format(StrEnum):
    """A format that is accepted. Those of one family are decoded alike."""

    PICTURE = "picture"
    HEIC = "heic"
    FILM = "film"
    MP3 = "mp3"
    AAC = "aac"
    OGG = "ogg"
    WAV = "wav"
    MP4_SOUND = "mov"
    PDF = "pdf"
    OFFICE = "office"

    @property
    def kind(self) -> AttachmentKind:
        """The kind of attachment that it becomes."""
        return _KINDS.get(self, AttachmentKind.AUDIO)


_KINDS = {
    Format.PICTURE: AttachmentKind.PHOTO,
    Format.HEIC: AttachmentKind.PHOTO,
    Format.FILM: AttachmentKind.VIDEO,
    Format.PDF: AttachmentKind.DOCUMENT,
    Format.OFFICE: AttachmentKind.DOCUMENT,
}

_BEGINNING = 64  # bytes, enough to tell a format
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_PDF = b"%PDF-"
_ARCHIVE = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, and what is encrypted today
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF = frozenset({b"avif", b"avis"})
_MOST_BOXES = 10_000
_LARGEST_HEADER = 16 * 1024 * 1024  # bytes of a movie header; a minute of video has some kilobytes


def format_of(file: BinaryIO) -> Format:
    """Return the format of a file.

    Raises:
        UnknownFormat: it is none that is accepted.
    """
    file.seek(0)
    begins = file.read(_BEGINNING)
    if begins.startswith(_PICTURES) or (begins[:4] == b"RIFF" and begins[8:12] == b"WEBP"):
        return Format.PICTURE
    brands = _brands(begins)
    if _AVIF & set(brands):
        raise UnknownFormat("Ảnh AVIF chưa nhận được; hãy lưu ảnh thành JPEG rồi gửi lại.")
    if brands and brands[0] in _HEIC:
        return Format.HEIC
    if begins[4:8] in _BOXES:
        return Format.MP4_SOUND if _has_sound_only(file) else Format.FILM
    if found := _sound(begins) or _document(begins):
        return found
    raise UnknownFormat(
        "Tệp này không phải ảnh JPEG, PNG, WEBP, HEIC, video MP4, MOV, ghi âm MP3, M4A, OGG, WAV "
        "hay tài liệu PDF, DOCX, XLSX, ODT; hãy chọn tệp khác."
    )


def _document(begins: bytes) -> Format | None:
    if begins.startswith(_PDF):
        return Format.PDF
    if begins.startswith(_ARCHIVE):
        return Format.OFFICE
    if begins.startswith(_OLD_OFFICE):
        raise UnknownFormat(
            "Tài liệu Word, Excel kiểu cũ hoặc có mật khẩu chưa nhận được; hãy bỏ mật khẩu và lưu thành DOCX, XLSX hay PDF "
            "rồi gửi lại."
        )
    return None


def _sound(begins: bytes) -> Format | None:
    if begins[:4] == b"OggS":
        return Format.OGG
    if begins[:4] == b"RIFF" and begins[8:12] == b"WAVE":
        return Format.WAV
    if begins[:3] == b"ID3":
        return Format.MP3
    if begins[:1] == b"\xff" and len(begins) > 1:
        # A frame of MPEG begins with eleven set bits. Layer 0 is that of AAC (ISO/IEC 13818-7), layer 1 that of MP3.
        layer = begins[1] >> 1 & 3
        if begins[1] & 0xF0 == 0xF0 and layer == 0:
            return Format.AAC
        if begins[1] & 0xE0 == 0xE0 and layer == 1:
            return Format.MP3
    return None


def _brands(begins: bytes) -> list[bytes]:
    """Return the brands of a file of boxes (ISO/IEC 14496-12, 4.3), the major one first; none for any other file."""
    if begins[4:8] != b"ftyp":
        return []
    ends = min(int.from_bytes(begins[:4], "big"), len(begins))
    return [begins[8:12], *(begins[at : at + 4] for at in range(16, ends - 3, 4))]


def _has_sound_only(file: BinaryIO) -> bool:
    """Tell whether the tracks of a file of boxes are all of sound, as in what phones record."""
    handlers = _handlers(_movie_header(file))
    return b"soun" in handlers and b"vide" not in handlers


def _movie_header(file: BinaryIO) -> bytes:
    size, at = file.seek(0, os.SEEK_END), 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        length, name = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:  # the length stands behind the name
            length = int.from_bytes(head[8:16], "big")
        if name == b"moov":
            file.seek(at)
            return file.read(min(length, _LARGEST_HEADER))
        at += length
        if length < 8 or at >= size:
            break
    return b""


def _handlers(header: bytes) -> set[bytes]:
    """Return the kinds of the tracks (ISO/IEC 14496-12, 8.4.3): each names its own eight bytes behind the box's name."""
    found, at = set(), header.find(b"hdlr")
    while at >= 0:
        found.add(header[at + 12 : at + 16])
        at = header.find(b"hdlr", at + 4)
    return found
