"""A case of an agency that has ended follows into the heir, by an act of its own. The case's next act waits for it, and a
background job does it for the cases on which nobody acts."""

from __future__ import annotations

import uuid
from typing import Protocol

from api.cases.repeating import SentAct
from domain.actors import Actor
from domain.acts import Succeed
from domain.complaint import Complaint
from domain.offices.places import Place, surroundings
from domain.offices.succession import Successions
from domain.words import Role
from records.staff.rows import Account

_NAMESPACE = uuid.UUID("5b6f3f0e-30b5-4b52-9a35-0d3d6c1c7a4e")


class SucceedingOffices(Protocol):
    """The record of offices as this needs it; `records.offices.repository.Offices` is the real one."""

    def succeeded(self, authority: str) -> Successions:
        """Return the successions of an authority's agencies that have come."""
        ...

    def places(self, authority: str) -> tuple[Place, ...]:
        """Return the administrative units of an authority."""
        ...


class Officers(Protocol):
    """The record of people as this needs it; `records.staff.accounts.Accounts` is the real one."""

    def find(self, account_id: str) -> Account | None:
        """Return an account, None for an unknown id."""
        ...


class SucceedingRecord(Protocol):
    """The parts of the record that this needs."""

    @property
    def offices(self) -> SucceedingOffices: ...

    @property
    def accounts(self) -> Officers: ...


def move_due(record: SucceedingRecord, complaint: Complaint) -> SentAct | None:
    """Return the act by which a case leaves an agency that has ended, None where all its agencies go on.

    The person who entered the succession signs it. Its id is made of the succession and the case, so two who send it at
    the same time do it once.
    """
    authority = complaint.procedure.id
    agencies = [each for each in (complaint.lead, *complaint.co_ordinating) if each]
    if not agencies:
        return None
    ended = record.offices.succeeded(authority)
    for agency in agencies:
        if (succession := ended.of(agency)) is None:
            continue
        heir = ended.now(agency, complaint.field, surroundings(complaint.place, record.offices.places(authority)))
        along = heir == ended.now(agency) and _comes_along(record.accounts, complaint.officer, (agency, heir))
        act = Succeed(
            agency=agency,
            successor=heir,
            day=succession.day,
            decided_by=f"{succession.decision} của {succession.decided_by}",
            officer=complaint.officer if along else None,
        )
        by = Actor(Role.ADMIN, authority=authority, account=succession.entered_by)
        return SentAct(complaint.code, str(uuid.uuid5(_NAMESPACE, f"{succession.id} {complaint.code}")), act, by)
    return None


def _comes_along(accounts: Officers, officer: str | None, agencies: tuple[str, str]) -> bool:
    """Return whether the officer of a case works in the agency that ended or in its heir, where its people go."""
    account = accounts.find(officer) if officer else None
    return account is not None and account.active and account.agency in agencies
