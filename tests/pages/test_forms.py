"""Reads a form into the body that the JSON API takes."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from api.pages.common.forms import Form
from api.web.problems.kinds import INVALID
from api.web.problems.problem import Problem


class Person(BaseModel):
    name: str = ""
    phone: str = ""


class FormBody(BaseModel):
    reporter: Person = Person()
    several: list[str] = []
    text: str = ""


def form(*sent: tuple[str, str]) -> Form:
    values: dict[str, tuple[str, ...]] = {}
    for name, value in sent:
        values[name] = (*values.get(name, ()), value)
    return Form(values)


def test_a_dot_leads_into_a_body_and_brackets_hold_several() -> None:
    told = form(("reporter.name", "Hoa"), ("reporter.phone", " "), ("several[]", "a"), ("several[]", "b")).read(
        FormBody
    )
    assert told == FormBody(reporter=Person(name="Hoa"), several=["a", "b"])


def test_of_a_field_that_came_twice_the_last_counts_wherever_it_is_read() -> None:
    twice = form(("text", "trước"), ("text", "sau"))
    assert twice.read(FormBody).text == twice.value("text") == "sau"


@pytest.mark.parametrize(
    ("sent", "beside"),
    [
        (["reporter", "reporter.name"], "reporter.name"),
        (["reporter.name", "reporter"], "reporter"),
        (["reporter", "reporter.name[]"], "reporter.name"),
        (["reporter", "reporter.name.first"], "reporter.name.first"),
        (["several", "several[]"], "several"),
        (["several[]", "several"], "several"),
    ],
    ids="+".join,
)
def test_two_fields_that_cannot_both_be_are_a_sentence_beside_the_later(sent: list[str], beside: str) -> None:
    with pytest.raises(Problem) as raised:
        form(*((name, "x") for name in sent)).read(FormBody)
    assert raised.value.kind is INVALID
    assert [(each.field, "hai cách" in each.message) for each in raised.value.errors] == [(beside, True)]
