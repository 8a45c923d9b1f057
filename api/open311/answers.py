"""Answers as GeoReport v2 writes them: JSON or XML, and errors as a list."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree

from starlette.responses import Response

from api.web.problems.problem import TOLD, problem_of

Entry = Mapping[str, Any]

_ITEMS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
"""The names of lists in XML, each with the name of its entries."""


class Form(StrEnum):
    """The two forms of each answer."""

    JSON = "json"
    XML = "xml"


class Open311Error(Exception):
    """A request that GeoReport v2 answers with an error."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status, self.description = status, description


def answer(form: Form, root: str, said: Sequence[Entry] | Entry, status: int = 200) -> Response:
    """Return what is said, as JSON, or as XML with this root."""
    if form is Form.JSON:
        body = json.dumps(said, ensure_ascii=False).encode()
        return Response(body, status, media_type="application/json; charset=utf-8")
    element = _element(root, said)
    ElementTree.indent(element)
    written: bytes = ElementTree.tostring(element, encoding="utf-8", xml_declaration=True)
    return Response(written, status, media_type="text/xml; charset=utf-8")


def told(form: Form, work: Callable[[], Response]) -> Response:
    """Return the answer of the work. Where it cannot be done, return why, as GeoReport v2 writes errors."""
    try:
        return work()
    except Open311Error as error:
        return refused(form, error.status, [error.description])
    except TOLD as error:
        return of_problem(form, error)


def of_problem(form: Form, error: Exception) -> Response:
    """Return a problem of the use cases below as a list of errors. What the standard knows no status for is a 400."""
    problem = problem_of(error)
    fields = [f"{each.field}: {each.message}" for each in problem.errors]
    status = 400 if problem.kind.status in (409, 422) else problem.kind.status
    made = refused(form, status, fields or [problem.detail])
    if problem.retry_after:
        made.headers["Retry-After"] = str(max(1, int(problem.retry_after.total_seconds())))
    return made


def refused(form: Form, status: int, descriptions: Sequence[str]) -> Response:
    """Return a list of errors."""
    return answer(form, "errors", [{"code": status, "description": each} for each in descriptions], status)


def _element(name: str, said: Any) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(said, Mapping):
        element.extend(_element(key, value) for key, value in said.items())
    elif isinstance(said, list | tuple):
        element.extend(_element(_ITEMS[name], each) for each in said)
    elif isinstance(said, bool):
        element.text = "true" if said else "false"
    elif said is not None:
        element.text = str(said)
    return element
