"""The page of today: each number is that of the list it leads to, within what each person may see."""

from __future__ import annotations

import html
import re

import pytest

from domain import acts
from tests.support.fronts.desk import NHA_TRANG, TRANSPORT
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker
from tests.support.records.town import WORDS, Town, result

pytestmark = pytest.mark.slow

PAGE = "/can-bo/hom-nay"
TILE = re.compile(r'<dt>([^<]*)</dt><dd><a href="([^"]*)">([^<]*)</a>')
CELL = re.compile(r'<td class="number"><a href="([^"]*)">([^<]*)</a>')


@pytest.fixture
def town(real_desk: RealDesk) -> Town:
    """Cases in many a state: new, overdue at two agencies, waiting for approval, awaiting a supplement, answered."""
    town = Town(real_desk.record)
    town.files("khanh-hoa", "2026-11-23 07:45", "giao-thong")
    for lead, until in (
        (NHA_TRANG, "2026-03-09 16:00"),
        (NHA_TRANG, "2026-03-30 08:00"),
        (TRANSPORT, "2026-03-30 08:00"),
    ):
        overdue = town.files("khanh-hoa", "2026-03-02 08:00", "moi-truong")
        overdue.does("2026-03-02 08:30", "centre_operator", acts.Dispatch(lead=lead)).waits(until)
    approval = town.files("khanh-hoa", "2026-11-23 07:10", "giao-thong")
    approval.does("2026-11-23 07:20", "centre_operator", acts.Dispatch(lead=TRANSPORT))
    approval.does("2026-11-23 07:30", f"agency_officer of {TRANSPORT}", acts.Accept())
    approval.does("2026-11-23 07:50", f"agency_officer of {TRANSPORT}", result("2026-11-23"))
    paused = town.files("khanh-hoa", "2026-11-20 08:00", "giao-thong")
    paused.does("2026-11-20 08:30", "centre_operator", acts.AskSupplement(wanted=WORDS))
    town.files("dien-bien", "2026-03-02 08:00", "giao-thong").waits("2026-03-30 08:00")
    return town


def listed(walker: Walker, address: str) -> int:
    """Count the cases of a list, or the reports."""
    page = walker.opens(html.unescape(address))
    assert page.status_code == 200
    return len(
        set(re.findall(r'href="/can-bo/(?:ho-so/[A-Z]{2,3}-2026-\d{6}|bao-cao-dinh-ky/[A-Z]{2}-[\w-]+)"', page.text))
    )


@pytest.mark.parametrize("who", ["operator", "officer", "leader", "kh_auditor"])
@pytest.mark.usefixtures("town")
def test_each_number_is_that_of_its_list(real_desk: RealDesk, who: str) -> None:
    walker = Walker(real_desk)
    walker.signs_in(who)
    shown = walker.opens(PAGE).text
    tiles, cells = TILE.findall(shown), CELL.findall(shown)
    assert len(tiles) > 4
    for name, address, count in tiles:
        assert listed(walker, address) == int(count), name
    assert cells
    for address, count in cells:
        assert listed(walker, address) == int(count), address


@pytest.mark.usefixtures("town")
def test_the_centre_sees_every_agency_and_an_agency_itself(real_desk: RealDesk) -> None:
    walker = Walker(real_desk)
    walker.signs_in("operator")
    counts = {name: int(count) for name, _, count in TILE.findall(walker.opens(PAGE).text)}
    assert (counts["Đang quá hạn"], counts["Chờ lãnh đạo duyệt"], counts["Chờ người gửi bổ sung"]) == (3, 1, 1)
    walker = Walker(real_desk)
    walker.signs_in("officer")
    shown = walker.opens(PAGE).text
    assert {name: int(count) for name, _, count in TILE.findall(shown)}["Đang quá hạn"] == 2
    assert "Không có người giữ" not in shown


def test_a_case_due_before_the_day_is_over_is_due_today(real_desk: RealDesk) -> None:
    town = Town(real_desk.record)
    case = town.files("khanh-hoa", "2026-11-20 15:00", "giao-thong")
    case.does("2026-11-20 15:10", "centre_operator", acts.Dispatch(lead=TRANSPORT))
    later = town.files("khanh-hoa", "2026-11-23 07:10", "giao-thong")
    later.does("2026-11-23 07:20", "centre_operator", acts.Dispatch(lead=TRANSPORT))
    later.does("2026-11-23 07:30", f"agency_officer of {TRANSPORT}", acts.Accept())
    walker = Walker(real_desk)
    walker.signs_in("operator")
    shown = walker.opens(PAGE).text
    [(address, count)] = [(to, count) for name, to, count in TILE.findall(shown) if name == "Đến hạn trong hôm nay"]
    assert (listed(walker, address), count) == (1, "1")


def test_who_has_no_authority_chooses_one(real_desk: RealDesk) -> None:
    walker = Walker(real_desk)
    walker.signs_in("auditor")
    assert "Khánh Hòa" in walker.opens(PAGE).text
    assert "12 tuần gần đây" in walker.opens(f"{PAGE}?authority=khanh-hoa").text
    assert walker.opens(f"{PAGE}?authority=khong-co").status_code == 422


def test_the_reports_that_are_to_be_sent_next_stand_below_with_their_days(real_desk: RealDesk) -> None:
    walker = Walker(real_desk)
    walker.signs_in("centre_leader")
    shown = walker.opens(PAGE).text
    assert "Mọi báo cáo định kỳ" in shown
    assert "hạn gửi" in shown
    walker = Walker(real_desk)
    walker.signs_in("focal_point")
    assert "Mọi báo cáo định kỳ" not in walker.opens(PAGE).text
