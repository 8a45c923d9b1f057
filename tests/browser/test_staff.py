"""End to end in a browser: every role takes a case of each province through its pages, the officer also without
JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.support.browser.reporter import Reporter
from tests.support.browser.staff import Clerk
from tests.support.browser.window import AT_A_DESK, DESK, PHONE, Window
from tests.support.stack.processes import eventually
from tests.support.system import REPORT, Case, Town

pytestmark = pytest.mark.slow

REPORTER = REPORT["reporter"] | {"email": "hoa@vidu.vn"}
WORK = "Đã đến hiện trường, xử lý xong trong ngày."


def is_told_of(window: Window, code: str) -> bool:
    window.opens("/can-bo/thong-bao")
    return window.page.get_by_role("link", name=code).count() > 0


@dataclass(frozen=True)
class Deed:
    """An act of one person, and what is typed into its form."""

    who: str
    act: str
    typed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Way:
    """A case of one province from the report to its end."""

    procedure: str
    field: str
    deeds: tuple[Deed, ...]
    rating: str | None = None


WAYS = (
    Way(
        "khanh-hoa",
        "moi-truong",
        (
            Deed("trungtam", "verify"),
            Deed("trungtam", "dispatch", {"lead": "ubnd-nha-trang", "note": "Đề nghị xử lý sớm."}),
            Deed("canbo.ubnd-nha-trang", "accept"),
            Deed("canbo.ubnd-nha-trang", "submit_result", {"result": WORK}),
            Deed("lanhdao.ubnd-nha-trang", "approve"),
            Deed("lanhdao.ubnd-nha-trang", "publish"),
        ),
        rating="Rất hài lòng",
    ),
    Way(
        "binh-dinh",
        "giao-thong-van-tai",
        (
            Deed("trungtam.binh-dinh", "dispatch", {"lead": "so-gtvt"}),
            Deed("canbo.so-gtvt.binh-dinh", "accept"),
            Deed("lanhdao.binh-dinh", "ask_direction", {"reason": "Hai cơ quan chưa thống nhất."}),
            Deed("ubnd.binh-dinh", "direct", {"direction": "Giao Sở Giao thông vận tải chủ trì."}),
            Deed("trungtam.binh-dinh", "dispatch", {"lead": "so-gtvt"}),
            Deed("canbo.so-gtvt.binh-dinh", "accept"),
            Deed("canbo.so-gtvt.binh-dinh", "submit_result", {"result": WORK}),
            Deed("lanhdao.so-gtvt.binh-dinh", "approve", {"edited": WORK + " Có ảnh kèm theo."}),
            Deed("trungtam.binh-dinh", "publish"),
        ),
        rating="Rất hài lòng",
    ),
    Way(
        "buon-ma-thuot",
        "ha-tang-do-thi",
        (
            Deed("trungtam.buon-ma-thuot", "dispatch"),
            Deed("daumoi.buon-ma-thuot", "forward", {"lead": "phong-qldt"}),
            Deed("canbo.phong-qldt.buon-ma-thuot", "record_inspection", {"findings": "Nắp cống vỡ hai chỗ."}),
            Deed(
                "canbo.phong-qldt.buon-ma-thuot",
                "submit_result",
                {"result": WORK, "handled_on": "today", "no_images": "yes"},
            ),
            Deed("trungtam.buon-ma-thuot", "publish"),
        ),
        rating="Hài lòng",
    ),
    Way(
        "dien-bien",
        "giao-thong",
        (
            Deed("trungtam.dien-bien", "dispatch", {"lead": "ubnd-muong-nhe"}),
            Deed("canbo.ubnd-muong-nhe.dien-bien", "submit_result", {"result": WORK}),
            Deed("lanhdao.ubnd-muong-nhe.dien-bien", "publish"),
        ),
    ),
    Way(
        "lai-chau",
        "moi-truong",
        (
            Deed("lanhdao.trungtam.lai-chau", "ask_direction", {"reason": "Liên quan ba đơn vị."}),
            Deed("ubnd.lai-chau", "direct", {"direction": "Phòng Tài nguyên và Môi trường chủ trì."}),
            Deed("lanhdao.trungtam.lai-chau", "dispatch", {"lead": "phong-tnmt"}),
            Deed("canbo.phong-tnmt.lai-chau", "submit_result", {"result": WORK, "why_no_images": "Chỉ nhắc nhở."}),
            Deed("vanphong.lai-chau", "send_back", {"reason": "Bổ sung ảnh sau khi xử lý."}),
            Deed("canbo.phong-tnmt.lai-chau", "submit_result", {"result": WORK, "why_no_images": "Máy ảnh hỏng."}),
            Deed("trungtam.lai-chau", "publish"),
        ),
    ),
)


@pytest.mark.parametrize(
    ("window", "way"),
    [*((PHONE, way) for way in WAYS), (DESK, WAYS[0])],
    ids=[*(way.procedure for way in WAYS), f"{WAYS[0].procedure} at a desk"],
    indirect=["window"],
)
def test_a_case_of_each_province_reaches_its_end_through_the_pages_of_every_role(
    window: Window, town: Town, way: Way
) -> None:
    reporter = Reporter(window)
    reporter.sends(way.procedure, field=way.field)
    case = reporter.case
    walk(window, case, way)
    if way.rating:
        window.page.context.clear_cookies()
        reporter.opens_case()
        reporter.rates(way.rating)
    assert case.status == "closed"
    window.page.reload()
    window.is_fit_to_read()
    Clerk.at(window, "kiemtra").opens(case.code)
    assert window.page.locator("form[action*='/can-bo/ho-so/']").count() == 0
    assert town.up.ports["ui-port"] in ports_linked_to(window)
    window.is_fit_to_read()


def test_the_officers_pages_need_no_javascript(plain_window: Window, town: Town) -> None:
    way = WAYS[0]
    case = town.file(procedure=way.procedure, field=way.field, reporter=REPORTER)
    walk(plain_window, case, way)
    assert case.status == "published"


@AT_A_DESK
def test_new_work_appears_by_itself_unless_the_person_is_selecting_cases(window: Window, town: Town) -> None:
    Clerk.at(window, "trungtam")
    window.page.clock.install()
    window.opens("/can-bo")
    first = town.file(content="Đèn đường tắt cả đoạn dài, buổi tối rất nguy hiểm cho người đi bộ.").code
    window.page.clock.fast_forward(21_000)
    window.page.get_by_text("hồ sơ mới hoặc vừa thay đổi").wait_for()
    window.page.get_by_role("link", name=first, exact=True).wait_for()
    window.page.locator(f"#tick-{first}").check()
    second = town.file(content="Cây đổ chắn ngang đường sau cơn mưa tối qua, xe không qua được.").code
    window.page.clock.fast_forward(21_000)
    window.page.get_by_text("hồ sơ mới hoặc vừa thay đổi").wait_for()
    assert window.page.get_by_role("link", name=second, exact=True).count() == 0
    assert window.page.locator(f"#tick-{first}").is_checked()
    window.is_fit_to_read()
    window.page.get_by_role("link", name="Xem danh sách mới").click()
    window.page.get_by_role("link", name=second, exact=True).wait_for()


@AT_A_DESK
def test_several_are_dispatched_at_once_and_the_agency_reads_of_it(window: Window, town: Town) -> None:
    cases = [town.file(), town.file()]
    Clerk.at(window, "trungtam")
    window.opens("/can-bo?xem=dang-mo&field=moi-truong")
    window.is_fit_to_read()
    window.opens("/can-bo")
    for case in cases:
        window.page.locator(f"#tick-{case.code}").check()
    window.page.get_by_role("button", name="Phân phối các hồ sơ đã chọn").click()
    window.is_fit_to_read()
    for case in cases:
        window.page.get_by_label(f"Cơ quan chủ trì của {case.code}").select_option("so-tnmt")
    window.page.get_by_role("button", name="Phân phối", exact=True).click()
    window.page.get_by_text("đã phân phối cho").nth(1).wait_for()
    assert [case.status for case in cases] == ["dispatched"] * 2
    Clerk.at(window, "canbo.so-tnmt")
    for case in cases:
        eventually(partial(is_told_of, window, case.code))
    window.is_fit_to_read()
    window.page.get_by_role("button", name="Đánh dấu đã đọc").click()
    window.page.get_by_role("link", name="Thông báo (0 chưa đọc)").wait_for()


def test_a_refused_act_is_shown_at_the_top_with_the_focus_on_it(window: Window, town: Town) -> None:
    case = town.file()
    clerk = Clerk.at(window, "trungtam").finds(case.code)
    case.does("trungtam", "dispatch", lead="so-tnmt")
    clerk.sends("dispatch", lead="ubnd-nha-trang", note="Đề nghị xử lý sớm.")
    alert = window.page.get_by_role("alert")
    expect(alert).to_contain_text("nên không làm được thao tác này")
    expect(alert).to_be_focused()
    assert window.page.locator('#dispatch [name="note"]').input_value() == "Đề nghị xử lý sớm."
    window.is_fit_to_read()
    assert [complaint for complaint in window.complaints if "409" not in complaint] == []
    window.complaints.clear()


def walk(window: Window, case: Case, way: Way) -> None:
    """Let each person do their acts. A person who acts twice in a row stays on the page."""
    before = ""
    for deed in way.deeds:
        clerk = Clerk(window) if deed.who == before else Clerk.at(window, deed.who).finds(case.code)
        clerk.does(deed.act, **deed.typed)
        before = deed.who


def ports_linked_to(window: Window) -> set[int]:
    """Return the ports of this machine that links of the page lead to."""
    found = window.page.evaluate("[...document.links].map(link => link.port)")
    return {int(port) for port in found if port}
