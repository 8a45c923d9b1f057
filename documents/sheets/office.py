"""The tables of an office: its agencies, its places and its routing rules, a row each.

A row adds an entry or changes one of the same id. No row stops an entry or puts one to use again: that is decided one by one,
with a look at what hangs on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from documents.sheets import moments
from documents.sheets.faults import Column, Fault, RowReader, faults_of_headings
from documents.sheets.reading import Cell, Sheet
from domain.offices.office import Agency
from domain.offices.places import VIET_NAM, Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.offices.validity import overlap
from domain.procedure import Procedure
from domain.time.amounts import Amount, ImpossibleAmount

_ID = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_SYMBOL = re.compile(r"[^\s/]{1,20}")
_LONGEST_ID, _LONGEST = 60, 300
_KINDS = {PlaceKind.DISTRICT: "cấp trên xã", PlaceKind.WARD: "cấp xã"}


class OfficeTable(StrEnum):
    """The tables of an office. The values are those of the admin pages' addresses."""

    AGENCIES = "co-quan"
    PLACES = "dia-ban"
    RULES = "phan-phoi"


@dataclass(frozen=True)
class KnownOffice:
    """The office as it stands: what rows may name, change or repeat."""

    procedure: Procedure
    agencies: tuple[Agency, ...]
    places: tuple[Place, ...]
    rules: tuple[RoutingRule, ...]


@dataclass(frozen=True)
class OfficeRows:
    """The entries of one table, in its order."""

    agencies: tuple[Agency, ...] = ()
    places: tuple[Place, ...] = ()
    rules: tuple[RoutingRule, ...] = ()


ID = Column(
    "Mã", True, "Mã riêng: chữ thường không dấu, chữ số, dấu nối. Mã đã có thì dòng ấy sửa mục đã có.", "so-xay-dung"
)
NAME = Column("Tên", True, "Tên đầy đủ, hiện trên trang và văn bản.", "Sở Xây dựng")
OWN_LIMIT = Column("Hạn riêng", False, "Thời hạn xử lý riêng, nơi quy chế cho phép.", "4 wd")
SYMBOL = Column("Ký hiệu văn bản", False, "Chữ viết tắt đứng sau số văn bản.", "SXD")
KIND = Column("Cấp", True, "Cấp của đơn vị hành chính.", "cấp xã", tuple(_KINDS.values()))
PARENT = Column("Thuộc", False, "Đơn vị cấp trên, chỉ cho cấp xã; đơn vị ấy có thể nằm trong cùng tệp.")
LATITUDE = Column("Vĩ độ", False, "Vĩ độ của trung tâm.", "12.2388")
LONGITUDE = Column("Kinh độ", False, "Kinh độ của trung tâm.", "109.1967")
FROM = Column("Từ ngày", False, "Dùng từ 0 giờ ngày này; nhập trước được. Để trống: như đang có.", "01/01/2027")
TO = Column("Đến trước ngày", False, "Không dùng nữa từ ngày này. Để trống: như đang có.", "01/07/2027")
AGENCY = Column("Cơ quan", True, "Cơ quan đang hoạt động mà hồ sơ chuyển tới.")
FIELD = Column("Lĩnh vực", False, "Để trống là lĩnh vực bất kỳ.")
PLACE = Column("Địa bàn", False, "Để trống là địa bàn bất kỳ.")
SOURCE = Column("Căn cứ", True, "Điều khoản hoặc quyết định.", "Quyết định 7/QĐ-TT")
OURS = Column("Đơn vị tự chọn", False, "“không” khi văn bản quy định; để trống là có.", "có", ("có", "không"))

COLUMNS: dict[OfficeTable, tuple[Column, ...]] = {
    OfficeTable.AGENCIES: (ID, NAME, OWN_LIMIT, SYMBOL, FROM),
    OfficeTable.PLACES: (ID, NAME, KIND, PARENT, LATITUDE, LONGITUDE, FROM, TO),
    OfficeTable.RULES: (ID, AGENCY, FIELD, PLACE, SOURCE, OURS, FROM, TO),
}
SHEETS = {
    OfficeTable.AGENCIES: "Cơ quan",
    OfficeTable.PLACES: "Địa bàn",
    OfficeTable.RULES: "Quy tắc phân phối",
}


