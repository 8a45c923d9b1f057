"""The two ways to a case, the JSON API and the pages: which acts each offers, and how each answers an act that it did
not offer."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from html import unescape
from typing import Any, Protocol

from httpx2 import Response

from tests.support.permissions.town import NOBODY, Town

_HOST = "https://pakn.vidu.vn"
_VISITOR = "__Host-visitor=trinh-duyet-nay"


@dataclass(frozen=True)
class Answer:
    """The answer to an act: whether it was done, its status, its words."""

    done: bool
    status: int
    text: str


class Door(Protocol):
    """A way to a case. A person is named by column and authority, as `officer@khanh-hoa`. `neighbour` is the reporter
    of another case of the authority, `nobody` a stranger."""

    def offers(self, code: str, who: str) -> set[str] | None:
        """Return the acts offered to this person, or None if the person may not know of the case."""

    def does(self, code: str, act: str, who: str, authority: str) -> Answer:
        """Do the act with valid fields, offered or not. Return the answer."""


class Api:
    """The JSON API, with a bearer token or a tracking key."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def offers(self, code: str, who: str) -> set[str] | None:
        answer = self.opens(f"/api/v1/complaints/{code}", who, code)
        if answer.status_code == 404:
            return None
        assert answer.status_code == 200, answer.text
        return {each["act"] for each in answer.json()["possible_acts"]}

    def does(self, code: str, act: str, who: str, authority: str) -> Answer:
        body = {"act": act, "act_id": str(uuid.uuid4())} | self._town.fields(authority, act)
        answer = self.sends(f"/api/v1/complaints/{code}/acts", who, code, json=body)
        return Answer(answer.status_code == 200, answer.status_code, answer.json().get("detail", ""))

    def opens(self, path: str, who: str, code: str = "") -> Response:
        """Get the address as this person."""
        return self._town.client.get(path, headers=self._headers(who, code))

    def sends(
        self, path: str, who: str, code: str = "", *, headers: dict[str, str] | None = None, **said: Any
    ) -> Response:
        """Send a body or files as this person."""
        return self._town.client.post(path, headers=self._headers(who, code) | (headers or {}), **said)

    def _headers(self, who: str, code: str) -> dict[str, str]:
        if key := self._town.key_of(who, code):
            return {"X-Tracking-Key": key[1]}
        return {} if who == NOBODY else {"Authorization": f"Bearer token-{who}"}


class Pages:
    """The pages, with a browser's cookies and a form's token."""

    def __init__(self, town: Town) -> None:
        self._town = town
        home = town.client.get("/", headers={"Cookie": _VISITOR})
        self._token = re.findall(r'name="csrf" value="([^"]+)"', home.text)[0]

    def offers(self, code: str, who: str) -> set[str] | None:
        address = self._address(code, who)
        answer = self.opens(address, who, code)
        if answer.status_code == 404:
            return None
        assert answer.status_code == 200, (answer.url, answer.status_code)
        acts = set(re.findall(rf'<form method="post" action="{address}/([a-z_]+)"', answer.text))
        return acts | ({"withdraw"} if f'href="{address}/rut"' in answer.text else set())

    def does(self, code: str, act: str, who: str, authority: str) -> Answer:
        said = self._town.fields(authority, act)
        typed = {f"{name}[]" if isinstance(value, list) else name: _typed(value) for name, value in said.items()}
        answer = self.sends(f"{self._address(code, who)}/{act}", who, typed, code)
        goes_on = answer.headers.get("location", "")
        return Answer(
            answer.status_code == 303 and goes_on.endswith(f"xong={act}"), answer.status_code, unescape(answer.text)
        )

    def opens(self, address: str, who: str, code: str = "") -> Response:
        """Open the page at this address in this person's browser."""
        return self._town.client.get(address, headers={"Cookie": self._cookies(who, code)})

    def sends(self, address: str, who: str, typed: dict[str, str], code: str = "", files: Any = None) -> Response:
        """Send one of our own forms as this person."""
        headers = {"Cookie": self._cookies(who, code), "Origin": _HOST, "Sec-Fetch-Site": "same-origin"}
        own = {"csrf": self._token, "act_id": str(uuid.uuid4())}
        return self._town.client.post(address, data=typed | own, files=files, headers=headers)

    def _address(self, code: str, who: str) -> str:
        return f"/ho-so/{code}" if self._town.key_of(who, code) else f"/can-bo/ho-so/{code}"

    def _cookies(self, who: str, code: str) -> str:
        if key := self._town.key_of(who, code):
            return f"{_VISITOR}; __Host-keys={key[0]}:{key[1]}"
        return _VISITOR if who == NOBODY else f"{_VISITOR}; __Host-session=token-{who}"


def _typed(value: object) -> str:
    if isinstance(value, list):
        return str(value[0])
    return "true" if value is True else str(value)
