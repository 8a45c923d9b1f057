"""The filters of the public pages. They are part of the address, so that a found list can be passed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from api.pages.common.districts import by_district
from api.pages.common.forms import Form
from api.public.bodies import PublicSought
from api.web.offices import ProceduresInForce
from api.web.problems.kinds import UNKNOWN_PROCEDURE
from api.web.problems.problem import Problem
from domain.procedure import Procedure
from language.labels import STATUS
from records.cases.rows import PublicFilters
from records.offices.repository import Offices

_FILTERS = ("text", "field", "place", "status", "since", "until", "box")


@dataclass(frozen=True)
class Seeking:
    """A search among one authority's public cases: the form as it was filled in, and the filters as the record takes them."""

    procedure: Procedure
    form: Form
    filters: PublicFilters

    @property
    def said(self) -> dict[str, str]:
        """Return the filters that are not empty, by name."""
        return {name: value for name in _FILTERS if (value := self.form.value(name))}

    @property
    def page(self) -> str:
        """Return the address of this authority's list."""
        return f"/cong-khai/{self.procedure.id}"

    def address(self, page: str, **more: str) -> str:
        """Return the address of a page with the same filters and further parameters. An empty value removes a filter."""
        asked = {name: value for name, value in (self.said | more).items() if value}
        return f"{page}?{urlencode(asked)}" if asked else page

    def data(self, document: str) -> str:
        """Return the address of the same cases for programs: `complaints.geojson`, `feed.atom`."""
        return self.address(f"/api/v1/public/{document}", authority=self.procedure.id)


def procedure_of(procedures: ProceduresInForce, procedure_id: str) -> Procedure:
    """Return the authority's procedure.

    Raises:
        Problem: there is no such procedure.
    """
    procedure = procedures.today(procedure_id)
    if procedure is None:
        raise Problem(UNKNOWN_PROCEDURE)
    return procedure


def typed(request: Request) -> Form:
    """Return the filters in the address. Other parameters are left out."""
    query = request.query_params
    return Form({name: tuple(query.getlist(name)) for name in _FILTERS if name in query})


def sought(offices: Offices, procedure: Procedure, form: Form) -> Seeking:
    """Return the filters as the record takes them.

    Raises:
        Problem: a filter is wrong.
    """
    asked = form.only(*(name for name in _FILTERS if name != "status"))
    status = [value for value in form.values.get("status", ()) if value]
    return Seeking(procedure, form, asked.read(PublicSought, authority=procedure.id, status=status).filters(offices))


def unsought(procedure: Procedure, form: Form) -> Seeking:
    """Return all cases of the authority, beside a form in which something is wrong."""
    return Seeking(procedure, form, PublicFilters(authority=procedure.id))


def choices_of(offices: Offices, procedure: Procedure) -> Mapping[str, Any]:
    """Return the values that the filters can have, with the names that people know."""
    return {
        "fields": [(field.id, field.name) for field in procedure.fields],
        "statuses": [(status, STATUS[status]) for status in STATUS if status in procedure.visibility.public],
        "districts": by_district(place for place in offices.places(procedure.id) if place.in_use),
    }
