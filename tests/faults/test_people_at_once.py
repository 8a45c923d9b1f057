"""People who press at the same moment, or a moment too late: one of them is heard, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from tests.support.system import REPORT, Case, Town

pytestmark = pytest.mark.slow

OFFICER, LEADER, CENTRE = "canbo.ubnd-nha-trang", "lanhdao.ubnd-nha-trang", "trungtam"
Press = Callable[[], httpx2.Response]


def walked(town: Town, *steps: str) -> Case:
    """File a case and take it through these steps."""
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "dispatch": (CENTRE, {"lead": "ubnd-nha-trang"}),
        "accept": (OFFICER, {}),
        "submit_result": (OFFICER, {"result": "Đã thu gom sạch rác."}),
        "approve": (LEADER, {}),
        "publish": (LEADER, {}),
    }
    case = town.file()
    for step in steps:
        who, words = ways[step]
        case.does(who, step, **words)
    return case


def press(*buttons: Press) -> list[httpx2.Response]:
    """Press all at once. Return the answers in the order of the buttons."""
    with ThreadPoolExecutor(len(buttons)) as people:
        return [pressed.result() for pressed in [people.submit(button) for button in buttons]]


def one_is_heard(answers: list[httpx2.Response]) -> httpx2.Response:
    """Return the answer that succeeded. Each other answer must be a sentence about the state of the case."""
    heard = [answer for answer in answers if answer.status_code == 200]
    assert len(heard) == 1, [answer.text for answer in answers]
    for answer in answers:
        if answer is not heard[0]:
            assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
            assert answer.json()["detail"]
    return heard[0]


@pytest.mark.fault("an approval during an edit")
def test_of_an_approval_with_changes_and_one_without_one_holds_and_is_published(town: Town):
    case = walked(town, "dispatch", "accept", "submit_result")
    leader = town.staff(LEADER)
    answers = press(
        lambda: case.act(leader, "approve"),
        lambda: case.act(leader, "approve", edited="Đã thu gom, và đặt thêm thùng rác."),
        lambda: case.act(leader, "send_back", reason="Cần ảnh sau khi dọn."),
    )
    one_is_heard(answers)
    kinds = case.kinds
    assert sum(kinds.count(kind) for kind in ("approved", "sent_back")) == 1
    if "sent_back" in kinds:
        case.does(OFFICER, "submit_result", result="Đã thu gom sạch rác.")
        case.does(LEADER, "approve")
        approved = "Đã thu gom sạch rác."
    else:
        approved = "Đã thu gom sạch rác." if answers[0].status_code == 200 else "Đã thu gom, và đặt thêm thùng rác."
    case.does(LEADER, "publish")
    assert case.seen_by({})["result"] == approved


@pytest.mark.fault("a supplement just after the close")
def test_a_supplement_that_comes_with_or_after_the_end_changes_nothing_of_the_ended_case(town: Town):
    case = walked(town)
    case.does(CENTRE, "ask_supplement", wanted="Xin cho biết rõ địa điểm.")
    answers = press(
        lambda: case.act(case.key, "withdraw"), lambda: case.act(case.key, "supplement", text="Gần cổng chợ.")
    )
    assert 200 in [answer.status_code for answer in answers]
    if case.status != "withdrawn":
        assert case.act(case.key, "withdraw").status_code == 200
    before = case.kinds
    late = case.act(case.key, "supplement", text="Gần cổng chợ, nhà số 5.")
    assert (late.status_code, late.headers["content-type"]) == (409, "application/problem+json")
    assert (case.kinds, case.status) == (before, "withdrawn")


@pytest.mark.fault("a case is rated twice")
def test_of_two_ratings_at_once_one_is_recorded(town: Town):
    case = walked(town, "dispatch", "accept", "submit_result", "approve", "publish")
    answers = press(
        lambda: case.act(case.key, "rate", rating="very_satisfied"),
        lambda: case.act(case.key, "rate", rating="satisfied"),
    )
    assert one_is_heard(answers).json()["status"] == "closed"
    assert case.kinds.count("rated") == 1
    assert case.act(case.key, "rate", rating="satisfied").status_code == 409
    assert case.kinds.count("rated") == 1


@pytest.mark.fault("a double click")
def test_of_a_dispatch_and_a_refusal_at_once_one_holds(town: Town):
    case, centre = walked(town), town.staff(CENTRE)
    answers = press(
        lambda: case.act(centre, "dispatch", lead="ubnd-nha-trang"),
        lambda: case.act(centre, "refuse", ground="fails_requirements", reason="Không thuộc phạm vi tiếp nhận."),
    )
    one_is_heard(answers)
    assert sum(case.kinds.count(kind) for kind in ("dispatched", "refused")) == 1


@pytest.mark.fault("the same key with another body")
def test_another_report_under_a_used_key_is_refused_and_the_first_stays(town: Town):
    key = "mot-khoa-dung-hai-lan"
    case = town.file(key)
    headers = {"Idempotency-Key": key}
    answer = town.http.post("/complaints", json=REPORT | {"content": "Một chuyện khác hẳn."}, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert case.seen_by(case.key)["report"]["content"] == REPORT["content"]
    assert town.file(key).code == case.code
