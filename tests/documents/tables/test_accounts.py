"""Tests the account of a period as a workbook: types, headings, and the list of late steps however long it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import openpyxl

from documents.tables.accounts import LATE_COLUMNS, AccountNames, Compared, tables_of
from documents.tables.statistics import FigureNames
from documents.tables.table import as_xlsx, write_xlsx
from domain.accounts.account import Account, Count, Flow, Group, LateStep, StepTimes
from domain.accounts.period import Period
from domain.offices.places import Place, PlaceKind
from domain.time.amounts import Unit
from procedures import procedure_in_force
from tests.support.records.town import local

PROCEDURE = procedure_in_force("khanh-hoa", date(2026, 11, 20))
NAMES = AccountNames(
    FigureNames(PROCEDURE, {"so-gtvt": "Sở Giao thông vận tải"}),
    (Place("nha-trang", "Thành phố Nha Trang", PlaceKind.DISTRICT), Place("xa", "Huyện Xa", PlaceKind.DISTRICT)),
)
FLOW = Flow(carried_in=1, received=3, answered=2, late=1, open=2, overdue=1)
ACCOUNT = Account(
    authority="khanh-hoa",
    period=Period(date(2026, 11, 1), date(2026, 11, 30)),
    agency=None,
    total=FLOW,
    by_channel=(Group("portal", FLOW),),
    by_field=(Group("giao-thong", FLOW),),
    by_lead=(Group("so-gtvt", FLOW),),
    by_place=(Group("nha-trang", FLOW),),
    returned=(Count("so-gtvt", 1),),
    ratings=(Count("satisfied", 1),),
    steps=(StepTimes("accept", 3, 1, timedelta(hours=2), timedelta(hours=5)),),
)


def late_step(number: int) -> LateStep:
    return LateStep(
        code=f"KH-2026-{number:06}",
        limit="process",
        step="Xử lý",
        source="Điều 7 khoản 3",
        agency="so-gtvt",
        field="giao-thong",
        lead="so-gtvt",
        place="nha-trang",
        received_at=local("2026-11-02 08:00"),
        due=local("2026-11-27 16:00"),
        done_at=local("2026-11-30 08:30"),
        unit=Unit.WORKING_DAY,
        late_by=timedelta(hours=2),
    )


def test_a_workbook_of_an_account_has_vietnamese_headings_dates_and_a_frozen_head() -> None:
    compared = Compared(ACCOUNT, Flow(received=1, open=1), Flow())
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(*tables_of(compared, NAMES, [late_step(1)]))))
    assert book.sheetnames == [
        "Tổng hợp", "Theo cơ quan", "Theo lĩnh vực", "Theo kênh", "Theo địa bàn", "Tỷ lệ quá hạn", "Thời gian từng bước",
        "Trả lại", "Đánh giá", "Bước trễ hạn",
    ]  # fmt: skip
    late = book["Bước trễ hạn"]
    notes = late.freeze_panes
    head = int("".join(filter(str.isdigit, notes))) - 1
    assert tuple(cell.value for cell in late[head]) == LATE_COLUMNS
    row = [cell.value for cell in late[head + 1]]
    assert row[0] == "KH-2026-000001"
    assert row[7] == datetime(2026, 11, 27, 16, 0)  # noqa: DTZ001 - cells have no zone
    assert late.cell(head + 1, 8).is_date
    assert row[9:] == [2, "2 giờ làm việc"]
    totals = {line[0].value: [cell.value for cell in line[1:]] for line in book["Tổng hợp"].iter_rows()}
    assert totals["Tiếp nhận trong kỳ"] == [3, 1, 0, 2, 3]
    assert totals["Chuyển kỳ sau"] == [2, 1, 0, 1, 2]
    shares = [[cell.value for cell in line] for line in book["Tỷ lệ quá hạn"].iter_rows()][-3:]
    assert shares == [
        [1, "Thành phố Nha Trang", 4, 2, 1, 25], [2, "Huyện Xa", 0, 0, 0, 0], [None, "Tổng cộng", 4, 2, 1, 25]
    ]  # fmt: skip


def test_rows_are_written_as_they_come(tmp_path) -> None:
    written: list[int] = []

    def steps() -> Iterator[LateStep]:
        for number in range(1, 3001):
            written.append(number)
            yield late_step(number)

    table = tables_of(Compared(ACCOUNT, Flow(), Flow()), NAMES, steps())[-1]
    assert written == []
    with (tmp_path / "late.xlsx").open("wb") as file:
        write_xlsx(file, table)
    sheet = openpyxl.load_workbook(tmp_path / "late.xlsx", read_only=True).active
    assert sum(1 for _ in sheet.iter_rows(values_only=True)) == 3000 + 1 + len(table.notes)
