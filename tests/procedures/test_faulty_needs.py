"""Parts of a file without what they need: the key that the fault names, and what it says."""

from __future__ import annotations

import pytest

from tests.support.procedures.files import Written, changed, is_told, within, without
from tests.support.procedures.provinces import song_huong_text

S = Written(song_huong_text())
PROCESS = "[limits.process]"

SECRET = '    { id = "state_secret", name = "Bí mật nhà nước", source = "Điều 9 khoản 3", keeps_result = true },\n'

# what is changed, the key named, a part of the reason
NEEDS = {
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
}

WIDER = {
    "a rating that reopens without contesting": (
        [S.without("[acts.contest]")],
        "ratings[unsatisfied].reopens",
        "phải có thao tác đề nghị xử lý lại",
    ),
    "keeping from the public on no ground from the start": (
        [(", from_start = true", "")],
        "acts.restrict",
        "không căn cứ nào",
    ),
    "keeping from the public what could not be answered alone": (
        [(", from_start = true", ", from_start = true, on_request = true"), (SECRET, "")],
        "withhold_grounds",
        "mọi căn cứ đều cần người gửi đề nghị",
    ),
    "hiding on no ground": (
        [
            S.without(
                'hide_grounds = [{ id = "unlawful", name = "Nội dung trái pháp luật", source = "Điều 9 khoản 4" }]'
            )
        ],
        "hide_grounds",
        "không được để trống khi có thao tác “hide”",
    ),
    "trials that nobody files": (
        [S.within("[acts.file]", ', "technician"', "")],
        "acts.file.by",
        "chỉ cán bộ kỹ thuật gửi phản ánh thử",
    ),
    "answers without questions": ([S.without("[acts.ask]")], "acts.answer", "phải có thao tác “ask”"),
    "questions without answers": ([S.without("[acts.answer]")], "acts.ask", "phải có thao tác “answer”"),
    "asking for direction that nobody gives": ([S.without("[acts.direct]")], "acts.ask_direction", "“direct”"),
    "showing again what nobody hides": ([S.without("[acts.hide]")], "acts.unhide", "phải có thao tác “hide”"),
    "bouncing without returns": ([S.without("[acts.return]")], "bouncing", "phải có thao tác trả lại"),
    "bouncing to no leader": (
        [S.within("[acts.forward]", ', "authority_leader"', "")],
        "acts.forward.by",
        "không lãnh đạo nào chuyển tiếp được",
    ),
    "telling of bouncing that the file does not know": (
        [S.without("[bouncing]"), ('on = "escalated"', 'on = "bounced"')],
        "notices[4].on",
        "không có bảng [bouncing]",
    ),
    "a dispatch by itself to the focal point": (
        [("names_agency = true", "names_agency = false")],
        "own_dispatch",
        "phải có thao tác phân phối",
    ),
    "a dispatch by itself of what is not yet to be dispatched": (
        [S.within("[acts.dispatch]", '["submitted", "verified"]', '["verified"]')],
        "own_dispatch",
        "từ “submitted”",
    ),
    "a continuation of what is not yet to be dispatched": (
        [S.within("[acts.dispatch]", '["submitted", "verified"]', '["verified"]')],
        "continuation",
        "từ “submitted”",
    ),
    "a forwarding that names nobody": (
        [S.within("[acts.forward]", "to = ", "names_agency = false\nto = ")],
        "acts.forward.names_agency",
        "chỉ có ở thao tác “dispatch”",
    ),
    "a form of one's own that takes in what is incomplete": (
        [('id = "portal", ', 'id = "portal", takes_incomplete = true, ')],
        "channels[portal].takes_incomplete",
        "chỉ kênh do cán bộ nhập",
    ),
    "a hand that nobody shares": (
        [S.within("[acts.accept]", "to = ", "beside_agency = true\nto = ")],
        "acts.accept.beside_agency",
        "cả đầu mối (focal_point) và cơ quan xử lý",
    ),
    "a ground found later that nobody can hand a case back on": (
        [S.without("[acts.hand_back]")],
        "refusal_grounds[duplicate].found_later",
        "acts.hand_back",
    ),
    "an acceptance that edits": (
        [S.within("[acts.accept]", "to = ", "edits = true\nto = ")],
        "acts.accept.edits",
        "chỉ có ở thao tác “approve”, “publish”",
    ),
    "an approval on a day": (
        [S.within("[acts.approve]", "edits = ", "needs_day = true\nedits = ")],
        "acts.approve.needs_day",
        "chỉ có ở thao tác “submit_result”",
    ),
    "an approval with images": (
        [S.within("[acts.approve]", "edits = ", "needs_images = true\nedits = ")],
        "acts.approve.needs_images",
        "chỉ có ở thao tác “submit_result”",
    ),
    "an approval in writing": (
        [S.within("[acts.approve]", "edits = ", "takes_paper = true\nedits = ")],
        "acts.approve.takes_paper",
        "chỉ có ở thao tác “submit_result”",
    ),
    "a result without images that is explained but not asked for": (
        [S.within("[acts.submit_result]", "needs_images = true\n", "")],
        "acts.submit_result.explains_no_images",
        "needs_images",
    ),
    "something to be done only when an unknown limit has passed": (
        [S.within("[acts.report_progress]", "when = ", 'after_limit = "answer_by"\nwhen = ')],
        "acts.report_progress.after_limit",
        "“answer_by”",
    ),
    "something to be done only when an option has passed": (
        [S.within("[acts.report_progress]", "when = ", 'after_limit = "return"\nwhen = ')],
        "acts.report_progress.after_limit",
        "không có thời hạn phải giữ “return”",
    ),
    "a promise without a bound": (
        [(next(line for line in song_huong_text().splitlines(keepends=True) if line.startswith("furthest = ")), "")],
        "acts.report_progress.furthest",
        "phải nêu ngày hẹn được xa nhất bao nhiêu ngày",
    ),
    "a bound of an act that promises nothing": (
        [
            S.within(
                "[acts.explain_delay]",
                "when = ",
                'furthest = { days = 3, leaders = ["agency_leader"], leaders_days = 9, source = "Điều 1" }\nwhen = ',
            )
        ],
        "acts.explain_delay.furthest",
        "chỉ có ở thao tác “report_progress”",
    ),
    "leaders who may not promise": (
        [('leaders = ["agency_leader"]', 'leaders = ["centre_leader"]')],
        "acts.report_progress.furthest.leaders",
        "“centre_leader” không có trong by",
    ),
    "leaders who decide about nothing": (
        [("leaders_days = 366", "leaders_days = 30")],
        "acts.report_progress.furthest.leaders_days",
        "phải xa hơn days",
    ),
    "a limit of an unknown field": (
        [('fields = ["ve-sinh"', 'fields = ["rung"')],
        "limits.reach_site.fields[1]",
        "“rung”",
    ),
    "a requirement of an unknown channel": (
        [('except_channels = ["camera"]', 'except_channels = ["fax"]')],
        "requirements[name].except_channels[1]",
        "không có kênh “fax”",
    ),
    "a single status in which the act is not done": (
        [("leads = { awaiting_direction", "leads = { submitted")],
        "acts.direct.leads.submitted",
        "không có trong when",
    ),
    "an event that lengthens nothing": (
        [S.within("[limits.return]", 'extended = "3 wd"\nextended_source = "Điều 7 khoản 2"\n', "")],
        "limits.return.extended_on",
        "phải nêu mức gia hạn",
    ),
    "a focal point that no case comes to": (
        [S.within("[acts.return]", '"with_focal_point"', '"returned"'), (", by_focal_point = true", "")],
        "acts.take_on.by",
        "không hồ sơ nào tới đầu mối",
    ),
    "a limit of a focal point that no case comes to": (
        [S.within("[acts.return]", '"with_focal_point"', '"returned"'), (", by_focal_point = true", "")],
        "limits.forward.assignee",
        "không hồ sơ nào tới đầu mối",
    ),
    "a rung of a focal point that no case comes to": (
        [S.within("[acts.return]", '"with_focal_point"', '"returned"'), (", by_focal_point = true", "")],
        "ladders.office[2].tells",
        "không hồ sơ nào tới đầu mối",
    ),
}


@pytest.mark.parametrize(("changes", "key", "reason"), NEEDS.values(), ids=NEEDS)
def test_what_is_there_without_what_it_needs_is_refused(changes, key, reason):
    is_told(changed(*changes), key, reason)


@pytest.mark.parametrize(("changes", "key", "reason"), WIDER.values(), ids=WIDER)
def test_so_is_what_only_some_regulations_have(changes, key, reason):
    is_told(S.changed(*changes), key, reason)
