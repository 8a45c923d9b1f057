"""Tests that a merge costs nobody a right: each reporter acts, is answered, and reads the own words only."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from api.background.sweeping import sweep
from domain.words import Status
from tests.support.fronts.desk import NHA_TRANG, Desk


def merged_into(desk: Desk, main: str, **other: Any) -> str:
    """Return a report that was merged into the case."""
    code = desk.filed(**other)
    answer = desk.acts(code, "merge", "operator", into=main)
    assert answer.status_code == 200, answer.text
    return code


def course(desk: Desk, code: str, who: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = desk.sees(code, who, "/events").json()["items"]
    return items


def kinds(desk: Desk, code: str, who: str) -> list[str]:
    return [each["kind"] for each in course(desk, code, who)]


def words(desk: Desk, code: str, who: str) -> str:
    return " ".join(each["words"] or "" for each in course(desk, code, who))


# The merged reporter's acts


def test_the_acts_of_a_merged_reporter_land_on_the_case_that_answers_the_report(desk: Desk) -> None:
    main = desk.walked("publish")
    merged = merged_into(desk, main)
    possible = [act["act"] for act in desk.sees(merged, "reporter").json()["possible_acts"]]
    assert possible == ["ask_secrecy", "rate", "ask", "comment"]
    for act in ("ask", "comment", "rate"):
        answer = desk.acts(merged, act, "reporter")
        assert answer.status_code == 200, answer.text
    done = [entry.event.kind for entry in desk.record.ledger[main] if entry.by and entry.by.report == merged]
    assert [kind for kind in done if not kind.startswith("limit_")] == ["asked", "commented", "rated"]
    assert desk.record.complaints[main].status is Status.PUBLISHED
    assert desk.sees(merged, "reporter").json()["rating"]["id"] == "satisfied"
    assert desk.sees(main, "reporter").json()["rating"] is None


def test_an_act_sent_again_by_a_merged_reporter_is_done_once(desk: Desk) -> None:
    main = desk.walked("publish")
    merged = merged_into(desk, main)
    for _ in range(2):
        assert (
            desk.acts(merged, "comment", "reporter", act_id="4f1c2c1a-52a4-4b4d-9f0a-6b1f5e6c7d88").status_code == 200
        )
    assert [entry.event.kind for entry in desk.record.ledger[main]].count("commented") == 1


def test_each_reporter_rates_once_and_the_case_ends_with_the_last(desk: Desk) -> None:
    main = desk.walked("publish")
    first, second = merged_into(desk, main), merged_into(desk, main)
    assert desk.acts(main, "rate", "reporter", rating="satisfied").status_code == 200
    assert desk.acts(main, "rate", "reporter", rating="satisfied").json()["type"].endswith("already-rated")
    assert desk.acts(first, "rate", "reporter", rating="very_satisfied").status_code == 200
    assert desk.record.complaints[main].status is Status.PUBLISHED
    assert desk.acts(second, "rate", "reporter", rating="unsatisfied").status_code == 200
    closed = desk.record.complaints[main]
    assert closed.status is Status.CLOSED
    assert dict(closed.rated) == {main: "satisfied", first: "very_satisfied", second: "unsatisfied"}


def test_a_merged_reporter_reads_the_answer_and_where_the_case_stands(desk: Desk) -> None:
    main = desk.walked("accept")
    merged = merged_into(desk, main)
    seen = desk.sees(merged, "reporter").json()
    assert (seen["merged_into"], seen["result"]) == (main, None)
    assert (seen["main"]["status"], seen["main"]["lead"]["id"]) == ("processing", NHA_TRANG)
    assert {limit["id"] for limit in seen["main"]["limits"]} >= {"case", "process"}
    for act, who in (("submit_result", "officer"), ("approve", "leader"), ("publish", "leader")):
        assert desk.acts(main, act, who).status_code == 200
    assert desk.sees(merged, "reporter").json()["result"] == desk.sees(main, "reporter").json()["result"]
    assert "published" in [each["kind"] for each in course(desk, merged, "reporter") if each["case"] == main]


# Whose words and wishes they are


def test_no_reporter_reads_the_words_of_another(desk: Desk) -> None:
    main = desk.walked("publish")
    merged = merged_into(desk, main)
    desk.acts(main, "ask", "reporter", question="Câu hỏi của người thứ nhất?")
    desk.acts(merged, "comment", "reporter", text="Lời của người thứ hai.")
    desk.acts(merged, "rate", "reporter", rating="unsatisfied", comment="Chê của người thứ hai.")
    assert "Câu hỏi của người thứ nhất?" in words(desk, main, "reporter")
    assert "người thứ hai" not in words(desk, main, "reporter")
    assert "Lời của người thứ hai. Chê của người thứ hai." in words(desk, merged, "reporter")
    assert "người thứ nhất" not in words(desk, merged, "reporter")
    staff = words(desk, main, "officer")
    assert "người thứ nhất" in staff
    assert "Lời của người thứ hai." in staff
    desk.acts(main, "answer", "officer", answer="Trả lời người thứ nhất.")
    assert "answered" in kinds(desk, main, "reporter")
    assert "answered" not in kinds(desk, merged, "reporter")


def test_a_case_withheld_on_one_reporter_s_wish_answers_the_others_and_names_no_wish(desk: Desk) -> None:
    main = desk.walked("approve")
    merged = merged_into(desk, main)
    desk.under(main, desk.record.complaints[main].procedure, secret=True)
    assert desk.acts(main, "withhold", "leader", ground="reporter_asked").status_code == 200
    seen = desk.sees(merged, "reporter").json()
    assert seen["result"] == desk.sees(main, "reporter").json()["result"] is not None
    assert seen["secret"] is False
    [withheld] = [each for each in course(desk, merged, "reporter") if each["kind"] == "withheld"]
    assert (withheld["ground"], withheld["label"]) == (None, "Đã trả lời người gửi")
    [own] = [each for each in course(desk, main, "reporter") if each["kind"] == "withheld"]
    assert own["ground"]["id"] == "reporter_asked"


def test_an_open_report_is_not_merged_into_one_whose_reporter_asked_for_secrecy_but_the_other_way_it_is(
    desk: Desk,
) -> None:
    secret, plain = desk.filed(secret=True), desk.filed()
    refused = desk.acts(plain, "merge", "operator", into=secret)
    assert refused.status_code == 422
    assert f"hồ sơ {secret} vào hồ sơ {plain}" in refused.json()["errors"][0]["message"]
    assert desk.acts(secret, "merge", "operator", into=plain).status_code == 200
    assert desk.acts(desk.filed(secret=True), "merge", "operator", into=desk.filed(secret=True)).status_code == 200


def test_a_report_kept_from_the_public_is_not_merged_into_an_open_case(desk: Desk) -> None:
    kept, plain = desk.filed(), desk.filed()
    desk.under(kept, desk.record.complaints[kept].procedure, restricted=True)
    assert desk.acts(kept, "merge", "operator", into=plain).status_code == 422
    assert desk.acts(plain, "merge", "operator", into=kept).status_code == 200


# The evidence


def test_the_people_of_a_case_see_the_merged_reports_and_others_do_not(desk: Desk) -> None:
    main = desk.walked("accept")
    merged = merged_into(desk, main, content="Ổ gà nhìn từ phía chợ, sâu 20 cm.")
    seen = desk.sees(main, "officer").json()
    [report] = seen["merged_reports"]
    assert (report["code"], report["report"]["content"]) == (merged, "Ổ gà nhìn từ phía chợ, sâu 20 cm.")
    assert report["identity"] is None
    assert desk.sees(main, "operator").json()["merged_reports"][0]["identity"]["name"] == "Nguyễn Thị Hoa"
    assert desk.sees(merged, "officer").status_code == 200
    assert desk.sees(merged, "officer", "/attachments").status_code == 200
    assert desk.sees(merged, "officer").json()["identity"] is None
    assert desk.sees(merged, "other_officer").status_code == 404
    assert "merged_reports" in desk.sees(main, "reporter").json()
    assert desk.sees(main, "reporter").json()["merged_reports"] == []


def test_the_case_in_hand_shows_who_joined_it(desk: Desk) -> None:
    main = desk.walked("accept")
    merged = merged_into(desk, main)
    assert desk.record.complaints[main].joined == (merged,)
    assert "gathered" in kinds(desk, main, "officer")
    assert "gathered" not in kinds(desk, main, "reporter")


# Chains


def test_a_chain_of_merges_is_followed_to_its_end_both_ways(desk: Desk) -> None:
    end, middle = desk.walked("publish"), desk.filed()
    first = merged_into(desk, middle)
    assert desk.acts(middle, "merge", "operator", into=end).status_code == 200
    assert desk.sees(first, "reporter").json()["merged_into"] == end
    assert sorted(desk.sees(end, "officer").json()["merged"]) == sorted([middle, first])
    assert set(desk.record.complaints[end].joined) == {middle, first}
    assert desk.acts(first, "rate", "reporter").status_code == 200
    assert dict(desk.record.complaints[end].rated).keys() == {first}
    refused = desk.acts(desk.filed(), "merge", "operator", into=first)
    assert f"đã gộp vào hồ sơ {end}" in refused.json()["errors"][0]["message"]


# Taken out again


def test_a_report_merged_by_mistake_is_taken_out_and_lives_by_itself(desk: Desk) -> None:
    main = desk.walked("accept")
    merged = merged_into(desk, main)
    desk.waits(timedelta(hours=20))
    assert [act["act"] for act in desk.sees(merged, "operator").json()["possible_acts"]] == ["unmerge", "ask_secrecy"]
    assert desk.acts(merged, "unmerge", "officer").status_code == 403
    answer = desk.acts(merged, "unmerge", "operator")
    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["merged_into"]) == ("submitted", None)
    assert desk.record.complaints[main].joined == ()
    assert desk.sees(merged, "officer").status_code == 404
    assert {limit.id for limit in desk.record.complaints[merged].running_limits} == {"case", "verify_and_dispatch"}
    assert desk.acts(merged, "dispatch", "operator").status_code == 200
    assert course(desk, merged, "reporter")[-1]["case"] is None


def test_a_report_is_not_taken_out_once_it_has_the_answer(desk: Desk) -> None:
    main = desk.walked("approve")
    merged = merged_into(desk, main)
    assert desk.acts(main, "publish", "leader").status_code == 200
    refused = desk.acts(merged, "unmerge", "operator")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "main-case-closed")
    assert "đã có kết quả hoặc đã khép lại" in refused.json()["detail"]
    assert desk.sees(merged, "reporter").json()["result"] is not None


def test_staff_who_act_on_a_merged_report_are_told_where_to_act(desk: Desk) -> None:
    main = desk.walked("accept")
    merged = merged_into(desk, main)
    for act, who in (("comment", "operator"), ("note", "operator"), ("comment", "officer")):
        refused = desk.acts(merged, act, who)
        assert refused.status_code in (403, 409)
        assert f"hãy mở hồ sơ {main}" in refused.json()["detail"], (act, who)


def test_only_a_reporter_is_advised_to_send_a_new_report(desk: Desk) -> None:
    code = desk.walked("rate")
    for act, who, advised in (("comment", "operator", False), ("comment", "reporter", True)):
        refused = desk.acts(code, act, who)
        assert refused.json()["type"].endswith("case-closed")
        assert ("gửi phản ánh mới" in refused.json()["detail"]) is advised


def test_a_report_is_not_taken_out_of_a_case_that_has_ended(desk: Desk) -> None:
    main = desk.walked("publish")
    merged = merged_into(desk, main)
    for code in (main, merged):
        desk.acts(code, "rate", "reporter")
    assert desk.record.complaints[main].status is Status.CLOSED
    refused = desk.acts(merged, "unmerge", "operator")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "main-case-closed")
    assert desk.record.complaints[merged].status is Status.MERGED


# Nothing is forgotten


def test_a_merge_of_which_the_case_could_not_learn_is_gathered_later(desk: Desk) -> None:
    main, merged = desk.walked("accept"), desk.filed()
    lost = desk.gateway.act

    async def refuses_gathering(code: str, request: Any) -> None:
        if request.act.kind == "gather":
            desk.gateway.away = True
        try:
            await lost(code, request)
        finally:
            desk.gateway.away = False

    desk.gateway.act = refuses_gathering  # type: ignore[method-assign]
    assert desk.acts(merged, "merge", "operator", into=main).status_code == 200
    assert desk.record.complaints[main].joined == ()
    desk.gateway.act = lost  # type: ignore[method-assign]
    asyncio.run(sweep(desk.app.state.front, timedelta(days=1)))
    assert desk.record.complaints[main].joined == (merged,)
    before = len(desk.record.ledger[main])
    asyncio.run(sweep(desk.app.state.front, timedelta(days=1)))
    assert len(desk.record.ledger[main]) == before


# Internal notes


def test_an_internal_note_is_for_the_staff_of_the_case_alone(desk: Desk) -> None:
    code = desk.walked("publish")
    merged = merged_into(desk, code)
    assert desk.acts(code, "note", "officer", text="Người gửi hay gọi lúc nửa đêm.").status_code == 200
    assert "hay gọi" in words(desk, code, "operator")
    assert "hay gọi" in words(desk, code, "auditor")
    assert "noted" not in kinds(desk, code, "admin")
    for seen_by, who in ((code, "reporter"), (code, "nobody"), (merged, "reporter")):
        assert "noted" not in kinds(desk, seen_by, who)
        assert "hay gọi" not in desk.sees(seen_by, who).text
    assert desk.acts(code, "note", "reporter").status_code == 403
    assert desk.sees(code, "other_officer", "/events").status_code == 200
    assert "noted" not in kinds(desk, code, "other_officer")
