"""The faults in the fields of a request, in Vietnamese. The answer never repeats what was sent, such as a phone number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.web.texts import OUR_SENTENCE
from domain.words import ActKind

_MOST_ERRORS = 20
_LONGEST_NAME = 200

SENTENCES = {
    "missing": "Còn thiếu mục này.",
    "extra_forbidden": "Không có mục nào tên như vậy; hãy kiểm tra lại tên.",
    "string_type": "Mục này phải là văn bản.",
    "string_unicode": "Văn bản có ký tự hỏng; hãy nhập lại.",
    "string_too_long": "Mục này dài quá; tối đa {max_length} ký tự.",
    "too_long": "Mục này dài quá; tối đa {max_length} {unit}.",
    "string_too_short": "Mục này ngắn quá; tối thiểu {min_length} ký tự.",
    "too_short": "Mục này ngắn quá; tối thiểu {min_length}.",
    "string_pattern_mismatch": "Mục này không đúng dạng.",
    "bool_type": "Mục này phải là true hoặc false.",
    "bool_parsing": "Mục này phải là true hoặc false.",
    "float_type": "Mục này phải là số.",
    "float_parsing": "Mục này phải là số.",
    "finite_number": "Mục này phải là số.",
    "int_parsing": "Mục này phải là số nguyên.",
    "int_parsing_size": "Số này lớn quá.",
    "int_type": "Mục này phải là số nguyên.",
    "greater_than_equal": "Số này phải từ {ge} trở lên.",
    "less_than_equal": "Số này tối đa là {le}.",
    "enum": "Giá trị không có trong danh sách: {expected}.",
    "literal_error": "Giá trị không có trong danh sách: {expected}.",
    "union_tag_not_found": "Còn thiếu mục act cho biết thao tác.",
    "union_tag_invalid": "Không có thao tác này; các thao tác: {expected}.",
    "uuid_type": "Mục này phải là một UUID.",
    "uuid_parsing": "Mục này phải là một UUID.",
    "timezone_aware": "Thời điểm phải ghi rõ múi giờ, như 2026-11-27T17:00:00+07:00.",
    "datetime_type": "Thời điểm phải ghi như 2026-11-27T17:00:00+07:00.",
    "datetime_parsing": "Thời điểm phải ghi như 2026-11-27T17:00:00+07:00.",
    "datetime_from_date_parsing": "Thời điểm phải ghi như 2026-11-27T17:00:00+07:00.",
    "date_type": "Ngày phải ghi như 2026-01-02.",
    "date_parsing": "Ngày phải ghi như 2026-01-02.",
    "date_from_datetime_parsing": "Ngày phải ghi như 2026-01-02.",
    "date_from_datetime_inexact": "Ngày phải ghi như 2026-01-02, không có giờ.",
    "dict_type": "Mục này phải là một đối tượng JSON.",
    "model_type": "Mục này phải là một đối tượng JSON.",
    "model_attributes_type": "Mục này phải là một đối tượng JSON.",
    "tuple_type": "Mục này phải là một danh sách.",
    "list_type": "Mục này phải là một danh sách.",
}
_PLACES = {"body", "query", "path", "header", "cookie"}
_ACTS = frozenset(ActKind)
_QUOTED = re.compile(r"'([^']*)'")

Place = Literal["body", "query", "path", "header", "cookie"]


class FieldError(BaseModel):
    """Một mục sai của yêu cầu."""

    field: str = Field(description="Tên mục, ghi như reporter.phone.", examples=["reporter.phone"])
    message: str = Field(description="Mục ấy sai ở đâu.", examples=["Số điện thoại di động không đúng."])
    place: Place = Field(default="body", description="Mục nằm ở đâu: thân yêu cầu, tham số, đường dẫn hay tiêu đề.")


def is_unreadable(error: Mapping[str, Any]) -> bool:
    """Return whether the body is not JSON at all."""
    return bool(error["type"] == "json_invalid")


def field_errors(errors: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Return pydantic's errors as sentences, the first for each field, since one mistake may fail in several ways."""
    found: dict[tuple[str, str], FieldError] = {}
    for error in _without_echoes(list(errors)):
        place, name = _where(_path(error))
        found.setdefault((place, name), FieldError(field=name, message=_sentence(error), place=place))
    return list(found.values())[:_MOST_ERRORS]


def _without_echoes(errors: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out that a list is too short where one of its items is wrong: pydantic counts only the items that are right."""
    paths = [tuple(error["loc"]) for error in errors]

    def is_echo(error: Mapping[str, Any]) -> bool:
        own = tuple(error["loc"])
        return error["type"] == "too_short" and any(len(path) > len(own) and path[: len(own)] == own for path in paths)

    return [error for error in errors if not is_echo(error)]


def _path(error: Mapping[str, Any]) -> tuple[str | int, ...]:
    """Return the path of the field. Where the discriminator of the acts is missing or unknown, it is that field."""
    of_union = error["type"] in ("union_tag_not_found", "union_tag_invalid")
    return (*error["loc"], *_QUOTED.findall(error["ctx"]["discriminator"])) if of_union else error["loc"]


def _where(loc: Sequence[str | int]) -> tuple[Place, str]:
    place, rest = (loc[0], loc[1:]) if loc and loc[0] in _PLACES else ("body", loc)
    if len(rest) > 1 and rest[0] in _ACTS:  # pydantic puts the chosen act into the path, which the body does not have
        rest = rest[1:]
    name = ".".join(str(part) for part in rest)[:_LONGEST_NAME]
    return place, name.encode("utf-8", "replace").decode()  # type: ignore[return-value]


def _sentence(error: Mapping[str, Any]) -> str:
    context = error.get("ctx") or {}
    if error["type"] == OUR_SENTENCE:
        return str(context["sentence"])
    # Pydantic lists the expected values in English, with an "or".
    expected = ", ".join(_QUOTED.findall(str(context.get("expected_tags") or context.get("expected") or "")))
    unit = "ký tự" if context.get("field_type") == "Value" else "mục"
    try:
        return SENTENCES[error["type"]].format(**context | {"expected": expected, "unit": unit})
    except KeyError:
        return "Giá trị này không đúng."
