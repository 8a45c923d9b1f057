"""Tests which limits run in each status: by which article, how long, counted from what."""

from __future__ import annotations

import pytest

from domain.words import Status
from tests.support.domain.driving import KNOWN, MINUTE, case_in
from tests.support.domain.people import LIGHTING, ROAD

WHOLE = ("case", "6.5 wd", "filed", "Phụ lục II (tổng thời gian thực hiện)")
FIRST = ("verify_and_dispatch", "0.5 wd", "filed", "Điều 6 khoản 3")
FIRST_INSTANT = ("verify_instant", "1 h", "filed", "Điều 10 khoản 1")
DISPATCH_INSTANT = ("dispatch_instant", "1 h", "verified", "Điều 10 khoản 2")
ACCEPT = ("accept", "0.5 wd", "dispatched", "Điều 7 khoản 3")
ACCEPT_INSTANT = ("accept_instant", "1 wh", "dispatched", "Điều 10 khoản 3")
AGAIN = ("dispatch_again", "0.5 wd", "returned", "Điều 7 khoản 2 điểm a; Điều 6 khoản 3")
AGAIN_INSTANT = ("dispatch_again_instant", "1 h", "returned", "Điều 7 khoản 2 điểm a; Điều 10 khoản 2")
FIX = ("fix_temporarily", "1 wd", "accepted", "Điều 10 khoản 3")
PROCESS = ("process", "5 wd", "accepted", "Điều 7 khoản 3")
DIRECT = ("direct", "2 wd", "direction_asked", "Điều 3 khoản 5 (không nêu hạn)")
APPROVE = ("approve_and_publish", "0.5 wd", "result_submitted", "Điều 8 khoản 3; Phụ lục II bước 4")
SUPPLEMENT = ("supplement", "5 wd", "supplement_asked", "Điều 6 khoản 2 điểm a (không nêu hạn)")
RATING = ("rating", "10 wd", "published", "Điều 11 khoản 3 (không nêu hạn)")
RATING_ALONE = ("rating", "10 wd", "withheld", "Điều 11 khoản 3 (không nêu hạn)")

# status: the limits of an ordinary case, the limits of an instant one
TABLE: dict[Status, tuple[set[tuple[str, ...]], set[tuple[str, ...]]]] = {
    Status.UNFILED: (set(), set()),
    Status.SUBMITTED: ({WHOLE, FIRST}, {WHOLE, FIRST_INSTANT}),
    Status.AWAITING_SUPPLEMENT: ({WHOLE, FIRST, SUPPLEMENT}, {WHOLE, FIRST_INSTANT, SUPPLEMENT}),
    Status.VERIFIED: ({WHOLE, FIRST}, {WHOLE, DISPATCH_INSTANT}),
    Status.DISPATCHED: ({WHOLE, ACCEPT}, {WHOLE, ACCEPT_INSTANT}),
    Status.RETURNED: ({WHOLE, AGAIN}, {WHOLE, AGAIN_INSTANT}),
    Status.PROCESSING: ({WHOLE, PROCESS}, {WHOLE, PROCESS, FIX}),
    Status.AWAITING_DIRECTION: ({WHOLE, PROCESS, DIRECT}, {WHOLE, PROCESS, DIRECT, FIX}),
    Status.AWAITING_APPROVAL: ({WHOLE, APPROVE}, {WHOLE, APPROVE}),
    Status.APPROVED: ({WHOLE, APPROVE}, {WHOLE, APPROVE}),
    Status.PUBLISHED: ({RATING}, {RATING}),
    Status.WITHHELD: ({RATING_ALONE}, {RATING_ALONE}),
    Status.CLOSED: (set(), set()),
    Status.REFUSED: (set(), set()),
    Status.WITHDRAWN: (set(), set()),
    Status.MERGED: (set(), set()),
}


@pytest.mark.parametrize("field", [ROAD, LIGHTING])
@pytest.mark.parametrize("status", KNOWN)
def test_exactly_these_limits_run(status: Status, field: str) -> None:
    case = case_in(status, field=field, after=MINUTE, every=MINUTE).complaint
    began = {at: kind for kind, at in case.moments.items()}
    running = {
        (limit.id, str(limit.amount), began[limit.counted_from], case.rule_of(limit).source)
        for limit in case.running_limits
    }
    assert running == TABLE[status][field == LIGHTING]
