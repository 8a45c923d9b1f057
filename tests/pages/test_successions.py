"""Tests the page on which an admin enters that an agency ends, without JavaScript."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.fronts.desk import ENVIRONMENT, NHA_TRANG, TRANSPORT
from tests.support.fronts.real_desk import KH, RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow

HERE = "/quan-tri/ke-thua"


def test_an_admin_sees_what_moves_before_entering_it_and_withdraws_it_until_its_day(real_desk: RealDesk) -> None:
    real_desk.now = datetime.now(UTC)
    real_desk.walked("accept")
    walker = Walker(real_desk)
    walker.signs_in("kh_admin")
    assert HERE in walker.opens(f"/quan-tri?dia-phuong={KH}").text
    assert walker.opens(f"{HERE}?dia-phuong={KH}").status_code == 200
    typed = {
        "agency": NHA_TRANG,
        "day": (real_desk.now + timedelta(days=40)).date().isoformat(),
        "decision": "Nghị quyết 1667/NQ-UBTVQH15",
        "decided_by": "Ủy ban Thường vụ Quốc hội",
        "heir": ENVIRONMENT,
        "by_part.1.agency": TRANSPORT,
        "by_part.1.field": "moi-truong",
    }
    shown = walker.sends_with(HERE, typed)
    assert shown.status_code == 409
    assert "1 hồ sơ chưa kết thúc do cơ quan này chủ trì" in shown.text
    wrong = walker.sends_with(HERE, typed | {"by_part.2.agency": TRANSPORT})
    assert wrong.status_code == 422
    assert 'id="by_part.2.field-error"' in wrong.text
    seal = real_desk.gets(f"/admin/{KH}/agencies/{NHA_TRANG}/dependents", "kh_admin").json()["seal"]
    entered = walker.sends_with(HERE, typed | {"by_part.2.agency": "", "confirmed": seal})
    assert entered.status_code == 200
    for words in ("chờ đến ngày", "Nghị quyết 1667/NQ-UBTVQH15", "1 hồ sơ chưa kết thúc sẽ chuyển", "Người nhập:"):
        assert words in entered.text
    [listed] = real_desk.gets(f"/admin/{KH}/successions", "kh_admin").json()["items"]
    withdrawn = walker.sends_with(f"{HERE}/rut", {"succession": listed["id"]})
    assert withdrawn.status_code == 200
    assert "đã rút" in withdrawn.text
