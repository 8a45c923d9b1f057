"""The icon and the crawlers' file at the root."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from api import pages
from tests.support.pages.walker import Walker

_PERMISSIONS = Path(__file__).parents[1] / "permissions"


def test_the_icon_at_the_root_is_the_brand_s_pin_in_the_sizes_of_browsers(walker: Walker) -> None:
    answer = walker.opens("/favicon.ico")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/x-icon"
    assert answer.headers["cache-control"] == "public, max-age=86400"
    icon = Image.open(io.BytesIO(answer.content))
    assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    brand = re.search(r'fill="#(\w{6})"', (Path(pages.__file__).parent / "assets" / "icon.svg").read_text())
    assert brand
    painted = icon.convert("RGBA").tobytes()
    corner, pin = (painted[4 * (y * icon.width + x) :][:4] for x, y in ((0, 0), (24, 36)))
    assert corner[3] == 0
    assert pin[:3].hex() == brand[1]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/cong-khai",
        "/cong-khai/khanh-hoa",
        "/cong-khai/khanh-hoa/ban-do",
        "/cong-khai/ho-so/KH-2026-000001",
        "/gui",
        "/gui/khanh-hoa",
        "/assets/own/site.css?v=1",
    ],
)
def test_crawlers_may_read_what_is_public(walker: Walker, address: str) -> None:
    assert _may_crawl(walker.opens("/robots.txt").text, address)


def test_crawlers_may_read_no_private_link_and_no_page_of_the_staff(walker: Walker) -> None:
    rules = walker.opens("/robots.txt").text
    for address in (
        "/theo-doi",
        "/theo-doi/KH-2026-000001/khoa-tra-cuu",
        "/gui/khanh-hoa/da-nhan/KH-2026-000001",
        "/dang-nhap",
        "/api/v1/complaints",
        "/codec/decode",
        "/docs",
        *_addresses("who_opens.txt"),
        *(each for each in _addresses("who_sees.txt") if not each.startswith("/cong-khai")),
    ):
        assert not _may_crawl(rules, address), address


def _addresses(table: str) -> list[str]:
    """Return the addresses of pages and data in a table of permissions."""
    found = re.findall(r"^ +GET (/\S+)", (_PERMISSIONS / table).read_text(), re.MULTILINE)
    assert len(found) > 10
    return found


def _may_crawl(robots: str, address: str) -> bool:
    """Judge an address as RFC 9309 does: the longest pattern that matches decides, and `Allow` where two are as long."""
    first, *rules = (line.partition(": ")[::2] for line in robots.splitlines())
    assert first == ("User-agent", "*")
    matching = [(len(pattern), rule == "Allow") for rule, pattern in rules if re.match(_as_regex(pattern), address)]
    return max(matching)[1]


def _as_regex(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", ".*").replace(r"\$", "$")
