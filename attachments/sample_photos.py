"""Draws the photos of the sample cases, so that no picture of a real place or person is shown."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

_WIDTH, _HEIGHT = 960, 720
_GROUND = _HEIGHT * 3 // 5
_SKIES = ((168, 200, 226), (196, 208, 216), (232, 214, 184))
_LAND = ((96, 98, 102), (120, 112, 98), (104, 122, 96))
_MATTER = ((58, 48, 40), (170, 60, 48), (64, 84, 132), (208, 190, 92))


def drawn_photo(random: Random) -> bytes:
    """Return a photo as JPEG: a street with a heap on it."""
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), random.choice(_SKIES))
    pen = ImageDraw.Draw(picture)
    for x in range(0, _WIDTH, 160):
        top = random.randint(90, _GROUND - 120)
        shade = random.randint(120, 190)
        pen.rectangle((x, top, x + random.randint(110, 158), _GROUND), fill=(shade, shade - 8, shade - 20))
    pen.rectangle((0, _GROUND, _WIDTH, _HEIGHT), fill=random.choice(_LAND))
    for x in range(-40, _WIDTH, 190):
        pen.polygon(
            [(x, _HEIGHT - 70), (x + 110, _HEIGHT - 70), (x + 96, _HEIGHT - 52), (x - 14, _HEIGHT - 52)],
            fill=(226, 226, 218),
        )
    _heap(pen, random)
    saved = io.BytesIO()
    picture.save(saved, "JPEG", quality=82)
    return saved.getvalue()


def _heap(pen: ImageDraw.ImageDraw, random: Random) -> None:
    middle = random.randint(_WIDTH // 4, 3 * _WIDTH // 4)
    for _ in range(26):
        x, y = middle + random.randint(-150, 150), _GROUND + random.randint(10, 110)
        wide, high = random.randint(18, 70), random.randint(12, 46)
        pen.ellipse((x, y, x + wide, y + high), fill=random.choice(_MATTER))
