"""Every way a procedure's file can be wrong: the key that the fault names, and what it says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from procedures import ProcedureFault, load_procedure
from procedures.reading import procedure_from, read_procedure
from tests.procedures.files import KHANH_HOA, changed, faults_of, section, within, without

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
    "an act nobody does": ([within("[acts.rate]", '["reporter"]', "[]")], "acts.rate.by", "không được để trống"),
    "an act without a name": (
        [within("[acts.rate]", 'name = "Đánh giá kết quả"\n', "")],
        "acts.rate.name",
        "thiếu khóa",
    ),
    "an unknown urgency": (
        [within("[limits.accept_instant]", '["instant"]', '["urgent"]')],
        "limits.accept_instant.applies_to[1]",
        "“urgent” không phải",
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
        "notices[8].channels[1]",
        "kênh thông báo",
    ),
    "a notice of no event": ([('on = "withheld"', 'on = "sneezed"')], "notices[11].on", "không có diễn biến “sneezed”"),
    "a notice to a stranger": (
        [('to = ["agency_officer"]', 'to = ["press"]')],
        "notices[4].to[1]",
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

MEANING = {
    "an article that is none": (
        [within(PROCESS, '"Điều 7 khoản 3"', '"theo thông lệ"')],
        "limits.process.source",
        "không dẫn Điều, Mục, Phụ lục hay Mẫu nào",
    ),
    "an extension without an article": (
        [within(PROCESS, 'extended_source = "Điều 7 khoản 3; Phụ lục II bước 3"\n', "")],
        "limits.process.extended_source",
        "không dẫn",
    ),
    "several agencies without an article": (
        [('several_agencies_source = "Điều 3 khoản 5"\n', "")],
        "ladders.ordinary[3].several_agencies_source",
        "không dẫn",
    ),
    "a limit of nothing": ([within(PROCESS, '"5 wd"', '"0 wd"')], "limits.process.amount", "phải dài hơn 0"),
    "an extension that shortens": (
        [within(PROCESS, '"10 wd"', '"4 wd"')],
        "limits.process.extended",
        "“4 wd” phải dài hơn",
    ),
    "a reminder after the limit": (
        [within(PROCESS, 'kind = "step"', 'kind = "step"\nremind_at = 1.5')],
        "limits.process.remind_at",
        "1.5 không nằm giữa 0 và 1",
    ),
    "a limit without a ladder": (
        [within(PROCESS, 'ladder = "ordinary"\n', "")],
        "limits.process.ladder",
        "phải nêu bậc",
    ),
    "an unknown ladder": (
        [within(PROCESS, 'ladder = "ordinary"', 'ladder = "steep"')],
        "limits.process.ladder",
        "không có bậc báo cáo “steep”",
    ),
    "a ladder nobody climbs": (
        [
            (
                "[[ladders.instant]]",
                '[[ladders.spare]]\ntells = ["centre"]\nafter = "0 h"\nsource = "Điều 1"\n\n[[ladders.instant]]',
            )
        ],
        "ladders.spare",
        "không thời hạn nào dùng",
    ),
    "a working-time limit with rungs at night": (
        [within(ACCEPT, 'ladder = "ordinary"', 'ladder = "instant"')],
        "ladders.instant[1].after",
        "có thể rơi ngoài giờ làm việc",
    ),
    "rungs that go back in time": (
        [('after = "0.5 wd"', 'after = "2 wd"')],
        "ladders.ordinary[3].after",
        "“1 wd” có thể sớm hơn bậc trước (“2 wd”)",
    ),
    "a clock-time rung after a working-time one": (
        [('after = "1 h"', 'after = "1 wh"')],
        "ladders.instant[3].after",
        "“2 h” có thể sớm hơn bậc trước (“1 wh”)",
    ),
    "a window without an end": (
        [within(SUPPLEMENT, 'lapse_to = "submitted"\n', "")],
        "limits.supplement.lapse_to",
        "phải nêu hết thời gian thì sao",
    ),
    "a window with a ladder": (
        [within(SUPPLEMENT, 'kind = "window"', 'kind = "window"\nladder = "ordinary"')],
        "limits.supplement.ladder",
        "không có bậc báo cáo",
    ),
    "a limit that lapses": (
        [within(PROCESS, 'kind = "step"', 'kind = "step"\nlapse_to = "closed"')],
        "limits.process.lapse_to",
        "chỉ thời gian chờ",
    ),
    "two windows with one end": (
        [within("[limits.rating]", '"rating_lapsed"', '"supplement_lapsed"')],
        "limits.rating.on_lapse",
        "đã là của một thời gian chờ khác",
    ),
    "an event no act brings about": (
        [without("[acts.send_back]")],
        "limits.process.opens_on",
        "không thao tác nào trong tệp dẫn tới diễn biến “sent_back”",
    ),
    "a limit that never begins": (
        [within("[limits.dispatch_again]", 'opens_on = ["returned"]', 'opens_on = ["rated"]')],
        "limits.dispatch_again.opens_on",
        "không bao giờ bắt đầu",
    ),
    "a limit that never ends": (
        [within(PROCESS, '["result_submitted"]', '["filed"]')],
        "limits.process.closes_on",
        "không bao giờ kết thúc",
    ),
    "a limit whose bearer cannot end it": (
        [within(PROCESS, '"agency_officer"', '"agency_leader"')],
        "limits.process.assignee",
        "“agency_leader” không được làm thao tác nào kết thúc",
    ),
    "a course no field takes": (
        [(', urgency = "instant" }', " }")] * 5,
        "limits.verify_instant.applies_to",
        "không lĩnh vực nào đi theo quy trình “instant”",
    ),
    "two limits of the whole case": (
        [within(ACCEPT, '"step"', '"case"')],
        "limits",
        "chỉ một thời hạn được là của toàn bộ hồ sơ",
    ),
    "a wait without a limit": (
        [without("[limits.dispatch_again]")],
        "acts.return.to",
        "có thể chờ ở “returned” mà không thời hạn hay thời gian chờ nào chạy",
    ),
    "a wait with the clocks stopped": (
        [('paused_in = ["awaiting_supplement"]', 'paused_in = ["awaiting_supplement", "processing"]')],
        "acts.accept.to",
        "đồng hồ đang dừng",
    ),
    "a status no case reaches": (
        [within("[acts.withhold]", 'to = "withheld"', 'to = "published"')],
        "acts.rate.when",
        "không hồ sơ nào đi tới được “withheld”",
    ),
    "a case that can never end": (
        [without("[acts.publish]"), without("[acts.withhold]")],
        "acts.approve.to",
        "đã ở “approved” thì không kết thúc được",
    ),
    "no way to begin": ([without("[acts.file]")], "acts.file", "không hồ sơ nào bắt đầu được"),
    "an act after the end": (
        [within("[acts.rate]", '["published",', '["closed", "published",')],
        "acts.rate.when",
        "đã ở “closed” thì không còn thao tác nào",
    ),
    "an act before the beginning": (
        [within("[acts.verify]", '["submitted"]', '["unfiled", "submitted"]')],
        "acts.verify.when",
        "chỉ thao tác gửi",
    ),
    "an act that leads nowhere": (
        [within("[acts.withdraw]", 'to = "withdrawn"\n', "")],
        "acts.withdraw.to",
        "phải dẫn tới một trạng thái",
    ),
    "an act back to the beginning": (
        [within("[acts.send_back]", '"processing"', '"unfiled"')],
        "acts.send_back.to",
        "không thao tác nào đưa hồ sơ về “unfiled”",
    ),
    "publishing without withholding": ([without("[acts.withhold]")], "acts.withhold", "phải có thao tác trả lời riêng"),
    "withholding in fewer statuses than publishing": (
        [within("[acts.publish]", '["approved"]', '["approved", "awaiting_approval"]')],
        "acts.withhold.when",
        "thiếu “awaiting_approval”",
    ),
    "withholding on no ground": (
        [without("withhold_grounds = [")],
        "withhold_grounds",
        "không được để trống khi có thao tác “withhold”",
    ),
    "an extension nobody may take": ([without("[acts.extend]")], "limits.case.extended", "không có thao tác gia hạn"),
    "an extension of nothing": (
        [within(PROCESS, 'extended = "10 wd"\n', ""), within("[limits.case]", 'extended = "11.5 wd"\n', "")],
        "acts.extend",
        "không thời hạn nào có mức gia hạn",
    ),
    "a secret in public": (
        [('"published", "closed"]', '"withheld", "closed"]')],
        "visibility.public",
        "“withheld” không bao giờ",
    ),
    "a channel twice": ([('id = "app"', 'id = "portal"')], "channels[portal].id", "mã “portal” đã dùng ở trên"),
    "a notice to whom nobody told": (
        [('to = ["agency_officer"]', 'to = ["told"]')],
        "notices[4].to",
        "“dispatched” không nêu người được báo",
    ),
    "a letter on what no act brings about": (
        [within("[[letters]]", '"approved"', '"sent_back"'), without("[acts.send_back]")],
        "letters[1].on",
        "không thao tác nào trong tệp dẫn tới diễn biến “sent_back”",
    ),
    "a letter that the reporter would sign": (
        [within("[[letters]]", '"approved"', '"rated"')],
        "letters[1].on",
        "“rated” không do cán bộ làm",
    ),
    "a letter that nobody would sign": (
        [within("[[letters]]", '"approved"', '"rating_lapsed"')],
        "letters[1].on",
        "“rating_lapsed” không do cán bộ làm",
    ),
    "the same letter twice": (
        [("[[letters]]", section("[[letters]]") + "\n\n[[letters]]")],
        "letters[2].on",
        "“approved” đã có một văn bản ở trên",
    ),
    "a letter of an unknown form": (
        [within("[[letters]]", '"khanh_hoa_result"', '"khanh_hoa"')],
        "letters[1].template",
        "không có mẫu “khanh_hoa”",
    ),
    "a letter of half a form": (
        [within("[[letters]]", '"khanh_hoa_result"', '"layout"')],
        "letters[1].template",
        "không có mẫu “layout”",
    ),
    "a letter without a form in the text": (
        [within("[[letters]]", '"Phụ lục I"', '"tự đặt"')],
        "letters[1].source",
        "không dẫn Điều, Mục, Phụ lục hay Mẫu nào",
    ),
    "an end before the beginning": (
        [("valid_from = 2022-10-05", "valid_from = 2022-10-05\nvalid_to = 2022-10-05")],
        "valid_to",
        "phải sau ngày bắt đầu có hiệu lực",
    ),
    "in force before it was issued": (
        [("issued = 2022-09-21", "issued = 2022-12-21")],
        "legal_basis.issued",
        "không thể ban hành sau",
    ),
    "office hours that begin too late": (
        [("[[office_hours]]\nvalid_from = 2022-10-05", "[[office_hours]]\nvalid_from = 2023-10-05")],
        "office_hours[1].valid_from",
        "từ ngày quy trình có hiệu lực",
    ),
    "an unknown time zone": ([("Asia/Ho_Chi_Minh", "Asia/Nha_Trang")], "authority.time_zone", "“Asia/Nha_Trang”"),
}


@pytest.mark.parametrize(("changes", "key", "reason"), FORMAT.values(), ids=FORMAT)
def test_a_file_out_of_format_is_refused_with_the_key_and_the_reason(changes, key, reason):
    assert any(key in (None, found) and reason in said for found, said in faults_of(changed(*changes)))


@pytest.mark.parametrize(("changes", "key", "reason"), MEANING.values(), ids=MEANING)
def test_a_file_that_contradicts_itself_is_refused_with_the_key_and_the_reason(changes, key, reason):
    assert any(key == found and reason in said for found, said in faults_of(changed(*changes)))


@pytest.mark.parametrize("changes", [change for change, _, _ in (FORMAT | MEANING).values()], ids=FORMAT | MEANING)
def test_every_fault_is_one_vietnamese_line_after_file_and_key(changes):
    with pytest.raises(ProcedureFault) as caught:
        read_procedure(changed(*changes), file="tinh-moi.toml")
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.faults)
    for line, fault in zip(lines, caught.value.faults, strict=True):
        assert line == f"tinh-moi.toml: {fault.key}: {fault.reason}"
        assert not any(english in line for english in ("should", "Input", "valid ", "Value error", "None"))


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*path, key)
        yield from _places(each, (*path, key))


@pytest.mark.parametrize("odd", ["", 1, {}, [[]], date(2026, 1, 1)], ids=repr)
def test_whatever_one_value_becomes_the_file_is_a_procedure_or_faulty_and_nothing_worse(odd):
    document = tomllib.loads(KHANH_HOA.read_text("utf-8"))
    for path in tuple(_places(document)):
        holder: Any = document
        for part in path[:-1]:
            holder = holder[part]
        right, holder[path[-1]] = holder[path[-1]], odd
        with suppress(ProcedureFault):
            procedure_from(document, file="tinh-moi.toml")
        holder[path[-1]] = right


def test_faults_of_several_keys_are_told_together():
    text = changed(within(PROCESS, '"5 wd"', '"0 wd"'), within(ACCEPT, '"Điều 7 khoản 3"', '"không rõ"'))
    assert {key for key, _ in faults_of(text)} >= {"limits.process.amount", "limits.accept.source"}


def test_the_shipped_file_has_no_fault():
    assert faults_of(KHANH_HOA.read_text("utf-8")) == []


def test_an_amount_of_our_own_needs_no_article():
    assert faults_of(changed(within(ACCEPT, 'source = "Điều 7 khoản 3"', 'source = "chúng tôi"\nours = true'))) == []


def test_a_clock_time_limit_may_climb_in_working_time_after_clock_time():
    assert faults_of(changed(('after = "2 h"', 'after = "0.5 wd"'))) == []


def test_a_regulation_may_know_one_course_only():
    instant = ("[limits.verify_instant]", "[limits.dispatch_instant]", "[limits.accept_instant]", "[[ladders.instant]]")
    instant += ("[limits.fix_temporarily]", "[acts.fix_temporarily]", "[limits.dispatch_again_instant]")
    paragraphs = changed(*[(', urgency = "instant" }', " }")] * 5).split("\n\n")
    assert faults_of("\n\n".join(each for each in paragraphs if not each.startswith(instant))) == []


def test_a_file_that_is_not_there_is_a_fault_and_no_traceback(tmp_path):
    with pytest.raises(ProcedureFault, match="không có tệp này"):
        load_procedure(tmp_path / "khong-co.toml")


def test_a_folder_and_a_file_in_another_encoding_are_faults(tmp_path):
    with pytest.raises(ProcedureFault, match="không đọc được tệp"):
        load_procedure(tmp_path)
    (tmp_path / "tcvn.toml").write_bytes('name = "Khánh Hòa"'.encode("cp1258", errors="replace") + b"\xff")
    with pytest.raises(ProcedureFault, match="không viết bằng UTF-8"):
        load_procedure(tmp_path / "tcvn.toml")
