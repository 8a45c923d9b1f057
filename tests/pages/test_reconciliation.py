"""Admins see where cases and workflows differ, and decide; until then nobody acts on a case of two stories."""

from __future__ import annotations

import pytest

from domain.reconciling import Choice, FindingKind
from records.reconciliation.rows import Difference
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow

PAGE = "/quan-tri/doi-chieu"


def at_pages(desk: RealDesk, name: str) -> Walker:
    walker = Walker(desk)
    walker.signs_in(name)
    return walker


@pytest.fixture
def admin(real_desk: RealDesk) -> Walker:
    """The admin of Khánh Hòa at the pages."""
    return at_pages(real_desk, "kh_admin")


def finds(desk: RealDesk, code: str, kind: FindingKind = FindingKind.AHEAD) -> str:
    """Keep a finding. Return the value of the button that rebuilds."""
    desk.record.reconciliation.found([Difference(code, kind, 5, 7)])
    [finding] = [each for each in desk.record.reconciliation.open_findings(None, 10) if each.difference.code == code]
    return f"{Choice.REBUILD}:{finding.id}"


def test_with_nothing_found_the_page_says_so(admin: Walker) -> None:
    shown = admin.opens(PAGE).text
    assert "Không có khác biệt nào chờ quyết định." in shown
    assert "Chưa đối chiếu lần nào." in shown


def test_a_difference_is_shown_with_both_numbers_and_decided_on(real_desk: RealDesk, admin: Walker) -> None:
    code = real_desk.filed()
    button = finds(real_desk, code)
    assert "1 khác biệt" in admin.opens("/quan-tri").text
    shown = admin.opens(PAGE).text
    for words in (code, "quy trình đi trước sổ hồ sơ", "5 diễn biến", "7 diễn biến", "tạm khóa thao tác"):
        assert words in shown
    done = admin.sends(PAGE, choice=button, note="Đã hỏi trung tâm.")
    assert "Đã ghi quyết định" in done.text
    assert "đang thực hiện" in done.text
    [decided] = real_desk.record.reconciliation.decided_findings(10)
    assert (decided.choice, decided.note, bool(decided.by)) == (Choice.REBUILD, "Đã hỏi trung tâm.", True)


def test_of_two_admins_the_second_is_told(real_desk: RealDesk, admin: Walker) -> None:
    button = finds(real_desk, real_desk.filed())
    admin.opens(PAGE)
    other = at_pages(real_desk, "admin")
    other.opens(PAGE)
    other.sends(PAGE, choice=button)
    refused = admin.sends(PAGE, choice=button)
    assert refused.status_code == 409
    assert "Đã có người quyết định" in refused.text


def test_only_an_admin_of_its_authority_sees_and_decides(real_desk: RealDesk, admin: Walker) -> None:
    code = real_desk.filed()
    button = finds(real_desk, code)
    auditor = at_pages(real_desk, "kh_auditor")
    shown = auditor.opens(PAGE).text
    assert code in shown
    assert "Dựng lại quy trình theo sổ hồ sơ" not in shown
    elsewhere = at_pages(real_desk, "dn_admin")
    assert code not in elsewhere.opens(PAGE).text
    stranger = finds(real_desk, "KH-2026-900000", FindingKind.UNKNOWN)
    for choice, status in ((stranger, 404), (button.replace("rebuild", "end"), 409), ("rebuild:nothing", 404)):
        admin.opens(PAGE)
        assert admin.sends(PAGE, choice=choice).status_code == status
    assert real_desk.record.reconciliation.decided_findings(10) == ()


def test_nobody_acts_on_a_case_of_two_stories_until_it_is_settled(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    finds(real_desk, code)
    refused = real_desk.acts(code, "dispatch", "operator", lead="so-tnmt")
    assert refused.status_code == 409
    assert refused.json()["title"] == "Hồ sơ đang tạm khóa"
    [finding] = real_desk.record.reconciliation.open_findings(None, 10)
    real_desk.record.reconciliation.decide(finding.id, Choice.LEAVE, note="", by_account=None)
    real_desk.record.reconciliation.settled(finding.id)
    assert real_desk.acts(code, "dispatch", "operator", lead="so-tnmt").status_code == 200


def test_a_case_whose_workflow_is_stuck_still_takes_acts(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    finds(real_desk, code, FindingKind.STUCK)
    assert real_desk.acts(code, "dispatch", "operator", lead="so-tnmt").status_code == 200


def test_what_the_system_mended_by_itself_asks_for_no_decision(real_desk: RealDesk, admin: Walker) -> None:
    finds(real_desk, real_desk.filed(), FindingKind.ANOTHER)
    shown = admin.opens(PAGE).text
    assert "quy trình của một phản ánh khác" in shown
    assert "Không cần quyết định gì" in shown
    assert 'name="note"' not in shown
