"""Tests the plot of a periodic report's PDF: what it shows, and that it says the same in words."""

from __future__ import annotations

from datetime import date

from documents.letters.pdf import pdf
from documents.letters.periodic import Bar, PeriodicReportPaper
from templates.letters import PERIODIC_REPORT
from tests.support.letters import pdf_text


def paper(*bars: Bar) -> PeriodicReportPaper:
    return PeriodicReportPaper(
        title="Báo cáo tháng",
        days="Từ 01/11/2026 đến 30/11/2026",
        superior="",
        issuer="Sở",
        number="01/BC",
        addressees=("UBND tỉnh",),
        basis="Căn cứ",
        dated=date(2026, 12, 1),
        place="Bình Định",
        words="",
        correction="",
        sections=[],
        signer_title="Giám đốc",
        signer="",
        recipients=("Như trên;",),
        code="BD-1",
        bars=bars,
    )


def test_the_plot_shows_agencies_with_cases_the_largest_first() -> None:
    shown = paper(Bar("Sở Y tế", (1, 0, 0, 1)), Bar("Sở Nội vụ", (0, 0, 0, 0)), Bar("Sở Xây dựng", (5, 2, 3, 1)))
    plot = shown.as_data()["plot"]
    assert [bar["name"] for bar in plot["bars"]] == ["Sở Xây dựng", "Sở Y tế"]
    assert plot["words"].startswith(
        "Sở Xây dựng: 5 đã giải quyết đúng hạn, 2 đã giải quyết, có hạn bị trễ, 3 đang xử lý, trong hạn, 1 đang xử lý, quá hạn;"
    )
    assert "Nhìn nhanh theo cơ quan chủ trì" in pdf_text(pdf(PERIODIC_REPORT, shown))


def test_one_agency_alone_has_no_plot() -> None:
    alone = paper(Bar("Sở Y tế", (1, 0, 0, 1)))
    assert alone.as_data()["plot"]["bars"] == []
    assert "Nhìn nhanh" not in pdf_text(pdf(PERIODIC_REPORT, alone))
