"""Admins see at the pages what would be left without an owner, and say where it goes."""

from __future__ import annotations

import pytest

from domain.words import Role
from tests.support.fronts.desk import NHA_TRANG
from tests.support.fronts.real_desk import KH, RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow


@pytest.fixture
def admin(real_desk: RealDesk) -> Walker:
    """The admin of Khánh Hòa at the pages."""
    walker = Walker(real_desk)
    walker.signs_in("kh_admin")
    return walker


def test_an_account_leaves_after_it_was_said_where_its_cases_go(real_desk: RealDesk, admin: Walker) -> None:
    colleague = real_desk.employs("colleague", Role.AGENCY_OFFICER, KH, NHA_TRANG)
    code = real_desk.walked("accept")
    address = f"/quan-tri/tai-khoan/{real_desk.accounts['officer'].id}"
    shown = admin.opens(address).text
    assert "Nếu tài khoản này ngừng" in shown
    assert f'<a href="/can-bo/ho-so/{code}">{code}</a>' in shown
    refused = admin.sends(address, active=[])
    assert refused.status_code == 409
    assert f"đang giữ 1 hồ sơ chưa kết thúc ({code})" in refused.text
    done = admin.sends(address, active=[], cases_to=colleague.id)
    assert done.url.path.startswith("/ban-giao/")
    assert "Đã bàn giao 1 trên 1 hồ sơ" in done.text
    assert "Nếu tài khoản này ngừng" not in admin.opens(address).text


def test_an_agency_is_stopped_with_its_numbers_seen(real_desk: RealDesk, admin: Walker) -> None:
    real_desk.walked("dispatch")
    address = f"/quan-tri/dia-phuong/{KH}/co-quan/muc/{NHA_TRANG}"
    shown = admin.opens(address).text
    assert "1 hồ sơ chưa kết thúc do cơ quan này chủ trì" in shown
    refused = admin.sends(address, active=[])
    assert refused.status_code == 409
    assert "Hãy xác nhận đã xem các số này." in refused.text
    seal = refused.text.partition('name="confirmed" value="')[2].partition('"')[0]
    assert admin.sends(address, active=[], confirmed=seal).url.path == f"/quan-tri/dia-phuong/{KH}/co-quan"
    agency = next(each for each in real_desk.record.offices.agencies(KH) if each.id == NHA_TRANG)
    assert not agency.active


def test_the_first_page_counts_the_cases_that_nobody_holds(real_desk: RealDesk, admin: Walker) -> None:
    assert "Hồ sơ không có người giữ" in admin.opens("/quan-tri").text
    code = real_desk.filed()
    assert real_desk.acts(code, "dispatch", "operator", lead="so-tnmt").status_code == 200
    assert "1 hồ sơ" in admin.opens("/quan-tri").text
    assert code in admin.opens(f"/can-bo?xem=tat-ca&unowned=true&authority={KH}").text
