"""The duties of an office: which acts nobody could do, and which roles nobody would hold, after a change of its staff."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from domain.limit_rules import Recipient
from domain.procedure import ActRule, Procedure
from domain.words import Role

_TOLD = {
    Recipient.CENTRE: Role.CENTRE_OPERATOR,
    Recipient.CENTRE_LEADER: Role.CENTRE_LEADER,
    Recipient.FOCAL_POINT: Role.FOCAL_POINT,
    Recipient.AUTHORITY: Role.AUTHORITY_LEADER,
}
_NOT_OF_THE_OFFICE = frozenset({Role.REPORTER, Role.TECHNICIAN})


@dataclass(frozen=True)
class Holder:
    """A role that an active account holds, in one agency where the role belongs to an agency."""

    role: Role
    agency: str | None = None


def undone(
    procedure: Procedure, before: Collection[Holder], after: Collection[Holder], agency: str | None
) -> tuple[ActRule, ...]:
    """Return the acts that somebody could do before and nobody could do after.

    For an agency these are the acts of agencies, done by its own people; for None the acts of everybody outside all agencies.
    """
    return tuple(
        rule
        for rule in procedure.acts
        if _is_of(rule, agency) and _can(rule, before, agency) and not _can(rule, after, agency)
    )


def unheld(procedure: Procedure, before: Collection[Holder], after: Collection[Holder]) -> tuple[Role, ...]:
    """Return the roles outside all agencies that missed limits are reported to, and that somebody held before and nobody would
    hold after."""
    told = {recipient for rungs in procedure.ladders.values() for rung in rungs for recipient in rung.tells}
    roles = (role for recipient, role in _TOLD.items() if recipient in told)
    return tuple(role for role in roles if _holds(role, before) and not _holds(role, after))


def left_undone(
    old: Procedure, people: Collection[Holder], new: Procedure, others: Collection[Holder]
) -> tuple[ActRule, ...]:
    """Return the acts outside all agencies that these people could do under the old text, and that under the new one nobody
    could do, neither they nor the others."""
    every = (*people, *others)
    done = {rule.act for rule in old.acts if _is_of(rule, None) and _can(rule, people, None)}
    rules = [rule for rule in new.acts if _is_of(rule, None) and rule.act in done]
    able = {rule.act for rule in rules if _can(rule, every, None)}
    return tuple(rule for rule in rules if rule.act not in able)


def can_act(procedure: Procedure, holders: Collection[Holder], agency: str) -> bool:
    """Tell whether somebody in the agency can do any act of an agency."""
    return any(_can(rule, holders, agency) for rule in procedure.acts if _is_of(rule, agency))


def _holds(role: Role, holders: Collection[Holder]) -> bool:
    return any(holder.role is role for holder in holders)


def _is_of(rule: ActRule, agency: str | None) -> bool:
    """Return whether only the agency's people, or only people outside all agencies, may do the act."""
    if _NOT_OF_THE_OFFICE & set(rule.by):
        return False
    return all(role.of_agency is (agency is not None) for role in rule.by)


def _can(rule: ActRule, holders: Collection[Holder], agency: str | None) -> bool:
    return any(holder.role in rule.by for holder in _of(holders, agency))


def _of(holders: Collection[Holder], agency: str | None) -> Iterator[Holder]:
    """Yield the holders in this agency, or for None those outside all agencies."""
    return (holder for holder in holders if holder.agency == agency and holder.role.of_agency is (agency is not None))
