"""The request body of a reorganisation, which is also what its file holds."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Sequence

from pydantic import Field, ValidationError

from api.office.bodies import FilledLine
from api.staff.successions.bodies import MOST_PARTS, HeirBody
from api.web.body import Body
from api.web.problems.kinds import INVALID
from api.web.problems.problem import Problem, wrong_field
from api.web.problems.validation import field_errors
from api.web.texts import Line
from domain.offices.places import Place
from domain.offices.reorganisation import Ending, Renaming
from domain.offices.routing import RoutingRule
from domain.offices.succession import heirs_by_ward

MOST_ENTRIES = 200

PLAN = "plan"
"""The field of forms that takes the text of a file."""


class EndingBody(Body):
    """Một cơ quan kết thúc trong lần sắp xếp."""

    agency: FilledLine = Field(description="Cơ quan kết thúc.", examples=["so-gtvt"])
    heir: FilledLine = Field(
        description="Cơ quan kế thừa: nhận hồ sơ và cán bộ, trừ các phần ở `by_part`.", examples=["so-xay-dung"]
    )
    by_part: list[HeirBody] = Field(
        default=[], max_length=MOST_PARTS, description="Khi cơ quan được chia: phần nào về cơ quan nào."
    )

    by_ward: bool = Field(
        default=False,
        description=(
            "Hồ sơ ở mỗi xã, phường cũ về cơ quan được quy tắc phân phối giao xã, phường hiện nay của nơi ấy; "
            "`heir` nhận phần còn lại."
        ),
    )

    def to_ending(self, places: Sequence[Place], rules: Sequence[RoutingRule]) -> Ending:
        """Return the ending as the domain knows it. `places` and `rules` are those of the office. A part that the body names goes
        before one that follows from the wards."""
        named = tuple(each.to_heir() for each in self.by_part)
        taken = {(each.field, each.place) for each in named}
        wards = heirs_by_ward(self.agency, places, rules) if self.by_ward else ()
        return Ending(self.agency, self.heir, (*named, *(each for each in wards if (None, each.place) not in taken)))


class RenamingBody(Body):
    """Một cơ quan đổi tên trong lần sắp xếp."""

    agency: FilledLine = Field(description="Cơ quan đổi tên.", examples=["so-tnmt"])
    name: FilledLine = Field(
        max_length=200, description="Tên từ ngày sắp xếp.", examples=["Sở Nông nghiệp và Môi trường"]
    )


class ReorganisationBody(Body):
    """Một lần sắp xếp: những gì một quyết định thay đổi ở địa phương từ một ngày."""

    day: datetime.date = Field(description="Ngày có hiệu lực, từ 0 giờ.", examples=["2027-07-01"])
    decision: FilledLine = Field(
        max_length=200, description="Số, tên văn bản quyết định.", examples=["Nghị quyết 1664/NQ-UBTVQH15"]
    )
    decided_by: FilledLine = Field(
        max_length=200, description="Cơ quan ra quyết định.", examples=["Ủy ban Thường vụ Quốc hội"]
    )
    into: Line | None = Field(
        default=None,
        description=(
            "Địa phương có văn bản tiếp nhận các hồ sơ đang mở: chính địa phương này khi văn bản được thay thế, địa phương khác "
            "khi nhập vào; bỏ trống khi không đổi văn bản."
        ),
        examples=["binh-dinh"],
    )
    ends: list[EndingBody] = Field(default=[], max_length=MOST_ENTRIES, description="Các cơ quan kết thúc.")
    renames: list[RenamingBody] = Field(default=[], max_length=MOST_ENTRIES, description="Các cơ quan đổi tên.")
    confirmed: Line = Field(default="", description="`seal` của bản xem trước, nghĩa là đã xem những gì sẽ đổi.")

    def to_renames(self) -> tuple[Renaming, ...]:
        """Return the new names as the domain knows them."""
        return tuple(Renaming(each.agency, each.name) for each in self.renames)


def body_of_file(text: str, confirmed: str = "") -> ReorganisationBody:
    """Read the text of a file.

    Raises:
        Problem: it is no TOML, or holds something else than a reorganisation. Each fault is named by its key.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise wrong_field(PLAN, f"Tệp không đúng cú pháp TOML ({error}).") from error
    try:
        return ReorganisationBody.model_validate(document | {"confirmed": confirmed})
    except ValidationError as error:
        raise Problem(INVALID, errors=field_errors(error.errors())) from error
