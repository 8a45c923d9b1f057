"""The cases that a report on one ground of withholding is about: which, and the facts about each. Never a case's words, nor a
name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.accounts.period import Period
from domain.complaint import Complaint, apply
from domain.endings import ANSWERED, ended_at, has_missed
from domain.events import Event, Restricted, Withheld
from domain.limits import has_overdue
from domain.procedure import Procedure
from domain.texts.known import filed_under
from domain.words import Status

Courses = Mapping[str, tuple[Procedure, tuple[Event, ...]]]
"""The events of cases by code, each with the regulation that the case was filed under."""


@dataclass(frozen=True)
class WithheldCase:
    """A case as it stood when the period was over.

    `field` is the name of its field of work, `lead` its lead agency. `kept_since` is when it was first kept from the public
    on the ground; `ended_at` when it was answered or ended otherwise, None while it is being handled. `overdue` says that a
    running limit has passed, `late` that a limit was missed, running or ended.
    """

    code: str
    field: str | None
    lead: str | None
    status: Status
    received_at: datetime
    kept_since: datetime
    ended_at: datetime | None
    overdue: bool
    late: bool


@dataclass(frozen=True)
class WithheldCounts:
    """The numbers of cases that were carried over, came under the ground anew, were answered or otherwise ended, are open, are
    overdue, and were late."""

    carried_over: int
    new: int
    answered: int
    ended_otherwise: int
    open: int
    overdue: int
    late: int

    @property
    def adds_up(self) -> bool:
        """True as long as each case that came in was answered, ended otherwise or is open."""
        return self.carried_over + self.new == self.answered + self.ended_otherwise + self.open


def withheld_cases(ground: str, period: Period, zone: ZoneInfo, courses: Courses) -> tuple[WithheldCase, ...]:
    """Return the cases of a period: those that came under the ground in it, answered or not, and those carried over from before.

    Events after the period are left out, so that the cases are the same whenever they are asked for. Trial reports never count.
    """
    begins, ends = period.begins(zone), period.ends(zone)
    found = (_case(code, pinned, ground, events, ends) for code, (pinned, events) in sorted(courses.items()))
    return tuple(
        case for case in found if case and (case.ended_at is None or max(case.ended_at, case.kept_since) >= begins)
    )


def withheld_counts(cases: Iterable[WithheldCase], begins: datetime) -> WithheldCounts:
    """Return the counts of the cases of a period that begins at an instant."""
    listed = tuple(cases)
    carried = sum(case.kept_since < begins for case in listed)
    ended = sum(case.ended_at is not None for case in listed)
    answered = sum(case.ended_at is not None and case.status in ANSWERED for case in listed)
    return WithheldCounts(
        carried_over=carried,
        new=len(listed) - carried,
        answered=answered,
        ended_otherwise=ended - answered,
        open=len(listed) - ended,
        overdue=sum(case.overdue for case in listed),
        late=sum(case.late for case in listed),
    )


def _case(
    code: str, procedure: Procedure, ground: str, events: tuple[Event, ...], ends: datetime
) -> WithheldCase | None:
    """Return a case as it stood, decided by the end of the period and by no later event or clock."""
    complaint, kept_since = Complaint(code=code, procedure=filed_under(procedure)), None
    for event in events:
        if event.at >= ends:
            break
        complaint = apply(complaint, event)
        if kept_since is None and isinstance(event, Restricted | Withheld) and event.ground == ground:
            kept_since = event.at
    if kept_since is None or complaint.test or complaint.status is Status.DELETED:
        return None
    field = procedure.field(complaint.field)
    overdue = has_overdue(complaint, ends - timedelta.resolution)
    return WithheldCase(
        code=code,
        field=field.name if field else complaint.field,
        lead=complaint.lead,
        status=complaint.status,
        received_at=complaint.moments["filed"],
        kept_since=kept_since,
        ended_at=ended_at(complaint),
        overdue=overdue,
        late=overdue or has_missed(complaint),
    )
