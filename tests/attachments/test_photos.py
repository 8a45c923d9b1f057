"""Cleaned photos: only what they show is left."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from attachments.cleaning import LARGEST_PHOTO, clean
from attachments.errors import BrokenFile, FileNotTaken, FileTooLarge, TooManyPixels, UnknownFormat
from attachments.photos import LONGEST_SIDE, THUMBNAIL_SIDE, blacked_out
from domain.attachments import Area, AttachmentKind
from tests.support.attachments.pictures import COMMENT, MAKER, heic, photo, video

FORMATS = ("JPEG", "PNG", "WEBP")
RED, WHITE, BLACK = (255, 0, 0), (255, 255, 255), (0, 0, 0)


def colour_at(content: bytes, x: float, y: float) -> tuple[int, int, int]:
    """Return the colour at this place, as exactly as JPEG keeps it."""
    with Image.open(BytesIO(content)) as image:
        pixel = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    red, green, blue = (255 if value > 200 else 0 if value < 60 else value for value in pixel)
    return red, green, blue


@pytest.mark.parametrize("form", FORMATS)
def test_place_time_and_camera_are_removed(form: str) -> None:
    sent = photo(form)
    kept = clean(sent)
    assert kept.kind is AttachmentKind.PHOTO
    for content in (kept.content, kept.thumbnail or b""):
        with Image.open(BytesIO(content)) as image:
            assert image.format == "JPEG"
            assert not image.getexif()
            assert not {"exif", "comment", "icc_profile", "xmp"} & set(image.info)
        for told in (COMMENT, MAKER.encode(), b"profile with a name", b"Exif"):
            assert told not in content
    with Image.open(BytesIO(sent)) as image:
        assert image.getexif(), "the uploaded photo must contain it"


def test_a_photo_of_an_iphone_becomes_a_jpeg_without_place_and_camera() -> None:
    sent = heic()
    assert MAKER.encode() in sent
    kept = clean(sent)
    assert kept.kind is AttachmentKind.PHOTO
    assert (kept.width, kept.height) == (400, 300)
    assert colour_at(kept.content, 0.2, 0.2) == RED
    assert colour_at(kept.content, 0.8, 0.8) == WHITE
    for content in (kept.content, kept.thumbnail or b""):
        with Image.open(BytesIO(content)) as image:
            assert image.format == "JPEG"
            assert not {"exif", "comment", "icc_profile", "xmp"} & set(image.info)
        for told in (MAKER.encode(), b"Exif"):
            assert told not in content


def test_an_iphone_held_upright_gives_an_upright_photo() -> None:
    kept = clean(heic(orientation=6))
    assert (kept.width, kept.height) == (300, 400)
    assert colour_at(kept.content, 0.8, 0.2) == RED


# Where the red quarter (upper left on the sensor) appears in the upright picture (EXIF 2.32, 4.6.4).
TURNED = {
    1: (0.2, 0.2),
    2: (0.8, 0.2),
    3: (0.8, 0.8),
    4: (0.2, 0.8),
    5: (0.2, 0.2),
    6: (0.8, 0.2),
    7: (0.8, 0.8),
    8: (0.2, 0.8),
}


@pytest.mark.parametrize(("orientation", "seen"), TURNED.items())
def test_a_photo_is_turned_upright(orientation: int, seen: tuple[float, float]) -> None:
    kept = clean(photo(orientation=orientation))
    assert (kept.width, kept.height) == ((300, 400) if orientation >= 5 else (400, 300))
    assert colour_at(kept.content, *seen) == RED
    assert colour_at(kept.content, 1 - seen[0], 1 - seen[1]) == WHITE


@pytest.mark.parametrize("form", FORMATS)
def test_data_after_the_end_of_a_photo_is_removed(form: str) -> None:
    assert b"PK\x03\x04" not in clean(photo(form) + b"PK\x03\x04 an archive <script>alert(1)</script>").content


def test_a_large_photo_is_made_smaller_and_keeps_its_shape() -> None:
    kept = clean(photo(width=6000, height=4000))
    assert (kept.width, kept.height) == (LONGEST_SIDE, 1707)
    with Image.open(BytesIO(kept.thumbnail or b"")) as small:
        assert max(small.size) == THUMBNAIL_SIDE


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "1", "LA", "I;16", "CMYK"])
def test_a_photo_of_any_colours_is_taken(mode: str) -> None:
    image, sheet = Image.new("RGB", (60, 40), "white"), BytesIO()
    (Image.new("I;16", (60, 40), 65535) if mode == "I;16" else image.convert(mode)).save(
        sheet, "JPEG" if mode == "CMYK" else "PNG"
    )
    kept = clean(sheet.getvalue())
    assert colour_at(kept.content, 0.5, 0.5) == WHITE


def test_transparent_parts_become_white() -> None:
    sheet = BytesIO()
    Image.new("RGBA", (60, 40), (255, 0, 0, 0)).save(sheet, "PNG")
    assert colour_at(clean(sheet.getvalue()).content, 0.5, 0.5) == WHITE


def test_only_the_first_picture_of_an_animation_is_kept() -> None:
    sheet = BytesIO()
    Image.new("RGB", (40, 30), "red").save(
        sheet, "WEBP", save_all=True, append_images=[Image.new("RGB", (40, 30), "white")], duration=100
    )
    kept = clean(sheet.getvalue())
    assert colour_at(kept.content, 0.5, 0.5) == RED
    with Image.open(BytesIO(kept.content)) as image:
        assert getattr(image, "n_frames", 1) == 1


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few kilobytes that claims this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def forged(form: str) -> bytes:
    """Return bytes that begin like a photo but are none."""
    return photo(form)[:12] + b"<html><script>alert(1)</script></html>" * 20


NOT_TAKEN: dict[str, tuple[bytes, type[FileNotTaken]]] = {
    "a photo cut off": (photo(width=1000, height=800)[:-2000], BrokenFile),
    "a PNG cut off": (photo("PNG")[:-300], BrokenFile),
    "a WEBP cut off": (photo("WEBP")[:-300], BrokenFile),
    "a page that begins like a JPEG": (forged("JPEG"), BrokenFile),
    "a page that begins like a PNG": (forged("PNG"), BrokenFile),
    "a page that begins like a WEBP": (forged("WEBP"), BrokenFile),
    "a bomb": (bomb(20_000, 20_000), TooManyPixels),
    "a smaller bomb": (bomb(8_000, 7_000), TooManyPixels),
    "a picture that says it has more than it has": (bomb(6_000, 6_000), BrokenFile),
    "too many bytes": (photo() + bytes(LARGEST_PHOTO), FileTooLarge),
    "a GIF": (b"GIF89a" + bytes(100), UnknownFormat),
    "a drawing that runs scripts": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", UnknownFormat),
    "a page": (b"<!doctype html><script>alert(1)</script>", UnknownFormat),
    "a HEIC cut off": (heic(width=1000, height=800)[:-2000], BrokenFile),
    "a page that begins like a HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"<html><script>" * 50, BrokenFile),
    "an AVIF": (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf" + bytes(100), UnknownFormat),
    "a TIFF": (b"II*\0" + bytes(100), UnknownFormat),
    "nothing": (b"", UnknownFormat),
    "one byte": (b"\xff", UnknownFormat),
}


@pytest.mark.parametrize(("sent", "why"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_a_broken_photo_is_not_accepted_and_a_sentence_says_why(sent: bytes, why: type[FileNotTaken]) -> None:
    with pytest.raises(why) as refusal:
        clean(sent)
    assert str(refusal.value).endswith(".")


def test_a_blacked_out_area_is_black_to_its_edges_and_the_rest_is_unchanged() -> None:
    kept = clean(photo())
    covered = blacked_out(kept.content, [Area(0.1, 0.1, 0.3, 0.3), Area(0.9, 0.9, 0.1, 0.1)])
    assert (covered.width, covered.height) == (kept.width, kept.height)
    for x, y in ((0.11, 0.11), (0.25, 0.25), (0.39, 0.39), (0.95, 0.95), (0.999, 0.999)):
        assert colour_at(covered.content, x, y) == BLACK
        assert colour_at(covered.thumbnail, x, y) == BLACK
    assert colour_at(covered.content, 0.03, 0.03) == RED
    assert colour_at(covered.content, 0.7, 0.3) == WHITE


@pytest.mark.parametrize(
    "area", [(-0.1, 0, 0.5, 0.5), (0, 0, 0, 0.5), (0.5, 0.5, 0.6, 0.1), (1, 0, 0.1, 0.1), (0, 0, float("nan"), 1)]
)
def test_an_area_lies_within_the_picture(area: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="no area"):
        Area(*area)


def test_a_video_is_recognised_by_its_first_bytes() -> None:
    assert clean(video()).kind is AttachmentKind.VIDEO
