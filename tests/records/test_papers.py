"""The register of papers: letters enter it by themselves, papers that came in have one number each and stay as they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from domain import acts
from domain.acts import Sealed
from domain.offices.office import Agency
from domain.words import Role
from records.errors import KeyReused
from records.offices.rows import ChangedBy
from records.papers.rows import Direction, NewOutgoingPaper, NewPaper, Paper, SoughtPapers
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, FRIDAY, LEADER, OFFICER, Desk, dispatch
from tests.support.records.furnishing import add_agency

pytestmark = pytest.mark.slow

ZONE = "Asia/Ho_Chi_Minh"
DAY = date(2026, 11, 20)
PAPER = NewPaper(DAY, "Sở Xây dựng", "V/v thi công đường Trần Phú", "125/SXD-VP", date(2026, 11, 18))
SENT = NewOutgoingPaper(DAY, "UBND tỉnh", "BC", "Báo cáo vướng mắc")
ALL = SoughtPapers("khanh-hoa", date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def clerk(record: Record) -> str:
    return record.accounts.add(
        username="van.thu",
        role=Role.CENTRE_OPERATOR,
        authority="khanh-hoa",
        agency=None,
        display_name="Trần Bình",
        password_hash="x",
        change=ChangedBy(None, FRIDAY),
    ).id


def came_in(record: Record, clerk: str, key: str, paper: NewPaper = PAPER, agency: str | None = None) -> Paper:
    return record.papers.add(paper, authority="khanh-hoa", agency=agency, by=clerk, key=key)


def published(desk: Desk) -> str:
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    for act, by in (
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá.")), OFFICER),
        (acts.Approve(), LEADER),
        (acts.Publish(), CENTRE),
    ):
        complaint = desk.act(complaint, act, by)
    return complaint.code


def test_a_paper_is_registered_once_however_often_it_is_sent(record: Record, clerk: str) -> None:
    first = came_in(record, clerk, "one")
    assert came_in(record, clerk, "one") == first
    assert (first.number, came_in(record, clerk, "two").number) == (1, 2)
    with pytest.raises(KeyReused):
        came_in(record, clerk, "one", replace(PAPER, about="Việc khác"))


def test_papers_registered_at_once_have_numbers_without_gap_or_double(record: Record, clerk: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: came_in(record, clerk, f"key {number % 8}").number, range(16)))
    assert sorted(found) == sorted(2 * list(range(1, 9)))


def test_each_office_and_each_year_counts_from_one(record: Record, clerk: str) -> None:
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải"))
    numbers = [
        came_in(record, clerk, "a").number,
        came_in(record, clerk, "b", agency="so-gtvt").number,
        came_in(record, clerk, "c", replace(PAPER, received_on=date(2027, 1, 1))).number,
    ]
    assert numbers == [1, 1, 1]


def test_the_register_holds_letters_and_papers_and_names_no_reporter(desk: Desk, record: Record, clerk: str) -> None:
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải", symbol="SGTVT"))
    code = published(desk)
    came_in(record, clerk, "a", replace(PAPER, received_on=date(2026, 11, 19), code=code))
    out, came = record.papers.listed(ALL, zone=ZONE)
    assert (out.direction, out.agency, out.number, out.symbol, out.day, out.code) == (
        Direction.OUT, "so-gtvt", 1, "PAKN-SGTVT", DAY, code,
    )  # fmt: skip
    assert out.letter is not None
    assert out.letter.name == "Thông báo kết quả xử lý"
    assert (came.direction, came.agency, came.other, came.code) == (Direction.IN, None, "Sở Xây dựng", code)


def test_a_paper_that_went_out_without_the_system_is_numbered_among_the_letters_of_its_office(
    desk: Desk, record: Record, clerk: str
) -> None:
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải", symbol="SGTVT"))
    published(desk)

    def sent(key: str, paper: NewOutgoingPaper = SENT, agency: str | None = "so-gtvt") -> Paper:
        return record.papers.send(paper, authority="khanh-hoa", agency=agency, by=clerk, key=key)

    first = sent("a")
    assert (first.number, first.symbol, first.other) == (2, "BC-SGTVT", "UBND tỉnh")
    assert sent("a") == first
    assert (sent("b").number, sent("c", agency=None).number, sent("c2", agency=None).symbol) == (3, 1, "BC")
    with pytest.raises(KeyReused):
        sent("a", replace(SENT, about="Việc khác"))
    numbers = [entry.number for entry in record.papers.listed(replace(ALL, agency="so-gtvt"), zone=ZONE)]
    assert sorted(numbers) == [1, 2, 3]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({}, 2),
        ({"direction": Direction.OUT}, 1),
        ({"agency": ""}, 1),
        ({"agency": "so-gtvt"}, 1),
        ({"agency": "nobody"}, 0),
        ({"code": "KH-2026-999999"}, 0),
        ({"authority": "hue"}, 0),
        ({"authority": None}, 2),
        ({"since": date(2026, 11, 21)}, 0),
        ({"since": DAY, "until": DAY}, 2),
        ({"until": date(2026, 11, 19)}, 0),
    ],
    ids=str,
)
def test_the_register_is_filtered(
    desk: Desk, record: Record, clerk: str, sought: dict[str, object], found: int
) -> None:
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải"))
    published(desk)
    came_in(record, clerk, "a")
    assert len(record.papers.listed(replace(ALL, **sought), zone=ZONE)) == found  # type: ignore[arg-type]


def test_a_long_register_is_read_in_pages_without_gap(record: Record, clerk: str) -> None:
    for number in range(5):
        came_in(record, clerk, str(number))
    pages = [record.papers.listed(ALL, zone=ZONE, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [entry.number for page in pages for entry in page] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("statement", ["UPDATE incoming_papers SET about = 'x'", "DELETE FROM incoming_papers"])
def test_what_is_registered_stays_as_it_is(record: Record, clerk: str, sql: Sql, statement: str) -> None:
    came_in(record, clerk, "a")
    with pytest.raises(Exception, match="append-only"):
        sql(statement)
