"""Tests which of the offices' pages and addresses each staff role opens (`who_opens.txt`), for its own authority and
for another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import Engine

from records.engine import connect
from tests.support.fronts.desk import Desk
from tests.support.permissions.office import ELSEWHERE, HERE, Office
from tests.support.permissions.tables import Address, sights
from tests.support.permissions.town import NOBODY

SIGHTS = sights("who_opens.txt")
ANYBODY = {
    "GET /gioi-thieu", "GET /rieng-tu", "GET /tiep-can",
    "GET /", "GET /gui", "GET /gui/{procedure_id}", "POST /gui/{procedure_id}/giup", "GET /theo-doi", "POST /theo-doi",
    "POST /theo-doi/quen", "GET /cong-khai", "POST /cong-khai/ho-so/{code}/theo-doi",
    "POST /cong-khai/ho-so/{code}/thoi-theo-doi", "GET /cong-khai/{procedure_id}", "GET /cong-khai/{procedure_id}/ban-do",
    "GET /cong-khai/{procedure_id}/so-lieu", "GET /cong-khai/{procedure_id}/so-lieu.{form}", "GET /dang-nhap",
    "GET /cong-khai/{procedure_id}/so-lieu/ky", "GET /api/v1/public/figures/period",
    "POST /dang-nhap", "POST /dang-nhap/khoa-truy-cap",
    "POST /dang-xuat", "GET /dang-nhap/lien-thong", "GET /dang-nhap/lien-thong/ve", "POST /ngon-ngu",
    "GET /ban-do/xa-phuong", "GET /ban-do/xa-phuong/{south}/{west}", "GET /ban-do/nen.pmtiles",
    "GET /sw.js", "GET /favicon.ico", "GET /robots.txt", "GET /ngoai-tuyen", "GET /docs", "GET /openapi.json",
    "GET /health", "GET /ready", "GET /.well-known/hientruong-keys.json",
    "GET /api/v1/health", "GET /api/v1/ready", "GET /api/v1/public/complaints", "GET /api/v1/public/complaints.geojson",
    "GET /api/v1/public/feed.atom", "GET /api/v1/public/figures", "GET /api/v1/public/figures.{form}",
    "GET /open311/v2/discovery.{form}", "GET /open311/v2/services.{form}", "GET /open311/v2/services/{service_code}.{form}",
    "GET /open311/v2/requests.{form}", "GET /open311/v2/requests/{service_request_id}.{form}",
    "GET /open311/v2/tokens/{token}.{form}", "POST /open311/v2/requests.{form}",
    "POST /api/v1/sessions", "POST /api/v1/oauth/token", "GET /api/v1/procedures", "GET /api/v1/procedures/{procedure_id}",
    "GET /api/v1/procedures/{procedure_id}/places", "GET /api/v1/calendar/decisions", "GET /api/v1/calendar/{year}",
    "GET /api/v1/desk", "POST /api/v1/deadlines",
}  # fmt: skip
"""The addresses that everybody may open, signed in or not. They show what is public, or what was typed there."""

ELSEWHERE_TRIED = {
    "POST /api/v1/complaints": "test_acts: who may file",
    "POST /gui/{procedure_id}": "test_acts: who may file",
    "POST /api/v1/complaints/{code}/acts": "test_acts",
    "POST /can-bo/ho-so/{code}/{act}": "test_acts",
    "POST /ho-so/{code}/{act}": "test_acts",
    "POST /can-bo/phan-phoi": "test_acts: several at once",
    "POST /can-bo/nhieu/{act}": "test_acts: several at once",
    "GET /ho-so/{code}/{act}": "leads to the case",
    "GET /ho-so/{code}/rut": "test_case_page",
    "POST /ho-so/{code}/da-doc": "test_case_page",
    "POST /ho-so/{code}/bao-tin": "test_case_page",
    "POST /ho-so/{code}/tiep-noi": "test_case_page",
    "POST /can-bo/ho-so/{code}/tiep-noi": "test_case_page",
    "GET /theo-doi/{code}/{key}": "test_case_page",
    "GET /gui/{procedure_id}/da-nhan/{code}": "test_sending",
    "GET /cong-khai/ho-so/{code}": "test_acts: a case that anybody may see",
    "DELETE /api/v1/sessions/current": "test_sessions",
    "DELETE /api/v1/me/sessions": "test_open_sessions",
    "DELETE /api/v1/admin/accounts/{account_id}/sessions/{session_id}": "test_open_sessions",
    "POST /api/v1/devices": "test_notices",
    "DELETE /api/v1/devices/{id}": "test_notices",
    "POST /quan-tri/ket-noi/{client_id}/bo-khoa": "test_machine_clients",
    "DELETE /api/v1/admin/machine-clients/{client_id}/secrets/{secret_id}": "test_machine_clients",
    "POST /codec/decode": "test_codec",
    "OPTIONS /codec/decode": "test_codec",
}
"""The addresses that the tables name by their acts, or that another test covers."""


@pytest.fixture(scope="module")
def office(shared_database_url: str) -> Iterator[Office]:
    """Both offices, at a front for the whole module."""
    engine: Engine = connect(shared_database_url)
    office = Office(engine)
    with office.client:
        yield office
    engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("column", SIGHTS[0].cells)
def test_each_opens_what_the_table_says_and_nothing_else(office: Office, column: str) -> None:
    wrong = []
    for sight in SIGHTS:
        for address in sight.addresses:
            for authority in (HERE, ELSEWHERE) if sight.cells[column] != "yes" else (HERE,):
                answer = office.asks(address, column, authority)
                opens = sight.cells[column] in ("yes", "all") or (sight.cells[column], authority) == ("own", HERE)
                if not (answer.status_code == address.status if opens else is_refused(address, column, answer)):
                    wrong.append((sight.name, address.method, address.path, authority, answer.status_code))
    assert wrong == []


def is_refused(address: Address, column: str, answer: Response) -> bool:
    """Return whether the answer is a refusal: a stranger is asked to sign in or for a token, other people are told why."""
    if column == NOBODY:
        to_sign_in = answer.headers.get("location", "").startswith("/dang-nhap")
        return answer.status_code == 401 or (answer.status_code == 303 and to_sign_in and not address.of_api)
    return answer.status_code in {403, 404, 422} - {address.status} and "hãy " in answer.text


def test_every_address_of_the_front_is_in_a_table_or_open_to_anybody() -> None:
    named = [address for file in ("who_opens.txt", "who_sees.txt") for row in sights(file) for address in row.addresses]
    left = [
        f"{method} {path}"
        for method, path in routes(Desk().app)
        if f"{method} {path}" not in ANYBODY | ELSEWHERE_TRIED.keys()
        and not any(each.method == method and is_at(path, each.path) for each in named)
    ]
    assert left == []


def routes(router: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield every method and path of the front."""
    for route in router.routes:
        if (included := getattr(route, "original_router", None)) is not None:
            yield from routes(included, prefix + route.include_context.prefix)
        elif getattr(route, "methods", None):
            yield from ((method, prefix + route.path) for method in route.methods - {"HEAD"})


def is_at(path: str, address: str) -> bool:
    """Return whether the address of a table has this path. The two may name the path's parameters differently."""
    parts = re.escape(path).replace(r"\{", "{").replace(r"\}", "}")
    return re.fullmatch(re.sub(r"\{[^}]+\}", r"[^/]+", parts), address.partition("?")[0]) is not None
