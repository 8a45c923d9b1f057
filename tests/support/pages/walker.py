"""A person at the pages without JavaScript: opens them, fills in their forms and sends those."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.support.fronts.desk import PASSWORD, Desk
from tests.support.pages.reading import forms_of

HOST = "https://pakn.vidu.vn"


class Walker:
    """A browser without JavaScript."""

    def __init__(self, desk: Desk) -> None:
        self.client = TestClient(desk.app, base_url=HOST, follow_redirects=True)
        self.page: Response | None = None

    def opens(self, address: str) -> Response:
        self.page = self.client.get(address)
        return self.page

    def sends(self, action: str, files: Any = None, **typed: str | list[str]) -> Response:
        """Fill in the page's form that posts to this address, and send it. `__` in names stands for a dot."""
        assert self.page is not None
        return self.sends_with(action, {name.replace("__", "."): value for name, value in typed.items()}, files)

    def sends_with(self, action: str, typed: Mapping[str, str | list[str]], files: Any = None) -> Response:
        """Do the same with the fields named as in the form."""
        assert self.page is not None
        forms = [form for form in forms_of(self.page.text) if form.method == "post"]
        form = next((form for form in forms if form.action == action), None)
        assert form is not None, f"no form to {action}: {[form.action for form in forms]}"
        self.page = self.client.post(
            action,
            data=form.values | dict(typed),
            files=files,
            headers={"Origin": HOST, "Sec-Fetch-Site": "same-origin"},
        )
        return self.page

    def signs_in(self, username: str, password: str = PASSWORD) -> Response:
        self.opens("/dang-nhap")
        return self.sends("/dang-nhap", username=username, password=password)
