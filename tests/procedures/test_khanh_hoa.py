"""The procedure of Khánh Hòa beside the text of QĐ 18/2022/QĐ-UBND."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from domain.limit_rules import LimitKind, Recipient
from domain.time.amounts import Amount, Counting
from domain.words import FOLLOWING, ActKind, Role, Status, Urgency
from tests.support.procedures.files import KHANH_HOA, khanh_hoa

BOTH, ORDINARY, INSTANT = tuple(Urgency), (Urgency.ORDINARY,), (Urgency.INSTANT,)
CENTRE, OFFICER, LEADER = Role.CENTRE_OPERATOR, Role.AGENCY_OFFICER, Role.AGENCY_LEADER

# Read from the text, Điều 6 to 10 and Phụ lục II: limit, amount, counted from, course, whose it is, article
LIMITS_OF_THE_TEXT = [
    ("verify_and_dispatch", "0.5 wd", "filed", ORDINARY, CENTRE, "Điều 6 khoản 3"),
    ("accept", "0.5 wd", "dispatched", ORDINARY, OFFICER, "Điều 7 khoản 3"),
    ("process", "5 wd", "accepted", BOTH, OFFICER, "Điều 7 khoản 3"),
    ("commitment", None, "", BOTH, LEADER, "Phụ lục I"),
    ("approve_and_publish", "0.5 wd", "result_submitted", BOTH, LEADER, "Điều 8 khoản 3"),
    ("verify_instant", "1 h", "filed", INSTANT, CENTRE, "Điều 10 khoản 1"),
    ("dispatch_instant", "1 h", "verified", INSTANT, CENTRE, "Điều 10 khoản 2"),
    ("accept_instant", "1 wh", "dispatched", INSTANT, OFFICER, "Điều 10 khoản 3"),
    ("fix_temporarily", "1 wd", "accepted", INSTANT, OFFICER, "Điều 10 khoản 3"),
    ("case", "6.5 wd", "filed", BOTH, CENTRE, "Phụ lục II"),
]
OURS = {
    "dispatch_again_instant": "1 h",
    "dispatch_again": "0.5 wd",
    "answer": "2 wd",
    "direct": "2 wd",
    "part": "None",
    "supplement": "5 wd",
    "rating": "10 wd",
}


@pytest.mark.parametrize(
    ("limit", "amount", "counts_from", "course", "assignee", "article"),
    LIMITS_OF_THE_TEXT,
    ids=[limit for limit, *_ in LIMITS_OF_THE_TEXT],
)
def test_every_limit_of_the_text_stands_with_its_amount_and_article(
    limit, amount, counts_from, course, assignee, article
):
    rule = khanh_hoa().limit(limit)
    begun_anew = ("unmerged",) if counts_from == "filed" else ()  # a report taken out of a merge starts as if just sent
    assert rule.amount == (Amount.parse(amount) if amount else None)
    assert rule.counted_from == ((counts_from, *begun_anew) if counts_from else ())
    assert (rule.applies_to, rule.assignee) == (course, assignee)
    assert rule.source.startswith(article)
    assert not rule.ours


def test_what_the_text_leaves_open_is_marked_as_ours_and_nothing_else_is():
    assert {rule.id: str(rule.amount) for rule in khanh_hoa().limits if rule.ours} == OURS
    assert {rule.id for rule in khanh_hoa().limits} == {limit for limit, *_ in LIMITS_OF_THE_TEXT} | OURS.keys()


def test_the_text_speaks_of_moments_so_every_limit_rolls():
    assert {rule.counting for rule in khanh_hoa().limits} == {Counting.ROLLING}


def test_a_complex_case_is_processed_in_ten_working_days_from_acceptance():
    process, case = khanh_hoa().limit("process"), khanh_hoa().limit("case")
    assert process.extended == Amount.parse("10 wd")
    assert case.extended is not None
    assert case.extended.value - case.amount.value == process.extended.value - process.amount.value


def test_the_whole_of_phu_luc_ii_is_the_sum_of_its_steps():
    steps = ("verify_and_dispatch", "accept", "process", "approve_and_publish")
    total = sum((khanh_hoa().limit(step).amount.value for step in steps), Decimal(0))
    assert total == khanh_hoa().limit("case").amount.value


def test_the_slip_of_phu_luc_ii_is_told_beside_the_limit_it_touches():
    assert "Phụ lục II in 0,5 ngày" in (khanh_hoa().limit("process").reading or "")


def test_five_fields_take_the_instant_course():
    instant = {field.name for field in khanh_hoa().fields if field.urgency is Urgency.INSTANT}
    assert instant == {
        "Sự cố điện",
        "Sự cố cấp, thoát nước",
        "Sự cố cây xanh",
        "Sự cố chiếu sáng",
        "Sự cố viễn thông",
    }
    assert all(field.ours for field in khanh_hoa().fields if field.urgency is Urgency.ORDINARY)


def test_the_five_channels_and_three_ratings_of_the_text():
    assert [channel.source for channel in khanh_hoa().channels] == [f"Điều 4 khoản {number}" for number in range(1, 6)]
    assert [rating.name for rating in khanh_hoa().ratings] == ["Rất hài lòng", "Hài lòng", "Không hài lòng"]


def test_a_report_must_hold_everything_but_attachments_and_an_email_address_and_the_centre_reads_its_language():
    optional = [need.id for need in khanh_hoa().requirements if not need.required]
    assert optional == ["attachments", "diacritics", "email"]
    assert len(khanh_hoa().requirements) == 9


def test_the_grounds_of_refusing_and_withholding():
    refusals = {ground.id: ground.source for ground in khanh_hoa().refusal_grounds}
    assert refusals == {
        "duplicate": "Điều 12 khoản 1",
        "fails_requirements": "Điều 12 khoản 2",
        "out_of_scope": "Điều 1 khoản 1 điểm b",
    }
    assert [ground.id for ground in khanh_hoa().refusal_grounds if ground.names_original] == ["duplicate"]
    assert [ground.source for ground in khanh_hoa().withhold_grounds] == [
        "Điều 9 khoản 2",
        "Điều 9 khoản 3",
        "Điều 9 khoản 3",
        "Điều 9 khoản 3 (không nêu)",
    ]


def test_it_is_in_force_since_the_fifth_of_october_2022():
    assert (khanh_hoa().valid_from, khanh_hoa().valid_to) == (date(2022, 10, 5), None)
    assert (khanh_hoa().legal_basis.act, khanh_hoa().legal_basis.issued) == ("18/2022/QĐ-UBND", date(2022, 9, 21))


def test_the_text_knows_neither_focal_point_nor_a_result_contested():
    unknown = {
        ActKind.FORWARD, ActKind.TAKE_ON, ActKind.RECLASSIFY,
        ActKind.RECORD_INSPECTION, ActKind.REPORT_PROGRESS, ActKind.HIDE, ActKind.UNHIDE,
        ActKind.CONTEST, ActKind.MARK_AS_TEST, ActKind.DELETE_TEST, ActKind.SHARE_IDENTITY,
    }  # fmt: skip
    assert {rule.act for rule in khanh_hoa().acts} == set(ActKind) - unknown - FOLLOWING


def test_only_the_leader_approves_and_only_the_officer_accepts_returns_and_submits():
    by = {rule.act: rule.by for rule in khanh_hoa().acts}
    assert by[ActKind.APPROVE] == by[ActKind.SEND_BACK] == (LEADER,)
    assert by[ActKind.ACCEPT] == by[ActKind.RETURN] == by[ActKind.SUBMIT_RESULT] == (OFFICER,)


def test_every_ladder_tells_assignee_and_leader_then_the_centre_then_the_authority():
    for rungs in (khanh_hoa().ladder(rule) for rule in khanh_hoa().limits if rule.ladder in ("ordinary", "instant")):
        assert [rung.tells for rung in rungs] == [
            (Recipient.ASSIGNEE, Recipient.ASSIGNEE_LEADER),
            (Recipient.CENTRE, Recipient.CENTRE_LEADER),
            (Recipient.AUTHORITY,),
        ]
        assert rungs[-1].several_agencies_also_tells == (Recipient.REPORTER,)
        assert rungs[-1].several_agencies_source == "Điều 3 khoản 5"


def test_only_waiting_for_the_reporter_pauses_the_clocks():
    assert khanh_hoa().paused_in == (Status.AWAITING_SUPPLEMENT,)
    assert [rule.id for rule in khanh_hoa().limits if rule.kind is LimitKind.WINDOW] == ["supplement", "rating"]


def test_an_instant_case_is_dispatched_with_an_sms():
    sms = [rule for rule in khanh_hoa().notices if "sms" in rule.channels]
    assert [(rule.on, rule.urgency, rule.source) for rule in sms] == [
        ("dispatched", Urgency.INSTANT, "Điều 10 khoản 2")
    ]


def test_every_article_cited_is_one_the_text_has():
    cited = re.findall(r'source = "([^"]+)"', KHANH_HOA.read_text("utf-8"))
    articles = {int(number) for source in cited for number in re.findall(r"Điều (\d+)", source)}
    assert articles <= set(range(1, 20))
