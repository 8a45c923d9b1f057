"""The act by which a case follows its agency into the one that succeeds it. The clocks go on as they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import Verdict
from domain.complaint import Complaint, Limit, Moment, Outcome, Shown
from domain.limit_rules import limit_of_part, part_of, rule_of_limit
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind


@dataclass(frozen=True, kw_only=True)
class Succeeded(Moment, act=ActKind.SUCCEED, stays=True, shown=Shown.REPORTER | Shown.PUBLIC):
    """The agency ended, and its successor goes on with the case, by the official decision `decided_by` from `day` on.

    `officer` is the account that works on the case and came along, None where somebody has to be assigned anew.
    """

    kind: Literal["succeeded"] = "succeeded"
    agency: str
    successor: str
    day: date
    decided_by: str
    officer: str | None = None

    def change(self, complaint: Complaint) -> Complaint:
        """Put the successor in the place of the agency. No limit begins anew, and nothing counts as returned."""
        lead = self._now(complaint.lead) if complaint.lead else None
        helping = tuple(dict.fromkeys(self._now(each) for each in complaint.co_ordinating))
        co_ordinating = tuple(each for each in helping if each != lead)
        missing = {self._now(each) for each in complaint.missing_parts}
        recorded = dict.fromkeys(self._now(each) for each in complaint.parts)
        return replace(
            complaint,
            lead=lead,
            officer=self.officer if complaint.lead == self.agency else complaint.officer,
            co_ordinating=co_ordinating,
            parts=tuple(each for each in recorded if each not in missing),
            declined=tuple(each for each in complaint.declined if each not in co_ordinating),
            identity_shared_with=tuple(dict.fromkeys(self._now(each) for each in complaint.identity_shared_with)),
            limits=self._taken_over(complaint.limits),
        )

    def _now(self, agency: str) -> str:
        return self.successor if agency == self.agency else agency

    def _taken_over(self, limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
        """Return the limits, those that run as the successor's. Of two days for its part the earlier one stands."""
        own = [self._as_own(limit) for limit in limits]
        standing: dict[str, Limit] = {}
        for limit in own:
            if limit.is_running and (limit.id not in standing or _ends_first(limit, standing[limit.id])):
                standing[limit.id] = limit
        return tuple(
            replace(limit, outcome=Outcome.SUPERSEDED)
            if limit.is_running and standing[limit.id] is not limit
            else limit
            for limit in own
        )

    def _as_own(self, limit: Limit) -> Limit:
        if not limit.is_running or limit.agency != self.agency:
            return limit
        own = limit_of_part(rule_of_limit(limit.id), self.successor) if part_of(limit.id) else limit.id
        return replace(limit, id=own, agency=self.successor)


def _ends_first(one: Limit, other: Limit) -> bool:
    return one.until is not None and other.until is not None and one.until < other.until


@dataclass(frozen=True, kw_only=True)
class Succeed:
    """The case goes on at the successor of an agency that ended. It follows from a decision about the office; nobody does it by
    hand."""

    kind: Literal[ActKind.SUCCEED] = ActKind.SUCCEED
    agency: str
    successor: str
    day: date
    decided_by: str
    officer: str | None = None

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Succeeded]:
        if self.agency not in (complaint.lead, *complaint.co_ordinating) or self.successor == self.agency:
            return Refusal(RefusalKind.NOTHING_NEW, self.kind)
        return (
            Succeeded(
                at=at,
                agency=self.agency,
                successor=self.successor,
                day=self.day,
                decided_by=self.decided_by,
                officer=self.officer,
            ),
        )


SucceedingAct = Succeed
SucceedingEvent = Succeeded
