"""Every role at the pages of one real record with a case in every status: nobody, a reporter, one of each staff role.

The pages are those that the app knows; the forms are those on the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from api.pages.common import forgery
from api.pages.problem_page import FOR_PROGRAMS
from api.web.front import fingerprint
from api.web.identity import cookies
from api.web.throttle import Limits
from domain.words import Role
from tests.support.attachments.pictures import photo
from tests.support.fronts import desk
from tests.support.fronts.real_desk import STAFF, RealDesk
from tests.support.pages.reading import PageForm, forms_of, links_of
from tests.support.pages.walker import HOST

EVERYBODY = ("nobody", "reporter", *STAFF)
_SEEN_BY = ("reporter", "operator", "officer", "leader", "authority", "admin", "kh_admin")
_MORE_SEEN = ("operator",)
_OURS = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
_STAGES = ("dispatch", "accept", "submit_result", "approve", "publish")
_PART = re.compile(r"{(\w+)}")


def page_routes(app: FastAPI) -> list[RouteContext]:
    """Return every route to a page."""
    known = iter_route_contexts(app.routes)
    return [each for each in known if each.methods and each.path and not each.path.startswith(FOR_PROGRAMS)]


class Crowd:
    """Browsers that drop cookies of answers, so that each keeps its session.

    - `forms`: the forms found on any page, by person and target;
    - `asked`: the parameters of addresses;
    - `pages`: one address of each kind of page, and the person who read it.
    """

    def __init__(self, engine: Engine) -> None:
        self.desk, self._tokens = RealDesk(engine), {name: f"token-{name}" for name in STAFF}
        self.parts = _filled_desk(self.desk)
        self.app = self.desk.opens(limits=Limits(0, 0, 0, 0, 0))
        self._client = TestClient(self.app, base_url=HOST, follow_redirects=False)
        self.forms: dict[tuple[str, str], PageForm] = {}
        self.asked: dict[str, list[str]] = {}
        self.pages: dict[tuple[str | None, int, frozenset[str]], tuple[str, str]] = {}
        for route in page_routes(self.app):
            for address in self._addresses(route):
                anybody = self._reads("nobody", route, address)
                for who in _MORE_SEEN if anybody.status_code == 200 else _SEEN_BY:
                    self._reads(who, route, address)

    def asks(
        self, who: str, method: str, address: str, body: bytes | None = None, kind: str = "", **headers: str
    ) -> Response:
        """Send a request as this person's browser does on our own page."""
        self._client.cookies.clear()
        held = "; ".join(f"{name}={value}" for name, value in self._holds(who).items())
        said = _OURS | {"Cookie": held} | ({"Content-Type": kind} if kind else {}) | headers
        return self._client.request(method, address, content=body, headers=said)

    def sends(self, who: str, form: PageForm, values: dict[str, list[str]]) -> Response:
        """Send a form with these values as this person."""
        said = urlencode(values, doseq=True)
        if form.method == "get":
            return self.asks(who, "GET", f"{form.action}?{said}")
        return self.asks(who, "POST", form.action, said.encode(), "application/x-www-form-urlencoded")

    def forms_to(self, path: str) -> list[tuple[str, PageForm]]:
        """Return the forms that go to a route, each with a person who found it."""
        there = re.compile(_PART.sub("[^/]+", path))
        return [(who, form) for (who, action), form in self.forms.items() if there.fullmatch(action)]

    def token(self, who: str) -> str:
        """Return the token in this person's forms."""
        return forgery.form_token(self.app.state.front.keys.forms, f"browser-of-{who}")

    def different_forms(self) -> list[tuple[str, PageForm]]:
        """Return one of each form with fields to fill in, and a person who finds it."""
        found: dict[tuple[str, tuple[str, ...]], tuple[str, PageForm]] = {}
        for (who, _), form in self.forms.items():
            if form.asked:
                known_as = (self._without_keys(form.action), tuple(form.asked))
                found.setdefault(known_as, (who, form))
        return list(found.values())

    def _holds(self, who: str) -> dict[str, str]:
        held = {cookies.VISITOR: f"browser-of-{who}"}
        if who == "reporter":
            held[cookies.KEYS] = "~".join(f"{code}:{key}" for code, key in self.desk.keys.items())
        elif who != "nobody":
            held[cookies.SESSION] = self._session(who)
        return held

    def _session(self, who: str) -> str:
        """Return an open session. Begin it anew if the last one was ended."""
        token, now = self._tokens[who], self.desk.now
        if self.desk.record.sessions.signed_in(fingerprint(token), now) is None:
            token = self._tokens[who] = token + "-again"
            self.desk.record.sessions.open(self.desk.accounts[who].id, fingerprint(token), now + timedelta(days=1))
        return token

    def _addresses(self, route: RouteContext) -> Iterator[str]:
        """Return the addresses of this page: one for each case, or for each entry of an office."""
        path = route.path or ""
        if "GET" not in (route.methods or ()) or "." in path:
            return
        names = _PART.findall(path)
        first = {name: self.parts.get(name, [""])[0] for name in names}
        several = next((name for name in names if len(self.parts.get(name, ())) > 1), None)
        for value in self.parts[several] if several else [""]:
            yield filled(path, first | ({several: value} if several else {}))

    def _reads(self, who: str, route: RouteContext, address: str) -> Response:
        answer = self.asks(who, "GET", address)
        if "text/html" in answer.headers.get("content-type", ""):
            forms = forms_of(answer.text)
            offered = frozenset(self._without_keys(form.action) for form in forms)
            if "<html" in answer.text:  # otherwise an entry of an office
                self.pages.setdefault((route.path, answer.status_code, offered), (who, address))
            self._find(who, forms, links_of(answer.text))
        return answer

    def _find(self, who: str, forms: list[PageForm], links: list[str]) -> None:
        for form in forms:
            if form.method == "post":
                self.forms.setdefault((who, form.action), form)
            else:
                self._note((name, value) for name, typed in form.values.items() for value in typed)
                self.forms.setdefault((who, "?" + form.action), form)
        for link in links:
            self._note(parse_qsl(urlsplit(link).query))

    def _without_keys(self, action: str) -> str:
        return re.sub("|".join(self.desk.keys), "…", action)

    def _note(self, pairs: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> None:
        for name, value in pairs:
            if value not in (known := self.asked.setdefault(name, [])):
                known.append(value)


def filled(path: str, parts: dict[str, str]) -> str:
    """Return the address of a route with these parts."""
    for name, value in parts.items():
        path = path.replace(f"{{{name}}}", quote(value.encode("utf-8", "surrogatepass"), safe=""))
    return path


def _filled_desk(desk_: RealDesk) -> dict[str, list[str]]:
    """Make a case in every status, a photo, an account that nobody needs. Return the parts of addresses that name them."""
    desk_.employs("spare", Role.AGENCY_OFFICER, desk.KH, desk.NHA_TRANG)
    for stage in _STAGES:
        desk_.walked(stage)
    code = desk_.filed()
    sent = desk_.client.post(
        f"/api/v1/complaints/{code}/attachments",
        files=[("files", ("anh.jpg", photo(), "image/jpeg"))],
        headers=desk_.headers("reporter", code),
    )
    assert sent.status_code == 201, sent.text
    return {
        "code": [code, *(each for each in desk_.keys if each != code)],
        "key": [desk_.keys[code]],
        "procedure_id": [desk.KH],
        "authority": [desk.KH],
        "section": ["co-quan", "linh-vuc", "dia-ban", "phan-phoi"],
        "entry_id": [desk.NHA_TRANG],
        "account_id": [desk_.accounts["spare"].id],
        "attachment": [sent.json()["items"][0]["id"]],
        "event": ["1"],
        "revision": ["1"],
    }
