"""The page that documents the API."""

from __future__ import annotations

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


def test_every_act_has_an_example_that_can_be_sent() -> None:
    acts = TypeAdapter(ActBody)
    sent = [acts.validate_python(example["value"]) for example in ACT_EXAMPLES.values()]
    assert {body.act for body in sent} == set(ActKind) - {ActKind.FILE} - FOLLOWING
    for body in sent:
        assert body.to_act().kind is body.act
