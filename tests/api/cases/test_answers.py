"""Answers to the reporter and the public: the result as it was given, and the outcome of a merged report."""

from __future__ import annotations

import pytest

from tests.support.fronts.desk import Desk

GIVEN, NEW = "Đã vá ổ gà", "Đã trải nhựa lại"


def _results(desk: Desk, code: str) -> tuple[str | None, str | None]:
    """Return the results that the reporter and the centre see."""
    return desk.sees(code, "reporter").json()["result"], desk.sees(code, "operator").json()["result"]


def test_a_leader_and_whoever_publishes_may_put_the_result_in_other_words_where_the_regulation_says_so(
    desk: Desk,
) -> None:
    code = desk.under(desk.walked("submit_result"))
    assert desk.acts(code, "approve", "leader", edited="Bản của lãnh đạo").status_code == 200
    assert _results(desk, code) == (None, "Bản của lãnh đạo")
    assert desk.acts(code, "publish", "operator", edited="Bản của trung tâm").status_code == 200
    assert _results(desk, code) == ("Bản của trung tâm", "Bản của trung tâm")
    assert desk.sees(code).json()["result"] == "Bản của trung tâm"


def test_what_is_left_unedited_stays_as_it_was(desk: Desk) -> None:
    code = desk.under(desk.walked("submit_result"))
    desk.acts(code, "approve", "leader", edited="Bản của lãnh đạo")
    desk.acts(code, "publish", "operator", edited=" ")
    assert desk.sees(code).json()["result"] == "Bản của lãnh đạo"


@pytest.mark.parametrize("act", ["contest", "rate"])
def test_a_result_that_is_not_accepted_stays_the_answer_until_there_is_another(desk: Desk, act: str) -> None:
    code = desk.under(desk.walked("accept"))
    desk.acts(code, "submit_result", "officer", result=GIVEN)
    for one, who in (("approve", "leader"), ("publish", "leader")):
        desk.acts(code, one, who)
    said = {"rating": "unsatisfied", "comment": "Bong ra rồi"} if act == "rate" else {}
    assert desk.acts(code, act, "reporter", **said).json()["status"] == "processing"
    assert desk.sees(code).status_code == 404
    desk.acts(code, "submit_result", "officer", result=NEW)
    assert _results(desk, code) == (GIVEN, NEW)
    desk.acts(code, "approve", "leader")
    desk.acts(code, "publish", "leader")
    assert _results(desk, code) == (NEW, NEW)


def test_an_unsatisfied_reporter_need_not_say_why(desk: Desk) -> None:
    code = desk.under(desk.walked("publish"))
    assert [act["act"] for act in desk.sees(code, "reporter").json()["possible_acts"]] == [
        "ask_secrecy", "rate", "ask", "comment", "contest",
    ]  # fmt: skip
    assert desk.acts(code, "rate", "reporter", rating="unsatisfied").json()["status"] == "processing"
    reopened = next(e for e in desk.sees(code, "officer", "/events").json()["items"] if e["kind"] == "reopened")
    assert reopened["words"] is None


def test_the_reporter_of_a_merged_report_is_answered_with_the_case_it_went_on_in(desk: Desk) -> None:
    kept = desk.filed()
    between, merged = desk.filed(), desk.filed()
    desk.acts(merged, "merge", "operator", into=between)
    desk.acts(between, "merge", "operator", into=kept)
    for act, who in (("dispatch", "operator"), ("accept", "officer")):
        desk.acts(kept, act, who)
    desk.acts(kept, "submit_result", "officer", result=GIVEN)
    desk.acts(kept, "approve", "leader")
    assert desk.sees(merged, "reporter").json()["result"] is None
    desk.acts(kept, "publish", "leader")
    seen = desk.sees(merged, "reporter").json()
    assert (seen["result"], seen["merged_into"]) == (GIVEN, kept)
    assert desk.sees(merged).status_code == 404


