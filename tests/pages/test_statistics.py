"""The pages of figures, without JavaScript: content, filters, errors, files."""

from __future__ import annotations

import csv
import io
import re

import pytest

from domain import acts
from tests.support.fronts.desk import NHA_TRANG, TRANSPORT
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker
from tests.support.records.town import SECRET_CONTENT, SECRET_NAME, Town, result

pytestmark = pytest.mark.slow

STAFF, PUBLIC = "/can-bo/thong-ke", "/cong-khai/khanh-hoa/so-lieu"
SPAN = "first=2026-03&last=2026-04"


@pytest.fixture
def walker(real_desk: RealDesk) -> Walker:
    """A person at the pages. so-gtvt published one case on time, and Nha Trang has one that is overdue."""
    town = Town(real_desk.record)
    done = town.files("khanh-hoa", "2026-03-02 08:00", "giao-thong")
    done.does("2026-03-02 08:30", "centre_operator", acts.Dispatch(lead=TRANSPORT))
    done.does("2026-03-02 09:00", f"agency_officer of {TRANSPORT}", acts.Accept())
    done.does("2026-03-03 09:00", f"agency_officer of {TRANSPORT}", result("2026-03-03"))
    done.does("2026-03-03 10:00", f"agency_leader of {TRANSPORT}", acts.Approve())
    done.does("2026-03-03 10:00", f"agency_leader of {TRANSPORT}", acts.Publish())
    done.does("2026-03-04 09:00", "reporter", acts.Rate(rating="very_satisfied"))
    overdue = town.files("khanh-hoa", "2026-03-02 08:00", "moi-truong")
    overdue.does("2026-03-02 08:30", "centre_operator", acts.Dispatch(lead=NHA_TRANG)).waits("2026-03-05 08:00")
    return Walker(real_desk)


def words(page: str) -> str:
    """Return a page's text without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_public_sees_plots_with_their_numbers_beneath_and_nobody_and_no_case(walker: Walker) -> None:
    page = walker.opens(f"{PUBLIC}?{SPAN}").text
    said = words(page)
    assert "03/2026 tiếp nhận 2; đúng hạn 1, trễ hạn 0" in said
    assert "1 trên 1 lượt đánh giá" in said
    assert "đúng hạn 1, trễ hạn 0 (100,0%)" in said
    assert page.count("<svg") == page.count(
        "aria-hidden"
    )  # the plot itself is hidden from screen readers; its labels and table are not
    assert "<details>" in page
    for secret in ("KH-2026-", SECRET_NAME, SECRET_CONTENT, "agency_officer"):
        assert secret not in page


def test_the_publics_files_are_those_of_the_months_shown(walker: Walker) -> None:
    page = walker.opens(f"{PUBLIC}?{SPAN}").text
    [address] = re.findall(r'href="(/cong-khai/khanh-hoa/so-lieu\.csv[^"]*)"', page)
    rows = list(csv.reader(io.StringIO(walker.opens(address.replace("&amp;", "&")).text)))
    assert {(row[0], row[1], row[2]) for row in rows[1:]} == {
        ("Sở Giao thông vận tải", "2026-03", "1"),
        ("UBND thành phố Nha Trang", "2026-03", "1"),
    }


def test_months_that_make_no_span_are_told_beside_the_field_and_stay_typed(walker: Walker) -> None:
    walker.signs_in("operator")
    for address in (PUBLIC, STAFF):
        answer = walker.opens(f"{address}?first=b%E1%BB%8Ba&last=2026-04")
        assert answer.status_code == 422
        assert "Tháng phải ghi như 2026-11." in answer.text
        assert 'value="bịa"' in answer.text
        assert walker.opens(f"{address}?first=2026-05&last=2026-04").status_code == 422


def test_an_authority_that_is_none_is_a_page_that_says_so(walker: Walker) -> None:
    assert walker.opens("/cong-khai/atlantis/so-lieu").status_code == 404
    assert walker.opens("/cong-khai/atlantis/so-lieu.csv").status_code == 404


def test_staff_see_their_own_authoritys_or_agencys_and_the_public_signs_in_first(
    walker: Walker, real_desk: RealDesk
) -> None:
    assert "Đăng nhập" in walker.opens(STAFF).text
    walker.signs_in("operator")
    said = words(walker.opens(f"{STAFF}?{SPAN}").text)
    assert "30 phút làm việc" in said
    assert "Sở Giao thông vận tải" in said
    assert "UBND thành phố Nha Trang" in said
    narrowed = words(walker.opens(f"{STAFF}?{SPAN}&agency={NHA_TRANG}").text)
    assert "03/2026 tiếp nhận 1; đúng hạn 0, trễ hạn 0" in narrowed
    officer = Walker(real_desk)
    officer.signs_in("officer")
    own = officer.opens(f"{STAFF}?{SPAN}").text
    assert "Sở Giao thông vận tải" not in own
    assert officer.opens(f"{STAFF}?{SPAN}&agency={TRANSPORT}").status_code == 403


def test_whoever_belongs_to_no_authority_chooses_one(walker: Walker) -> None:
    walker.signs_in("auditor")
    assert "Ủy ban nhân dân thành phố Buôn Ma Thuột" in walker.opens(STAFF).text
    assert "03/2026 tiếp nhận 2" in words(walker.opens(f"{STAFF}?authority=khanh-hoa&{SPAN}").text)


def test_each_table_is_a_file(walker: Walker) -> None:
    walker.signs_in("operator")
    page = walker.opens(f"{STAFF}?{SPAN}").text
    addresses = [each.replace("&amp;", "&") for each in re.findall(rf'href="({STAFF}\.[^"]+)"', page)]
    assert len(addresses) == 7
    for address in addresses:
        answer = walker.opens(address)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]


def test_the_pages_read_in_english(walker: Walker) -> None:
    walker.opens(f"{PUBLIC}?{SPAN}")
    page = walker.sends("/ngon-ngu", language="en").text
    for said in ("Reports received and settled", "received 2; on time 1, late 0", "Table of the agencies", "Overdue"):
        assert said in page


def test_any_days_are_an_account_with_comparisons_and_the_list_of_late_steps(walker: Walker) -> None:
    walker.signs_in("operator")
    address = f"{STAFF}/ky?first=2026-03-01&last=2026-03-31"
    said = words(walker.opens(address).text)
    assert "đúng hạn 1, trễ hạn 0; chuyển kỳ sau 0, quá hạn 0" in said
    assert "đúng hạn 0, trễ hạn 0; chuyển kỳ sau 1, quá hạn 1" in said
    assert "Cùng kỳ năm trước" in said
    assert "Bước trễ hạn trong kỳ" in said
    assert "Thành phố Cam Ranh" in said, "a district without a report has a line"
    files = re.findall(rf'href="({STAFF}/ky[/.][^"]+)"', walker.opens(address).text)
    assert len(files) == 7
    for file in files:
        answer = walker.opens(file.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
    wrong = walker.opens(f"{STAFF}/ky?first=2026-03-31&last=2026-03-01")
    assert wrong.status_code == 422
    assert "Ngày cuối phải không trước ngày đầu" in wrong.text
