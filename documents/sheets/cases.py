"""The table of a backlog: a row for each case of another system."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from documents.sheets.faults import Column, Fault, RowReader, faults_of_headings
from documents.sheets.moments import HOW_TO_WRITE, instant, written
from documents.sheets.reading import Sheet, SheetRow
from domain.backlog.past_case import PastCase, Standing
from domain.offices.office import Agency
from domain.offices.places import Place, present_units
from domain.procedure import Procedure, RefusalGround

SHEET = "Hồ sơ"
"""The sheet of a workbook that lists the cases."""

STANDINGS: dict[Standing, str] = {
    Standing.RECEIVED: "Mới tiếp nhận",
    Standing.DISPATCHED: "Đã chuyển cơ quan",
    Standing.HANDLED: "Đang xử lý",
    Standing.ANSWERED: "Đã trả lời",
    Standing.REFUSED: "Không giải quyết",
    Standing.WITHDRAWN: "Người gửi đã rút",
}
_YES, _NO = "có", "không"
_PHONE = re.compile(r"[+0-9][0-9 .()-]{7,20}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+")
_LOST_ZERO = 9
"""The digits of a telephone number whose zero a spreadsheet took away."""

OLD_CODE = Column(
    "Mã ở hệ thống cũ", True, "Mã riêng của hồ sơ; nhập lại cùng mã thì không thêm hồ sơ.", "PA-2024-0131"
)
RECEIVED = Column(
    "Ngày giờ nhận",
    True,
    "Lúc nhận thật; mọi hạn tính từ đây. Chỉ ghi ngày thì lấy hết giờ làm việc ngày ấy.",
    "04/03/2024 08:30",
)
CHANNEL = Column("Kênh", False, "Kênh phản ánh; để trống là kênh thường dùng.")
FIELD = Column("Lĩnh vực", False, "Lĩnh vực; bắt buộc khi quy trình phân phối theo lĩnh vực.")
PLACE = Column("Địa bàn", False, "Đơn vị hành chính nơi xảy ra; tên đã sáp nhập thì thành tên hiện nay.")
ADDRESS = Column("Nơi xảy ra", False, "Nơi xảy ra, bằng lời; để trống thì lấy tên địa bàn.", "Đầu cầu Thanh Bình")
CONTENT = Column(
    "Nội dung",
    True,
    "Nội dung phản ánh. Hồ sơ đã trả lời thì công chúng đọc được: đừng ghi tên, số điện thoại ở đây.",
    "Mặt đường có ổ gà sâu",
)
STANDING = Column("Tình trạng", True, "Hồ sơ đang ở đâu.", "Đang xử lý", tuple(STANDINGS.values()))
AGENCY = Column("Cơ quan xử lý", False, "Cơ quan chủ trì; bắt buộc từ khi đã chuyển.")
DISPATCHED = Column(
    "Ngày giờ chuyển", False, "Lúc chuyển cơ quan; để trống là chuyển ngay khi nhận.", "04/03/2024 10:00"
)
ACCEPTED = Column(
    "Ngày giờ cơ quan nhận", False, "Lúc cơ quan tiếp nhận; để trống là nhận ngay khi được chuyển.", "04/03/2024 14:00"
)
ENDED = Column(
    "Ngày giờ kết thúc", False, "Lúc trả lời, từ chối hoặc rút; bắt buộc khi đã kết thúc.", "11/03/2024 15:00"
)
GROUND = Column("Căn cứ không giải quyết", False, "Bắt buộc khi tình trạng là “Không giải quyết”.")
WORDS = Column(
    "Kết quả hoặc lý do",
    False,
    "Nội dung đã trả lời, hoặc lý do; bắt buộc khi đã trả lời, không giải quyết.",
    "Đã vá xong mặt đường",
)
SECRET = Column("Giữ bí mật", False, "“có” khi người gửi đề nghị; hồ sơ ấy không công khai.", _NO, (_YES, _NO))
NAME = Column("Họ tên người gửi", False, "Chỉ người cần liên hệ xem được.")
HOME = Column("Địa chỉ người gửi", False, "Chỉ người cần liên hệ xem được.")
PHONE = Column("Điện thoại", False, "Chỉ người cần liên hệ xem được.", "0900 000 000")
EMAIL = Column("Thư điện tử", False, "Chỉ người cần liên hệ xem được.")

COLUMNS = (
    OLD_CODE, RECEIVED, CHANNEL, FIELD, PLACE, ADDRESS, CONTENT, STANDING, AGENCY, DISPATCHED, ACCEPTED, ENDED, GROUND, WORDS,
    SECRET, NAME, HOME, PHONE, EMAIL,
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """The names that rows may write: of the regulation in force, and of the authority's agencies and places.
    `now` is the instant of the import. `find` finds the present places that a name of the time before stands for."""

    procedure: Procedure
    agencies: tuple[Agency, ...]
    places: tuple[Place, ...]
    now: datetime
    find: Callable[[str], Sequence[Place]] = lambda _written: ()


@dataclass(frozen=True)
class CaseRow:
    """A case as its row tells it. Who sent it stays out of `repr`, and so out of logs. `digest` tells whether the row of a later
    file says the same."""

    number: int
    past: PastCase
    content: str = field(repr=False)
    address: str = field(repr=False)
    name: str = field(repr=False)
    home: str = field(repr=False)
    phone: str = field(repr=False)
    email: str = field(repr=False)
    digest: str = field(repr=False)


def columns_for(known: Known) -> tuple[Column, ...]:
    """Return the columns, with the names that this authority's rows may write."""
    procedure = known.procedure
    offers: dict[Column, Iterable[str]] = {
        CHANNEL: (each.name for each in procedure.channels),
        FIELD: (each.name for each in procedure.fields),
        PLACE: (each.name for each in known.places if each.in_use),
        AGENCY: (each.name for each in known.agencies if each.in_use),
        GROUND: (each.name for each in _grounds(procedure)),
    }
    return tuple(replace(each, offers=tuple(offers[each])) if each in offers else each for each in COLUMNS)


