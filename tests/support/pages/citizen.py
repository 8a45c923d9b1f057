"""A reporter at the pages, without JavaScript."""

from __future__ import annotations

import re

from httpx2 import Response

from tests.support.pages.walker import Walker

REPORT = {
    "content": "Ổ gà lớn giữa đường Lê Hồng Phong, xe máy phải tránh rất nguy hiểm",
    "field": "giao-thong",
    "occurred_at": "Sáng 20/11, khoảng 7 giờ",
    "place": "Trước số 45 đường Lê Hồng Phong",
    "reporter.name": "Nguyễn Thị Hoa",
    "reporter.phone": "0905 123 456",
    "reporter.address": "12 Trần Phú, Nha Trang",
}
SEND = "/gui/khanh-hoa"
_CODE = re.compile(r'id="code">([^<]+)<')
_KEY = re.compile(r'id="key">([^<]+)<')


def fills_in(walker: Walker, **otherwise: str) -> Response:
    """Fill in the first step. Fields are named with `__` for a dot."""
    walker.opens(SEND)
    said = REPORT | {name.replace("__", "."): value for name, value in otherwise.items()}
    return walker.sends_with(SEND, said | {"step": "look"})


def sends(walker: Walker) -> Response:
    """Send the second step."""
    return walker.sends(SEND, step="send")


def code_and_key(page: Response) -> tuple[str, str]:
    """Return what the reporter notes after sending."""
    code, key = _CODE.search(page.text), _KEY.search(page.text)
    assert code
    assert key
    return code[1], key[1]


def sent(walker: Walker, **otherwise: str) -> tuple[str, str]:
    """Send a report. Return its code and key."""
    fills_in(walker, **otherwise)
    return code_and_key(sends(walker))
