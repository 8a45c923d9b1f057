"""The values that a person typed into a form, kept until they are valid.

A field of a nested body is named like `reporter.name`. A field of several values ends in `[]`. An empty field counts as absent.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile

from api.pages.common import forgery
from api.web.front import front_of
from api.web.problems.kinds import ACT_ID_TAKEN, INVALID, MALFORMED
from api.web.problems.problem import Problem, problem_of
from api.web.problems.validation import FieldError, field_errors
from language.vietnamese import whole

SEVERAL = "[]"
ACT_ID = "act_id"
CONFIRMATION, CONFIRMATION_KEY = "confirmation", "confirmation_key"
"""The fields of a form that asks again for the password or a passkey; see `api.pages.common.weight`."""
_TWO_WAYS = "Mục này được gửi lên theo hai cách không khớp nhau; hãy tải lại trang rồi nhập lại."
_Body = TypeVar("_Body", bound=BaseModel)


@dataclass(frozen=True)
class Form:
    """The values as they were typed, the files, and the problem with which the form was answered."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[UploadFile, ...]] = field(default_factory=dict)
    told: Problem | None = None

    @property
    def problem(self) -> str:
        """The sentence on the whole form, empty where nothing is wrong."""
        return self.told.on_page if self.told else ""

    @property
    def errors(self) -> Mapping[str, str]:
        """A sentence for each wrong field."""
        return {each.field: each.message for each in self.told.errors} if self.told else {}

    def value(self, name: str, otherwise: str = "") -> str:
        """Return what was typed into this field, or `otherwise`. Of a field that came twice, the last value counts."""
        typed = self.values.get(name)
        return typed[-1] if typed else otherwise

    def chosen(self, name: str, option: str) -> bool:
        """Return whether this option of the field was chosen."""
        return option in self.values.get(name, ())

    def error(self, name: str) -> str:
        """Return the sentence on this field, empty where nothing is wrong."""
        return self.errors.get(name.removesuffix(SEVERAL), "")

    @property
    def once(self) -> str:
        """The idempotency key minted with the form; a new one where the form has none that is a UUID."""
        return minted(self.value("once"))

    @property
    def act_id(self) -> str:
        """The act id minted with the form, the same however often it is sent; a new one where the form has none."""
        return minted(self.value(ACT_ID))

    def only(self, *names: str) -> Form:
        """Return the form with only these fields."""
        return replace(self, values={name: typed for name, typed in self.values.items() if name in names})

    def without(self, *names: str) -> Form:
        """Return the form without these fields."""
        return self.only(*(set(self.values) - set(names)))

    def wrong(self, error: Exception) -> Form:
        """Return the same form with the problem that an error is to the person.

        An act id under which another act was recorded is dropped.
        """
        problem = problem_of(error)
        kept = self.without(ACT_ID) if problem.kind is ACT_ID_TAKEN else self
        return replace(kept, told=problem)

    def read(self, body: type[_Body], **said: Any) -> _Body:
        """Return the form as a body of the JSON API. `said` are values that the page adds to what the person typed.

        Raises:
            Problem: a field is wrong, or came in two ways that contradict each other.
        """
        try:
            return body.model_validate(self._nested() | said)
        except ValidationError as error:
            raise Problem(INVALID, errors=field_errors(error.errors())) from error

    def _nested(self) -> dict[str, Any]:
        nested: dict[str, Any] = {}
        for name in self.values:
            said = [value for value in self.values[name] if value.strip()]
            if not said:
                continue
            *outer, last = name.removesuffix(SEVERAL).split(".")
            inside: Any = nested
            for part in outer:
                inside = inside.setdefault(part, {}) if isinstance(inside, dict) else None
            if not isinstance(inside, dict) or last in inside:
                raise Problem(INVALID, errors=[FieldError(field=name.removesuffix(SEVERAL), message=_TWO_WAYS)])
            inside[last] = said if name.endswith(SEVERAL) else said[-1]
        return nested


def minted(typed: str) -> str:
    """Return the UUID that came with a form, or a new one where it is not a UUID."""
    try:
        return str(uuid.UUID(typed))
    except ValueError:
        return str(uuid.uuid4())


async def typed_into(request: Request) -> Form:
    """Return the form as it was sent, from any page.

    Raises:
        Problem: it cannot be read.
        HTTPException: it holds too many fields or files, or is not a form.
    """
    try:
        sent = await request.form(max_files=20, max_fields=500)
    except UnicodeError as error:  # in an encoding that no browser sends
        raise Problem(MALFORMED) from error
    values: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[UploadFile, ...]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files[name] = (*files.get(name, ()), value)
        else:
            name = _legible(name)
            # Browsers send line ends as CR LF whatever was typed.
            values[name] = (*values.get(name, ()), _legible(value).replace("\r\n", "\n"))
    return Form(values, files)


async def submitted(request: Request) -> Form:
    """Return the form that was sent to this page.

    Raises:
        Problem: it was not sent from our own page, or cannot be read.
    """
    form = await typed_into(request)
    forgery.refuse_forged(front_of(request).keys.forms, request, form.value(forgery.FIELD))
    return form.without(forgery.FIELD, CONFIRMATION, CONFIRMATION_KEY)


def _legible(text: str) -> str:
    """Return the text without what cannot be stored: a blank for NUL, the replacement character for a lone surrogate."""
    return whole(text).replace("\0", " ")


FormDep = Annotated[Form, Depends(submitted)]
