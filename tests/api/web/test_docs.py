"""The page that documents the API."""

from __future__ import annotations

import base64
import hashlib
import re

from pydantic import TypeAdapter

from api.cases.bodies import ActBody
from api.cases.bodies.examples import ACT_EXAMPLES
from domain.words import FOLLOWING, ActKind
from tests.support.fronts.desk import Desk


def test_the_page_fetches_nothing_from_outside_and_everything_it_fetches_is_there(desk: Desk) -> None:
    page = desk.client.get("/docs").text
    wanted = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(wanted) == 3
    for address in [*wanted, "/openapi.json"]:
        assert desk.client.get(address).status_code == 200, address


def test_the_page_runs_its_own_scripts_alone_and_no_site_frames_it(desk: Desk) -> None:
    answer = desk.client.get("/docs")
    policy = answer.headers["Content-Security-Policy"]
    [inline] = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    its_hash = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{its_hash}'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_no_answer_at_all_may_be_framed(desk: Desk) -> None:
    for address in ("/api/v1/procedures", "/openapi.json", "/", "/khong-co", "/docs/assets/swagger-ui.css"):
        headers = desk.client.get(address).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], address
        assert headers["X-Frame-Options"] == "DENY", address


def test_every_act_has_an_example_that_can_be_sent() -> None:
    acts = TypeAdapter(ActBody)
    sent = [acts.validate_python(example["value"]) for example in ACT_EXAMPLES.values()]
    assert {body.act for body in sent} == set(ActKind) - {ActKind.FILE} - FOLLOWING
    for body in sent:
        assert body.to_act().kind is body.act
