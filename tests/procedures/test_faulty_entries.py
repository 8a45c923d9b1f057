"""Entries that are wrong by themselves: the key that the fault names, and what it says."""

from __future__ import annotations

import pytest

from tests.support.procedures.files import Written, changed, is_told, section, within
from tests.support.procedures.provinces import song_huong_text

S = Written(song_huong_text())
PROCESS, SUPPLEMENT, ACCEPT = "[limits.process]", "[limits.supplement]", "[limits.accept]"
ANSWERED = '["published", "withheld"]'


def _on_ground(ground: str) -> str:
    """Return the letter of Khánh Hòa as one on a ground for keeping a case."""
    return (
        section("[[letters]]")
        .replace(ANSWERED, '"withheld"')
        .replace('signed_on = "approved"', f'grounds = ["{ground}"]')
    )


# what is changed, the key named, a part of the reason
ENTRIES = {
    "an article that is none": (
        [within(PROCESS, '"Điều 7 khoản 3"', '"theo thông lệ"')],
        "limits.process.source",
        "không dẫn Điều, Mục, Phụ lục, Mẫu hay đoạn nào",
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
    "an act after the end": (
        [within("[acts.comment]", '["submitted",', '["closed", "submitted",')],
        "acts.comment.when",
        "đã ở “closed” thì chỉ còn giữ kín, ẩn, thôi ẩn được",
    ),
    "a rating of a case that was not answered": (
        [within("[acts.rate]", '["published",', '["refused", "published",')],
        "acts.rate.when",
        "ở “refused” không có kết quả để đánh giá, hỏi, báo cáo",
    ),
    "something kept from view that nobody sees": (
        [within("[acts.restrict]", '"published", "closed"', '"published", "refused"')],
        "acts.restrict.when",
        "“refused” không ai xem công khai được",
    ),
    "something kept from view that moves a case which has ended": (
        [within("[acts.restrict]", 'source = "Điều 9 khoản 3"', 'source = "Điều 9 khoản 3"\nto = "processing"')],
        "acts.restrict.to",
        "đã ở “closed” thì không đi đâu nữa",
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
    "a secret in public": (
        [('"published", "closed"]', '"withheld", "closed"]')],
        "visibility.public",
        "“withheld” không bao giờ",
    ),
    "a channel twice": ([('id = "app"', 'id = "portal"')], "channels[portal].id", "mã “portal” đã dùng ở trên"),
    "a notice to whom nobody told": (
        [('to = ["agency_officer"]', 'to = ["told"]')],
        "notices[6].to",
        "“dispatched” không nêu người được báo",
    ),
    "a letter that the reporter would sign": (
        [within("[[letters]]", ANSWERED, '"rated"')],
        "letters[rated].on",
        "“rated” không do cán bộ làm",
    ),
    "a letter that nobody would sign": (
        [within("[[letters]]", ANSWERED, '"rating_lapsed"')],
        "letters[rating_lapsed].on",
        "“rating_lapsed” không do cán bộ làm",
    ),
    "a letter that somebody outside the offices would sign": (
        [within("[[letters]]", '"approved"', '"filed"')],
        "letters[published].signed_on",
        "“filed” không do cán bộ làm",
    ),
    "a letter of words that may still be edited": (
        [within("[[letters]]", ANSWERED, '"approved"')],
        "letters[approved].on",
        "lời kết quả còn có thể sửa",
    ),
    "a letter that some who are answered do not get": (
        [within("[[letters]]", ANSWERED, '"published"')],
        "letters",
        "trả lời ở “withheld” mà không có văn bản",
    ),
    "the same letter twice": (
        [("[[letters]]", section("[[letters]]") + "\n\n[[letters]]")],
        "letters[published].on",
        "“published” đã có một văn bản ở trên",
    ),
    "a letter on a ground that is none": (
        [within("[[letters]]", '"approved"', '"approved"\ngrounds = ["rain"]')],
        "letters[withheld].grounds",
        "không có căn cứ “rain”",
    ),
    "a letter to an office that nobody there reads": (
        [within("[[letters]]", '"approved"', '"approved"\naddressee = "UBND tỉnh"')],
        "letters[published].to",
        "phải nêu cả nơi nhận",
    ),
    "two letters of one form on different grounds": (
        [("[[letters]]", _on_ground("state_secret") + "\n\n" + _on_ground("authority_rule") + "\n\n[[letters]]")],
        "letters[withheld].template",
        "hãy ghi các căn cứ vào một mục",
    ),
    "a letter of an unknown form": (
        [within("[[letters]]", '"result"', '"khanh_hoa"')],
        "letters[published].template",
        "không có mẫu “khanh_hoa”",
    ),
    "a letter of half a form": (
        [within("[[letters]]", '"result"', '"layout"')],
        "letters[published].template",
        "không có mẫu “layout”",
    ),
    "a letter without a form in the text": (
        [within("[[letters]]", '"Phụ lục I"', '"tự đặt"')],
        "letters[published].source",
        "không dẫn Điều, Mục, Phụ lục, Mẫu hay đoạn nào",
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

WIDER = {
    "a wait without a limit that cites nothing": (
        [S.within("[[unlimited]]", "Điều 6 khoản 3", "như mọi khi")],
        "unlimited[1].source",
        "không dẫn Điều",
    ),
    "a report of a ground that is none": (
        [('of_withheld = "reputation"', 'of_withheld = "weather"')],
        "reports[reputation].of_withheld",
        "không có lý do không công khai “weather”; có: reporter_asked, reputation",
    ),
    "a report of cases kept from the public that asks for explanations": (
        [
            (
                'of_withheld = "reputation"',
                'of_withheld = "reputation"\nexplanations = { within = "2 wd", source = "Mẫu" }',
            )
        ],
        "reports[reputation].of_withheld",
        "không hỏi giải trình",
    ),
    "a periodic report without an article": (
        [S.within("[[reports]]", 'source = "Điều 15 khoản 3"\nreading', 'source = "theo thông lệ"\nreading')],
        "reports[quarter].source",
        "không dẫn",
    ),
    "a periodic report that is never due": (
        [S.within("[[reports]]", 'due = { before_day = 20, source = "Điều 15 khoản 3" }\n', "")],
        "reports[quarter].due",
        "phải nêu hạn nộp",
    ),
    "a periodic report that is due in two ways": (
        [S.within("[[reports]]", "before_day = 20,", 'before_day = 20, within = "2 wd",')],
        "reports[quarter].due",
        "không cả hai",
    ),
    "a periodic report that is due before its figures are closed": (
        [S.within("[[reports]]", "before_day = 20", "before_day = 15")],
        "reports[quarter].due.before_day",
        "phải sau ngày chốt số liệu (14)",
    ),
    "a weekly report with a day of the month": (
        [S.within("[[reports]]", 'period = "quarter"', 'period = "week"')],
        "reports[quarter].cut_off",
        "chỉ kỳ tháng, quý, sáu tháng, năm",
    ),
    "a report of the centre that an agency signs": (
        [S.within("[[reports]]", 'signed_by = "centre_leader"', 'signed_by = "agency_leader"')],
        "reports[quarter].prepared_by",
        "do người của cơ quan lập và ký",
    ),
    "a report that goes down to agencies": (
        [S.within("[[reports]]", 'to = ["authority_leader"]', 'to = ["agency_leader"]')],
        "reports[quarter].to",
        "gửi lên trên",
    ),
    "a report's ladder that goes back": (
        [S.within("[[reports]]", 'after = "2 wd"', 'after = "2 wh"')],
        "reports[quarter].reminders.overdue[2].after",
        "phải muộn hơn “0 wd”",
    ),
    "bouncing by custom": ([S.within("[bouncing]", "Điều 7 khoản 4", "tập quán")], "bouncing.source", "không dẫn Điều"),
    "a dispatch by itself, by custom": (
        [S.within("[own_dispatch]", "Điều 6 khoản 4", "tập quán")],
        "own_dispatch.source",
        "không dẫn Điều",
    ),
    "a continuation, by custom": (
        [S.within("[continuation]", "Điều 10", "tập quán")],
        "continuation.source",
        "không dẫn Điều",
    ),
    "a single status that leads back to the beginning": (
        [('awaiting_direction = "verified"', 'awaiting_direction = "unfiled"')],
        "acts.direct.leads.awaiting_direction",
        "không thao tác nào đưa hồ sơ về “unfiled”",
    ),
    "a promise that no report makes": (
        [S.within("[limits.promised]", 'opens_on = ["progress_reported"]', 'opens_on = ["accepted"]')],
        "limits.promised.opens_on",
        "chỉ mở khi có người nêu ngày",
    ),
    "a promise made longer": (
        [S.within("[limits.promised]", 'kind = "step"', 'kind = "step"\nextended = "3 wd"')],
        "limits.promised.extended",
        "không gia hạn thêm được",
    ),
    "an agency's own promise": (
        [S.within("[limits.promised]", 'kind = "step"', 'kind = "step"\nshortened_by_agency = true')],
        "limits.promised.shortened_by_agency",
        "không có mức riêng",
    ),
    "an option with a ladder": (
        [S.within("[limits.return]", 'kind = "option"', 'kind = "option"\nladder = "office"')],
        "limits.return.ladder",
        "qua đi thì thôi",
    ),
    "a course twice": ([('{ id = "urgent"', '{ id = "instant"')], "courses[instant].id", "đã dùng ở trên"),
    "a ground for hiding that cites nothing": (
        [('source = "Điều 9 khoản 4" }', 'source = "" }')],
        "hide_grounds[unlawful].source",
        "không được để trống",
    ),
}


@pytest.mark.parametrize(("changes", "key", "reason"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_that_cannot_be_is_refused_with_the_key_and_the_reason(changes, key, reason):
    is_told(changed(*changes), key, reason)


@pytest.mark.parametrize(("changes", "key", "reason"), WIDER.values(), ids=WIDER)
def test_so_is_an_entry_that_only_some_regulations_need(changes, key, reason):
    is_told(S.changed(*changes), key, reason)
