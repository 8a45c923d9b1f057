"""The request of a member of staff for the inbox: the view, the filters, the page. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from pydantic import ValidationError
from starlette.datastructures import QueryParams

from api.cases.queries import Sought
from api.cases.turns import statuses_of
from api.pages.common.forms import Form
from api.web.identity.callers import Staff
from api.web.offices import ProceduresInForce
from api.web.problems.kinds import INVALID
from api.web.problems.problem import Problem
from api.web.problems.validation import field_errors
from domain.visibility import scope_of
from domain.words import Role, Status

_VIEW, _CURSOR = "xem", "cursor"
_DENSITY, _COMPACT = "dang", "gon"
_NARROWED_BY = (
    "authority", "status", "agency", "field", "officer", "overdue", "paused", "unassigned", "unowned", "text", "merged_into",
    "due_before", "lead", "test", "law_due_before", "rung", "bounced", "place", "urgency", "received_since", "received_before",
)  # fmt: skip
_SEVERAL = frozenset({"status"})


class View(StrEnum):
    """A view of the inbox: cases that wait for oneself, overdue cases, cases being handled, all cases."""

    MINE = "viec"
    OVERDUE = "qua-han"
    OPEN = "dang-mo"
    ALL = "tat-ca"

    @property
    def leaves_trials_out(self) -> bool:
        """True where the list is what figures count, and so holds no trial report unless it is asked for."""
        return self in (View.OVERDUE, View.OPEN)


@dataclass(frozen=True)
class Asked:
    """A request for the inbox. `form` holds what was typed into the filters; `sought` adds what the view asks for. A `compact`
    list shows each case on few lines."""

    view: View
    form: Form
    sought: Sought
    cursor: str | None
    compact: bool = False

    def address(self, path: str, **other: str | None) -> str:
        """Return the address of this request, with some parameters replaced; None removes one."""
        right = {} if self.form.errors else self.form.values
        typed = {name: list(values) for name, values in right.items() if any(values)}
        density = _COMPACT if self.compact else None
        pairs: dict[str, Any] = {_VIEW: self.view.value, _DENSITY: density, **typed} | other
        said = {name: value for name, value in pairs.items() if value is not None}
        return f"{path}?{urlencode(said, doseq=True)}"


def asked(procedures: ProceduresInForce, staff: Staff, query: QueryParams) -> Asked:
    """Return what the address asks for.

    Raises:
        Problem: one of its filters is invalid.
    """
    view, typed = _view(procedures, staff, query.get(_VIEW)), _typed(query)
    return Asked(view, Form(typed), sought(procedures, staff, view, typed), query.get(_CURSOR) or None, _compact(query))


def asked_wrongly(procedures: ProceduresInForce, staff: Staff, query: QueryParams, problem: Problem) -> Asked:
    """Return the view without filters, with the form of the filters of which one is invalid."""
    view = _view(procedures, staff, query.get(_VIEW))
    return Asked(view, Form(_typed(query)).wrong(problem), sought(procedures, staff, view, {}), None, _compact(query))


def _compact(query: QueryParams) -> bool:
    return query.get(_DENSITY) == _COMPACT


def _typed(query: QueryParams) -> dict[str, tuple[str, ...]]:
    return {name: tuple(filter(str.strip, query.getlist(name))) for name in _NARROWED_BY if name in query}


def sought(procedures: ProceduresInForce, staff: Staff, view: View, typed: Mapping[str, tuple[str, ...]]) -> Sought:
    """Return the filters of a view, narrowed by what was typed. Raises Problem where a typed filter is invalid."""
    said: dict[str, Any] = {
        name: list(values) if name in _SEVERAL else values[-1] for name, values in typed.items() if values
    }
    match view:
        case View.MINE:
            said = {"status": list(own_statuses(procedures, staff))} | said | {"open": True}
        case View.OVERDUE:
            said = _but_trials(staff) | said | {"overdue": True}
        case View.OPEN:
            said = _but_trials(staff) | said | {"open": True}
    try:
        return Sought.model_validate(said)
    except ValidationError as error:
        raise Problem(INVALID, errors=field_errors(error.errors())) from error


def _but_trials(staff: Staff) -> dict[str, Any]:
    """Return what leaves trial reports out, as figures do. A technician, who sees trials alone, sees them."""
    return {} if scope_of(staff.actor).tests_only else {"test": False}


def own_statuses(procedures: ProceduresInForce, staff: Staff) -> tuple[Status, ...]:
    """Return the statuses in which a case waits for this person's role; none for roles that only look on."""
    procedure = procedures.today(staff.account.authority) if staff.account.authority else None
    return statuses_of(procedure, staff.account.role) if procedure else ()


def views(procedures: ProceduresInForce, staff: Staff) -> tuple[View, ...]:
    """Return the views that are of use to this person, the default first."""
    mine = (View.MINE,) if own_statuses(procedures, staff) else ()
    if staff.account.role is Role.AUTHORITY_LEADER:
        return (View.OVERDUE, *mine, View.OPEN, View.ALL)
    return (*mine, View.OPEN, View.OVERDUE, View.ALL)


def _view(procedures: ProceduresInForce, staff: Staff, chosen: str | None) -> View:
    offered = views(procedures, staff)
    return View(chosen) if chosen in {view.value for view in offered} else offered[0]
