"""Every kind of page for every role, in Chromium at both widths. The app runs inside the test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, ViewportSize

from records.engine import connect
from tests.support.browser.window import DESK, PHONE, unfit_at_both_widths
from tests.support.pages.crowd import Crowd
from tests.support.pages.walker import HOST

pytestmark = pytest.mark.slow

_WIDTHS: list[ViewportSize] = [{"width": width, "height": 800} for width in (PHONE, DESK)]


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
    for (who, address), width in zip(crowd.pages.values(), cycle(_WIDTHS)):
        page.set_viewport_size(width)
        page.goto(HOST + address)
        wrong += [f"{address} as {who}: {each}" for each in unfit_at_both_widths(page)]
    context.close()
    assert len(crowd.pages) > 60
    assert not wrong, "\n".join(wrong)