def columns_of(table: OfficeTable, known: KnownOffice) -> tuple[Column, ...]:
    """Return the columns of a table, with the names that this office's rows may write."""
    offers = {
        PARENT.heading: tuple(each.name for each in known.places if each.kind is PlaceKind.DISTRICT and each.in_use),
        AGENCY.heading: tuple(each.name for each in known.agencies if each.active and each.ended_on is None),
        FIELD.heading: tuple(each.name for each in known.procedure.fields),
        PLACE.heading: tuple(dict.fromkeys(each.name for each in _nameable(known.places))),
    }
    return tuple(replace(each, offers=offers.get(each.heading, each.offers)) for each in COLUMNS[table])


def read_office(table: OfficeTable, sheet: Sheet, known: KnownOffice) -> tuple[OfficeRows, tuple[Fault, ...]]:
    """Return the entries of a table, and its faults. The whole table is read, so that all faults are told at once."""
    if faults := faults_of_headings(sheet, COLUMNS[table]):
        return OfficeRows(), faults
    readers = [RowReader(row) for row in sheet.rows]
    seen: set[str] = set()
    ids = [_id(reader, seen) for reader in readers]
    match table:
        case OfficeTable.AGENCIES:
            agencies = (_agency(reader, id_, known) for reader, id_ in zip(readers, ids, strict=True))
            rows = OfficeRows(agencies=tuple(agencies))
        case OfficeTable.PLACES:
            rows = OfficeRows(places=_places(readers, ids, known))
        case OfficeTable.RULES:
            rows = OfficeRows(rules=_rules(readers, ids, known))
    return rows, tuple(fault for reader in readers for fault in reader.faults)


def _id(reader: RowReader, seen: set[str]) -> str:
    """Return the id of a row, and note one that is misspelt or stands twice."""
    written = reader.text(ID, _LONGEST_ID)
    if written and not _ID.fullmatch(written):
        reader.wrong(ID, "Mã gồm chữ thường không dấu, chữ số và dấu nối, bắt đầu bằng chữ, như “so-gtvt”.")
    if written in seen:
        reader.wrong(ID, "Mã này đã có ở một dòng trên; mỗi mục một dòng.")
    seen.add(written)
    return written


def _agency(reader: RowReader, agency_id: str, known: KnownOffice) -> Agency:
    before = next((each for each in known.agencies if each.id == agency_id), None)
    name, limit, symbol = reader.text(NAME, _LONGEST), _own_limit(reader, known.procedure), reader.text(SYMBOL, 20)
    if symbol and not _SYMBOL.fullmatch(symbol):
        reader.wrong(SYMBOL, "Ký hiệu là chữ viết tắt, như “SXD”, không có dấu cách và dấu “/”.")
    entry = before or Agency(agency_id, known.procedure.id, name)
    return replace(entry, name=name, own_limit=limit, symbol=symbol, valid_from=_day(reader, FROM) or entry.valid_from)


def _own_limit(reader: RowReader, procedure: Procedure) -> Amount | None:
    written = reader.text(OWN_LIMIT, 20)
    if not written:
        return None
    try:
        amount = Amount.parse(written)
    except ImpossibleAmount:
        reader.wrong(OWN_LIMIT, "Ghi như “4 wd” (ngày làm việc), “8 wh” (giờ làm việc), “24 h” hoặc “30 min”.")
        return None
    if not procedure.has_use_for(amount):
        reader.wrong(OWN_LIMIT, "Hãy ghi cùng đơn vị với hạn của quy trình, để biết hạn nào ngắn hơn.")
    return amount


def _places(readers: Sequence[RowReader], ids: Sequence[str], known: KnownOffice) -> tuple[Place, ...]:
    """Return the places, each district before its wards."""
    names = [reader.text(NAME, _LONGEST) for reader in readers]
    kinds = [reader.listed(KIND, [(name, kind) for kind, name in _KINDS.items()]) for reader in readers]
    rows = [Place(id_, name, kind or PlaceKind.WARD) for id_, name, kind in zip(ids, names, kinds, strict=True)]
    after = {each.id: each for each in (*known.places, *rows)}
    districts = [each for each in after.values() if each.kind is PlaceKind.DISTRICT]
    places = [_place(reader, row, known, districts) for reader, row in zip(readers, rows, strict=True)]
    wards_of = {each.parent for each in ({each.id: each for each in (*known.places, *places)}).values()}
    for reader, place in zip(readers, places, strict=True):
        if place.kind is PlaceKind.WARD and place.id in wards_of:
            reader.wrong(KIND, "Đơn vị này đang có đơn vị trực thuộc nên phải là cấp trên xã.")
    return tuple(sorted(places, key=lambda place: place.parent is not None))


