"""The demo shows Điện Biên's backlog as its letter of April 2024 counts it."""

from __future__ import annotations

from datetime import UTC, datetime

from cli.demo.backlog import lines_of
from procedures import provinces
from tests.support.backlog import LETTER_OF_DIEN_BIEN

APRIL = datetime(2024, 4, 15, 2, tzinfo=UTC)


def test_the_backlog_is_counted_agency_by_agency_with_the_share_that_is_overdue() -> None:
    office = next(each for each in provinces().offices if each.authority == "dien-bien")
    lines = lines_of(office, LETTER_OF_DIEN_BIEN.read_bytes(), APRIL)
    told = {line.agency: (line.cases, line.answered, line.overdue, line.share) for line in lines}
    assert told["UBND thành phố Điện Biên Phủ"] == (58, 2, 56, "96,6 %")
    assert told["UBND huyện Điện Biên Đông"] == (0, 0, 0, "–")
    assert told["UBND huyện Tủa Chùa"] == (5, 3, 2, "40,0 %")
    assert (sum(line.cases for line in lines), sum(line.overdue for line in lines)) == (130, 123)
