"""The parts that make the pages installable: manifest, icons, service worker, offline page."""

from __future__ import annotations

import json
import re
import struct

from tests.support.pages.walker import Walker


def test_the_manifest_names_icons_of_the_sizes_that_they_have(walker: Walker) -> None:
    address = re.search(r'rel="manifest" href="([^"]+)"', walker.opens("/gui").text)
    assert address
    answer = walker.opens(address[1])
    assert answer.headers["content-type"].startswith("application/manifest+json")
    manifest = json.loads(answer.text)
    assert walker.opens(manifest["start_url"]).status_code == 200
    assert all(walker.opens(each["url"]).status_code == 200 for each in manifest["shortcuts"])
    pngs = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    for icon in pngs:
        width, height = struct.unpack(">II", walker.opens(icon["src"]).content[16:24])
        assert icon["sizes"] == f"{width}x{height}"
    assert {icon["sizes"] for icon in pngs} == {"192x192", "512x512"}


def test_the_worker_lies_at_the_root_and_is_asked_for_anew(walker: Walker) -> None:
    answer = walker.opens("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"


def test_without_a_network_a_page_says_that_nothing_is_lost(walker: Walker) -> None:
    assert "Điều bạn đang viết vẫn còn trên máy này" in walker.opens("/ngoai-tuyen").text
