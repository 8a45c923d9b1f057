"""Reads a TOML file into a Procedure, or names everything that is wrong with the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.procedure import Procedure
from language.system_errors import reason_of
from procedures.checks.ladders import faults_of_ladders
from procedures.checks.letters import faults_of_templates
from procedures.checks.needs import faults_of_needs
from procedures.checks.rules import TIME_ZONE, faults_of_entries
from procedures.faults import Fault, ProvinceFault
from procedures.file_format import ProcedureFile
from procedures.folders import known_forms
from procedures.walked import walked_through
from templates.letters import FOLDER, forms_in

_WHOLE_FILE = "(cả tệp)"

_REASONS = {
    "missing": "thiếu khóa này",
    "extra_forbidden": "không có khóa nào tên như vậy ở đây",
    "string_type": "phải là chữ trong ngoặc kép",
    "bool_type": "phải là true hoặc false",
    "date_type": "phải là một ngày viết như 2022-10-05, không có ngoặc kép",
    "tuple_type": "phải là một danh sách trong ngoặc vuông",
    "dict_type": "phải là một bảng gồm các khóa",
    "model_type": "phải là một bảng gồm các khóa",
    "too_short": "không được để trống",
    "int_type": "phải là một số nguyên",
    "float_type": "phải là một số",
    "float_parsing": "phải là một số",
    "decimal_type": "phải là một số",
    "decimal_parsing": "phải là một số",
    "finite_number": "phải là một số",
}


def load_procedure(path: Path | str, *, walk: bool = True) -> Procedure:
    """Read one procedure's file. Its letters may name the forms in the folder `letters` beside it.

    Without `walk` the courses that a case can take are not walked through, which takes most of the time. They are walked
    through once for each text: see `procedures.walked`.

    Raises:
        ProvinceFault: the file cannot be read, has an unknown, missing or mistyped key, or contradicts itself.
    """
    text, forms = text_of(path), known_forms(Path(path).parent)
    if not walk:
        return procedure_from(document_of(text, file=str(path)), file=str(path), forms=forms, walk=False)
    known = walked_through()
    procedure = procedure_from(
        document_of(text, file=str(path)), file=str(path), forms=forms, walk=not known.holds(text)
    )
    known.remember(text)
    return procedure


def text_of(path: Path | str) -> str:
    """Return the text of a file. Raises ProvinceFault."""
    file = str(path)
    try:
        return Path(path).read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ProvinceFault(file, (toml_fault(error),)) from None
    except FileNotFoundError:
        raise ProvinceFault(file, (Fault(_WHOLE_FILE, "không có tệp này"),)) from None
    except OSError as error:
        raise ProvinceFault(file, (Fault(_WHOLE_FILE, f"không đọc được tệp ({reason_of(error)})"),)) from None


def read_procedure(text: str, *, file: str, forms: Collection[str] | None = None) -> Procedure:
    """Read a procedure from the text of a file. `file` is how faults name it; `forms` are the names that its letters may
    use, the shared ones unless given. Raises ProvinceFault."""
    return procedure_from(document_of(text, file=file), file=file, forms=forms)


def document_of(text: str, *, file: str) -> dict[str, Any]:
    """Return the TOML of a file as a dictionary. Raises ProvinceFault."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ProvinceFault(file, (toml_fault(error),)) from None


def procedure_from(
    document: dict[str, Any], *, file: str, forms: Collection[str] | None = None, walk: bool = True
) -> Procedure:
    """Read a procedure from its file's TOML. `walk` is as for `load_procedure`. Raises ProvinceFault."""
    known = forms_in(FOLDER) if forms is None else forms
    try:
        procedure = ProcedureFile.model_validate(document).to_domain()
    except ValidationError as error:
        raise ProvinceFault(file, tuple(format_fault(each, document) for each in error.errors())) from None
    if faults := (*faults_of(procedure, walk=walk), *faults_of_templates(procedure, known)):
        raise ProvinceFault(file, faults)
    return procedure


def faults_of(procedure: Procedure, *, walk: bool = True) -> tuple[Fault, ...]:
    """Return what a procedure lacks and where it contradicts itself, after every course that a case can take.

    `walk` is as for `load_procedure`.
    """
    found = [*faults_of_entries(procedure), *faults_of_needs(procedure), *faults_of_ladders(procedure)]
    if walk and not any(fault.key == TIME_ZONE for fault in found):  # without a clock no case can be walked through
        # Imported here, because the walk needs every act there is, and what only shows a procedure needs none.
        from procedures.checks.reasoning import faults_of_course

        found += faults_of_course(procedure)
    return tuple(dict.fromkeys(found))


def toml_fault(error: tomllib.TOMLDecodeError | UnicodeDecodeError) -> Fault:
    """Return why a file is not TOML, at its line and column where the error tells them."""
    if isinstance(error, UnicodeDecodeError):
        return Fault(_WHOLE_FILE, "tệp không viết bằng UTF-8")
    said = str(error)
    at = re.search(r"at line (\d+), column (\d+)", said)
    where = f"dòng {at[1]}, cột {at[2]}" if at else _WHOLE_FILE
    if "twice" in said or "overwrite" in said:
        return Fault(where, "khóa này đã được khai báo ở trên")
    return Fault(where, "không đúng cú pháp TOML")


def format_fault(error: ErrorDetails, document: dict[str, Any]) -> Fault:
    """Return what pydantic found wrong with a document, at the key as people read it."""
    return Fault(_key(error["loc"], document) or _WHOLE_FILE, _reason(error))


def _key(location: tuple[int | str, ...], document: Any) -> str:
    """Return the key as Fault writes it. An entry is named by its id or username: nobody counts through a list of twenty."""
    key, here = "", document
    for part in location:
        if part == "[key]":  # how pydantic says that the name itself is at fault
            continue
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) else None
            named = here.get("id", here.get("username")) if isinstance(here, dict) else None
            key += f"[{named if isinstance(named, str) else part + 1}]"
        else:
            here = here.get(part) if isinstance(here, dict) else None
            key += f".{part}" if key else part
    return key


def _reason(error: ErrorDetails) -> str:
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "enum":
        return f"“{given}” không phải một trong: {context['expected'].replace(' or ', ', ')}"
    if kind == "string_pattern_mismatch":
        return f"“{given}” không viết đúng cách" if str(given).strip() else "không được để trống"
    if kind == "greater_than_equal":
        return f"phải từ {context['ge']} trở lên"
    if kind == "missing" and error["loc"][-1] == "source":
        return "thiếu điều, khoản làm căn cứ"
    return _REASONS.get(kind, "giá trị này không dùng được ở đây")
