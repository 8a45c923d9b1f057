"""Finds the regulation that orders a report: an authority that has joined another one owes none on the time since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from domain.offices.reorganisation import Reorganisation
from domain.procedure import Procedure
from procedures import NoProcedure, procedure_in_force


class JoiningOffices(Protocol):
    """The record as this needs it; `records.offices.repository.Offices` is the real one."""

    def going_over(self, authority: str) -> Reorganisation | None:
        """Return the latest reorganisation that has come by which open cases go over to another text."""
        ...


def in_force_for_reports(offices: JoiningOffices) -> Callable[[str, date], Procedure]:
    """Return the function that finds the regulation of an authority on a day. It raises NoProcedure."""

    def in_force(authority: str, day: date) -> Procedure:
        plan = offices.going_over(authority)
        if plan is not None and plan.joins is not None and plan.day <= day:
            raise NoProcedure(f"{authority} has joined {plan.joins} from {plan.day} on")
        return procedure_in_force(authority, day)

    return in_force
