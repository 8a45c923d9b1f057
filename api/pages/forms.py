"""What a person typed into a form, kept until it is right.

Fields of a body within a body are named as `reporter.name`, those that hold several values with `[]` at the end.
What was left empty counts as not said.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile

from api.front import front_of
from api.pages import forgery
from api.problem_kinds import ACT_ID_TAKEN, INVALID
from api.problems import Problem, problem_of
from api.validation import field_errors

SEVERAL = "[]"
_Body = TypeVar("_Body", bound=BaseModel)


@dataclass(frozen=True)
class Form:
    """The values as they were typed, the files, and what the person was told is wrong with them."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[UploadFile, ...]] = field(default_factory=dict)
    told: Problem | None = None

    @property
    def problem(self) -> str:
        """What is wrong with the whole, empty when nothing is."""
        return self.told.on_page if self.told else ""

    @property
    def errors(self) -> Mapping[str, str]:
        """A sentence for each field that is wrong."""
        return {each.field: each.message for each in self.told.errors} if self.told else {}

    def value(self, name: str, otherwise: str = "") -> str:
        """What was typed into this field, or what stands there at first."""
        typed = self.values.get(name)
        return typed[0] if typed else otherwise

    def chosen(self, name: str, option: str) -> bool:
        """Whether this option of the field was chosen."""
        return option in self.values.get(name, ())

    def error(self, name: str) -> str:
        """What is wrong with this field, empty when nothing is."""
        return self.errors.get(name.removesuffix(SEVERAL), "")

    def act_id(self) -> str:
        """The id of the act that this form asks for: the one it came with, a new one where that was another act's."""
        is_taken = self.told is not None and self.told.kind is ACT_ID_TAKEN
        return (self.value("act_id") if not is_taken else "") or str(uuid.uuid4())

    def only(self, *names: str) -> Form:
        """The form without the fields that are the page's own."""
        return replace(self, values={name: typed for name, typed in self.values.items() if name in names})

    def wrong(self, error: Exception) -> Form:
        """The same form with what is wrong beside its fields, of an error that has a meaning to the person."""
        return replace(self, told=problem_of(error))

    def read(self, body: type[_Body], **said: Any) -> _Body:
        """The form as the JSON API takes it. `said` is what the page says beside what the person typed.

        Raises:
            Problem: a field is wrong.
        """
        try:
            return body.model_validate(self._nested() | said)
        except ValidationError as error:
            raise Problem(INVALID, errors=field_errors(error.errors())) from error

    def _nested(self) -> dict[str, Any]:
        nested: dict[str, Any] = {}
        for name, typed in self.values.items():
            said = [value for value in typed if value.strip()]
            if not said:
                continue
            *outer, last = name.removesuffix(SEVERAL).split(".")
            inside = nested
            for part in outer:
                inside = inside.setdefault(part, {})
            inside[last] = said if name.endswith(SEVERAL) else said[-1]
        return nested


async def submitted(request: Request) -> Form:
    """The form that was sent to this page.

    Raises:
        Problem: it was not sent from our own page.
    """
    sent = await request.form(max_files=20, max_fields=500)
    token = sent.get(forgery.FIELD)
    forgery.refuse_forged(front_of(request).form_key, request, token if isinstance(token, str) else "")
    values: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[UploadFile, ...]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files[name] = (*files.get(name, ()), value)
        elif name != forgery.FIELD:
            # Browsers send line ends as CR LF whatever was typed.
            values[name] = (*values.get(name, ()), value.replace("\r\n", "\n"))
    return Form(values, files)


FormDep = Annotated[Form, Depends(submitted)]
