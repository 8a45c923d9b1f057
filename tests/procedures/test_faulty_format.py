"""Tests faults of format in a file: the key that the fault names, and its sentence."""

from __future__ import annotations

import pytest

from tests.support.procedures.files import Written, changed, is_told, within
from tests.support.procedures.provinces import song_huong_text

S = Written(song_huong_text())
PROCESS, SUPPLEMENT, ACCEPT = "[limits.process]", "[limits.supplement]", "[limits.accept]"

# what is changed, the key named, a part of the reason
FORMAT = {
    "an unknown key": ([within(PROCESS, "amount", "lenght = 1\namount")], "limits.process.lenght", "không có khóa nào"),
    "an unknown key at the top": (
        [('id = "khanh-hoa"', 'id = "khanh-hoa"\ncolour = 1')],
        "colour",
        "không có khóa nào",
    ),
    "no id": ([('id = "khanh-hoa"\n', "")], "id", "thiếu khóa này"),
    "an id with capitals": ([('id = "khanh-hoa"', 'id = "Khanh Hoa"')], "id", "không viết đúng cách"),
    "a limit without an amount": (
        [within(PROCESS, 'amount = "5 wd"\n', "")],
        "limits.process.amount",
        "thiếu khóa này",
    ),
    "a limit without an article": (
        [within(ACCEPT, 'source = "Điều 7 khoản 3"', "")],
        "limits.accept.source",
        "thiếu điều, khoản làm căn cứ",
    ),
    "an empty article": ([within(PROCESS, '"Điều 7 khoản 3"', '" "')], "limits.process.source", "không được để trống"),
    "an amount in an unknown unit": (
        [within(PROCESS, '"5 wd"', '"5 ngày"')],
        "limits.process.amount",
        "“5 ngày” không phải lượng thời gian",
    ),
    "an amount that is a number": ([within(PROCESS, '"5 wd"', "5")], "limits.process.amount", "“5” không phải"),
    "a quarter of a working day": ([within(ACCEPT, '"0.5 wd"', '"0.25 wd"')], "limits.accept.amount", "nửa ngày"),
    "a negative amount": (
        [within(PROCESS, '"5 wd"', '"-5 wd"')],
        "limits.process.amount",
        "không phải lượng thời gian",
    ),
    "an unknown kind of limit": ([within(PROCESS, '"step"', '"stage"')], "limits.process.kind", "“stage” không phải"),
    "an unknown role": ([within("[acts.rate]", "reporter", "citizen")], "acts.rate.by[1]", "“citizen” không phải"),
    "an unknown status": ([within("[acts.rate]", '"published"', '"done"')], "acts.rate.when[1]", "“done” không phải"),
    "an unknown act": ([("[acts.rate]", "[acts.judge]")], "acts.judge", "“judge” không phải một trong"),
    "an act nobody does": (
        [within("[acts.withdraw]", '["reporter"]', "[]")],
        "acts.withdraw.by",
        "không được để trống",
    ),
    "an act without a name": (
        [within("[acts.rate]", 'name = "Đánh giá kết quả"\n', "")],
        "acts.rate.name",
        "thiếu khóa",
    ),
    "an unknown urgency": (
        [within("[limits.accept_instant]", '["instant"]', '["soon"]')],
        "limits.accept_instant.applies_to[1]",
        "“soon” không phải",
    ),
    "an unknown event": (
        [within(PROCESS, '["result_submitted"]', '["done"]')],
        "limits.process.closes_on[1]",
        "không có diễn biến “done”",
    ),
    "a limit nothing opens": (
        [within(PROCESS, '["accepted", "sent_back"]', "[]")],
        "limits.process.opens_on",
        "không được để trống",
    ),
    "an unknown lapse": (
        [within(SUPPLEMENT, '"supplement_lapsed"', '"filed"')],
        "limits.supplement.on_lapse",
        "không có diễn biến hết thời gian chờ “filed”",
    ),
    "a rung that tells nobody": (
        [('tells = ["assignee", "assignee_leader"]\nafter = "0 wd"', 'tells = []\nafter = "0 wd"')],
        "ladders.ordinary[1].tells",
        "không được để trống",
    ),
    "a rung that tells a stranger": (
        [('["centre", "centre_leader"]', '["press"]')],
        "ladders.ordinary[2].tells[1]",
        "“press” không phải",
    ),
    "a notice by pigeon": (
        [('channels = ["sms"]', 'channels = ["pigeon"]')],
        "notices[12].channels[1]",
        "kênh thông báo",
    ),
    "a notice of no event": ([('on = "withheld"', 'on = "sneezed"')], "notices[15].on", "không có diễn biến “sneezed”"),
    "a notice to a stranger": (
        [('to = ["agency_officer"]', 'to = ["press"]')],
        "notices[6].to[1]",
        "người nhận “press”",
    ),
    "a date in quotation marks": ([("issued = 2022-09-21", 'issued = "2022-09-21"')], "legal_basis.issued", "một ngày"),
    "a field with an odd urgency": (
        [('source = "Điều 10", urgency = "instant"', 'source = "Điều 10", urgency = "soon"')],
        "fields[su-co-dien].urgency",
        "“soon” không phải",
    ),
    "a flag that is a word": (
        [("on_request = true", 'on_request = "yes"')],
        "withhold_grounds[reporter_asked].on_request",
        "true",
    ),
    "no channel": (
        [('channels = [\n    { id = "portal"', 'channels = []\nx = [\n    { id = "portal"')],
        "channels",
        "để trống",
    ),
    "a session that ends before it begins": (
        [('"07:30-11:30"', '"11:30-07:30"')],
        "office_hours[1].monday[1]",
        "không phải một buổi làm việc",
    ),
    "sessions that overlap": ([('"13:30-17:00"', '"11:00-17:00"')], "office_hours[1]", "không chồng lên nhau"),
    "a code prefix in small letters": ([('"KH"', '"kh"')], "authority.code_prefix", "không viết đúng cách"),
    "not TOML": ([("[authority]", "[authority")], None, "không đúng cú pháp TOML"),
    "a ladder without a name": (
        [within(PROCESS, 'ladder = "ordinary"', 'ladder = ""')],
        "limits.process.ladder",
        "để trống",
    ),
    "a reminder at no number": (
        [within(PROCESS, 'kind = "step"', 'kind = "step"\nremind_at = nan')],
        "limits.process.remind_at",
        "phải là một số",
    ),
    "a limit stated twice": ([(ACCEPT, "[limits.process]")], None, "đã được khai báo ở trên"),
}

