"""A report comes in, once, whatever is down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from records.cases.rows import Submission
from tests.support.fronts.desk import KH, REPORT, Desk
from workflows.errors import WorkflowsUnavailable


def test_a_report_is_answered_with_code_tracking_key_status_and_limits(desk: Desk) -> None:
    answer = desk.sends()
    assert answer.status_code == 201
    filed = answer.json()
    assert filed["code"] == "KH-2026-000001"
    assert (filed["status"], filed["status_label"]) == ("submitted", "Chờ xác minh")
    assert filed["received_text"] == "08:00 thứ Hai 23/11/2026"
    assert [limit["id"] for limit in filed["limits"]] == ["case", "verify_and_dispatch"]
    assert (
        filed["limits"][1] | {"article": "Điều 6 khoản 3", "due_text": "13:45 thứ Hai 23/11/2026"} == filed["limits"][1]
    )
    assert filed["advice"] == []


def test_a_report_is_committed_and_its_workflow_started(desk: Desk) -> None:
    code = desk.filed()
    assert code in desk.gateway.running
    assert code in desk.record.started


def test_the_record_keeps_the_identity_apart_and_of_the_key_only_a_hash(desk: Desk) -> None:
    code = desk.filed()
    submission = desk.record.submissions[code]
    assert submission.identity.phone == "0905123456"
    assert submission.identity.email is None
    assert desk.keys[code].replace("-", "") not in repr(submission)


def test_the_same_key_and_report_give_the_same_answer_however_far_the_case_has_come(desk: Desk) -> None:
    first = desk.sends(key="k1")
    desk.waits(timedelta(days=2))
    assert desk.acts(first.json()["code"], "dispatch", "operator").status_code == 200
    again = desk.sends(key="k1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(desk.record.submissions) == 1


def test_the_same_report_written_in_decomposed_letters_is_the_same(desk: Desk) -> None:
    import unicodedata

    first = desk.sends(key="k1")
    decomposed = REPORT | {"content": unicodedata.normalize("NFD", REPORT["content"])}
    assert desk.sends(decomposed, key="k1").json() == first.json()


def test_the_same_key_with_another_report_is_refused(desk: Desk) -> None:
    desk.sends(key="k1")
    answer = desk.sends(REPORT | {"place": "Nơi khác"}, key="k1")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/idempotency-key-reused")


def test_the_same_key_from_somebody_else_is_refused(desk: Desk) -> None:
    desk.sends(key="k1")
    assert desk.sends(key="k1", who="operator").status_code == 409


@pytest.mark.parametrize("same_body", [True, False])
def test_of_two_reports_with_one_key_at_once_the_first_is_the_answer(desk: Desk, same_body: bool) -> None:
    code = desk.filed()

    def beat(late: Submission) -> None:
        body_hash = late.body_hash if same_body else "another"
        early = replace(desk.record.submissions[code], idempotency_key=late.idempotency_key, body_hash=body_hash)
        desk.record.submissions[code] = early

    desk.record.beaten_by = beat
    answer = desk.sends(key="k2")
    assert answer.status_code == (201 if same_body else 409)
    assert not same_body or answer.json()["code"] == code


def test_with_temporal_away_a_report_is_taken_in_all_the_same(desk: Desk) -> None:
    desk.gateway.away = True
    code = desk.filed()
    assert code not in desk.record.started


@pytest.mark.parametrize("error", [WorkflowsUnavailable(), RuntimeError("anything"), TimeoutError()])
def test_whatever_the_gateway_says_a_report_is_taken_in(desk: Desk, error: Exception) -> None:
    desk.gateway.broken = error
    assert desk.sends().status_code == 201


def test_with_the_database_away_nothing_is_promised(desk: Desk) -> None:
    desk.record.away = True
    answer = desk.sends()
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/records-unavailable")
    assert answer.headers["retry-after"]


def test_what_is_missing_is_named_all_at_once(desk: Desk) -> None:
    answer = desk.sends({"procedure": KH, "content": "  \n ", "reporter": {"name": "Hoa"}})
    assert answer.status_code == 422
    fields = {error["field"] for error in answer.json()["errors"]}
    assert fields == {"content", "occurred_at", "place", "reporter.address", "reporter.phone"}
    assert "địa điểm" in answer.json()["detail"]


def test_a_refused_report_uses_no_code_up(desk: Desk) -> None:
    desk.sends(REPORT | {"content": ""})
    assert desk.filed() == "KH-2026-000001"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"procedure": "atlantis"}, "procedure"),
        ({"channel": "bồ câu"}, "channel"),
        ({"field": "bí ẩn"}, "field"),
        ({"reporter": REPORT["reporter"] | {"phone": "12345"}}, "reporter.phone"),
        ({"reporter": REPORT["reporter"] | {"email": "không phải"}}, "reporter.email"),
        ({"secret": "có"}, "secret"),
        ({"contents": "thừa"}, "contents"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_in_a_report_is_named(desk: Desk, said: dict[str, Any], field: str) -> None:
    answer = desk.sends(REPORT | said)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("phone", ["0905123456", "0905 123 456", "0905.123.456", "+84 905 123 456", "84905123456"])
def test_a_phone_number_may_be_written_as_people_write_it(desk: Desk, phone: str) -> None:
    code = desk.filed(reporter=REPORT["reporter"] | {"phone": phone})
    assert desk.record.submissions[code].identity.phone == "0905123456"


@pytest.mark.parametrize("key", ["", "x" * 201, "khóa".encode(), b"\xff"], ids=["empty", "long", "accents", "bytes"])
def test_an_idempotency_key_that_cannot_be_one_is_named(desk: Desk, key: str | bytes) -> None:
    raw = key if isinstance(key, bytes) else key.encode()
    answer = desk.client.post("/api/v1/complaints", json=REPORT, headers={b"Idempotency-Key": raw})
    assert answer.status_code == 422
    assert answer.json()["errors"][0] | {"field": "Idempotency-Key", "place": "header"} == answer.json()["errors"][0]


def test_a_report_without_an_idempotency_key_is_refused(desk: Desk) -> None:
    assert desk.client.post("/api/v1/complaints", json=REPORT).json()["errors"][0]["field"] == "Idempotency-Key"


def test_the_centre_files_for_a_caller(desk: Desk) -> None:
    answer = desk.sends(REPORT | {"channel": "hotline"}, who="operator")
    assert answer.status_code == 201
    by = desk.record.ledger[answer.json()["code"]][0].by
    assert by is not None
    assert by.account == "id-operator"


@pytest.mark.parametrize("who", ["officer", "leader", "authority", "auditor", "admin", "centre_leader", "stranger"])
def test_nobody_else_of_the_staff_files(desk: Desk, who: str) -> None:
    assert desk.sends(who=who).status_code == 403


def test_a_report_without_diacritics_is_taken_in_with_advice(desk: Desk) -> None:
    answer = desk.sends(REPORT | {"content": "Duong Le Hong Phong co o ga rat to"})
    assert answer.status_code == 201
    assert [(each["field"], each["kind"]) for each in answer.json()["advice"]] == [("content", "no_diacritics")]


def test_an_instant_matter_has_its_own_limits(desk: Desk) -> None:
    answer = desk.sends(REPORT | {"field": "su-co-dien"})
    assert [limit["id"] for limit in answer.json()["limits"]] == ["case", "verify_instant"]
