"""Ladders that cannot be climbed: the key that the fault names, and what it says."""

from __future__ import annotations

import pytest

from tests.support.procedures.files import Written, changed, is_told, within
from tests.support.procedures.provinces import song_huong_text

S = Written(song_huong_text())
PROCESS, ACCEPT = "[limits.process]", "[limits.accept]"

# what is changed, the key named, a part of the reason
LADDERS = {
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
}

WIDER = {
    "a ladder at whose top stands whoever missed the limit": (
        [('[[ladders.at_once]]\ntells = ["authority"]\n', '[[ladders.at_once]]\ntells = ["assignee"]\n')],
        "limits.accept.ladder",
        "không báo cho ai khác người chịu hạn (“agency_officer”)",
    ),
    "a ladder at whose top stands the reporter": (
        [('[[ladders.at_once]]\ntells = ["authority"]\n', '[[ladders.at_once]]\ntells = ["reporter"]\n')],
        "limits.accept.ladder",
        "và có quyền xử lý",
    ),
    "a leader who is told of his own lateness alone": (
        [
            S.within("[limits.approve]", '"agency_leader"', '"authority_leader"'),
        ],
        "limits.approve.ladder",
        "bậc cuối của “office” không báo cho ai khác người chịu hạn (“authority_leader”)",
    ),
}


@pytest.mark.parametrize(("changes", "key", "reason"), LADDERS.values(), ids=LADDERS)
def test_a_ladder_that_cannot_be_climbed_is_refused(changes, key, reason):
    is_told(changed(*changes), key, reason)


@pytest.mark.parametrize(("changes", "key", "reason"), WIDER.values(), ids=WIDER)
def test_a_ladder_ends_with_somebody_else_who_can_act(changes, key, reason):
    is_told(S.changed(*changes), key, reason)
