"""The page that explains the API."""

from __future__ import annotations

import re

from tests.api.desk import Desk


def test_the_page_fetches_nothing_from_outside_and_everything_it_fetches_is_there(desk: Desk) -> None:
    page = desk.client.get("/docs").text
    wanted = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(wanted) == 3
    for address in [*wanted, "/openapi.json"]:
        assert desk.client.get(address).status_code == 200, address
