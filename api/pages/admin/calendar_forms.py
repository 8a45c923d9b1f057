"""Reads an act's days as a person types them, and puts each error beside the field that was typed into."""

from __future__ import annotations

import re
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

_OF_DAYS = ("why", "off", "worked", "hours_of")
_BETWEEN = re.compile(r"[,;\s]+")
_AS_PEOPLE_WRITE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


def decision(form: Form, *, dry_run: bool) -> DecisionBody:
    """Return the act that was typed.

    Raises:
        Problem: a field is wrong, named as on the form.
    """
    used = [row for row in range(ROWS) if any(form.value(f"days.{row}.{part}").strip() for part in _OF_DAYS)]
    said: dict[str, Any] = {
        name: form.value(name) for name in ("number", "status", "source", "date") if form.value(name).strip()
    }
    if "date" in said:
        said["date"] = _written_day(said["date"])
    said["days"] = [_days(form, row) for row in used]
    try:
        return DecisionBody.model_validate(said | {"dry_run": dry_run})
    except ValidationError as error:
        found: dict[str, FieldError] = {}
        for each in field_errors(error.errors()):
            beside = _beside(each, used)
            found.setdefault(beside.field, beside)
        raise Problem(INVALID, errors=list(found.values())) from error


def shown_again(form: Form) -> Form:
    """Return only what was typed, to be sent once more."""
    names = ["number", "status", "source", "date", *(f"days.{row}.{part}" for row in range(ROWS) for part in _OF_DAYS)]
    return replace(form.only(*names), told=None)


def _days(form: Form, row: int) -> dict[str, Any]:
    typed = {part: form.value(f"days.{row}.{part}").strip() for part in _OF_DAYS}
    days: dict[str, Any] = {"why": typed["why"], "off": _listed(typed["off"]), "worked": _listed(typed["worked"])}
    return days | ({"hours_of": typed["hours_of"]} if typed["hours_of"] else {})


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


def _beside(error: FieldError, used: list[int]) -> FieldError:
    """Return an error under the field's name on the form: `days.1.off.0` is in the second of the rows that were used."""
    parts = error.field.split(".")
    if parts[0] != "days":
        return error if error.field else error.model_copy(update={"field": "days.0.off"})
    row = used[int(parts[1])] if len(parts) > 1 and parts[1].isdecimal() else 0
    part = parts[2] if len(parts) > 2 else "off"
    return error.model_copy(update={"field": f"days.{row}.{part}"})
