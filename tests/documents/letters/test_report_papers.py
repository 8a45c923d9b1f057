"""The files of every series of periodic reports: the PDF is accessible, the spreadsheet is typed, and the columns add up."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from documents.tables.periodic import tables_of_report
from documents.tables.report_papers import ReportSources, files_of
from domain.accounts.account import Account, Count, Flow, Group, LateStep, StepTimes, total_of
from domain.accounts.period import Period
from domain.procedure import Procedure
from domain.reports.figures import AnyFigures, ReportFigures, WithheldFigures
from domain.reports.key import key_of
from domain.reports.periods import period_of, period_requested
from domain.reports.report import PeriodicReport
from domain.reports.rules import Cycle, ReportRule
from domain.reports.withheld import WithheldCase, withheld_counts
from domain.time.amounts import Unit
from domain.words import Status
from procedures import all_procedures, provinces
from records.reports.rows import KeptReport, ReportFormat, SentEdition, WholeReport
from tests.support.letters import docx_text, pdf_text, tags

SERIES = {f"{one.id}/{rule.id}": (one, rule) for one in all_procedures().values() for rule in one.reports}
AT = datetime(2026, 11, 10, 1, tzinfo=UTC)
FLOWS = {
    "a": Flow(
        carried_in=3, received=5, reopened=1, answered=4, withheld=1, refused=1, withdrawn=1, merged=1, late=2, open=2, overdue=1,
    ),
    "b": Flow(received=4, answered=2, open=2, overdue=2),
    None: Flow(received=1, open=1),
}  # fmt: skip
NAMES = {"a": "Sở Xây dựng", "b": "Sở Y tế"}


def whole_of(procedure: Procedure, rule: ReportRule) -> WholeReport:
    period = period_requested(date(2026, 11, 1), date(2026, 11, 9))
    if rule.cycle is not Cycle.ON_REQUEST:
        period = period_of(rule, AT.date() - timedelta(days=30))
    key = key_of(procedure, rule, period, "a" if rule.each_agency else None)
    report = PeriodicReport(
        code=key.code, authority=procedure.id, rule=rule, period=period, agency=key.agency, edition=1
    )
    return WholeReport(
        kept=KeptReport(report, procedure, AT, None),
        entries=(),
        editions=(figures_of(procedure, rule, Period(period.first, period.last)),),
        sent=(SentEdition(1, 7, rule.symbol, AT),),
        files=(),
    )


def figures_of(procedure: Procedure, rule: ReportRule, period: Period) -> AnyFigures:
    if rule.of_withheld:
        case = WithheldCase("X-2026-000001", "Đất đai", "a", Status.PROCESSING, AT, AT, None, overdue=True, late=True)
        counts = withheld_counts((case,), AT)
        return WithheldFigures((case,), counts, counts, counts)
    groups, limit = tuple(Group(id_, flow) for id_, flow in FLOWS.items()), procedure.limits[0]
    late = LateStep(
        code="X-2026-000001", limit=limit.id, step=limit.name, source=limit.source, agency="a", field=None, lead="a",
        place=None, received_at=AT, due=AT, done_at=None, unit=Unit.WORKING_DAY, late_by=timedelta(hours=9),
    )  # fmt: skip
    account = Account(
        authority=procedure.id, period=period, agency=None, total=total_of(FLOWS.values()), by_channel=groups,
        by_field=groups, by_lead=groups, by_place=groups, returned=(Count("a", 1),), late=(late,),
        ratings=tuple(Count(rating.id, 1) for rating in procedure.ratings[:1]),
        steps=(StepTimes(limit.id, 2, 1, timedelta(hours=1), timedelta(hours=2)),),
    )  # fmt: skip
    return ReportFigures(account, Flow(received=2, open=2), Flow())


def files_of_series(which: str) -> dict[ReportFormat, bytes]:
    procedure, rule = SERIES[which]
    province = provinces().by_id[procedure.id]
    places = province.office.places if province.office else ()
    return files_of(whole_of(procedure, rule), ReportSources(NAMES, places, province.overdue_letter))


@pytest.mark.parametrize("which", SERIES)
def test_every_report_has_an_accessible_pdf_a_docx_with_its_words_and_a_typed_spreadsheet(which: str) -> None:
    files = files_of_series(which)
    made = files[ReportFormat.PDF]
    reader = PdfReader(io.BytesIO(made))
    root: Any = reader.root_object
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/Lang"] == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title
    assert {"/Table", "/TH", "/TD"} <= set(tags(made))
    for said in (pdf_text(made), docx_text(files[ReportFormat.DOCX])):
        assert "07/" in said
        assert "Nơi nhận" in said
    for sheet in openpyxl.load_workbook(io.BytesIO(files[ReportFormat.XLSX])):
        heading, *rows = list(sheet.iter_rows())[int(sheet.freeze_panes[1:]) - 2 :]
        assert sheet.freeze_panes[0] == "A"
        assert all(isinstance(cell.value, str) and cell.font.bold for cell in heading), sheet.title
        for name, *cells in zip(heading, *rows, strict=True):
            kinds = {type(cell.value) for cell in cells if cell.value is not None}
            assert len(kinds) <= 1, (sheet.title, name.value, kinds)
            if name.value in ("Hạn", "Xong lúc", "Tiếp nhận lúc"):
                assert all(cell.is_date for cell in cells if cell.value is not None), name.value


def test_the_columns_of_every_group_add_up_to_what_was_handled_and_to_the_total() -> None:
    procedure, rule = SERIES["binh-dinh/department-month"]
    sources = ReportSources(NAMES, ())
    tables = tables_of_report(whole_of(procedure, rule).editions[0], sources.names(procedure), {})
    grouped = [table for table in tables if table.name.startswith("Theo ")]
    assert len(grouped) == 4
    for table in grouped:
        lines: Any = table.rows
        *rows, total = lines
        assert total[0] == "Tổng cộng"
        for handled, _, resolved, late, otherwise, still_open, overdue, share in (row[1:] for row in lines):
            assert handled == resolved + otherwise + still_open
            assert late <= resolved
            assert overdue <= still_open
            assert str(share).endswith("%")
        for column in range(1, 8):
            assert total[column] == sum(row[column] for row in rows), table.columns[column]
    counts: Any = {row[0]: row[1] for row in tables[0].rows}
    came = counts["Kỳ trước chuyển sang"] + counts["Tiếp nhận trong kỳ"] + counts["Mở lại trong kỳ"]
    went = ("Đã giải quyết", "Người gửi rút", "Gộp vào hồ sơ khác", "Chuyển kỳ sau")
    assert came == counts["Tổng số phải giải quyết"] == sum(counts[name] for name in went)
    assert counts["Đã giải quyết"] == counts["Trong đó đúng hạn"] + counts["Trong đó trễ hạn"]
    assert counts["Chuyển kỳ sau"] == counts["Trong đó còn hạn"] + counts["Trong đó quá hạn"]


def test_the_numbers_of_the_letter_of_dien_bien_add_up_where_cases_were_withdrawn() -> None:
    said = pdf_text(files_of_series("dien-bien/on-request")[ReportFormat.PDF])
    assert "Có 12 phản ánh hiện trường" in said
    assert "07 phản ánh đã giải quyết (chiếm 58,3%), 05 phản ánh chưa được giải quyết (chiếm 41,7%)" in said
