"""Every kind of page for every role, in Chromium at both widths. The app runs inside the test."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, ViewportSize

from records.engine import connect
from tests.support.browser.window import unfit_to_read
from tests.support.pages.crowd import Crowd
from tests.support.pages.walker import HOST

pytestmark = pytest.mark.slow

_PHONE: ViewportSize = {"width": 360, "height": 800}
_DESK: ViewportSize = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def database_template(furnished_template: str) -> str:
    return furnished_template


@pytest.fixture(scope="module")
def crowd(shared_database_url: str) -> Iterator[Crowd]:
    engine = connect(shared_database_url)
    yield Crowd(engine)
    engine.dispose()


def test_every_page_is_fit_to_read_and_keeps_to_the_policy(chromium: Browser, crowd: Crowd) -> None:
    context = chromium.new_context(locale="vi-VN", service_workers="block")
    page, wrong = context.new_page(), []
    who, address = "", ""

    def answers(route: Route) -> None:
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != HOST:  # tiles of the map
            return route.abort()
        found = crowd.asks(who, route.request.method, asked.path + (f"?{asked.query}" if asked.query else ""))
        return route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.content)

    context.route("**/*", answers)
    page.on(
        "console", lambda said: wrong.append(f"{address} as {who}: {said.text}") if "Refused" in said.text else None
    )
    page.on("pageerror", lambda error: wrong.append(f"{address} as {who}: {error}"))
    widths = [_PHONE, _DESK]
    for who, address in crowd.pages.values():
        page.set_viewport_size(widths[0])
        page.goto(HOST + address)
        for width in widths:
            page.set_viewport_size(width)
            wrong += [f"{address} as {who} at {width['width']}: {each}" for each in unfit_to_read(page)]
        widths.reverse()  # every second page is opened at the other width
    context.close()
    assert len(crowd.pages) > 60
    assert not wrong, "\n".join(wrong)
