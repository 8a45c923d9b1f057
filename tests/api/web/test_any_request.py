"""Sends random requests that the API's description allows: each is answered as described, and nothing is a 500."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from records.engine import connect
from tests.support.fronts import desk
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CALLERS = ("nobody", "reporter", "operator", "officer", "leader", "admin", "admin", "auditor")
EXAMPLES = 30
CREDENTIALS = {"Authorization", "X-Tracking-Key"}
STAGES = ("dispatch", "accept", "submit_result", "approve", "publish", "rate")


@pytest.fixture(scope="module")
def busy_desk(shared_database_url: str) -> Iterator[RealDesk]:
    """A front over a real record with a case in every status."""
    engine = connect(shared_database_url)
    busy = RealDesk(engine)
    busy.filed()
    for stage in STAGES:
        busy.walked(stage)
    yield busy
    engine.dispose()


@pytest.fixture(scope="module")
def description(busy_desk: RealDesk) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", busy_desk.app)


def _ends_sessions(operation: tuple[str, str]) -> int:
    path, _ = operation
    return next((place for place, word in enumerate(("accounts/", "password", "session"), 1) if word in path), 0)


_PATHS = desk.Desk().app.openapi()["paths"]
OPERATIONS = sorted(((path, method) for path, methods in _PATHS.items() for method in methods), key=_ends_sessions)
"""Routes that may sign our people out come last."""

KNOWN = {"authority": desk.KH, "procedure_id": desk.KH, "entry_id": desk.NHA_TRANG}
"""Existing values for the parts of a path."""


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda said: said)
def test_every_request_is_answered_as_described(
    busy_desk: RealDesk, description: schemathesis.BaseSchema, path: str, method: str
) -> None:
    operation = description[path][method]
    requests = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode))

    @given(st.data(), st.sampled_from(CALLERS), st.sampled_from(list(busy_desk.keys)), st.booleans())
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def is_answered_as_described(data: st.DataObject, who: str, code: str, known: bool) -> None:
        case = data.draw(requests)
        case.headers = {name: said for name, said in case.headers.items() if name not in CREDENTIALS}
        if known:
            there = KNOWN | {"code": code, "account_id": busy_desk.accounts["officer"].id}
            case.path_parameters = {name: there.get(name, said) for name, said in case.path_parameters.items()}
            if isinstance(case.body, dict) and "procedure" in case.body:
                case.body["procedure"] = desk.KH
        case.call_and_validate(checks=CHECKS, headers=busy_desk.headers(who, code))

    is_answered_as_described()
