"""A photo is kept as a viewer shows it, whatever mode its file is in."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from attachments.cleaning import clean
from attachments.colours import as_seen
from attachments.errors import UnknownColours

WIDTH, HEIGHT = 64, 32
Pixel = tuple[int, int, int]
WHITE: Pixel = (255, 255, 255)


def halves(mode: str, left: object, right: object) -> Image.Image:
    """Return a picture with one colour to the left and another to the right."""
    image = Image.new(mode, (WIDTH, HEIGHT), left)  # type: ignore[arg-type]
    image.paste(right, (WIDTH // 2, 0, WIDTH, HEIGHT))  # type: ignore[arg-type]
    return image


def saved(image: Image.Image, form: str = "PNG", **how: object) -> bytes:
    sheet = BytesIO()
    image.save(sheet, form, **how)
    return sheet.getvalue()


def png(bits: int, colour: int, left: bytes, right: bytes, *, key: bytes = b"") -> bytes:
    """Return a PNG of this depth, written by hand: encoders do not write them all. `left` and `right` are one half row each."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, bits, colour, 0, 0, 0)
    rows = (b"\0" + left + right) * HEIGHT
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + (chunk(b"tRNS", key) if key else b"")
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def of_shades(*values: int) -> bytes:
    return b"".join(struct.pack(">H", value) for value in values)


