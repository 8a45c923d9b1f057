"""The ground of the maps in a real browser: names where nothing is set, else the deployer's archive."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from attachments.map_archive import MapArchive
from tests.support.browser.window import PHONE, Window
from tests.support.fronts.desk import KH, Desk
from tests.support.fronts.served import served
from tests.support.maps.archives import land_everywhere
from tests.support.stack.processes import PATIENCE_SECONDS

pytestmark = pytest.mark.slow

# Whether any tile of the archive has been painted.
IS_PAINTED = """
() => [...document.querySelectorAll(".leaflet-tile-pane canvas")].some((tile) => {
  const { width, height } = tile;
  return width && tile.getContext("2d").getImageData(width / 2, height / 2, 1, 1).data[3] > 0;
})
"""


def test_names_lie_under_a_map_and_a_press_says_the_ward(window: Window) -> None:
    page = window.page
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 12.2451, "longitude": 109.1943})
    window.opens(f"/cong-khai/{KH}/ban-do")
    page.locator("#public-map[data-ready]").wait_for()
    expect(page.locator(".unit.own").filter(has_text="Thành phố Nha Trang")).to_be_visible()
    expect(page.locator(".unit.ward").first).to_be_visible()
    page.get_by_role("button", name="Gần tôi").click()
    page.wait_for_load_state("networkidle")
    page.locator("#public-map").click(position={"x": 250, "y": 40})
    expect(page.locator("#map-ward")).to_contain_text("nhiều khả năng thuộc Phường")
    window.is_fit_to_read()


def test_an_archive_is_drawn_in_the_browser_and_nobody_else_is_asked(chromium: Browser, tmp_path: Path) -> None:
    desk = Desk()
    archive = MapArchive.at(land_everywhere(tmp_path / "tinh.pmtiles"))
    desk.has(site=replace(desk.app.state.front.site, map_archive=archive))
    with served(desk.app) as server:
        context = chromium.new_context(viewport={"width": PHONE, "height": 800}, service_workers="block")
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        page, hosts, said = context.new_page(), set(), []
        page.on("request", lambda request: hosts.add(urlsplit(request.url).port) if "://" in request.url else None)
        page.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
        page.goto(f"http://127.0.0.1:{server.port}/gui/{KH}")
        page.get_by_role("button", name="Chọn trên bản đồ").click()
        page.wait_for_function(IS_PAINTED)
        assert "OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()
        assert page.locator(".unit").count() == 0
        assert hosts == {server.port}
        assert said == []
        context.close()
