"""Admins keep an office on pages without JavaScript. An error is shown beside its field, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from domain.messages import Fault
from records.record import Record
from tests.support.fronts.desk import PASSWORD, REPORT
from tests.support.fronts.real_desk import KH, RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow

OFFICE = f"/quan-tri/dia-phuong/{KH}"


@pytest.fixture
def admin(real_desk: RealDesk) -> Walker:
    """The admin of Khánh Hòa at the pages."""
    walker = Walker(real_desk)
    walker.signs_in("kh_admin")
    return walker


def beside(page: str, field: str) -> str:
    """Return the error beside a field."""
    found = re.search(rf'id="{re.escape(field)}-error">(?:<span[^>]*>[^<]*</span>)?([^<]*)<', page)
    return found[1] if found else ""


def last_change(desk: RealDesk) -> dict[str, object]:
    [change] = desk.gets("/admin/changes", "admin", limit=1).json()["items"]
    return {"by": change["by"], "subject": change["subject"], "after": change["after"]}


def test_an_agency_is_added_changed_and_no_longer_used(real_desk: RealDesk, admin: Walker) -> None:
    admin.opens(f"{OFFICE}/co-quan/them")
    wrong = admin.sends(f"{OFFICE}/co-quan/them", id="Sở Y tế", name="Sở Y tế", own_limit="bốn ngày")
    assert wrong.status_code == 422
    assert "chữ thường không dấu" in beside(wrong.text, "id")
    assert 'value="bốn ngày"' in wrong.text
    wrong = admin.sends(f"{OFFICE}/co-quan/them", id="so-y-te", symbol="S/YT")
    assert "4 wd" in beside(wrong.text, "own_limit")
    assert "chữ viết tắt" in beside(wrong.text, "symbol")
    added = admin.sends(f"{OFFICE}/co-quan/them", own_limit="4 wd", symbol="SYT")
    assert added.url.path == f"{OFFICE}/co-quan"
    assert "Đã lưu mục so-y-te." in added.text
    assert last_change(real_desk)["by"] == "kh_admin"
    admin.opens(f"{OFFICE}/co-quan/muc/so-y-te")
    admin.sends(f"{OFFICE}/co-quan/muc/so-y-te", active=[])
    kept = next(each for each in real_desk.record.offices.agencies(KH) if each.id == "so-y-te")
    assert (kept.name, str(kept.own_limit), kept.symbol, kept.active) == ("Sở Y tế", "4 wd", "SYT", False)
    admin.opens(f"{OFFICE}/co-quan/them")
    again = admin.sends(f"{OFFICE}/co-quan/them", id="so-y-te", name="Sở khác")
    assert "Đã có mục mang mã này" in beside(again.text, "id")


def test_a_place_a_field_and_a_rule_are_kept_and_the_law_s_own_field_is_not(real_desk: RealDesk, admin: Walker) -> None:
    admin.opens(f"{OFFICE}/dia-ban/them")
    place = {"id": "huyen-moi", "name": "Huyện mới", "kind": "district", "latitude": "12,7"}
    wrong = admin.sends(f"{OFFICE}/dia-ban/them", **place)
    assert beside(wrong.text, "latitude")
    assert 'value="Huyện mới"' in wrong.text
    assert admin.sends(f"{OFFICE}/dia-ban/them", latitude="", longitude="").url.path == f"{OFFICE}/dia-ban"
    admin.opens(f"{OFFICE}/phan-phoi/them")
    admin.sends(f"{OFFICE}/phan-phoi/them", id="huyen-moi", place="huyen-moi", agency="so-gtvt", source="Điều 6")
    rule = next(each for each in real_desk.record.offices.routing_rules(KH) if each.id == "huyen-moi")
    assert (rule.field, rule.place, rule.agency, rule.ours, rule.active) == (None, "huyen-moi", "so-gtvt", True, True)
    admin.opens(f"{OFFICE}/phan-phoi/them")
    taken = admin.sends(f"{OFFICE}/phan-phoi/them", id="hai", place="huyen-moi", agency="so-gtvt", source="Điều 6")
    assert taken.status_code == 409
    assert "Mã quy tắc: huyen-moi" in taken.text
    admin.opens(f"{OFFICE}/linh-vuc/them")
    admin.sends(f"{OFFICE}/linh-vuc/them", id="tieng-on", name="Tiếng ồn", source="QĐ 7")
    assert [each.id for each in real_desk.record.offices.own_fields(KH)] == ["tieng-on"]
    assert admin.opens(f"{OFFICE}/linh-vuc/muc/su-co-dien").status_code == 404


def test_an_account_is_added_changed_signed_out_and_leaves(real_desk: RealDesk, admin: Walker) -> None:
    admin.opens(f"/quan-tri/tai-khoan/them?dia-phuong={KH}")
    person = {"username": "binh", "display_name": "Trần Bình", "role": "agency_officer", "phone": "12"}
    wrong = admin.sends("/quan-tri/tai-khoan/them", **person)
    assert beside(wrong.text, "phone")
    assert 'value="binh"' in wrong.text
    assert '<option value="agency_officer" selected>' in wrong.text
    wrong = admin.sends("/quan-tri/tai-khoan/them", phone="0905 765 432")
    assert "hãy chọn trong danh sách" in beside(wrong.text, "agency")
    made = admin.sends("/quan-tri/tai-khoan/them", agency="so-gtvt")
    password = re.search(r"<code>([^<]+)</code>", made.text)
    assert password is not None
    binh = Walker(real_desk)
    binh.signs_in("binh", password[1])
    first = binh.opens("/can-bo")
    assert (first.url.path, first.url.params["tiep"]) == ("/tai-khoan/mat-khau", "/can-bo")
    guessed = binh.sends("/tai-khoan/mat-khau", current=password[1], new="tranbinh2026", again="tranbinh2026")
    assert "dễ đoán" in beside(guessed.text, "new")
    own = "một câu dài của Bình"
    went_on = binh.sends("/tai-khoan/mat-khau", current=password[1], new=own, again=own)
    assert went_on.url.path == "/can-bo"
    assert "Trần Bình" in binh.opens("/tai-khoan").text
    account = next(each for each in real_desk.record.accounts.of_authority(KH) if each.username == "binh")
    address = f"/quan-tri/tai-khoan/{account.id}"
    admin.opens(address)
    assert "Đã kết thúc phiên." in admin.sends(f"{address}/phien").text
    assert binh.opens("/tai-khoan").url.path == "/dang-nhap"
    admin.opens(address)
    assert "Đã lưu." in admin.sends(address, active=[]).text
    left = real_desk.record.accounts.find(account.id)
    assert left is not None
    assert (left.active, left.phone, left.agency) == (False, "0905765432", "so-gtvt")


def test_one_s_own_password_and_sessions(real_desk: RealDesk) -> None:
    here, there = Walker(real_desk), Walker(real_desk)
    here.signs_in("officer")
    there.signs_in("officer")
    here.opens("/tai-khoan")
    wrong = here.sends("/tai-khoan/mat-khau", current=PASSWORD, new="một câu dài dễ nhớ", again="khác")
    assert "chưa giống nhau" in beside(wrong.text, "again")
    changed = here.sends("/tai-khoan/mat-khau", current=PASSWORD, new="một câu dài dễ nhớ", again="một câu dài dễ nhớ")
    assert "Đã đổi mật khẩu" in changed.text
    assert there.opens("/tai-khoan").url.path == "/dang-nhap"
    there.sends("/dang-nhap", username="officer", password="một câu dài dễ nhớ")
    [ended] = real_desk.gets("/me/sessions", "leader").json()["items"]
    foreign = here.sends_with("/tai-khoan/phien", {"session": ended["id"]})
    assert foreign.status_code == 404
    here.opens("/tai-khoan")
    assert here.sends_with("/tai-khoan/phien", {"session": "không phải mã"}).status_code == 404


def test_a_leader_delegates_and_ends_it(real_desk: RealDesk) -> None:
    leader = Walker(real_desk)
    leader.signs_in("leader")
    leader.opens("/uy-quyen")
    delegate = real_desk.accounts["officer"].id
    times = {"starts_at": "2026-11-24T08:00", "ends_at": "2026-11-23T07:00"}
    wrong = leader.sends("/uy-quyen", delegate=delegate, reason="Đi công tác", **times)
    assert "phải sau lúc bắt đầu" in beside(wrong.text, "ends_at")
    assert 'value="Đi công tác"' in wrong.text
    done = leader.sends("/uy-quyen", ends_at="2026-11-28T17:00")
    assert "Đã lập ủy quyền." in done.text
    assert "từ 08:00 thứ Ba 24/11/2026 đến 17:00 thứ Bảy 28/11/2026" in done.text
    [delegation] = real_desk.record.delegations.listed(KH, None)
    ended = leader.sends_with("/uy-quyen/cham-dut", {"delegation": delegation.id})
    assert "Đã chấm dứt ủy quyền." in ended.text


def test_a_leader_hands_an_officer_s_cases_over(real_desk: RealDesk) -> None:
    code = real_desk.walked("dispatch")
    assert real_desk.acts(code, "assign", "leader", officer=real_desk.accounts["officer"].id).status_code == 200
    leader = Walker(real_desk)
    leader.signs_in("leader")
    leader.opens("/ban-giao")
    people = {"from": real_desk.accounts["officer"].id, "to": real_desk.accounts["leader"].id}
    wrong = leader.sends_with("/ban-giao", people)
    assert beside(wrong.text, "reason")
    done = leader.sends_with("/ban-giao", people | {"reason": "Chuyển công tác"})
    assert "Đã bàn giao 1 trên 1 hồ sơ" in done.text
    assert code in done.text


def test_an_act_about_days_is_shown_first_then_saved_then_withdrawn(real_desk: RealDesk) -> None:
    admin = Walker(real_desk)
    admin.signs_in("admin")
    admin.opens("/quan-tri/lich?nam=2026")
    typed = {
        "number": "25/CĐ-TTg",
        "source": "Công điện 25",
        "days.0.why": "Nghỉ tránh bão",
        "days.0.off": "31/02/2026",
    }
    wrong = admin.sends_with("/quan-tri/lich/xem-truoc", typed)
    assert wrong.status_code == 422
    assert "Ngày phải ghi" in beside(wrong.text, "days.0.off")
    assert 'value="Nghỉ tránh bão"' in wrong.text
    weekend = {"days.0.off": "27/11/2026", "days.1.why": "Làm bù", "days.1.worked": "28/11/2026"}
    wrong = admin.sends_with("/quan-tri/lich/xem-truoc", weekend)
    assert "theo giờ của thứ nào" in beside(wrong.text, "days.1.worked")
    assert not re.search(r"\((hours|hours_of|worked|off|half)\b", wrong.text)
    shown = admin.sends_with("/quan-tri/lich/xem-truoc", {"days.1.hours_of": "friday"})
    assert "Chưa lưu gì." in shown.text
    assert real_desk.record.calendar.book().revision == 1
    saved = admin.sends_with("/quan-tri/lich", {})
    assert saved.url.path == "/quan-tri/lich/lan/2"
    assert "Đã lưu văn bản." in saved.text
    assert "25/CĐ-TTg" in {each.act for each in real_desk.record.calendar.book().decisions}
    admin.opens("/quan-tri/lich?nam=2026")
    shown = admin.sends_with("/quan-tri/lich/thu-hoi/xem-truoc", {"number": "25/CĐ-TTg"})
    assert "Chưa thu hồi gì." in shown.text
    assert "Không thu hồi" in shown.text
    withdrawn = admin.sends_with("/quan-tri/lich/thu-hoi", {})
    assert withdrawn.url.path == "/quan-tri/lich/lan/3"
    assert "Đã thu hồi văn bản." in withdrawn.text
    assert "25/CĐ-TTg" not in {each.act for each in real_desk.record.calendar.book().decisions}


def test_an_act_saved_while_temporal_is_away_is_told_as_saved_and_waits_to_be_told_on(real_desk: RealDesk) -> None:
    admin = Walker(real_desk)
    admin.signs_in("admin")
    admin.opens("/quan-tri/lich")
    typed = {"number": "26/CĐ-TTg", "source": "Công điện 26", "days.0.why": "Bão", "days.0.off": "27/11/2026"}
    admin.sends_with("/quan-tri/lich/xem-truoc", typed)
    real_desk.recording.away = True
    saved = admin.sends_with("/quan-tri/lich", {})
    assert saved.status_code == 200
    assert "Đã lưu văn bản." in saved.text
    assert "chờ Temporal để bắt đầu" in saved.text


def test_a_letter_that_was_given_up_is_shown_and_sent_again(real_desk: RealDesk, admin: Walker) -> None:
    reporter = REPORT["reporter"] | {"email": "hoa@vidu.vn"}
    filed = real_desk.sends(REPORT | {"channel": "email", "reporter": reporter}, who="operator")
    code = filed.json()["code"]
    assert real_desk.acts(code, "ask_supplement", "operator").status_code == 200
    outbox = Record(real_desk.engine).outbox
    outbox.address(100)
    [letter] = (each for each in outbox.waiting(10) if each.kind == "supplement_asked")
    outbox.begin(letter.id)
    outbox.gave_up(letter.id, Fault.REFUSED, "550")
    shown = admin.opens("/quan-tri/tin").text
    assert code in shown
    assert "Nơi nhận từ chối (550)" in shown
    assert "hoa@vidu.vn" not in shown
    again = admin.sends_with("/quan-tri/tin", {"message": str(letter.id)})
    assert "Đã xếp tin để gửi lại." in again.text
    assert "Không có tin nào cần xem lại." in again.text
    assert letter.id in {each.id for each in outbox.waiting(10)}


@pytest.mark.parametrize("who", ["officer", "leader", "operator", "technician", "authority"])
def test_the_pages_are_for_admins_and_what_is_watched_for_auditors(real_desk: RealDesk, who: str) -> None:
    walker = Walker(real_desk)
    walker.signs_in(who)
    for address in ("/quan-tri", "/quan-tri/tai-khoan", f"{OFFICE}/co-quan", "/quan-tri/lich", "/quan-tri/lan-xem"):
        assert walker.opens(address).status_code == 403, address


def test_an_admin_of_one_authority_keeps_no_other_and_an_auditor_keeps_none(real_desk: RealDesk, admin: Walker) -> None:
    for address in (
        "/quan-tri/dia-phuong/binh-dinh/co-quan",
        "/quan-tri/tai-khoan?dia-phuong=binh-dinh",
    ):
        assert admin.opens(address).status_code == 403, address
    assert admin.opens(f"/quan-tri/tai-khoan/{real_desk.accounts['dn_admin'].id}").status_code == 404
    auditor = Walker(real_desk)
    auditor.signs_in("kh_auditor")
    for address in ("/quan-tri", "/quan-tri/thay-doi", "/quan-tri/thay-doi.csv", "/quan-tri/lan-xem", "/quan-tri/tin"):
        assert auditor.opens(address).status_code == 200, address
    assert auditor.opens("/quan-tri/tai-khoan").status_code == 403


def test_who_looked_at_whom_is_listed(real_desk: RealDesk, admin: Walker) -> None:
    code = real_desk.filed()
    real_desk.sees(code, "operator")
    page = admin.opens(f"/quan-tri/lan-xem?code={code.lower()}").text
    assert "danh tính người gửi" in page
    assert "Operator" in page
    assert "Nguyễn Thị Hoa" not in page


def test_admins_are_warned_of_a_certificate_of_their_own_offices_that_ends_soon(
    real_desk: RealDesk, admin: Walker
) -> None:
    assert "Chứng thư số" not in admin.opens("/quan-tri").text
    soon, later = (datetime.now(UTC) + timedelta(days=days) for days in (20, 200))
    real_desk.record.certificates.seen({KH: soon, f"{KH}.so-gtvt": later, "da-nang": soon})
    shown = admin.opens("/quan-tri").text
    assert f"Chứng thư số {KH} hết hiệu lực ngày" in shown
    assert "so-gtvt" not in shown
    assert "da-nang" not in shown
    real_desk.record.certificates.seen({})
    assert "Chứng thư số" not in admin.opens("/quan-tri").text
