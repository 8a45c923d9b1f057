"""Tests the page on which an admin tries a reorganisation and enters it, without JavaScript."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.fronts.desk import ENVIRONMENT, NHA_TRANG, TRANSPORT
from tests.support.fronts.real_desk import KH, RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow

HERE = "/quan-tri/sap-xep"


def test_an_admin_tries_a_plan_enters_it_and_withdraws_it_until_its_day(real_desk: RealDesk) -> None:
    real_desk.now = datetime.now(UTC)
    real_desk.walked("accept")
    walker = Walker(real_desk)
    walker.signs_in("kh_admin")
    assert HERE in walker.opens(f"/quan-tri?dia-phuong={KH}").text
    assert walker.opens(f"{HERE}?dia-phuong={KH}").status_code == 200
    day = (real_desk.now + timedelta(days=40)).date()
    plan = (
        f'day = {day}\ndecision = "Nghị quyết 1664"\ndecided_by = "Quốc hội"\n'
        f'[[ends]]\nagency = "{NHA_TRANG}"\nheir = "{ENVIRONMENT}"\n'
        f'[[renames]]\nagency = "{TRANSPORT}"\nname = "Sở Xây dựng mới"\n'
    )
    wrong = walker.sends_with(HERE, {"plan": plan.replace(TRANSPORT, "so-la")})
    assert wrong.status_code == 422
    assert "renames.0.agency" in wrong.text
    shown = walker.sends_with(HERE, {"plan": plan})
    assert shown.status_code == 200
    assert "1 hồ sơ chưa kết thúc do cơ quan này chủ trì" in shown.text
    assert "Sở Xây dựng mới" in shown.text
    found = re.search(r'name="confirmed" value="([^"]+)"', shown.text)
    assert found
    entered = walker.sends_with(HERE, {"plan": plan, "confirmed": found[1]})
    assert entered.status_code == 200
    assert "chờ đến ngày" in entered.text
    ends = real_desk.gets(f"/admin/{KH}/successions", "kh_admin").json()["items"]
    assert [each["state"] for each in ends] == ["ahead"]
    [listed] = real_desk.gets(f"/admin/{KH}/reorganisations", "kh_admin").json()["items"]
    withdrawn = walker.sends_with(f"{HERE}/rut", {"plan_id": listed["id"]})
    assert "đã rút" in withdrawn.text
    ends = real_desk.gets(f"/admin/{KH}/successions", "kh_admin").json()["items"]
    assert [each["state"] for each in ends] == ["withdrawn"]
