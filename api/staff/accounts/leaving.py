"""Find what an account leaves behind: open cases, delegations, and acts that nobody else could do.

An account leaves its work when it is switched off, and when its role or agency changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.office.problems import CASES_HELD, LAST_HOLDER
from api.web.problems.problem import Problem, wrong_field
from domain.offices.delegations import Delegation
from domain.offices.duties import Holder, undone, unheld
from language.labels import role_name
from procedures import all_procedures
from records.record import Record
from records.staff.duties import Duties, HeldCase
from records.staff.rows import Account

TO_AGENCY = "pool"
"""Stands for the agency in place of a colleague: its open cases wait there to be assigned."""

_NAMED = 5


@dataclass(frozen=True)
class Leaving:
    """The work that an account would leave behind if it were switched off now.

    `cases` are the open cases that it works on, `takers` the colleagues that can take them, `delegations` those that would end,
    `undone` the duties that nobody else could do, in words. `leads_on` tells whether its place may not be left without somebody
    who can do them: outside all agencies never, in an agency while it leads open cases.
    """

    cases: tuple[HeldCase, ...]
    takers: tuple[Account, ...]
    delegations: tuple[Delegation, ...]
    undone: tuple[str, ...]
    leads_on: bool

    @property
    def must_stay(self) -> bool:
        """True if the account may not be switched off before somebody else can do its acts."""
        return bool(self.undone) and self.leads_on


def what_leaves(record: Record, account: Account, at: datetime) -> Leaving:
    """Return what an account would leave behind if it were switched off now."""
    others = [each for each in record.accounts.of_authority(account.authority) if each.id != account.id]
    acts = _undone(account, others, None) if account.active else ()
    return Leaving(
        cases=record.duties.cases_of(account.id),
        takers=tuple(_colleagues(account, others)),
        delegations=record.duties.delegations_of(account.id, at),
        undone=acts,
        leads_on=_needs_somebody(record.duties, account) if acts else False,
    )


def lost_cases(duties: Duties, before: Account, after: Account) -> tuple[HeldCase, ...]:
    """Return the open cases that an account works on and could not go on with after a change."""
    if after.active and after.role.of_agency and (after.authority, after.agency) == (before.authority, before.agency):
        return ()
    return duties.cases_of(before.id)


def successor(record: Record, account: Account, cases: Sequence[HeldCase], cases_to: str | None) -> Account | None:
    """Return the colleague who takes the cases, None where they go back to their agency.

    Raises:
        Problem: nothing was chosen, or the colleague does not work in the same agency.
    """
    if not cases_to:
        codes = ", ".join(case.code for case in cases[:_NAMED]) + (" …" if len(cases) > _NAMED else "")
        detail = f"Tài khoản này đang giữ {len(cases)} hồ sơ chưa kết thúc ({codes}); {CASES_HELD.detail}"
        raise Problem(CASES_HELD, detail=detail)
    if cases_to == TO_AGENCY:
        return None
    others = record.accounts.of_authority(account.authority)
    taker = next((each for each in _colleagues(account, others) if each.id == cases_to), None)
    if taker is None:
        raise wrong_field("cases_to", "Người nhận phải là cán bộ khác đang làm việc ở cùng cơ quan; hãy chọn lại.")
    return taker


def require_somebody_else(duties: Duties, before: Account, after: Account, others: Sequence[Account]) -> None:
    """Check that after the change somebody can still do what only this account could do before.

    Raises:
        Problem: nobody else could do these acts.
    """
    acts = _undone(before, others, after) if before.active else ()
    if acts and _needs_somebody(duties, before):
        names = ", ".join(f"“{name}”" for name in acts[:_NAMED])
        raise Problem(LAST_HOLDER, detail=f"Không còn ai làm được {names} nếu đổi như vậy; {LAST_HOLDER.detail}")


def _undone(account: Account, others: Collection[Account], after: Account | None) -> tuple[str, ...]:
    """Return in words what nobody in this account's agency, or outside all agencies, could do after it left."""
    procedure = all_procedures().get(account.authority or "")
    if procedure is None:
        return ()
    rest = [_holder(each) for each in others if each.active]
    left = [_holder(after)] if after is not None and after.active else []
    now, then = [*rest, _holder(account)], [*rest, *left]
    acts = (rule.name for rule in undone(procedure, now, then, account.agency))
    return (*acts, *(f"Nhận báo cáo vượt cấp: {role_name(procedure, role)}" for role in unheld(procedure, now, then)))


def _needs_somebody(duties: Duties, account: Account) -> bool:
    """Return whether the account's place may not be left without somebody: outside all agencies never, in an agency while it
    leads open cases."""
    if account.agency is None or account.authority is None:
        return True
    return duties.leads_open_cases(account.authority, account.agency)


def _colleagues(account: Account, others: Collection[Account]) -> list[Account]:
    if account.agency is None:
        return []
    found = [each for each in others if each.active and each.id != account.id and each.agency == account.agency]
    return sorted(found, key=lambda each: each.display_name)


def _holder(account: Account) -> Holder:
    return Holder(account.role, account.agency)
