"""End to end in a browser: the centre blacks out a part of a photo by drawing on it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.support.attachments.pictures import photo
from tests.support.browser.window import Window
from tests.support.system import Town

pytestmark = pytest.mark.slow


def test_an_area_drawn_on_a_photo_is_black_for_everybody_without_need_to_see_it(window: Window, town: Town) -> None:
    case = town.file()
    address = f"/complaints/{case.code}/attachments"
    sent = town.http.post(address, files={"files": ("rac.jpg", photo(), "image/jpeg")}, headers=case.key)
    assert sent.status_code == 201, sent.text
    [one] = sent.json()["items"]
    window.signs_in("trungtam")
    window.opens(f"/tep/{case.code}")
    window.is_fit_to_read()
    window.page.get_by_role("link", name="Che một phần").click()
    window.page.locator("[data-cover-hint]").wait_for()  # shown by the script that listens to the mouse
    window.page.wait_for_load_state("load")  # the photo has loaded and the layout is stable
    on_the_sheet = window.page.locator("[data-cover] img")
    on_the_sheet.scroll_into_view_if_needed()
    edge = on_the_sheet.bounding_box()
    assert edge
    window.page.mouse.move(edge["x"] + edge["width"] * 0.2, edge["y"] + edge["height"] * 0.2)
    window.page.mouse.down()
    window.page.mouse.move(edge["x"] + edge["width"] * 0.4, edge["y"] + edge["height"] * 0.4)
    window.page.mouse.up()
    window.page.locator("[data-cover] button").wait_for()
    window.is_fit_to_read()
    window.page.get_by_role("button", name="Che", exact=True).click()
    window.page.get_by_text("đã che một phần").wait_for()
    seen = town.http.get(f"{address}/{one['id']}?blacked_out=true", headers=town.staff("trungtam"))
    with Image.open(BytesIO(seen.content)) as image:
        covered = image.convert("RGB").getpixel((int(0.3 * image.width), int(0.3 * image.height)))
        beside = image.convert("RGB").getpixel((int(0.1 * image.width), int(0.1 * image.height)))
    assert isinstance(covered, tuple)
    assert isinstance(beside, tuple)
    assert max(covered) < 60
    assert beside[0] > 200
