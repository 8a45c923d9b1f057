"""Cleans sound recordings in a separate process."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from attachments.apart import decode_apart
from attachments.errors import BrokenFile, FileNotTaken, TooLong, UnknownFormat

_BROKEN = "Ghi âm này hỏng hoặc chưa tải lên hết; hãy ghi hoặc lưu lại rồi gửi lại."
_FAULTS: dict[str, FileNotTaken] = {
    "codec": UnknownFormat("Ghi âm này không phải dạng MP3, AAC, OGG hay WAV; hãy chuyển sang MP3 rồi gửi lại."),
    "too_long": TooLong("Ghi âm dài quá 10 phút; hãy cắt ngắn rồi gửi lại."),
}


@dataclass(frozen=True)
class Recording:
    """A recording as it is kept: AAC in MP4."""

    content: bytes = field(repr=False)
    seconds: float


def cleaned_recording(content: bytes, demuxer: str) -> Recording:
    """Return the recording with its sound only, read by this demuxer of FFmpeg.

    Raises:
        TooLong: it runs for more than ten minutes.
        UnknownFormat: its sound is of an unknown kind.
        BrokenFile: it cannot be decoded.
    """
    with TemporaryDirectory(prefix="hientruong-sound-") as folder:
        sent, kept = (Path(folder) / name for name in ("sent", "kept.m4a"))
        sent.write_bytes(content)
        told = decode_apart("attachments.sound", demuxer, sent, kept, faults=_FAULTS, broken=BrokenFile(_BROKEN))
        return Recording(kept.read_bytes(), told["seconds"])