def _place(reader: RowReader, row: Place, known: KnownOffice, districts: Sequence[Place]) -> Place:
    parent = reader.entry(PARENT, districts)
    latitude = _degrees(reader, LATITUDE, VIET_NAM.south, VIET_NAM.north)
    longitude = _degrees(reader, LONGITUDE, VIET_NAM.west, VIET_NAM.east)
    if row.kind is PlaceKind.DISTRICT and parent is not None:
        reader.wrong(PARENT, "Chỉ đơn vị cấp xã thuộc một đơn vị khác; hãy bỏ trống.")
    if (latitude is None) != (longitude is None):
        reader.lacks(LATITUDE if latitude is None else LONGITUDE, "Phải có cả vĩ độ và kinh độ, hoặc bỏ trống cả hai.")
    entry = next((each for each in known.places if each.id == row.id), row)
    first, last = _days(reader, entry)
    return replace(
        entry,
        name=row.name,
        kind=row.kind,
        parent=parent.id if parent else None,
        latitude=latitude,
        longitude=longitude,
        valid_from=first,
        valid_to=last,
    )


def _degrees(reader: RowReader, column: Column, least: float, most: float) -> float | None:
    def parse(cell: Cell) -> float | None:
        if isinstance(cell, bool) or not isinstance(cell, str | int | float):
            return None
        try:
            degrees = float(str(cell).replace(",", "."))
        except ValueError:
            return None
        return degrees if least <= degrees <= most else None

    return reader.parsed(column, parse, f"Phải là số độ từ {least:g} đến {most:g}, như “{column.example}”.")


def _rules(readers: Sequence[RowReader], ids: Sequence[str], known: KnownOffice) -> tuple[RoutingRule, ...]:
    rules = tuple(_rule(reader, id_, known) for reader, id_ in zip(readers, ids, strict=True))
    after = {each.id: each for each in (*known.rules, *rules)}
    for reader, rule in zip(readers, rules, strict=True):
        same = (each.id for each in after.values() if each.id != rule.id and _routes_same(each, rule))
        if other := next(same, None):
            reader.wrong(ID, f"Quy tắc “{other}” đã có cùng lĩnh vực và địa bàn; hãy sửa quy tắc ấy.")
    return rules


def _routes_same(one: RoutingRule, other: RoutingRule) -> bool:
    alike = (one.field, one.place) == (other.field, other.place)
    return alike and one.active and other.active and overlap(one, other)


def _rule(reader: RowReader, rule_id: str, known: KnownOffice) -> RoutingRule:
    agency = reader.entry(AGENCY, [each for each in known.agencies if each.active and each.ended_on is None])
    field = reader.entry(FIELD, known.procedure.fields)
    place = reader.entry(PLACE, _nameable(known.places))
    source, ours = reader.text(SOURCE, _LONGEST), reader.listed(OURS, [("có", True), ("không", False)])
    entry = next((each for each in known.rules if each.id == rule_id), RoutingRule(rule_id, "", ""))
    first, last = _days(reader, entry)
    return replace(
        entry,
        agency=agency.id if agency else "",
        source=source,
        field=field.id if field else None,
        place=place.id if place else None,
        ours=ours is not False,
        valid_from=first,
        valid_to=last,
    )


def _nameable(places: Sequence[Place]) -> list[Place]:
    """Return the places that a rule may name. Of two of one name, one that is over gives way to the one in use."""
    in_use = [each for each in places if each.in_use]
    names = {each.name for each in in_use}
    return [*in_use, *(each for each in places if each.active and not each.in_use and each.name not in names)]


def _days(reader: RowReader, entry: Place | RoutingRule) -> tuple[date | None, date | None]:
    """Return the days on which an entry holds, as the row says or as they were."""
    first, last = _day(reader, FROM) or entry.valid_from, _day(reader, TO) or entry.valid_to
    if first is not None and last is not None and last <= first:
        reader.wrong(TO, "Phải sau ngày bắt đầu dùng.")
    return first, last


def _day(reader: RowReader, column: Column) -> date | None:
    written_so = reader.parsed(column, moments.written, "Không đọc được ngày; hãy ghi như “01/07/2027”.")
    return written_so.day if written_so else None
