"""The parts that the formats of a province's files share: kinds of values, and tables that cite the text."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict

from domain.time.amounts import Amount, ImpossibleAmount
from domain.words import Role

MESSAGE_CHANNELS = frozenset({"portal", "email", "sms", "push"})


def staff_only(role: Role) -> Role:
    """Return a role of staff. Raises ValueError for the reporter."""
    if role is Role.REPORTER:
        raise ValueError("văn bản, báo cáo gửi cơ quan thì người phản ánh không đọc")
    return role


def one_of(known: frozenset[str], what: str) -> AfterValidator:
    """Return a validator that takes these words only."""

    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"không có {what} “{value}”; có: {', '.join(sorted(known))}")
        return value

    return AfterValidator(check)


def amount_of(written: Any) -> Amount:
    """Read an amount of time. Raises ValueError."""
    try:
        return Amount.parse(written)
    except (ImpossibleAmount, TypeError):
        raise ValueError(
            f"“{written}” không phải lượng thời gian như “0.5 wd”, “1 wh”, “2 h”, “30 min”"
            " (ngày làm việc chỉ tính nguyên ngày và nửa ngày)"
        ) from None


Text = Annotated[str, Field(pattern=r"\S")]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")]
Flag = Annotated[bool, Strict()]
Written = Annotated[Amount, BeforeValidator(amount_of)]
MessageChannel = Annotated[str, one_of(MESSAGE_CHANNELS, "kênh thông báo")]
StaffRole = Annotated[Role, AfterValidator(staff_only)]


class FileTable(BaseModel):
    """A table of a file. It takes no key that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CitedTable(FileTable):
    """A table that cites the text. `ours` where the text leaves it open."""

    source: Text
    ours: Flag = False


class NamedTable(CitedTable):
    """An entry with an id and a name."""

    id: Id
    name: Text
