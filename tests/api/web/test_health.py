"""Tests whether the front is alive and ready, and how it describes the procedures and itself."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.fronts.desk import KH, Desk


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_it_lives_whatever_is_down(desk: Desk, prefix: str) -> None:
    desk.record.away = desk.gateway.away = True
    assert desk.client.get(f"{prefix}/health").json() == {"status": "alive"}


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
@pytest.mark.parametrize(("database", "temporal"), [(True, True), (True, False), (False, True), (False, False)])
def test_it_is_ready_when_all_it_leans_on_answers(desk: Desk, prefix: str, database: bool, temporal: bool) -> None:
    desk.record.away, desk.gateway.away = not database, not temporal
    answer = desk.client.get(f"{prefix}/ready")
    assert answer.status_code == (200 if database and temporal else 503)
    assert answer.json() == {
        "ready": database and temporal,
        "database": "up" if database else "down",
        "temporal": "up" if temporal else "down",
    }


def test_the_procedures_in_force_are_listed_with_their_acts(desk: Desk) -> None:
    listed = desk.gets("/procedures").json()["items"]
    khanh_hoa = next(one for one in listed if one["id"] == KH)
    assert khanh_hoa["legal_basis"]["act"] == "18/2022/QĐ-UBND"


def test_a_procedure_says_all_that_a_form_needs(desk: Desk) -> None:
    procedure = desk.gets(f"/procedures/{KH}").json()
    assert [rating["name"] for rating in procedure["ratings"]] == ["Rất hài lòng", "Hài lòng", "Không hài lòng"]
    assert {field["urgency"] for field in procedure["fields_of_work"]} == {"ordinary", "instant"}
    assert all(one["article"] for part in ("acts", "limits", "channels", "requirements") for one in procedure[part])
    accept = next(act for act in procedure["acts"] if act["act"] == "accept")
    assert (accept["by_labels"], accept["when_labels"]) == (["cán bộ chuyên môn"], ["Chờ cơ quan xử lý tiếp nhận"])
    process = next(limit for limit in procedure["limits"] if limit["id"] == "process")
    assert (process["amount_text"], process["extended_text"]) == ("5 ngày làm việc", "10 ngày làm việc")


def test_an_unknown_procedure_is_not_found(desk: Desk) -> None:
    assert desk.gets("/procedures/atlantis").json()["type"] == "/problems/unknown-procedure"


def _operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{way} {path}", one) for path, ways in schema["paths"].items() for way, one in ways.items()]


def test_the_schema_documents_every_answer(desk: Desk) -> None:
    schema = desk.client.get("/openapi.json").json()
    for name, operation in _operations(schema):
        assert operation["summary"], name
        for status, answer in operation["responses"].items():
            if int(status) >= 400 and not name.endswith("/ready"):
                media = answer["content"]
                assert media == {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemBody"}}
                }, name
        if "{code}" in name:
            assert {"404", "503"} <= set(operation["responses"]), name
        if "requestBody" in operation:
            assert {"400", "413", "422"} <= set(operation["responses"]), name
    assert "HTTPValidationError" not in schema["components"]["schemas"]


def test_the_schema_has_no_loose_ends(desk: Desk) -> None:
    schema = desk.client.get("/openapi.json")
    names = set(re.findall(r'"#/components/schemas/(\w+)"', schema.text))
    assert names <= set(schema.json()["components"]["schemas"])
    assert set(schema.json()["components"]["securitySchemes"]) == {"staff", "reporter"}


def test_what_anybody_may_do_asks_for_no_sign_in(desk: Desk) -> None:
    paths = desk.client.get("/openapi.json").json()["paths"]
    assert {} in paths["/api/v1/complaints"]["post"]["security"]
    assert {} not in paths["/api/v1/complaints"]["get"]["security"]


def test_the_examples_of_acts_are_acts(desk: Desk) -> None:
    schema = desk.client.get("/openapi.json").json()
    examples = schema["paths"]["/api/v1/complaints/{code}/acts"]["post"]["requestBody"]["content"]["application/json"]
    assert examples["examples"]
    for name, example in examples["examples"].items():
        code = desk.filed()
        answer = desk.client.post(
            f"/api/v1/complaints/{code}/acts", json=example["value"], headers=desk.headers("operator")
        )
        assert answer.status_code in (200, 403, 409) or "duplicate_of" in answer.text, (name, answer.text)
