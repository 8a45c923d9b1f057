"""Acts over HTTP: done once, answered with the new state, refused in a sentence."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from typing import Any

import pytest

from api.cases import acting
from domain.actors import REPORTER, sign
from domain.acts import Accept, digest
from domain.events import ACT_OF_EVENT
from domain.words import Status
from settings import KeyPurpose, derive_key
from tests.api.cases.test_permissions import MAY
from tests.support.fronts.desk import FIELDS, NHA_TRANG, REPORT, TRANSPORT, WALK, Desk
from tests.support.fronts.memory.gateway import SECRET
from workflows.contract import ActRequest


def _times(desk: Desk, code: str, kind: str) -> int:
    return sum(entry.event.kind == kind for entry in desk.record.ledger[code])


def test_a_straight_case_walks_from_report_to_rating(desk: Desk) -> None:
    code, seen = desk.filed(), []
    for act, who in WALK:
        answer = desk.acts(code, act, who)
        assert answer.status_code == 200, answer.text
        seen.append(answer.json()["status"])
    assert seen == ["dispatched", "processing", "awaiting_approval", "approved", "published", "closed"]
    assert desk.sees(code).json()["rating"] == {"id": "satisfied", "name": "Hài lòng"}


def test_what_the_front_sends_is_signed_and_names_no_reporter(desk: Desk) -> None:
    code = desk.filed()
    desk.acts(code, "supplement", "reporter")
    assert desk.gateway.requests[-1].by == REPORTER


@pytest.mark.parametrize(("act", "who"), WALK)
def test_the_same_act_sent_again_is_done_once_and_answered_with_the_state(desk: Desk, act: str, who: str) -> None:
    code, act_id = desk.filed(), str(uuid.uuid4())
    for before, by in WALK[: [one for one, _ in WALK].index(act)]:
        desk.acts(code, before, by)
    first = desk.acts(code, act, who, act_id=act_id)
    again = desk.acts(code, act, who, act_id=act_id.upper())
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert len(desk.record.cases.act_entries(code, act_id)) == len(set(desk.record.cases.act_entries(code, act_id)))
    assert _times(desk, code, next(kind for kind, one in ACT_OF_EVENT.items() if one == act)) == 1


def test_a_repeated_act_gets_the_state_as_it_is_now(desk: Desk) -> None:
    code, act_id = desk.filed(), str(uuid.uuid4())
    desk.acts(code, "dispatch", "operator", act_id=act_id)
    desk.acts(code, "accept", "officer")
    assert desk.acts(code, "dispatch", "operator", act_id=act_id).json()["status"] == "processing"


@pytest.mark.parametrize(("act", "who"), [("verify", "operator"), ("dispatch", "centre_leader")])
def test_another_act_under_a_used_id_is_refused(desk: Desk, act: str, who: str) -> None:
    code, act_id = desk.filed(), str(uuid.uuid4())
    desk.acts(code, "dispatch", "operator", act_id=act_id)
    answer = desk.acts(code, act, who, act_id=act_id)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/act-id-taken")


def test_the_same_id_on_another_case_is_another_act(desk: Desk) -> None:
    act_id = str(uuid.uuid4())
    for code in (desk.filed(), desk.filed()):
        assert desk.acts(code, "verify", "operator", act_id=act_id).status_code == 200


def test_an_agency_that_returns_a_case_hears_where_it_stands_and_no_more(desk: Desk) -> None:
    code, act_id = desk.walked("dispatch"), str(uuid.uuid4())
    first = desk.acts(code, "return", "officer", act_id=act_id)
    assert (first.status_code, first.json()["status"]) == (200, "returned")
    assert first.json()["report"] is None
    assert desk.sees(code, "officer").status_code == 404
    desk.acts(code, "dispatch", "operator", lead=TRANSPORT)
    again = desk.acts(code, "return", "officer", act_id=act_id)
    assert again.json() == first.json()
    assert desk.acts(code, "return", "leader", act_id=act_id).status_code == 404
    assert desk.acts(code, "return", "officer").status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"lead": "khong-co"}, "lead"),
        ({"lead": "so-da-nang"}, "lead"),
        ({"co_ordinating": [TRANSPORT, "khong-co"]}, "co_ordinating"),
    ],
    ids=["unknown lead", "another authority's", "unknown co-ordinating"],
)
def test_a_case_goes_only_to_agencies_that_are_there(desk: Desk, said: dict[str, Any], field: str) -> None:
    answer = desk.acts(desk.filed(), "dispatch", "operator", **said)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert desk.gateway.requests == []


def test_a_duplicate_names_a_case_that_is_there(desk: Desk) -> None:
    first, second = desk.filed(), desk.filed()

    def refused(duplicate_of: str) -> Any:
        return desk.acts(second, "refuse", "operator", ground="duplicate", duplicate_of=duplicate_of)

    assert refused("KH-2026-999999").json()["errors"][0]["field"] == "duplicate_of"
    assert refused("nope").status_code == 422
    assert refused(second).json()["type"] == "/problems/duplicate-of-itself"
    assert refused("").json()["type"] == "/problems/original-missing"
    assert refused(first.lower()).status_code == 200
    refusal = next(e for e in desk.sees(second, "reporter", "/events").json()["items"] if e["kind"] == "refused")
    assert refusal["duplicate_of"] == first


@pytest.mark.parametrize(
    ("standing", "status", "public"),
    [({}, "Đã phân phối, chờ cơ quan tiếp nhận", False), ({"status": Status.PUBLISHED}, "Đã công khai kết quả", True),
     ({"restricted": True}, None, False), ({"secret": True}, None, False)],
)  # fmt: skip
def test_who_sent_a_duplicate_is_told_of_the_case_that_was_taken_in_as_far_as_it_is_not_kept(
    desk: Desk, standing: dict[str, Any], status: str | None, public: bool
) -> None:
    first, second = desk.walked("dispatch"), desk.filed()
    moments = desk.record.complaints[first].moments | {"published": desk.now}
    desk.record.complaints[first] = replace(desk.record.complaints[first], **standing, moments=moments)
    assert desk.acts(second, "refuse", "operator", ground="duplicate", duplicate_of=first).status_code == 200
    refusal = next(e for e in desk.sees(second, "reporter", "/events").json()["items"] if e["kind"] == "refused")
    original = refusal["original"]
    assert (original["code"], bool(original["status_label"]), original["public"]) == (first, bool(status), public)
    assert bool(original["lead"]) == bool(status)
    assert original["received_text"]


def test_who_may_not_refuse_learns_nothing_of_other_cases(desk: Desk) -> None:
    code, other = desk.walked("dispatch"), desk.filed()
    for duplicate_of in (other, "KH-2026-999999"):
        answer = desk.acts(code, "refuse", "officer", ground="duplicate", duplicate_of=duplicate_of)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/wrong-role")


@pytest.mark.parametrize(
    ("until", "act", "who", "said", "problem"),
    [
        ("dispatch", "approve", "leader", {}, "wrong-status"),
        ("dispatch", "dispatch", "operator", {}, "wrong-status"),
        (None, "dispatch", "operator", {"co_ordinating": [NHA_TRANG]}, "lead-also-co-ordinates"),
        (None, "dispatch", "operator", {"lead": None}, "agency-missing"),
        (None, "dispatch", "operator", {"lead": ""}, "agency-missing"),
        (None, "verify", "operator", {"urgency": "urgent"}, "unknown-course"),
        ("accept", "extend", "officer", {}, "several-agencies-only"),
        ("accept", "involve", "officer", {"co_ordinating": [NHA_TRANG]}, "lead-also-co-ordinates"),
        ("accept", "assign", "leader", {"officer": "id-officer"}, "nothing-new"),
        ("submit_result", "approve", "leader", {"edited": "Khác"}, "edit-not-allowed"),
        ("publish", "answer", "officer", {}, "no-open-question"),
        (None, "merge", "operator", {}, "merged-into-itself"),
        (None, "verify", "operator", {"field": "khong-co"}, "unknown-field"),
        (None, "refuse", "operator", {"ground": "khong-co"}, "unknown-ground"),
        ("accept", "fix_temporarily", "officer", {}, "nothing-to-fix"),
        ("accept", "explain_delay", "officer", {}, "not-overdue"),
        ("approve", "withhold", "leader", {"ground": "reporter_asked"}, "secrecy-not-requested"),
        ("publish", "rate", "reporter", {"rating": "khong-co"}, "unknown-rating"),
    ],
)  # fmt: skip
def test_what_may_not_be_now_is_said_in_a_sentence(
    desk: Desk, until: str | None, act: str, who: str, said: dict[str, Any], problem: str
) -> None:
    code = desk.walked(until) if until else desk.filed()
    answer = desk.acts(code, act, who, **said)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == f"/problems/{problem}"
    assert body["instance"] == f"/api/v1/complaints/{code}/acts"
    assert body["detail"].endswith(".")


def test_a_case_without_a_field_is_dispatched_with_one(desk: Desk) -> None:
    code = desk.filed(field=None)
    assert desk.acts(code, "dispatch", "operator").json()["type"] == "/problems/field-missing"
    assert desk.acts(code, "dispatch", "operator", field="giao-thong").status_code == 200


def test_a_second_extension_and_a_late_one_are_refused(desk: Desk) -> None:
    from datetime import timedelta

    extended, late = desk.walked("accept"), desk.walked("accept")
    for code in (extended, late):
        desk.acts(code, "involve", "officer")
    desk.acts(extended, "extend", "officer")
    assert desk.acts(extended, "extend", "officer").json()["type"] == "/problems/already-extended"
    desk.waits(timedelta(days=20))
    assert desk.acts(late, "extend", "officer").json()["type"] == "/problems/extension-too-late"


@pytest.mark.parametrize("act", [act for act in FIELDS if act not in ("rate", "ask", "restrict", "ask_secrecy")])
def test_nothing_more_is_done_to_a_case_that_ended(desk: Desk, act: str) -> None:
    authors = {"filed": "id-technician"} if act == "mark_as_test" else {}
    code = desk.under(desk.walked("rate"), test=act == "delete_test", authors=authors, co_ordinating=(TRANSPORT,))
    answer = desk.acts(code, act, min(MAY[act]))
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/case-closed")
    assert "đã kết thúc" in answer.json()["detail"]


def test_an_act_on_a_case_that_was_never_started_starts_it(desk: Desk) -> None:
    desk.gateway.away = True
    code = desk.filed()
    desk.gateway.away = False
    assert desk.acts(code, "verify", "operator").json()["status"] == "verified"
    assert code in desk.record.started


def test_a_started_case_that_still_does_not_run_is_asked_for_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    code = desk.filed()
    desk.gateway.running.clear()

    async def start(_complaint: object) -> None:
        return

    monkeypatch.setattr(desk.gateway, "start", start)
    assert desk.acts(code, "verify", "operator").status_code == 503


def test_with_temporal_away_an_act_asks_to_be_sent_again_and_is_done_once(desk: Desk) -> None:
    code, act_id = desk.filed(), str(uuid.uuid4())
    desk.gateway.away = True
    answer = desk.acts(code, "verify", "operator", act_id=act_id)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/workflows-unavailable")
    assert answer.headers["retry-after"]
    assert "act_id" in answer.json()["detail"]
    desk.gateway.away = False
    assert desk.acts(code, "verify", "operator", act_id=act_id).status_code == 200
    assert _times(desk, code, "verified") == 1


def test_an_act_whose_answer_was_lost_is_not_done_twice(desk: Desk) -> None:
    code, act_id = desk.walked("publish"), str(uuid.uuid4())
    desk.gateway.loses_answers = True
    assert desk.acts(code, "rate", "reporter", act_id=act_id).status_code == 503
    again = desk.acts(code, "rate", "reporter", act_id=act_id)
    assert (again.status_code, again.json()["status"]) == (200, "closed")
    assert _times(desk, code, "rated") == 1


def test_an_act_that_got_in_while_it_was_asked_for_again_is_not_refused(desk: Desk) -> None:
    code, act_id = desk.walked("publish"), str(uuid.uuid4())
    act = desk.gateway.act

    async def after_another_try(code: str, request: ActRequest) -> None:
        await act(code, request)  # the first attempt, whose answer was lost
        await act(code, request)

    desk.gateway.act = after_another_try  # type: ignore[method-assign]
    answer = desk.acts(code, "rate", "reporter", act_id=act_id)
    assert (answer.status_code, answer.json()["status"]) == (200, "closed")


def test_other_words_under_a_used_act_id_are_not_lost_in_silence(desk: Desk) -> None:
    code, act_id = desk.filed(), str(uuid.uuid4())
    assert desk.acts(code, "dispatch", "operator", act_id=act_id, lead=NHA_TRANG).status_code == 200
    assert desk.acts(code, "dispatch", "operator", act_id=act_id, lead=NHA_TRANG).status_code == 200
    other = desk.acts(code, "dispatch", "operator", act_id=act_id, lead="so-tnmt")
    assert (other.status_code, other.json()["type"]) == (409, "/problems/act-id-taken")


def test_of_two_acts_sent_at_once_under_one_id_the_one_that_was_not_done_hears_so(desk: Desk) -> None:
    code, act_id = desk.walked("dispatch"), str(uuid.uuid4())
    act = desk.gateway.act

    async def after_another_act(code: str, request: ActRequest) -> None:
        signature = sign(
            derive_key(SECRET, KeyPurpose.ACTORS), code=code, act_id=act_id, act=digest(Accept()), actor=request.by
        )
        await act(code, replace(request, act=Accept(), signature=signature))
        await act(code, request)

    desk.gateway.act = after_another_act  # type: ignore[method-assign]
    answer = desk.acts(code, "return", "officer", act_id=act_id)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/act-id-taken")


def test_a_gateway_that_hangs_is_given_up_in_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    code = desk.filed()

    async def hang(_code: str, _request: ActRequest) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(desk.gateway, "act", hang)
    monkeypatch.setattr(acting, "PATIENCE", 0.05)
    began = time.monotonic()
    assert desk.acts(code, "verify", "operator").status_code == 503
    assert time.monotonic() - began < 5


def test_people_wait_less_than_ten_seconds() -> None:
    assert acting.PATIENCE < 10


def test_with_the_database_away_an_act_asks_to_be_sent_again(desk: Desk) -> None:
    code = desk.filed()
    desk.record.away = True
    answer = desk.acts(code, "verify", "operator")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/records-unavailable")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"act": "verify"}, "act_id"),
        ({"act": "verify", "act_id": "một"}, "act_id"),
        ({"act": "verify", "act_id": 7}, "act_id"),
        ({"act": "bay"}, "act"),
        ({"act": "file"}, "act"),
        ({}, "act"),
        ([], ""),
        ({"act": "dispatch"}, "act_id"),
        ({"act": "forward", "act_id": str(uuid.uuid4())}, "lead"),
        ({"act": "involve", "act_id": str(uuid.uuid4()), "co_ordinating": []}, "co_ordinating"),
        ({"act": "report_progress", "act_id": str(uuid.uuid4()), "state": "x", "expected": "mai"}, "expected"),
        ({"act": "accept", "act_id": str(uuid.uuid4()), "lead": "x"}, "lead"),
        ({"act": "dispatch", "act_id": str(uuid.uuid4()), "lead": NHA_TRANG, "co_ordinating": "x"}, "co_ordinating"),
        ({"act": "dispatch", "act_id": str(uuid.uuid4()), "lead": NHA_TRANG, "co_ordinating": ["a"] * 51}, "co_ordinating"),
        ({"act": "send_back", "act_id": str(uuid.uuid4()), "reason": None}, "reason"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_act_names_what_is_wrong(desk: Desk, body: Any, field: str) -> None:
    code = desk.filed()
    answer = desk.client.post(f"/api/v1/complaints/{code}/acts", json=body, headers=desk.headers("operator"))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["errors"][0]["message"].endswith(".")


def test_an_instant_matter_is_made_safe(desk: Desk) -> None:
    code = desk.walked("accept", field="su-co-dien")
    seen = desk.acts(code, "fix_temporarily", "officer").json()
    assert seen["temporarily_fixed"] is True
    assert seen["urgency_label"] == "tức thời"


def test_every_act_that_people_do_but_filing_has_a_body() -> None:
    from domain.words import FOLLOWING, ActKind

    assert set(FIELDS) == set(ActKind) - {ActKind.FILE} - FOLLOWING


def test_a_question_about_a_closed_case_opens_it_until_its_answer(desk: Desk) -> None:
    code = desk.walked("rate")
    assert [act["act"] for act in desk.sees(code, "reporter").json()["possible_acts"]] == ["ask_secrecy", "ask"]
    assert desk.acts(code, "ask", "reporter").json()["status"] == "published"
    assert desk.sees(code).json()["rating"]["id"] == "satisfied"
    assert desk.acts(code, "answer", "officer").json()["status"] == "closed"


def test_the_centre_records_the_rating_of_a_caller_and_the_record_says_who_did(desk: Desk) -> None:
    caller, other = desk.under(desk.walked("publish"), channel="hotline"), desk.walked("publish")
    assert "rate" in [act["act"] for act in desk.sees(caller, "operator").json()["possible_acts"]]
    assert "rate" not in [act["act"] for act in desk.sees(other, "operator").json()["possible_acts"]]
    assert desk.acts(other, "rate", "operator").json()["type"] == "/problems/reporters-own-rating"
    assert desk.acts(caller, "rate", "operator").json()["rating"]["id"] == "satisfied"
    rated = next(e for e in desk.sees(caller, "operator", "/events").json()["items"] if e["kind"] == "rated")
    assert rated["by"]["account"]["id"] == "id-operator"


def test_the_reporters_rating_ends_the_case_for_everybody(desk: Desk) -> None:
    code = desk.walked("rate")
    for who in ("operator", "officer", "reporter", "nobody"):
        assert desk.sees(code, who).json()["status"] == "closed"
    assert REPORT["content"] in desk.sees(code).text
