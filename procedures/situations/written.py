"""Reads people, hours and words in a situation's file, and says what is wrong where they are written otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from domain.actors import Told
from domain.words import Role

E = TypeVar("E", bound=StrEnum)


class SituationFault(ValueError):
    """A situation's file that cannot be used. Its text names file, key and reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")


@dataclass(frozen=True)
class Written:
    """Reads the keys of one file. Hours are local to `zone`. Every method raises SituationFault."""

    file: str
    zone: ZoneInfo

    def fault(self, key: str, reason: str) -> SituationFault:
        """Return what is wrong at a key, to be raised."""
        return SituationFault(self.file, key, reason)

    def table(
        self, key: str, written: object, *, required: Iterable[str] = (), optional: Iterable[str] | None = None
    ) -> dict[str, Any]:
        """Return a table with these keys; any others too where `optional` is None."""
        if not isinstance(written, dict):
            raise self.fault(key or "(cả tệp)", "phải là một bảng gồm các khóa")
        prefix = f"{key}." if key else ""
        for name in required:
            if name not in written:
                raise self.fault(f"{prefix}{name}", "thiếu khóa này")
        if optional is not None:
            known = (*required, *optional)
            for name in written:
                if name not in known:
                    raise self.fault(f"{prefix}{name}", f"không có khóa này ở đây; có: {', '.join(known) or '(không)'}")
        return written

    def list(self, key: str, written: object) -> list[Any]:
        """Return a list."""
        if not isinstance(written, list):
            raise self.fault(key, "phải là một danh sách trong ngoặc vuông")
        return written

    def text(self, key: str, written: object) -> str:
        """Return words that are not blank."""
        if not isinstance(written, str) or not written.strip():
            raise self.fault(key, "phải là chữ trong ngoặc kép")
        return written

    def true_or_false(self, key: str, written: object) -> bool:
        """Return true or false."""
        if not isinstance(written, bool):
            raise self.fault(key, "phải là true hoặc false")
        return written

    def instant(self, key: str, written: object) -> datetime:
        """Return `"2026-11-16 09:00"`, the authority's local time, as an instant in UTC."""
        try:
            local = datetime.fromisoformat(written) if isinstance(written, str) and ":" in written else written
        except ValueError:
            local = None
        if not isinstance(local, datetime) or local.tzinfo is not None:
            raise self.fault(key, f'{written!r} không phải ngày giờ địa phương viết như "2026-11-16 09:00"')
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def one_of(self, key: str, words: type[E], written: object) -> E:
        """Return a word of a closed vocabulary."""
        if not isinstance(written, str) or written not in [*words]:
            raise self.fault(key, f"{written!r} không phải một trong: {', '.join(words)}")
        return words(written)

    def told(self, key: str, written: object) -> Told:
        """Return whom `centre_operator`, `agency_officer of ubnd-nha-trang`, or `reporter of KH-2026-000002` names. The last
        is the reporter of a report that was merged into the case."""
        role_name, of, agency = self.text(key, written).partition(" of ")
        role = self.one_of(key, Role, role_name)
        if role.of_agency and not agency.strip():
            raise self.fault(key, f"{role} của cơ quan nào? Viết như “{role} of ubnd-nha-trang”")
        if of and not role.of_agency and role is not Role.REPORTER:
            raise self.fault(key, f"{role} không thuộc một cơ quan xử lý nào")
        return Told(role, agency.strip() or None)
