"""Tests what each caller sees of a case. A case that a caller may not know of looks like one that does not exist."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.fronts.answers import alike
from tests.support.fronts.desk import NHA_TRANG, REPORT, TRANSPORT, WORDS, Desk

UNKNOWN = "KH-2026-999999"
PRIVATE = ("Nguyễn Thị Hoa", "12 Trần Phú", "0905123456")


@pytest.mark.parametrize("who", ["reporter", "operator", "centre_leader"])
def test_those_who_need_the_identity_see_it(desk: Desk, who: str) -> None:
    seen = desk.sees(desk.walked("accept"), who).json()
    assert seen["identity"] == {
        "name": "Nguyễn Thị Hoa",
        "address": "12 Trần Phú, Nha Trang",
        "phone": "0905123456",
        "email": None,
    }


@pytest.mark.parametrize("who", ["officer", "leader", "authority", "auditor", "admin", "nobody"])
@pytest.mark.parametrize("rest", ["", "/events"])
def test_nobody_else_sees_any_of_it(desk: Desk, who: str, rest: str) -> None:
    answer = desk.sees(desk.walked("rate"), who, rest)
    assert answer.status_code == 200
    assert not any(private in answer.text for private in PRIVATE)


@pytest.mark.parametrize(
    "code", [UNKNOWN, "nope", "KH-2026-000001%00", "%FF", "KH-2026-٠٠٠٠٠١", "KH-2026-000001 OR 1=1"]
)
@pytest.mark.parametrize("rest", ["", "/events"])
def test_an_unknown_code_is_not_found(desk: Desk, code: str, rest: str) -> None:
    desk.filed()
    answer = desk.client.get(f"/api/v1/complaints/{code}{rest}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-case")


@pytest.mark.parametrize("who", ["nobody", "officer", "other_officer", "stranger"])
@pytest.mark.parametrize("rest", ["", "/events"])
def test_a_case_that_one_may_not_know_of_looks_like_one_that_is_not(desk: Desk, who: str, rest: str) -> None:
    code = desk.filed()
    hidden, absent = desk.sees(code, who, rest), desk.sees(UNKNOWN, who, rest)
    assert hidden.status_code == absent.status_code == 404
    assert alike(hidden).replace(code, UNKNOWN) == alike(absent)


def test_a_wrong_tracking_key_opens_nothing(desk: Desk) -> None:
    first, second = desk.filed(), desk.filed()
    for key in (desk.keys[second], desk.keys[first][:-1], "", "x", "ÿ"):
        headers = {"X-Tracking-Key": key.encode("latin-1")}
        assert desk.client.get(f"/api/v1/complaints/{first}", headers=headers).status_code == 404, key  # type: ignore[arg-type]


def test_a_tracking_key_may_be_typed_as_people_type(desk: Desk) -> None:
    code = desk.filed()
    headers = {"X-Tracking-Key": f" {desk.keys[code].lower().replace('-', ' ')}"}
    assert desk.client.get(f"/api/v1/complaints/{code.lower()}", headers=headers).json()["audience"] == "reporter"


def test_a_session_that_ended_is_said_so(desk: Desk) -> None:
    code = desk.filed()
    for header in ("Bearer nonsense", "Basic eHg6eHg=", "Bearer", ""):
        answer = desk.client.get(f"/api/v1/complaints/{code}", headers={"Authorization": header})
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/sign-in"), header
        assert answer.headers["www-authenticate"] == "Bearer"


def test_co_ordinating_agencies_know_of_the_case(desk: Desk) -> None:
    code = desk.filed()
    desk.acts(code, "dispatch", "operator", co_ordinating=[TRANSPORT])
    seen = desk.sees(code, "other_officer").json()
    assert seen["co_ordinating"] == [{"id": TRANSPORT, "name": "Sở Giao thông vận tải"}]
    assert [each["act"] for each in seen["possible_acts"]] == ["contribute", "decline_part", "comment", "note"]
    assert seen["parts"] == [
        {"agency": {"id": TRANSPORT, "name": "Sở Giao thông vận tải"}, "state": "missing",
         "state_label": "chưa ghi nhận phần việc", "expected": None, "passed": False}
    ]  # fmt: skip


def test_the_public_sees_report_course_and_result_once_published(desk: Desk) -> None:
    code = desk.walked("publish")
    seen = desk.sees(code).json()
    assert seen["audience"] == "public"
    assert seen["report"]["content"] == REPORT["content"]
    assert seen["result"] == WORDS
    assert (seen["limits"], seen["identity"], seen["secret"], seen["possible_acts"]) == ([], None, None, [])


def test_the_public_reads_no_words_in_the_course(desk: Desk) -> None:
    code = desk.walked("accept")
    for act, who in (
        ("involve", "officer"),
        ("extend", "officer"),
        ("submit_result", "officer"),
        ("approve", "leader"),
        ("publish", "leader"),
    ):
        desk.acts(code, act, who)
    events = desk.sees(code, "nobody", "/events").json()["items"]
    assert [event["kind"] for event in events] == [
        "filed", "verified", "dispatched", "accepted", "extended", "approved", "published",
    ]  # fmt: skip
    assert {event["words"] for event in events} == {None}
    assert {(event["by"] or {}).get("account") for event in events} == {None}


@pytest.mark.parametrize(
    ("ground", "kept"), [("reporter_asked", False), ("authority_rule", False), ("state_secret", True)]
)
def test_a_withheld_result_is_the_offices_and_the_reporters_unless_it_is_a_state_secret(
    desk: Desk, ground: str, *, kept: bool
) -> None:
    code = desk.walked("approve", secret=True)
    assert desk.acts(code, "withhold", "leader", ground=ground).status_code == 200
    seen = desk.sees(code, "reporter").json()
    assert (seen["result"], seen["result_kept"]) == (None if kept else WORDS, kept)
    assert desk.sees(code, "leader").json()["result"] == WORDS
    assert desk.acts(code, "rate", "reporter").json()["status"] == "closed"
    assert desk.sees(code).status_code == 404


@pytest.mark.parametrize("until", ["submit_result", "approve"])
def test_a_result_is_the_offices_own_until_it_is_given(desk: Desk, until: str) -> None:
    code = desk.walked(until)
    assert desk.sees(code, "reporter").json()["result"] is None
    assert desk.sees(code, "leader").json()["result"] == WORDS


def test_the_reporter_does_not_read_words_between_offices(desk: Desk) -> None:
    code = desk.walked("dispatch")
    desk.acts(code, "return", "officer", reason="Không phải việc của chúng tôi")
    assert "Không phải việc" not in desk.sees(code, "reporter", "/events").text
    assert "Không phải việc" in desk.sees(code, "operator", "/events").text


def test_the_reporter_reads_what_is_asked_and_why_it_was_refused(desk: Desk) -> None:
    code = desk.filed()
    desk.acts(code, "ask_supplement", "operator", wanted="Số nhà gần nhất?")
    desk.acts(code, "supplement", "reporter", text="Số 45")
    desk.acts(code, "refuse", "operator", reason="Ngoài phạm vi", ground="out_of_scope")
    events = {event["kind"]: event for event in desk.sees(code, "reporter", "/events").json()["items"]}
    assert events["supplement_asked"]["words"] == "Số nhà gần nhất?"
    assert events["supplemented"]["words"] == "Số 45"
    assert events["refused"]["words"] == "Ngoài phạm vi"
    assert events["refused"]["ground"]["name"].startswith("Đơn khiếu nại")
    assert events["refused"]["article"] == "Điều 12"


def test_waiting_for_the_reporter_pauses_the_offices_limits(desk: Desk) -> None:
    code = desk.filed()
    seen = desk.acts(code, "ask_supplement", "operator").json()
    states = {limit["id"]: limit["state"] for limit in seen["limits"]}
    assert states == {"case": "paused", "verify_and_dispatch": "paused", "supplement": "running"}
    assert (seen["paused"], seen["paused_since"]) == (True, "2026-11-23T01:00:00Z")


def test_a_missed_limit_is_overdue_since_its_end(desk: Desk) -> None:
    code = desk.filed()
    desk.waits(timedelta(days=1))
    seen = desk.sees(code, "operator").json()
    limit = next(limit for limit in seen["limits"] if limit["id"] == "verify_and_dispatch")
    assert (limit["state"], limit["overdue_since"]) == ("overdue", "2026-11-23T06:45:00Z")
    assert seen["overdue"] is True


def test_a_limit_is_overdue_even_when_no_alarm_rang(desk: Desk) -> None:
    code = desk.filed()
    desk.now += timedelta(days=1)
    assert desk.sees(code, "operator").json()["overdue"] is True


def test_a_late_step_stays_late_and_an_extended_limit_cites_its_article(desk: Desk) -> None:
    code = desk.filed()
    desk.waits(timedelta(days=1))
    desk.acts(code, "dispatch", "operator")
    desk.acts(code, "accept", "officer")
    desk.acts(code, "involve", "officer")
    seen = desk.acts(code, "extend", "officer").json()
    limits = {limit["id"]: limit for limit in seen["limits"]}
    assert limits["verify_and_dispatch"]["state"] == "late"
    assert limits["process"]["amount_text"] == "10 ngày làm việc"
    assert limits["process"]["article"] == "Điều 7 khoản 3; Phụ lục II bước 3"


def test_the_staff_see_reminders_and_rungs_and_whom_they_told(desk: Desk) -> None:
    code = desk.filed()
    desk.waits(timedelta(days=3))
    events = desk.sees(code, "auditor", "/events").json()["items"]
    rungs = [
        event for event in events if event["kind"] == "escalated" and event["limit"]["id"] == "verify_and_dispatch"
    ]
    assert [rung["rung"] for rung in rungs] == [1, 2, 3]
    assert [person["role"] for person in rungs[0]["told"]] == ["centre_operator", "centre_leader"]
    assert rungs[2]["article"] == "Điều 15 khoản 3"
    assert all(event["by"] is None for event in events if event["kind"] != "filed")


def test_the_reporter_of_a_case_of_several_agencies_is_told_that_it_is_late(desk: Desk) -> None:
    code = desk.filed()
    desk.acts(code, "dispatch", "operator", co_ordinating=[TRANSPORT])
    desk.waits(timedelta(days=4))
    kinds = [event["kind"] for event in desk.sees(code, "reporter", "/events").json()["items"]]
    assert "escalated" in kinds
    assert "reminded" not in kinds


def test_possible_acts_are_those_the_core_would_not_refuse(desk: Desk) -> None:
    code = desk.filed()

    def possible(who: str) -> list[str]:
        return [act["act"] for act in desk.sees(code, who).json()["possible_acts"]]

    assert possible("operator") == [
        "ask_supplement",
        "supplement",
        "refuse",
        "merge",
        "verify",
        "dispatch",
        "ask_secrecy",
        "restrict",
        "comment",
        "note",
    ]
    assert possible("reporter") == ["supplement", "ask_secrecy", "comment", "withdraw"]
    assert possible("auditor") == []
    desk.acts(code, "dispatch", "operator")
    assert possible("officer") == ["accept", "return", "hand_back", "involve", "assign", "comment", "note"]
    desk.acts(code, "accept", "officer")
    assert possible("officer") == ["hand_back", "involve", "assign", "submit_result", "comment", "note"]
    assert possible("leader") == ["hand_back", "assign", "restrict", "comment", "note"]
    desk.acts(code, "involve", "officer")
    assert possible("leader") == ["hand_back", "set_part_day", "assign", "extend", "restrict", "comment", "note"]
    desk.acts(code, "extend", "leader")
    desk.waits(timedelta(days=30))
    assert possible("officer") == [
        "hand_back",
        "involve",
        "set_part_day",
        "assign",
        "explain_delay",
        "submit_result",
        "comment",
        "note",
    ]


def test_a_case_to_be_kept_secret_can_be_answered_but_not_published(desk: Desk) -> None:
    secret, open_one = desk.walked("approve", secret=True), desk.walked("approve")
    acts = {
        code: [act["act"] for act in desk.sees(code, "leader").json()["possible_acts"]] for code in (secret, open_one)
    }
    assert acts == {
        secret: ["assign", "restrict", "withhold", "comment", "note"],
        open_one: ["assign", "publish", "restrict", "withhold", "comment", "note"],
    }


def test_the_agency_is_named(desk: Desk) -> None:
    seen = desk.sees(desk.walked("dispatch"), "officer").json()
    assert seen["lead"] == {"id": NHA_TRANG, "name": "UBND thành phố Nha Trang"}