def palette_with_alpha() -> bytes:
    image = halves("P", 0, 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    return saved(image, transparency=bytes([255, 0]))


def palette_half_seen() -> bytes:
    image = halves("P", 0, 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    return saved(image, transparency=bytes([128, 255]))


def in_swapped_colours() -> bytes:
    """Return a picture whose profile calls red what others call green."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * 20, 12)}
    profile[tags[b"rXYZ"] : tags[b"rXYZ"] + 4], profile[tags[b"gXYZ"] : tags[b"gXYZ"] + 4] = b"gXYZ", b"rXYZ"
    return saved(halves("RGB", (255, 0, 0), (0, 0, 255)), icc_profile=bytes(profile))


def animated(form: str, **how: object) -> bytes:
    return saved(
        halves("RGB", (255, 0, 0), (0, 0, 255)),
        form,
        save_all=True,
        append_images=[halves("RGB", (0, 255, 0), (0, 0, 0))],
        duration=100,
        **how,
    )


HALF = WIDTH // 2
SEEN: dict[str, tuple[Callable[[], bytes], Pixel, Pixel]] = {
    "one bit": (lambda: saved(halves("1", 0, 1)), (0, 0, 0), WHITE),
    "two bits of grey": (lambda: png(2, 0, b"\x55" * (HALF // 4), b"\xaa" * (HALF // 4)), (85,) * 3, (170,) * 3),
    "four bits of grey": (lambda: png(4, 0, b"\x33" * (HALF // 2), b"\xcc" * (HALF // 2)), (51,) * 3, (204,) * 3),
    "four bits, one transparent": (
        lambda: png(4, 0, b"\x33" * (HALF // 2), b"\xcc" * (HALF // 2), key=of_shades(3)), WHITE, (204,) * 3,
    ),
    "grey": (lambda: saved(halves("L", 40, 200)), (40,) * 3, (200,) * 3),
    "grey, one transparent": (lambda: saved(halves("L", 40, 200), transparency=40), WHITE, (200,) * 3),
    "grey with alpha": (lambda: saved(halves("LA", (0, 128), (200, 255))), (127,) * 3, (200,) * 3),
    "grey with alpha, 16 bits": (
        lambda: png(16, 4, of_shades(0, 0x8080) * HALF, of_shades(0xC8C8, 0xFFFF) * HALF), (127,) * 3, (200,) * 3,
    ),
    "16 bits of grey": (lambda: png(16, 0, of_shades(10_000) * HALF, of_shades(40_000) * HALF), (39,) * 3, (156,) * 3),
    "16 bits, one transparent": (
        lambda: png(16, 0, of_shades(10_000) * HALF, of_shades(40_000) * HALF, key=of_shades(10_000)),
        WHITE,
        (156,) * 3,
    ),
    "palette": (lambda: saved(halves("RGB", (200, 30, 30), (30, 30, 200)).quantize()), (200, 30, 30), (30, 30, 200)),
    "palette with alpha": (palette_with_alpha, (255, 0, 0), WHITE),
    "palette, half seen": (palette_half_seen, (255, 127, 127), (0, 0, 255)),
    "colours": (lambda: saved(halves("RGB", (200, 30, 30), (30, 30, 200))), (200, 30, 30), (30, 30, 200)),
    "colours, one transparent": (
        lambda: saved(halves("RGB", (200, 30, 30), (30, 30, 200)), transparency=(200, 30, 30)), WHITE, (30, 30, 200),
    ),
    "colours, 16 bits": (
        lambda: png(16, 2, of_shades(0xC8C8, 0x1E1E, 0x1E1E) * HALF, of_shades(0x1E1E, 0x1E1E, 0xC8C8) * HALF),
        (200, 30, 30),
        (30, 30, 200),
    ),
    "colours, 16 bits, one transparent": (
        lambda: png(
            16, 2, of_shades(0xC8C8, 0x1E1E, 0x1E1E) * HALF, of_shades(0x1E1E, 0x1E1E, 0xC8C8) * HALF,
            key=of_shades(0xC8C8, 0x1E1E, 0x1E1E),
        ),
        WHITE,
        (30, 30, 200),
    ),
    "colours with alpha": (
        lambda: saved(halves("RGBA", (255, 0, 0, 128), (0, 0, 255, 255))), (255, 127, 127), (0, 0, 255),
    ),
    "colours with alpha, WEBP": (
        lambda: saved(halves("RGBA", (255, 0, 0, 128), (0, 0, 255, 255)), "WEBP", lossless=True),
        (255, 127, 127),
        (0, 0, 255),
    ),
    "inks, as Adobe inverts them": (
        lambda: saved(halves("CMYK", (0, 255, 255, 0), (255, 255, 0, 0)), "JPEG", quality=95), (255, 0, 0), (0, 0, 255),
    ),
    "a profile of other colours": (in_swapped_colours, (0, 255, 0), (0, 0, 255)),
    "a profile that is none": (
        lambda: saved(halves("RGB", (200, 30, 30), (30, 30, 200)), icc_profile=b"none"), (200, 30, 30), (30, 30, 200),
    ),
    "a profile for inks on colours": (
        lambda: saved(
            halves("L", 40, 200),
            icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        ),
        (40,) * 3,
        (200,) * 3,
    ),
    "an animation, PNG": (lambda: animated("PNG"), (255, 0, 0), (0, 0, 255)),
    "an animation beside a still": (lambda: animated("PNG", default_image=True), (0, 255, 0), (0, 0, 0)),
    "an animation, WEBP": (lambda: animated("WEBP", lossless=True), (255, 0, 0), (0, 0, 255)),
}  # fmt: skip


@pytest.mark.parametrize("form", SEEN)
def test_a_photo_is_kept_as_a_viewer_shows_it(form: str) -> None:
    made, left, right = SEEN[form]
    kept = clean(made())
    for content in (kept.content, kept.thumbnail or b""):
        with Image.open(BytesIO(content)) as image:
            for x, wanted in ((WIDTH // 4, left), (3 * WIDTH // 4, right)):
                pixel = image.getpixel((x, HEIGHT // 2))
                assert isinstance(pixel, tuple)
                assert all(abs(is_now - was) <= 6 for is_now, was in zip(pixel, wanted, strict=True)), (pixel, wanted)


@pytest.mark.parametrize("mode", ["I", "F", "LAB", "HSV", "La", "RGBa"])
def test_a_mode_that_no_accepted_format_has_is_refused_with_a_sentence(mode: str) -> None:
    with pytest.raises(UnknownColours, match=r"hãy lưu lại thành ảnh JPEG hay PNG thường rồi gửi lại\.$"):
        as_seen(Image.new(mode, (4, 4)))