def read_cases(sheet: Sheet, known: Known) -> tuple[tuple[CaseRow, ...], tuple[Fault, ...]]:
    """Return the cases of a table, and its faults. The whole table is read, so that all faults are told at once."""
    faults = list(faults_of_headings(sheet, COLUMNS))
    if faults:
        return (), tuple(faults)
    rows: list[CaseRow] = []
    seen: dict[str, int] = {}
    for row in sheet.rows:
        reader = RowReader(row)
        read = _read(reader, row, known)
        if read is not None and read.past.old_code in seen:
            reader.wrong(OLD_CODE, f"Trùng mã với dòng {seen[read.past.old_code]}; mỗi hồ sơ một mã, hãy bỏ một dòng.")
        if read is not None:
            seen.setdefault(read.past.old_code, row.number)
        faults += reader.faults
        if read is not None and not reader.faults:
            rows.append(read)
    return tuple(rows), tuple(faults)


def _read(reader: RowReader, row: SheetRow, known: Known) -> CaseRow | None:
    """Return the case of a row; None where its code, its day or its standing cannot be read."""
    procedure = known.procedure
    old_code, content = reader.text(OLD_CODE, 100), reader.text(CONTENT, 10_000)
    received = reader.parsed(RECEIVED, written, HOW_TO_WRITE)
    standing = reader.listed(STANDING, [(name, standing) for standing, name in STANDINGS.items()])
    channel, field_of_work = reader.entry(CHANNEL, procedure.channels), reader.entry(FIELD, procedure.fields)
    place, ground = _place(reader, known), reader.entry(GROUND, _grounds(procedure))
    has_ended = standing is not None and standing.has_ended
    agency = reader.entry(AGENCY, [each for each in known.agencies if each.active or has_ended])
    dispatched, accepted, ended = (
        reader.parsed(column, written, HOW_TO_WRITE) for column in (DISPATCHED, ACCEPTED, ENDED)
    )
    words, secret = reader.text(WORDS, 10_000), reader.listed(SECRET, [(_YES, True), (_NO, False)]) or False
    address = reader.text(ADDRESS, 300) or (place.name if place else "")
    name, home, phone, email = reader.text(NAME, 200), reader.text(HOME, 300), _phone(reader), _email(reader)
    if not old_code or received is None or standing is None:
        return None
    usual = next((each for each in procedure.channels if not each.staff_only), procedure.channels[0])
    past = PastCase(
        old_code=old_code,
        standing=standing,
        channel=(channel or usual).id,
        received_at=instant(received, procedure),
        field=field_of_work.id if field_of_work else None,
        place=place.id if place else None,
        secret=secret,
        agency=agency.id if agency else None,
        agency_limit=agency.own_limit if agency else None,
        dispatched_at=instant(dispatched, procedure) if dispatched else None,
        accepted_at=instant(accepted, procedure) if accepted else None,
        ended_at=instant(ended, procedure) if ended else None,
        ground=ground.id if ground else None,
        words=words,
    )
    _require_what_belongs(reader, past, procedure)
    _require_order(reader, past, known.now)
    further = (content, address, name, home, phone, email)
    return CaseRow(row.number, past, *further, digest=_digest(past, *further))


