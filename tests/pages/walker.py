"""Somebody at the pages without JavaScript: opens them, fills in the forms that stand on them, and sends those."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.desk import PASSWORD, Desk

HOST = "https://pakn.vidu.vn"


class _Forms(HTMLParser):
    """The forms of a page: where each goes, and what stands in its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append({"action": named.get("action", ""), "fields": {}})
        if not self.forms:
            return
        fields: dict[str, list[str]] = self.forms[-1]["fields"]
        match tag:
            case "input" if named.get("type") in ("checkbox", "radio"):
                if "checked" in named:
                    fields.setdefault(named["name"], []).append(named.get("value", "on"))
            case "input" if "name" in named and named.get("type") != "file":
                fields.setdefault(named["name"], []).append(named.get("value", ""))
            case "select":
                self._select = named["name"]
            case "option" if self._select and "selected" in named:
                fields[self._select] = [named.get("value", "")]
            case "textarea":
                self._area = named["name"]
                fields[self._area] = [""]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1]["fields"][self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag == "textarea" and self._area:
            typed = self.forms[-1]["fields"][self._area]
            typed[0] = typed[0].removeprefix("\n")
            self._area = None


class Walker:
    """One browser without JavaScript."""

    def __init__(self, desk: Desk) -> None:
        self.client = TestClient(desk.app, base_url=HOST, follow_redirects=True)
        self.page: Response | None = None

    def opens(self, address: str) -> Response:
        self.page = self.client.get(address)
        return self.page

    def sends(self, action: str, files: Any = None, **typed: str | list[str]) -> Response:
        """Fill in the page's form that goes to this address, and send it. Dots in names are written `__`."""
        assert self.page is not None
        return self.sends_with(action, {name.replace("__", "."): value for name, value in typed.items()}, files)

    def sends_with(self, action: str, typed: Mapping[str, str | list[str]], files: Any = None) -> Response:
        """The same, the fields named as they stand in the form."""
        assert self.page is not None
        forms = _Forms()
        forms.feed(self.page.text)
        form = next((form for form in forms.forms if form["action"] == action), None)
        assert form is not None, f"no form to {action}: {[form['action'] for form in forms.forms]}"
        self.page = self.client.post(
            action,
            data=form["fields"] | dict(typed),
            files=files,
            headers={"Origin": HOST, "Sec-Fetch-Site": "same-origin"},
        )
        return self.page

    def signs_in(self, username: str, password: str = PASSWORD) -> Response:
        self.opens("/dang-nhap")
        return self.sends("/dang-nhap", username=username, password=password)
