"""The holidays that the law gives by rule. The only module that imports the `holidays` library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

import holidays

from calendars.errors import OutsideCalendar

FIRST_YEAR = 2020  # the first year whose decisions the table holds
LAST_YEAR = 2100  # the library's lunar tables end here; later, a missing holiday would count as a working day

_MADE_UP = "(nghỉ bù"
_SWAPPED = "Ngày nghỉ (thay cho ngày"
_CULTURAL_DAY = "Ngày Văn hóa Việt Nam"
_NATIONAL_DAY = "Quốc khánh"
_NEW_YEAR = "Tết Dương lịch"
_TET = "Tết"
_FIRST_OF_TET = "Tết Nguyên Đán"


class Festival(Enum):
    """A holiday whose days the Prime Minister fixes each year (Labour Code 2019, Art. 112(3)). Until then its days are
    predicted."""

    TET = "Tết Nguyên đán"
    SECOND_NATIONAL_DAY = "ngày liền kề Quốc khánh"


@dataclass(frozen=True)
class Holiday:
    """A day off by rule: its Vietnamese name, its article, and its festival where the days are fixed each year."""

    name: str
    basis: str
    festival: Festival | None


@dataclass(frozen=True)
class YearOfLaw:
    """The holidays of one year by rule.

    `telling_days` lists days for each festival. An act that gives one of them off has fixed that festival.
    """

    holidays: dict[date, Holiday]
    telling_days: dict[Festival, tuple[date, ...]]


@lru_cache(maxsize=256)  # the library takes a millisecond for a year, and many calendars ask for the same years
def year_of_law(year: int, *, cultural_day_made_up: bool) -> YearOfLaw:
    """Return the holidays of a year. Swapped days are not included: only official decisions create them.

    Raises:
        OutsideCalendar: the holidays of the year are not known.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutsideCalendar(f"working days are known from {FIRST_YEAR} to {LAST_YEAR}, not in {year}")
    names = holidays.country_holidays("VN", years=year, expand=False, language="vi")
    first = next(day for day, name in names.items() if _FIRST_OF_TET in name.split("; "))
    by_rule = {
        day: Holiday(name, _article(name, year), _festival(day, name))
        for day, name in names.items()
        if not name.startswith(_SWAPPED)
        and (cultural_day_made_up or not (name.startswith(_CULTURAL_DAY) and _MADE_UP in name))
    }
    telling_days = {
        Festival.TET: tuple(first + timedelta(days=n) for n in range(3)),
        Festival.SECOND_NATIONAL_DAY: (date(year, 9, 1), date(year, 9, 3)),
    }
    return YearOfLaw(by_rule, telling_days)


def _festival(day: date, name: str) -> Festival | None:
    if name.startswith(_NATIONAL_DAY) and day != date(day.year, 9, 2):
        return Festival.SECOND_NATIONAL_DAY
    return Festival.TET if _TET in name and not name.startswith(_NEW_YEAR) else None


def _article(name: str, year: int) -> str:
    """Return the article that makes the day a day off. The Labour Code of 2019 is in force from 2021."""
    made_up = _MADE_UP in name
    if name.startswith(_CULTURAL_DAY) and not made_up:
        return "Nghị quyết 28/2026/QH16, Điều 2"
    if year < 2021:
        return "Bộ luật Lao động 2012, Điều 115"
    return "Bộ luật Lao động 2019, " + ("khoản 3 Điều 111" if made_up else "khoản 1 Điều 112")
