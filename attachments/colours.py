"""The colours of a decoded picture as a viewer shows them: whatever its mode, its transparency and its colour profile."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms, ImageFile, ImageMath

from attachments.errors import UnknownColours

_READ_AS_THEY_ARE = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr"})
_SIXTEEN_BITS = frozenset({"I;16", "I;16L", "I;16B", "I;16N"})
UNKNOWN_COLOURS = "Ảnh này dùng kiểu màu chưa nhận được; hãy lưu lại thành ảnh JPEG hay PNG thường rồi gửi lại."

_LARGEST_PROFILE = 4 * 1024 * 1024
_SHADES = {"L;2": 85, "L;4": 17}
"""The step between two shades of grey that have fewer than eight bits."""


def as_seen(image: Image.Image) -> Image.Image:
    """Return the picture in RGB on a fresh sheet, on white where it is transparent.

    Raises:
        UnknownColours: nobody knows how a picture of this mode looks.
    """
    if image.mode not in _READ_AS_THEY_ARE | _SIXTEEN_BITS:
        raise UnknownColours(UNKNOWN_COLOURS)
    fresh = Image.new("RGB", image.size, "white")
    fresh.paste(_in_screen_colours(_opaque(image), image.info.get("icc_profile")), mask=_alpha(image))
    return fresh


def read_key_colour(image: ImageFile.ImageFile) -> None:
    """Make the colour that stands for transparent comparable with the pixels. Call it before they are decoded.

    A PNG names it in its own number of bits, and the decoder gives eight.
    """
    key = image.info.get("transparency")
    args = image.tile[0].args if image.tile else None
    mode = args[0] if isinstance(args, tuple) else args
    if isinstance(key, int) and mode in _SHADES:
        image.info["transparency"] = min(key * _SHADES[mode], 255)
    elif isinstance(key, tuple) and mode == "RGB;16B":
        image.info["transparency"] = tuple(value >> 8 for value in key)


def may_be_reduced_at_once(image: Image.Image) -> bool:
    """Tell whether the picture may be made smaller before its colours are read. Blending would hide a key colour."""
    return image.mode in ("L", "RGB", "RGBA", "CMYK") and "transparency" not in image.info


def _alpha(image: Image.Image) -> Image.Image | None:
    if not image.has_transparency_data:
        return None
    if image.mode in _SIXTEEN_BITS:
        key = image.info["transparency"]
        seen: Image.Image = ImageMath.lambda_eval(
            lambda given: (given["shades"] != key) * 255, shades=image.convert("I")
        )
        return seen.convert("L")
    return image.convert("RGBA").getchannel("A")


def _opaque(image: Image.Image) -> Image.Image:
    """Return the picture in eight bits of grey, of inks or of red, green and blue, as if nothing of it were transparent."""
    if image.mode in _SIXTEEN_BITS:
        # A conversion would cut off every value above 255, and so make nearly everything white.
        return image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if image.mode in ("1", "L", "LA"):
        return image.convert("L")
    return image if image.mode == "CMYK" else image.convert("RGBA").convert("RGB")


def _in_screen_colours(plain: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in sRGB. A profile that cannot be read, or is for other colours, counts as none."""
    if profile and len(profile) <= _LARGEST_PROFILE:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            shown = ImageCms.profileToProfile(plain, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return plain.convert("RGB")
        if shown is not None:
            return shown
    return plain.convert("RGB")