WIDER = {
    "an amount that is neither an amount nor a promise": (
        [S.within("[limits.promised]", '"promised"', '"hoped"')],
        "limits.promised.amount",
        "“hoped” không phải lượng thời gian",
    ),
    "a count in words": (
        [S.within("[acts.contest]", "times = 1", 'times = "một"')],
        "acts.contest.times",
        "phải là một số nguyên",
    ),
    "an act that may be done no time": (
        [S.within("[acts.contest]", "times = 1", "times = 0")],
        "acts.contest.times",
        "phải từ 1 trở lên",
    ),
    "bouncing at the first return": ([("returns = 3", "returns = 1")], "bouncing.returns", "phải từ 2 trở lên"),
    "a name for an unknown role": (
        [("\nfocal_point = ", "\nmayor = ")],
        "role_names.mayor",
        "“mayor” không phải một trong",
    ),
    "an unknown course": ([('{ id = "urgent"', '{ id = "slow"')], "courses[slow].id", "“slow” không phải một trong"),
    "a way out of an unknown status": (
        [("leads = { awaiting_direction", "leads = { waiting")],
        "acts.direct.leads.waiting",
        "“waiting” không phải một trong",
    ),
    "an act after no event": ([('after = "directed"', 'after = "ordered"')], "acts.dispatch.after", "“ordered”"),
    "a limit counted from no event": (
        [('counts_from = ["filed", "supplemented"]', 'counts_from = ["filed", ""]')],
        "limits.case.counts_from[2]",
        "không có diễn biến “”",
    ),
    "a limit counted from no event, by itself": (
        [S.within("[limits.dispatch]", 'counts_from = "filed"', 'counts_from = ""')],
        "limits.dispatch.counts_from[1]",
        "không có diễn biến “”",
    ),
    "an answer by pigeon": ([('answers_by = "push"', 'answers_by = "pigeon"')], "channels[app].answers_by", "“pigeon”"),
    "a wait in no status": ([('status = "awaiting_direction"', 'status = "lunch"')], "unlimited[1].status", "“lunch”"),
    "a dispatch by itself that cites nothing": (
        [('[own_dispatch]\nsource = "Điều 6 khoản 4"', "[own_dispatch]")],
        "own_dispatch.source",
        "thiếu điều, khoản làm căn cứ",
    ),
    "a flag in words": ([("edits = true", 'edits = "có"')], "acts.approve.edits", "phải là true hoặc false"),
    "an unknown way of counting": ([('"whole_day"', '"lazily"')], "limits.answer.counting", "“lazily” không phải"),
}


@pytest.mark.parametrize(("changes", "key", "reason"), FORMAT.values(), ids=FORMAT)
def test_a_file_out_of_format_is_refused_with_the_key_and_the_reason(changes, key, reason):
    is_told(changed(*changes), key, reason)


@pytest.mark.parametrize(("changes", "key", "reason"), WIDER.values(), ids=WIDER)
def test_so_are_the_keys_that_some_regulations_need(changes, key, reason):
    is_told(S.changed(*changes), key, reason)