def test_what_one_reporter_asked_to_keep_secret_is_not_the_others(desk: Desk) -> None:
    secret, merged = desk.filed(secret=True), desk.filed()
    desk.acts(merged, "merge", "operator", into=secret)
    for act, who in (
        ("dispatch", "operator"), ("accept", "officer"), ("submit_result", "officer"), ("approve", "leader"),
    ):  # fmt: skip
        desk.acts(secret, act, who)
    desk.acts(secret, "withhold", "leader", ground="reporter_asked")
    assert desk.sees(secret, "reporter").json()["result"] is not None
    assert desk.sees(merged, "reporter").json()["result"] is None


def test_a_question_and_its_answer_are_the_reporters_to_read_and_not_the_publics(desk: Desk) -> None:
    code = desk.walked("publish")
    asked = desk.acts(code, "ask", "reporter", question="Bao giờ xong đoạn còn lại?").json()
    assert asked["has_open_question"] is True
    assert desk.acts(code, "ask", "reporter").json()["type"] == "/problems/question-pending"
    assert desk.acts(code, "answer", "officer", answer="Trong tháng 12").json()["has_open_question"] is False
    words = {event["kind"]: event["words"] for event in desk.sees(code, "reporter", "/events").json()["items"]}
    assert (words["asked"], words["answered"]) == ("Bao giờ xong đoạn còn lại?", "Trong tháng 12")
    assert "tháng 12" not in desk.sees(code, "nobody", "/events").text
    assert desk.sees(code).json()["has_open_question"] is None


@pytest.mark.parametrize("act", ["restrict", "hide"])
def test_what_is_kept_from_the_public_stays_so_after_the_result(desk: Desk, act: str) -> None:
    code = desk.under(desk.filed())
    assert desk.acts(code, act, "operator").status_code == 200
    for one, who in (
        ("dispatch", "operator"), ("accept", "officer"), ("submit_result", "officer"), ("approve", "leader"),
    ):  # fmt: skip
        desk.acts(code, one, who)
    last = desk.acts(code, "publish", "leader")
    if act == "restrict":
        assert last.json()["type"] == "/problems/restricted"
        desk.acts(code, "withhold", "leader")
    assert desk.sees(code).status_code == 404
    # A state secret is kept from the reporter too.
    assert bool(desk.sees(code, "reporter").json()["result"]) is (act == "hide")
    flags = {"restrict": "restricted", "hide": "hidden"}
    assert desk.sees(code, "officer").json()[flags[act]] is True


@pytest.mark.parametrize("who", ["reporter", "operator"])
def test_secrecy_asked_after_publication_takes_the_case_from_view_and_leaves_the_reporter_the_answer(
    desk: Desk, who: str
) -> None:
    code = desk.walked("rate")
    assert desk.sees(code).status_code == 200
    assert desk.acts(code, "ask_secrecy", who).status_code == 200
    assert desk.sees(code).status_code == 404
    seen = desk.sees(code, "reporter").json()
    assert (seen["secret"], seen["status"], bool(seen["result"])) == (True, "closed", True)
    assert "ask_secrecy" not in [act["act"] for act in seen["possible_acts"]]


def test_the_wish_of_a_merged_reporter_stays_with_the_report(desk: Desk) -> None:
    main, merged = desk.filed(), desk.filed()
    desk.acts(merged, "merge", "operator", into=main)
    assert "ask_secrecy" in [act["act"] for act in desk.sees(merged, "reporter").json()["possible_acts"]]
    assert desk.acts(merged, "ask_secrecy", "reporter").status_code == 200
    assert (desk.record.complaints[merged].secret, desk.record.complaints[main].secret) == (True, False)
    assert "secrecy_asked" not in [e["kind"] for e in desk.sees(main, "reporter", "/events").json()["items"]]


def test_a_report_hidden_by_mistake_comes_back_into_view(desk: Desk) -> None:
    code = desk.under(desk.filed())
    desk.acts(code, "hide", "operator", reason="Nêu số căn cước")
    hidden = next(e for e in desk.sees(code, "reporter", "/events").json()["items"] if e["kind"] == "hidden")
    assert (hidden["words"], hidden["ground"]["name"]) == ("Nêu số căn cước", "Xúc phạm, lăng mạ")
    assert desk.acts(code, "unhide", "operator", reason="Nhầm").json()["hidden"] is False
    assert "Nhầm" not in desk.sees(code, "reporter", "/events").text


