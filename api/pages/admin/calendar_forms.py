"""Reads an act's days as a person types them, and puts each error beside the field that was typed into."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from api.calendar.bodies import DecisionBody
from api.pages.common.forms import Form
from api.web.problems.kinds import INVALID
from api.web.problems.problem import Problem
from api.web.problems.validation import FieldError, field_errors

ROWS = 5
"""An act may give days for this many reasons on one page."""

_OF_DAYS = ("why", "off", "half", "worked", "hours_of", "hours")
_OF_ACT = ("number", "status", "source", "date")
_BETWEEN = re.compile(r"[,;\s]+")
_AS_PEOPLE_WRITE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


def decision(form: Form, offices: Collection[str], *, dry_run: bool) -> DecisionBody:
    """Return the act that was typed. `offices` are the values that the form offers for whose days they are.

    Raises:
        Problem: a field is wrong, named as on the form.
    """
    said: dict[str, Any] = {name: form.value(name) for name in _OF_ACT if form.value(name).strip()} | whose(form)
    if "date" in said:
        said["date"] = _written_day(said["date"])
    said["days"] = [_days(form, row) for row in _used(form)]
    try:
        return DecisionBody.model_validate(said | {"dry_run": dry_run})
    except ValidationError as error:
        wrong = beside(form, field_errors(error.errors()))
        if form.value("whose") not in offices:
            wrong.append(FieldError(field="whose", message="Không có địa phương này; hãy chọn lại."))
        raise Problem(INVALID, errors=wrong) from error


def whose(form: Form) -> dict[str, str]:
    """Return the authority and the agency that were chosen together, as the API takes them."""
    authority, _, agency = form.value("whose").partition("/")
    return {name: value for name, value in (("authority", authority), ("agency", agency)) if value}


def beside(form: Form, errors: Iterable[FieldError]) -> list[FieldError]:
    """Return the errors under the names of the form's fields, one for each field."""
    found: dict[str, FieldError] = {}
    for each in errors:
        named = _beside(each, form, _used(form))
        found.setdefault(named.field, named)
    return list(found.values())


def _used(form: Form) -> list[int]:
    return [row for row in range(ROWS) if any(form.value(f"days.{row}.{part}").strip() for part in _OF_DAYS)]


def shown_again(form: Form) -> Form:
    """Return only what was typed, to be sent once more."""
    names = [*_OF_ACT, "whose", *(f"days.{row}.{part}" for row in range(ROWS) for part in _OF_DAYS)]
    return replace(form.only(*names), told=None)


def _days(form: Form, row: int) -> dict[str, Any]:
    typed = {part: form.value(f"days.{row}.{part}").strip() for part in _OF_DAYS}
    days: dict[str, Any] = {"why": typed["why"], "off": _listed(typed["off"]), "worked": _listed(typed["worked"])}
    return days | {part: typed[part] for part in ("half", "hours_of", "hours") if typed[part]}


def _listed(typed: str) -> list[str]:
    return [_written_day(each) for each in _BETWEEN.split(typed) if each]


def _written_day(typed: str) -> str:
    """Return a day as the API takes it, from how people here write it. Anything else stays as it is, to be refused."""
    typed = typed.strip()
    if _AS_PEOPLE_WRITE.fullmatch(typed):
        try:
            return datetime.strptime(re.sub(r"[.-]", "/", typed), "%d/%m/%Y").date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            return typed
    return typed


def _beside(error: FieldError, form: Form, used: list[int]) -> FieldError:
    """Return an error under the field's name on the form: `days.1.off.0` is in the second of the rows that were used. What is
    wrong with a whole row is said at the days that were typed into it."""
    parts = error.field.split(".")
    if parts[0] in ("authority", "agency"):
        return error.model_copy(update={"field": "whose"})
    if parts[0] != "days":
        return error if error.field else error.model_copy(update={"field": "days.0.off"})
    row = used[int(parts[1])] if len(parts) > 1 and parts[1].isdecimal() else 0
    typed = (
        "worked" if form.value(f"days.{row}.worked").strip() and not form.value(f"days.{row}.off").strip() else "off"
    )
    part = parts[2] if len(parts) > 2 else typed
    return error.model_copy(update={"field": f"days.{row}.{part}"})
