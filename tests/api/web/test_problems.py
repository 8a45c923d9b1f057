"""Every wrong request is answered with a problem in Vietnamese, never with a stack trace."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.web.problems.problem import problem_of, refused
from api.web.problems.refusals import told
from domain.refusals import Refusal, RefusalKind
from domain.words import Status
from procedures import NoProcedure, all_procedures
from tests.support.fronts.desk import KH, REPORT, Desk

FILE = "/api/v1/complaints"
HEADERS = {"Idempotency-Key": "k"}
DEEP = b'{"content":' + b"[" * 30_000 + b"]" * 30_000 + b"}"
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"xin ch\xc3\xa0o",
    "half": b'{"procedure": "khanh-hoa"',
    "bad UTF-8": b'{"content": "\xff\xfe"}',
    "byte order mark": b"\xef\xbb\xbf{}",
    "NaN": b'{"content": NaN}',
    "infinity": b'{"secret": -Infinity}',
    "a number beyond floats": b'{"secret": 1e999}',
    "a huge integer": b'{"secret": ' + b"9" * 5000 + b"}",
    "a huge integer as text": b'{"content": ' + b"9" * 300 + b"}",
    "deep": DEEP,
    "a list": b"[]",
    "null": b"null",
    "a string": b'"khanh-hoa"',
    "a surrogate in a key": b'{"\\ud800": 1}',
    "a surrogate in a value": b'{"procedure": "\\udc00"}',
    "a NUL in a key": b'{"\\u0000": 1}',
    "keys twice": b'{"procedure": "x", "procedure": 7}',
    "a reporter who is a list": b'{"procedure": "khanh-hoa", "reporter": [1]}',
    "a reporter who is null": b'{"procedure": "khanh-hoa", "reporter": null}',
}


def _is_problem(answer: Response, *statuses: int) -> dict[str, Any]:
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"].startswith("/problems/")
    assert body["title"]
    assert body["detail"].endswith(".")
    return body


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("path", [FILE, "/api/v1/sessions"])
def test_a_body_that_cannot_be_read_is_a_problem(desk: Desk, path: str, body: bytes) -> None:
    headers = HEADERS | {"Content-Type": "application/json"}
    _is_problem(desk.client.post(path, content=body, headers=headers), 400, 422)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_an_act_that_cannot_be_read_is_a_problem(desk: Desk, body: bytes) -> None:
    path = f"{FILE}/{desk.filed()}/acts"
    _is_problem(desk.client.post(path, content=body, headers=desk.headers("operator")), 400, 422)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "nonsense", "multipart/form-data"])
def test_a_body_of_another_kind_is_a_problem(desk: Desk, kind: str) -> None:
    answer = desk.client.post(FILE, content=json.dumps(REPORT), headers=HEADERS | {"Content-Type": kind})
    _is_problem(answer, 400, 422)


def test_a_body_that_is_too_large_is_a_problem(desk: Desk) -> None:
    large = json.dumps(REPORT | {"content": "a" * 70_000})
    assert _is_problem(desk.client.post(FILE, content=large, headers=HEADERS), 413)["type"] == "/problems/too-large"
    in_pieces = desk.client.post(FILE, content=iter([b"a" * 40_000] * 2), headers=HEADERS)
    assert _is_problem(in_pieces, 413)["type"] == "/problems/too-large"
    lying = desk.client.post(FILE, content=b"{}", headers=HEADERS | {"Content-Length": "9" * 30})
    _is_problem(lying, 413)


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v1/nope", "/api/v1/procedures/%00", "/api/v1/procedures/%FF%FE"]
)
def test_what_is_not_there_is_a_problem(desk: Desk, path: str) -> None:
    body = _is_problem(desk.client.get(path), 404)
    assert body["instance"].isascii()


def test_a_way_of_calling_that_is_not_meant_is_a_problem(desk: Desk) -> None:
    answer = desk.client.put(FILE)
    assert _is_problem(answer, 405)["type"] == "/problems/method-not-allowed"
    assert answer.headers["allow"]


def test_an_error_of_ours_is_told_without_its_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_code: str) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(desk.record.cases, "find", fail)
    answer = desk.client.get(f"{FILE}/KH-2026-000001")
    assert _is_problem(answer, 500)["type"] == "/problems/unexpected"
    assert "secret" not in answer.text


def test_no_answer_is_kept_by_caches_or_sniffed_at(desk: Desk) -> None:
    for answer in (desk.sends(), desk.client.get("/nope")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_problem_repeats_nothing_that_was_sent(desk: Desk) -> None:
    private = "0912-bí-mật-345"
    answer = desk.sends(REPORT | {"reporter": {"phone": private, "name": [private], "email": private}})
    _is_problem(answer, 422)
    assert private not in answer.text


def test_an_unknown_or_missing_act_is_told_with_the_acts_there_are(desk: Desk) -> None:
    code = desk.filed()
    for body in ({"act_id": str(uuid.uuid4()), "act": "acept"}, {"act_id": str(uuid.uuid4())}):
        answer = desk.client.post(f"{FILE}/{code}/acts", json=body, headers=desk.headers("operator"))
        (error,) = _is_problem(answer, 422)["errors"]
        assert error["field"] == "act"
    unknown = desk.client.post(f"{FILE}/{code}/acts", json={"act": "acept"}, headers=desk.headers("operator"))
    (error,) = _is_problem(unknown, 422)["errors"]
    assert "dispatch, ask_direction, direct, forward" in error["message"]
    assert "<" not in error["message"]


def test_what_is_too_long_is_told_in_letters_and_what_is_too_many_in_items(desk: Desk) -> None:
    (error,) = _is_problem(desk.sends(REPORT | {"content": "ơ" * 10_001}), 422)["errors"]
    assert error["message"].endswith("tối đa 10000 ký tự.")
    answer = desk.acts(desk.filed(), "dispatch", "operator", co_ordinating=["a"] * 51)
    (error,) = _is_problem(answer, 422)["errors"]
    assert error["message"].endswith("tối đa 50 mục.")


def test_many_mistakes_are_told_once_each_and_not_without_end(desk: Desk) -> None:
    answer = desk.sends({f"thừa{number}": number for number in range(500)})
    errors = _is_problem(answer, 422)["errors"]
    assert len(errors) == 20
    assert len({error["field"] for error in errors}) == 20


@pytest.mark.parametrize("kind", RefusalKind)
def test_every_refusal_is_a_sentence_that_says_what_to_do(kind: RefusalKind) -> None:
    procedure = all_procedures()[KH]
    about = {
        "case_closed": "closed",
        "wrong_status": "submitted",
        "no_counterpart": "submitted",
        "report_incomplete": "place,phone",
    }.get(kind, "x")
    title, detail = told(Refusal(kind, about), procedure)
    assert title
    assert detail.endswith(".")
    assert "; " in detail
    assert "{" not in detail
    assert "“”" not in detail


@pytest.mark.parametrize("status", Status)
def test_a_refusal_names_the_status_as_people_know_it(status: Status) -> None:
    problem = refused(Refusal(RefusalKind.WRONG_STATUS, status), all_procedures()[KH])
    assert problem.kind.status == 409
    assert status not in problem.detail


def test_who_may_not_gets_403_and_the_rest_409() -> None:
    forbidden = {kind for kind in RefusalKind if refused(Refusal(kind), all_procedures()[KH]).kind.status == 403}
    assert forbidden == {
        RefusalKind.WRONG_ROLE,
        RefusalKind.WRONG_AUTHORITY,
        RefusalKind.WRONG_AGENCY,
        RefusalKind.NOT_CO_ORDINATING,
    }


def test_an_error_without_a_meaning_to_the_caller_is_ours() -> None:
    assert problem_of(ValueError("x")).kind.status == 500
    assert problem_of(NoProcedure("x")).kind.status == 422


def test_a_server_that_fails_while_answering_says_no_more(desk: Desk) -> None:
    async def broken(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("midway")

    from api.pages.problem_page import tell
    from api.web.guard import Guard

    with pytest.raises(RuntimeError, match="midway"):
        TestClient(Guard(broken, tell)).get("/")