def test_a_refusal_says_what_a_new_report_should_hold_where_it_must(desk: Desk) -> None:
    code = desk.under(desk.filed())
    answer = desk.acts(code, "refuse", "operator", ground="out_of_scope")
    assert answer.json()["type"] == "/problems/guidance-missing"
    desk.acts(code, "refuse", "operator", ground="out_of_scope", reason="Chưa rõ", guidance="Gửi lại kèm ảnh")
    refused = next(e for e in desk.sees(code, "reporter", "/events").json()["items"] if e["kind"] == "refused")
    assert (refused["words"], refused["guidance"]) == ("Chưa rõ", "Gửi lại kèm ảnh")


def test_a_promised_day_is_told_and_becomes_a_day_that_has_not_come(desk: Desk) -> None:
    code = desk.ready_for("report_progress")
    for day in ("2026-11-23", "2020-01-01"):
        answer = desk.acts(code, "report_progress", "officer", expected=day)
        assert answer.json()["type"] == "/problems/expected-day-past"
    assert desk.acts(code, "report_progress", "officer", expected="2026-11-24").json()["expected"] == "2026-11-24"
    told = next(e for e in desk.sees(code, "reporter", "/events").json()["items"] if e["kind"] == "progress_reported")
    assert (told["expected"], told["words"]) == ("2026-11-24", "Đã kiểm tra, xử lý xong")


def test_staff_are_told_who_did_what_by_name_and_nobody_else_is(desk: Desk) -> None:
    code = desk.walked("dispatch")
    desk.acts(code, "assign", "leader", officer="id-officer")
    assert desk.sees(code, "operator").json()["officer"] == {"id": "id-officer", "name": "Officer"}
    events = {event["kind"]: event for event in desk.sees(code, "operator", "/events").json()["items"]}
    assert events["assigned"]["officer"]["name"] == "Officer"
    assert events["assigned"]["by"]["account"] == {"id": "id-leader", "name": "Leader"}
    desk.acts(code, "accept", "officer")
    for who in ("reporter", "nobody"):
        for rest in ("", "/events"):
            assert "id-officer" not in desk.sees(code, who, rest).text
    kinds = [event["kind"] for event in desk.sees(code, "reporter", "/events").json()["items"]]
    assert "assigned" not in kinds


def test_roles_and_courses_have_the_names_that_the_regulation_gives_them(desk: Desk) -> None:
    code = desk.under(desk.filed())
    assert desk.acts(code, "verify", "operator", urgency="urgent").json()["urgency_label"] == "Khẩn cấp do thiên tai"
    verified = desk.sees(code, "operator", "/events").json()["items"]
    assert next(e for e in verified if e["kind"] == "verified")["course"]["name"] == "Khẩn cấp do thiên tai"
    desk.acts(code, "dispatch", "operator")
    desk.acts(code, "accept", "officer")
    accepted = next(e for e in desk.sees(code, "operator", "/events").json()["items"] if e["kind"] == "accepted")
    assert accepted["by"]["role_label"] == "chuyên viên phòng"


def test_a_case_that_bounces_says_so_and_waits_for_the_leader(desk: Desk) -> None:
    code = desk.filed()
    for lead, who in (("ubnd-nha-trang", "officer"), ("so-gtvt", "other_officer"), ("ubnd-nha-trang", "officer")):
        desk.acts(code, "dispatch", "centre_leader", lead=lead)
        desk.acts(code, "return", who)
    seen = desk.sees(code, "operator").json()
    assert seen["bounced"] is True
    assert [agency["id"] for agency in seen["returned_by"]] == ["ubnd-nha-trang", "so-gtvt"]
    bounced = next(e for e in desk.sees(code, "operator", "/events").json()["items"] if e["kind"] == "bounced")
    assert (bounced["returns"], [person["role"] for person in bounced["told"]]) == (3, ["centre_leader"])
    assert desk.acts(code, "dispatch", "operator").json()["type"] == "/problems/leader-must-dispatch"
    assert "dispatch" not in [act["act"] for act in seen["possible_acts"]]
    assert desk.acts(code, "dispatch", "centre_leader").status_code == 200
