"""Cleans short videos in a separate process."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from attachments.apart import decode_apart
from attachments.errors import BrokenFile, FileNotTaken, FileTooLarge, TooLong, UnknownFormat

_BROKEN = "Video này hỏng hoặc chưa tải lên hết; hãy quay hoặc lưu lại rồi gửi lại."
_FAULTS: dict[str, FileNotTaken] = {
    "codec": UnknownFormat("Video này không phải dạng H.264 hay HEVC; hãy chuyển sang MP4 (H.264) rồi gửi lại."),
    "too_long": TooLong("Video dài quá 60 giây; hãy cắt ngắn rồi gửi lại."),
    "too_large": FileTooLarge("Hình của video lớn hơn 4K; hãy giảm độ phân giải rồi gửi lại."),
}


@dataclass(frozen=True)
class Film:
    """A video as it is kept (MP4), and its first picture (JPEG). `width` and `height` are in pixels of the upright
    picture."""

    content: bytes = field(repr=False)
    still: bytes = field(repr=False)
    width: int
    height: int
    seconds: float


def cleaned_video(content: bytes) -> Film:
    """Return the video with picture and sound only.

    Raises:
        TooLong: it runs for more than a minute.
        FileTooLarge: its pictures are larger than 4K.
        UnknownFormat: it holds no video stream that browsers show.
        BrokenFile: it cannot be decoded to its end.
    """
    with TemporaryDirectory(prefix="hientruong-video-") as folder:
        sent, kept, still = (Path(folder) / name for name in ("sent", "kept.mp4", "still.jpg"))
        sent.write_bytes(content)
        told = decode_apart("attachments.film", sent, kept, still, faults=_FAULTS, broken=BrokenFile(_BROKEN))
        return Film(kept.read_bytes(), still.read_bytes(), told["width"], told["height"], told["seconds"])
