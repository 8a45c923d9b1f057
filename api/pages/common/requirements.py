"""The requirements of a report as forms ask for them."""

from __future__ import annotations

from dataclasses import replace

from domain.procedure import Procedure, Requirement

_OF_IDENTITY = ("name", "phone", "email", "address")
_PLEDGE = "pledge"


def asked(procedure: Procedure, *, of_staff: bool) -> dict[str, Requirement]:
    """Return what the form asks for, by its id. Staff who write a report down may leave out all but its content, where a channel
    takes in incomplete reports; the core says which channel does."""
    takes_incomplete = of_staff and any(each.takes_incomplete for each in procedure.channels)
    return {
        need.id: replace(need, required=need.required and (need.id == "content" or not takes_incomplete))
        for need in procedure.requirements
    }


def asked_to_continue(procedure: Procedure, *, of_staff: bool, erased: bool) -> dict[str, Requirement]:
    """Return what the form by which a closed case goes on asks for besides the words: what the first case does not hold. `erased`
    tells that the identity of its reporter was erased."""
    wanted = (*(_OF_IDENTITY if erased else ()), _PLEDGE)
    return {name: need for name, need in asked(procedure, of_staff=of_staff).items() if name in wanted}