def _place(reader: RowReader, known: Known) -> Place | None:
    """Return the place of a row: the present one, also where it was written with a name of the time before."""
    written_so = reader.text(PLACE, 300)
    if not written_so:
        return None
    in_use = [each for each in known.places if each.in_use]
    if any(written_so in (each.id, each.name) for each in in_use):
        return reader.entry(PLACE, in_use)
    now = present_units(written_so, known.places) or known.find(written_so)
    if len(now) > 1:
        names = ", ".join(f"“{each.name}”" for each in now)
        reader.wrong(PLACE, f"“{written_so}” nay thuộc nhiều đơn vị; hãy ghi một trong: {names}.")
        return None
    return now[0] if now else reader.entry(PLACE, known.places)


def _grounds(procedure: Procedure) -> list[RefusalGround]:
    """Return the grounds on which a case of another system may have been refused. One that names another case cannot be told."""
    return [each for each in procedure.refusal_grounds if not each.names_original]


def _require_what_belongs(reader: RowReader, past: PastCase, procedure: Procedure) -> None:
    """Note what a case that stands so must have, and what it cannot have."""
    standing, name = past.standing, STANDINGS[past.standing]
    if standing.has_agency and past.agency is None:
        reader.lacks(AGENCY, f"Hồ sơ “{name}” phải có cơ quan xử lý.")
    if standing is Standing.RECEIVED and past.agency is not None:
        reader.wrong(AGENCY, f"Hồ sơ “{name}” chưa có cơ quan; hãy bỏ trống, hoặc đổi tình trạng.")
    if past.agency is not None and past.field is None and procedure.own_dispatch is None:
        reader.lacks(FIELD, "Hồ sơ đã chuyển cơ quan phải có lĩnh vực.")
    if standing.has_ended and past.ended_at is None:
        reader.lacks(ENDED, f"Hồ sơ “{name}” phải có ngày kết thúc.")
    if not standing.has_ended and past.ended_at is not None:
        reader.wrong(ENDED, f"Hồ sơ “{name}” chưa kết thúc; hãy bỏ trống, hoặc đổi tình trạng.")
    if standing in (Standing.ANSWERED, Standing.REFUSED) and not past.words:
        reader.lacks(WORDS, f"Hồ sơ “{name}” phải có kết quả hoặc lý do.")
    if standing is Standing.REFUSED and past.ground is None:
        reader.lacks(GROUND, "Hồ sơ không giải quyết phải nêu căn cứ.")


def _require_order(reader: RowReader, past: PastCase, now: datetime) -> None:
    """Note what is said to have happened before the step that it follows, or after now."""
    before, before_column = past.received_at, RECEIVED
    for column, at in (
        (RECEIVED, past.received_at),
        (DISPATCHED, past.dispatched_at),
        (ACCEPTED, past.accepted_at),
        (ENDED, past.ended_at),
    ):
        if at is None:
            continue
        if at >= now:
            reader.wrong(column, "Ở tương lai; hãy ghi lúc đã xảy ra.")
        if at < before:
            reader.wrong(column, f"Trước “{before_column.heading}” của chính hồ sơ; hãy xem lại hai mốc này.")
        before, before_column = max(at, before), column


def _phone(reader: RowReader) -> str:
    """Return the telephone number, with the zero that a spreadsheet takes from a number."""
    written_so = reader.text(PHONE, 30)
    if written_so.isdecimal() and len(written_so) == _LOST_ZERO:
        written_so = f"0{written_so}"
    if written_so and not _PHONE.fullmatch(written_so):
        reader.wrong(PHONE, "Không phải số điện thoại; hãy ghi như “0900 000 000”, hoặc bỏ trống.")
    return written_so


def _email(reader: RowReader) -> str:
    written_so = reader.text(EMAIL, 254)
    if written_so and not _EMAIL.fullmatch(written_so):
        reader.wrong(EMAIL, "Không phải địa chỉ thư điện tử; hãy ghi như “ten@vi-du.vn”, hoặc bỏ trống.")
    return written_so


def _digest(past: PastCase, *further: str) -> str:
    """Return what tells whether a later row says the same."""
    said = [asdict(replace(past, agency_limit=None)), *further]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
