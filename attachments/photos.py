"""Cleans photos: decodes them, turns them upright, paints them onto a fresh image and encodes it. EXIF, comments,
colour profiles and data after the end of the file are gone."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageOps

from attachments.apart import decode_apart
from attachments.cleaned import Picture
from attachments.colours import UNKNOWN_COLOURS, as_seen, may_be_reduced_at_once, read_key_colour
from attachments.errors import BrokenFile, FileNotTaken, TooManyPixels, UnknownColours
from domain.attachments import Area

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 480

_QUALITY, _THUMBNAIL_QUALITY = 85, 75
_TOO_MANY = f"Ảnh này có hơn {MOST_PIXELS // 1_000_000} triệu điểm ảnh; hãy thu nhỏ rồi gửi lại."
_BROKEN = "Ảnh này hỏng hoặc chưa tải lên hết; hãy chụp hoặc lưu lại ảnh rồi gửi lại."
_FAULTS: dict[str, FileNotTaken] = {
    "TooManyPixels": TooManyPixels(_TOO_MANY),
    "UnknownColours": UnknownColours(UNKNOWN_COLOURS),
}


def cleaned_photo(content: bytes, formats: tuple[str, ...] = FORMATS) -> Picture:
    """Return the photo with its pixels only. It must be of one of these formats of Pillow.

    Raises:
        TooManyPixels: the photo would fill the memory.
        BrokenFile: the photo cannot be decoded to its end.
        UnknownColours: nobody knows how its pixels look.
    """
    return picture_of(_decoded(content, formats))


def cleaned_heic(content: bytes) -> Picture:
    """Return a photo of the kind that iPhones take (HEIC, HEIF), with its pixels only. A process of its own decodes it, as the
    decoder is one for videos.

    Raises:
        TooManyPixels, BrokenFile, UnknownColours: as for any photo.
    """
    with TemporaryDirectory(prefix="hientruong-photo-") as folder:
        sent, kept, small = (Path(folder) / name for name in ("sent", "kept.jpg", "small.jpg"))
        sent.write_bytes(content)
        told = decode_apart("attachments.heic", sent, kept, small, faults=_FAULTS, broken=BrokenFile(_BROKEN))
        return Picture(kept.read_bytes(), small.read_bytes(), told["width"], told["height"])


def picture_of(image: Image.Image) -> Picture:
    """Return an upright image as it is kept: on a fresh sheet, no side longer than `LONGEST_SIDE`."""
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = as_seen(image)
    small = fresh.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(_encoded(fresh, _QUALITY), _encoded(small, _THUMBNAIL_QUALITY), fresh.width, fresh.height)


def blacked_out(content: bytes, areas: Iterable[Area]) -> Picture:
    """Return a stored photo with these areas painted black, on a fresh sheet.

    Raises:
        BrokenFile: the stored photo cannot be decoded.
    """
    image = _decoded(content)
    draw = ImageDraw.Draw(image)
    for area in areas:
        left, top = int(area.x * image.width), int(area.y * image.height)
        # Rounded outwards to whole pixels, so that the area is covered completely.
        right = ceil((area.x + area.width) * image.width)
        bottom = ceil((area.y + area.height) * image.height)
        draw.rectangle((left, top, max(left, right), max(top, bottom)), fill="black")
    return picture_of(image)


def _decoded(content: bytes, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=formats) as opened:
            _check_size(opened)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG can be decoded at a smaller size
            if getattr(opened, "default_image", False):
                opened.seek(1)  # viewers show the animation, not the picture for those who know none
            read_key_colour(opened)
            opened.load()
            if may_be_reduced_at_once(opened):
                opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # before the image is copied
            return as_seen(ImageOps.exif_transpose(opened))
    except (TooManyPixels, UnknownColours):
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels(_TOO_MANY) from error
    except Exception as error:  # decoders raise errors of any kind; none of them may let a file through
        raise BrokenFile(_BROKEN) from error


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise TooManyPixels(_TOO_MANY)


def _encoded(image: Image.Image, quality: int) -> bytes:
    sheet = BytesIO()
    image.save(sheet, "JPEG", quality=quality, optimize=True, progressive=True)
    return sheet.getvalue()
