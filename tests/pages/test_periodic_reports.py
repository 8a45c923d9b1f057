"""Periodic reports at their pages and their API: from the request to the reading; what is refused in words."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from activities.reports.contract import AdvanceRequest, ReportActDone
from activities.reports.making import ReportMaking
from calendars import VIETNAM
from domain import acts
from domain.reports.key import ReportKey, key_of
from domain.reports.periods import period_named, period_of
from domain.words import Role
from procedures import all_procedures
from tests.support.fronts.real_desk import RealDesk
from tests.support.letters import docx_text, pdf_text
from tests.support.pages.reading import forms_of
from tests.support.pages.walker import HOST, Walker
from tests.support.records.town import SECRET_CONTENT, SECRET_NAME, Town
from tests.support.workflows.reports import report_making
from workflows.reports.contract import ReportActRequest
from workflows.reports.gateway import ReportActRefused
from workflows.reports.starter import ReportStarter

pytestmark = pytest.mark.slow

PAGE, API, BD = "/can-bo/bao-cao-dinh-ky", "/api/v1/periodic-reports", "binh-dinh"
CODE = "BD-on-request-20260301-20260331"
MARCH = {"series": "department-month", "first": "2026-02-15", "last": "2026-03-14"}
POSTS = {
    "bd_operator": (Role.CENTRE_OPERATOR, None),
    "bd_leader": (Role.CENTRE_LEADER, None),
    "bd_authority": (Role.AUTHORITY_LEADER, None),
    "bd_health": (Role.AGENCY_OFFICER, "so-y-te"),
    "bd_roads": (Role.AGENCY_OFFICER, "so-gtvt"),
}


@dataclass
class AtOnce:
    """Does what the workflows of reports do, at once."""

    making: ReportMaking
    desk: RealDesk

    async def start(self, key: ReportKey) -> None:
        self.making.advance(AdvanceRequest(key, self.desk.clock()))

    async def act(self, key: ReportKey, request: ReportActRequest) -> None:
        said: dict[str, Any] = {
            "act_id": request.act_id,
            "by": request.by,
            "act": request.act,
            "signature": request.signature,
        }
        answer = self.making.act(ReportActDone(code=key.code, now=self.desk.clock(), **said))
        if answer.refusal:
            raise ReportActRefused(answer.refusal)
        await self.start(key)


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """Bình Định with a case of March 2026 that its agency let lie."""
    for username, (role, agency) in POSTS.items():
        real_desk.employs(username, role, BD, agency)
    case = Town(real_desk.record).files(BD, "2026-03-02 08:00", "y-te")
    case.does("2026-03-02 08:20", "centre_operator", acts.Dispatch(lead="so-y-te"))
    case.waits("2026-03-31 16:00")
    app: Any = real_desk.client.app
    front = app.state.front
    making = report_making(real_desk.record, front.keys.actors)
    app.state.front = replace(front, report_gateway=AtOnce(making, real_desk))
    return real_desk


def today(desk: RealDesk) -> date:
    return desk.clock().astimezone(VIETNAM).date()


def as_(desk: RealDesk, who: str) -> Walker:
    walker = Walker(desk)
    walker.signs_in(who)
    return walker


def requested(desk: RealDesk, **said: str) -> Any:
    wanted = {"first": "2026-03-01", "last": "2026-03-31", "wanted_by": f"{today(desk) + timedelta(days=7)}"}
    walker = as_(desk, "bd_leader")
    walker.opens(PAGE)
    return walker.sends(PAGE, words="UBND tỉnh hỏi", **({"series": "on-request"} | wanted | said))


def does(desk: RealDesk, who: str, kind: str, code: str = CODE, **said: str) -> Any:
    body = {"act_id": str(uuid.uuid4()), "kind": kind} | said
    return desk.client.post(f"{API}/{code}/acts", json=body, headers=desk.headers(who))


def test_a_report_is_asked_for_explained_checked_signed_sent_and_read(desk: RealDesk) -> None:
    assert CODE in requested(desk).text
    health = as_(desk, "bd_health")
    assert "Cơ quan của bạn còn 1 hồ sơ trễ hạn chưa giải trình." in health.opens(f"{PAGE}/{CODE}").text
    shown = health.sends(f"{PAGE}/{CODE}", kind="explain", words="Chờ kết quả xét nghiệm")
    assert "Đã ghi nhận." in shown.text
    for who, kind in (("bd_operator", "check"), ("bd_leader", "sign"), ("bd_operator", "send")):
        answer = does(desk, who, kind, words="Thiếu người" if kind == "check" else "")
        assert answer.status_code == 200, answer.text
    view = desk.client.get(f"{API}/{CODE}", headers=desk.headers("bd_authority")).json()
    assert (view["status"], view["acts"], view["owing"]) == ("sent", [], [])
    assert view["sent"][0]["number"] == "01/BC-STTTT"
    assert {file["format"] for file in view["files"]} == {"pdf", "docx", "xlsx"}
    page = as_(desk, "bd_authority").opens(f"{PAGE}/{CODE}").text
    for part in ("Chờ kết quả xét nghiệm", "Thiếu người", "01/BC-STTTT", view["files"][0]["sha256"]):
        assert part in page
    said = pdf_text(as_(desk, "bd_authority").opens(f"{PAGE}/{CODE}/1.pdf").content)
    assert "Chờ kết quả xét nghiệm" in " ".join(said.split())
    book = openpyxl.load_workbook(io.BytesIO(as_(desk, "bd_authority").opens(f"{PAGE}/{CODE}/1.xlsx").content))
    *_, late = book["Trễ hạn trong kỳ"].iter_rows(values_only=True)
    assert late[1] == "Sở Y tế"
    assert late[7] == "Chờ kết quả xét nghiệm"
    for secret in (SECRET_NAME, SECRET_CONTENT):
        assert secret not in page + said
    register = as_(desk, "bd_operator").opens("/can-bo/so-van-ban").text
    assert CODE in register
    assert "01/BC-STTTT" in register


def test_a_corrected_edition_says_everywhere_what_changed_and_why(desk: RealDesk) -> None:
    requested(desk)
    handed = (("bd_operator", "check"), ("bd_leader", "sign"), ("bd_operator", "send"))
    for who, kind in handed:
        does(desk, who, kind)
    assert desk.client.get(f"{API}/{CODE}", headers=desk.headers("bd_leader")).json()["correction"] == []
    Town(desk.record).files(BD, "2026-03-10 08:00", "y-te")
    assert does(desk, "bd_leader", "correct", words="Sót hồ sơ ngày 10/3").status_code == 200
    said = (
        "Bản sửa, thay Báo cáo số 01/BC-STTTT. Lý do: Sót hồ sơ ngày 10/3",
        "Tiếp nhận trong kỳ: 1 sửa thành 2",
        "Bảng có thay đổi: Tổng hợp; Theo kênh; Theo lĩnh vực",
    )
    leader = as_(desk, "bd_leader")
    preview = pdf_text(leader.opens(f"{PAGE}/{CODE}/xem-truoc.pdf").content)
    page = leader.opens(f"{PAGE}/{CODE}").text
    for who, kind in handed:
        assert does(desk, who, kind).status_code == 200
    sent = pdf_text(leader.opens(f"{PAGE}/{CODE}/2.pdf").content)
    written = docx_text(leader.opens(f"{PAGE}/{CODE}/2.docx").content)
    book = openpyxl.load_workbook(io.BytesIO(leader.opens(f"{PAGE}/{CODE}/2.xlsx").content))
    cells = " ".join(str(cell) for row in book["Tổng hợp"].iter_rows(values_only=True) for cell in row if cell)
    for words in said:
        for where, text in {"preview": preview, "page": page, "pdf": sent, "docx": written, "xlsx": cells}.items():
            assert words in text, where
    assert "Nhìn nhanh theo cơ quan chủ trì" in sent
    assert page.count('<span class="of">') == 2  # the plot of the page, with a bar for each agency
    first = pdf_text(leader.opens(f"{PAGE}/{CODE}/1.pdf").content)
    assert "Bản sửa" not in first
    assert "Bản xem trước" in preview


def test_home_counts_the_reports_that_wait_and_each_number_leads_to_their_list(desk: RealDesk) -> None:
    requested(desk)

    def counts(who: str) -> dict[str, int]:
        said = desk.client.get("/api/v1/today", headers=desk.headers(who)).json()["numbers"]
        numbers = {each["id"]: each for each in said if each["id"].startswith("reports_")}
        for each in numbers.values():
            items = desk.client.get(each["listed_at"], headers=desk.headers(who)).json()["items"]
            assert len(items) == each["count"], each
            page = as_(desk, who).opens(PAGE + "?xem=" + each["id"].removeprefix("reports_")).text
            assert page.count(f"{PAGE}/{CODE}") == each["count"], each
        return {name: each["count"] for name, each in numbers.items()}

    waiting = {"reports_unsent": 1, "reports_overdue": 0, "reports_owing": 1}
    assert counts("bd_leader") == counts("bd_health") == waiting
    assert counts("bd_roads") == dict.fromkeys(waiting, 0)
    assert "1 cơ quan chưa giải trình" in as_(desk, "bd_leader").opens("/can-bo/hom-nay").text
    does(desk, "bd_health", "explain", words="Chờ kết quả xét nghiệm")
    desk.now += timedelta(days=14)
    assert counts("bd_leader") == {"reports_unsent": 1, "reports_overdue": 1, "reports_owing": 0}


def test_what_is_refused_is_said_in_a_sentence(desk: RealDesk) -> None:
    requested(desk)
    rule = all_procedures()[BD].report("department-month")
    assert rule
    running = f"BD-department-month-{period_of(rule, today(desk)).id}"
    early = does(desk, "bd_operator", "check", running)
    assert (early.status_code, "Kỳ báo cáo chưa hết" in early.json()["detail"]) == (409, True)
    wrong = does(desk, "bd_health", "explain", words="x", case="BD-2026-999999")
    assert (wrong.status_code, "không phải hồ sơ trễ hạn" in wrong.json()["detail"]) == (422, True)
    unsigned = as_(desk, "bd_operator").opens(f"{PAGE}/{CODE}").text
    assert "Gửi báo cáo" not in unsigned
    assert "chưa ký thì chưa gửi được" in does(desk, "bd_operator", "send").json()["detail"]
    for who, kind in (("bd_operator", "check"), ("bd_leader", "sign"), ("bd_operator", "send")):
        does(desk, who, kind)
    again = does(desk, "bd_operator", "send")
    assert (again.status_code, "Báo cáo đã gửi nên giữ nguyên" in again.json()["detail"]) == (409, True)


def test_the_explanation_of_a_wrong_agency_is_refused_in_a_sentence_by_api_and_page(desk: RealDesk) -> None:
    requested(desk)
    # The roads' department had no late case, so it is not asked, reads nothing, and hears why.
    assert desk.client.get(f"{API}/{CODE}", headers=desk.headers("bd_roads")).status_code == 404
    refused_to(desk, "bd_roads", CODE, "không trễ hạn hồ sơ nào để giải trình; nếu sai, hãy báo trung tâm")
    # In Khánh Hòa each agency makes a report of its own.
    kh = "khanh-hoa"
    procedure = all_procedures()[kh]
    rule = procedure.report("agency-half-year")
    assert rule
    key = key_of(procedure, rule, period_named(rule, "2026-H1"), "so-gtvt")
    report_making(desk.record).advance(AdvanceRequest(key, desk.clock()))
    refused_to(
        desk, "leader", key.code, "Đây là báo cáo do cơ quan khác lập và giải trình; hãy mở báo cáo của cơ quan bạn"
    )
    assert does(desk, "leader", "check", key.code).status_code == 403
    assert does(desk, "other_leader", "check", key.code).status_code == 200


def refused_to(desk: RealDesk, who: str, code: str, words: str) -> None:
    answer = does(desk, who, "explain", code, words="Mưa bão")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (403, "report-not-yours")
    assert words in answer.json()["detail"]
    walker = as_(desk, who)
    # The page offers no form, so the form of another page lends its token.
    token = next(form for form in forms_of(walker.opens(PAGE).text) if form.action == "/dang-xuat").values
    said = {"kind": "explain", "words": "Mưa bão", "act_id": str(uuid.uuid4())}
    origin = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
    page = walker.client.post(f"{PAGE}/{code}", data=token | said, headers=origin)
    assert page.status_code == 403
    assert words in page.text


def test_a_wrong_request_is_answered_beside_the_form(desk: RealDesk) -> None:
    backwards = requested(desk, first="2026-03-31", last="2026-03-01")
    assert "Ngày cuối của số liệu phải từ ngày đầu trở đi" in backwards.text
    assert "Kỳ báo cáo chưa hết" in requested(desk, last=f"{today(desk)}").text
    assert "đã qua" in requested(desk, wanted_by="2026-04-01").text
    assert (
        "kỳ ấy là từ ngày 15/02/2026 đến ngày 14/03/2026; hãy ghi"
        in requested(desk, **MARCH | {"first": "2026-03-01"}).text
    )


def test_a_report_of_a_period_before_the_system_ran_is_made_on_request_and_demands_none_after_it(
    desk: RealDesk,
) -> None:
    code = "BD-department-month-2026-03"
    page = requested(desk, **MARCH)
    assert code in page.text
    assert "Từ ngày 15/02/2026 đến ngày 14/03/2026" in page.text
    starter = ReportStarter(desk.record.reports, desk.record.offices, AtOnce, desk.clock)  # type: ignore[arg-type]
    wanted = [key for key in starter.wanted() if (key.authority, key.series) == (BD, "department-month")]
    assert [key.first <= today(desk) <= key.last for key in wanted] == [False, True]
    assert wanted[0].code == code


def test_the_list_shows_what_is_to_come_with_its_due_day(desk: RealDesk) -> None:
    listed = desk.client.get(API, headers=desk.headers("bd_leader")).json()
    assert {each["series"] for each in listed["coming"]} == {
        rule.id for rule in all_procedures()[BD].reports if rule.cycle != "on_request"
    }
    assert all(each["due_text"] for each in listed["coming"])
    assert "Báo cáo tháng kết quả tiếp nhận" in as_(desk, "bd_leader").opens(PAGE).text
    assert desk.client.get(API, headers=desk.headers("bd_health")).json()["coming"] == []


def test_the_report_on_request_of_dien_bien_is_its_letter_and_is_read_before_it_goes(real_desk: RealDesk) -> None:
    """Công văn 4/2024: the letter with its table and its recipients, not a common form."""
    db, code = "dien-bien", "DB-on-request-20260301-20260331"
    real_desk.employs("db_leader", Role.CENTRE_LEADER, db, None)
    Town(real_desk.record).files(db, "2026-03-02 08:00", "giao-thong")
    front = real_desk.client.app.state.front  # type: ignore[attr-defined]
    gateway = AtOnce(report_making(real_desk.record, front.keys.actors), real_desk)
    real_desk.client.app.state.front = replace(front, report_gateway=gateway)  # type: ignore[attr-defined]
    days = {"first": "2026-03-01", "last": "2026-03-31", "wanted_by": f"{today(real_desk) + timedelta(days=7)}"}
    leader = as_(real_desk, "db_leader")
    leader.opens(PAGE)
    assert code in leader.sends(PAGE, series="on-request", words="UBND tỉnh hỏi", **days).text
    assert "Xem trước bản PDF sẽ gửi" in leader.opens(f"{PAGE}/{code}").text
    does(real_desk, "db_leader", "check", code, words="Đề nghị các huyện khẩn trương")
    preview = pdf_text(leader.opens(f"{PAGE}/{code}/xem-truoc.pdf").content)
    assert "Bản xem trước: chưa có số, chưa gửi." in preview
    for kind in ("sign", "send"):
        assert does(real_desk, "db_leader", kind, code).status_code == 200
    sent = pdf_text(leader.opens(f"{PAGE}/{code}/1.pdf").content)
    written = docx_text(leader.opens(f"{PAGE}/{code}/1.docx").content)
    for said in (preview, sent, written):
        for words in ("Có 01 phản ánh hiện trường", "Phòng VHHT các huyện", "các huyện khẩn trương"):
            assert words in said, words
    assert "Huyện Tủa Chùa" in preview
    assert "Huyện Tủa Chùa" in sent
    assert "01/TĐH-TĐDG" in sent
    assert "xem trước" not in sent + written
    late = real_desk.client.get(f"{API}/{code}/preview.pdf", headers=real_desk.headers("db_leader"))
    assert (late.status_code, "đã gửi nên không có bản xem trước" in late.json()["detail"]) == (409, True)
