"""Adds, sees and blacks out photos over HTTP, for the tests of attachments."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from httpx2 import Response
from PIL import Image

from tests.support.attachments.pictures import photo
from tests.support.fronts.real_desk import RealDesk


def different(number: int) -> bytes:
    """Return a photo that differs from those of other numbers."""
    return photo("PNG", width=40 + number, height=30)


def adds(desk: RealDesk, code: str, who: str, *files: bytes, name: str = "IMG_0001.jpg") -> Response:
    sent = [("files", (name, content, "image/jpeg")) for content in files]
    return desk.client.post(f"/api/v1/complaints/{code}/attachments", files=sent, headers=desk.headers(who, code))


def added(desk: RealDesk, code: str, who: str, *files: bytes) -> list[dict[str, Any]]:
    answer = adds(desk, code, who, *files)
    assert answer.status_code == 201, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def seen(desk: RealDesk, code: str, who: str) -> list[dict[str, Any]]:
    answer = desk.sees(code, who, "/attachments")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def fetched(desk: RealDesk, code: str, who: str, one: dict[str, Any], rest: str = "", **headers: str) -> Response:
    return desk.client.get(one["address"] + rest, headers=desk.headers(who, code) | headers)


def covers(desk: RealDesk, code: str, who: str, one: dict[str, Any], *areas: Sequence[float]) -> Response:
    said = {"areas": [dict(zip(("x", "y", "width", "height"), area, strict=True)) for area in areas]}
    return desk.client.post(f"{one['address']}/black-out", json=said, headers=desk.headers(who, code))


def colour(content: bytes, x: float, y: float) -> str:
    with Image.open(BytesIO(content)) as image:
        pixel = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    red, green, blue = (value > 128 for value in pixel)
    return {(False, False, False): "black", (True, False, False): "red", (True, True, True): "white"}[red, green, blue]
