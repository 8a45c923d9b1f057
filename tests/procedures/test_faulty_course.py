"""Courses that a case cannot take to its end: the key that the fault names, and what it says."""

from __future__ import annotations

import pytest

from tests.support.procedures.files import Written, changed, is_told, within, without
from tests.support.procedures.provinces import song_huong_text

S = Written(song_huong_text())
PROCESS, SUPPLEMENT, ACCEPT = "[limits.process]", "[limits.supplement]", "[limits.accept]"

# what is changed, the key named, a part of the reason
COURSES = {
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
        [
            within(
                "[limits.dispatch_again]", 'opens_on = ["returned", "recalled", "handed_back"]', 'opens_on = ["merged"]'
            )
        ],
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
        "limits.accept.kind",
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
        [within(f"[acts.{act}]", 'to = "returned"', 'to = "verified"') for act in ("return", "recall", "hand_back")],
        "acts.dispatch.when",
        "không hồ sơ nào đi tới được “returned”",
    ),
    "a case that can never end": (
        [without("[acts.publish]"), without("[acts.withhold]")],
        "acts.approve.to",
        "đã ở “approved” thì không kết thúc được",
    ),
    "no way to begin": ([without("[acts.file]")], "acts.file", "không hồ sơ nào bắt đầu được"),
    "a letter on what no act brings about": (
        [within("[[letters]]", '["published", "withheld"]', '"sent_back"'), without("[acts.send_back]")],
        "letters[sent_back].on",
        "không thao tác nào trong tệp dẫn tới diễn biến “sent_back”",
    ),
}

WIDER = {
    "a wait that the text says has no limit, and it has": (
        [('status = "awaiting_direction"', 'status = "processing"')],
        "unlimited[1]",
        "hồ sơ ở “processing” lúc nào cũng có thời hạn",
    ),
    "a wait without a limit, by the way there": (
        [S.without("[[unlimited]]")],
        "acts.ask_direction.to",
        "(đồng hồ đang dừng); chẳng hạn sau: Gửi phản ánh → Xác minh → Xin ý kiến chỉ đạo",
    ),
    "an option is no limit to wait by": (
        [S.without("[limits.accept]")],
        "acts.dispatch.to",
        "có thể chờ ở “dispatched”",
    ),
    "a limit for some fields leaves the others without": (
        [S.within("[limits.process]", "assignee", 'fields = ["khac"]\nassignee')],
        "acts.accept.to",
        "có thể chờ ở “processing”",
    ),
    "a limit that opens where its work is done already": (
        [S.within("[limits.dispatch]", 'opens_on = ["filed"]', 'opens_on = ["filed", "directed"]')],
        "limits.dispatch",
        "mà việc của nó không còn làm được; chẳng hạn sau: ",
    ),
    "an act that only the focal point may do, where an agency has the case": (
        [S.within("[acts.explain_delay]", "by = [", 'by = ["centre_leader"]\n# ['), S.without("[acts.take_on]")],
        "acts.submit_result.by[2]",
        "“focal_point” không lúc nào làm được",
    ),
    "an act that nobody can do in one of its statuses": (
        [S.within("[acts.return]", '["dispatched"]', '["dispatched", "with_focal_point"]')],
        "acts.return.when",
        "ở “with_focal_point” không ai làm được",
    ),
    "an act after what never happens": (
        [('after = "directed"', 'after = "approved"'), S.without("[acts.approve]"), S.without("[limits.publish]")],
        "acts.dispatch.after",
        "diễn biến “approved”",
    ),
    "a limit cancelled by what never happens": (
        [S.without("[acts.reclassify]")],
        "limits.accept.cancelled_on",
        "diễn biến “reclassified”",
    ),
    "a limit made longer by what never happens": (
        [S.without("[acts.record_inspection]")],
        "limits.return.extended_on",
        "diễn biến “site_inspected”",
    ),
    "a limit made longer by what happens too late": (
        [S.within("[limits.return]", '"site_inspected"', '"approved"')],
        "limits.return.extended_on",
        "không bao giờ có “approved” trong lúc thời hạn này chạy",
    ),
    "a limit that opens where no case comes": (
        [('opens_in = ["processing"]', 'opens_in = ["returned"]')],
        "limits.follow_direction.opens_in",
        "không hồ sơ nào đi tới được “returned”",
    ),
    "a course that nobody takes": (
        [(", by_hand = true", "")],
        "courses[urgent]",
        "cũng không ai chọn được",
    ),
    "a notice to a course that nobody takes": (
        [(", by_hand = true", "")],
        "notices[2].urgency",
        "không lĩnh vực nào đi theo quy trình “urgent”",
    ),
    "only a trial report could end": (
        [
            S.within("[acts.approve]", '["awaiting_approval"]', '["dispatched"]'),
            S.within("[acts.send_back]", '["awaiting_approval"]', '["dispatched"]'),
            S.within("[acts.delete_test]", '["submitted", "dispatched"]', '["awaiting_approval"]'),
        ],
        "acts.submit_result.to",
        "hồ sơ đã ở “awaiting_approval” thì không kết thúc được",
    ),
    "a single status that leads nowhere a case can come from": (
        [('"verified"]\nto = "awaiting_direction"', '"verified"]\nto = "refused"')],
        "acts.direct.when",
        "không hồ sơ nào đi tới được “awaiting_direction”",
    ),
}


@pytest.mark.parametrize(("changes", "key", "reason"), COURSES.values(), ids=COURSES)
def test_a_course_that_cannot_be_gone_is_refused(changes, key, reason):
    is_told(changed(*changes), key, reason)


@pytest.mark.parametrize(("changes", "key", "reason"), WIDER.values(), ids=WIDER)
def test_so_is_one_by_the_wider_rules(changes, key, reason):
    is_told(S.changed(*changes), key, reason)
