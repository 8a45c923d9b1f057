"""Monthly reports of cases kept from the public: which cases, and the facts about each. Never a case's words, nor a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.complaint import Complaint, apply
from domain.endings import ANSWERED, ended_at, has_missed
from domain.events import Event, Restricted, Withheld
from domain.limits import has_overdue
from domain.procedure import Procedure, SummaryRule
from domain.texts.known import filed_under
from domain.time.months import Month
from domain.words import Status


@dataclass(frozen=True)
class SummaryLine:
    """A case as it stood when the month was over.

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
class MadeSummary:
    """A summary that was made and is kept under its `code`: its month, when it was made, and its counts."""

    code: str
    procedure: Procedure
    rule: SummaryRule
    month: Month
    made_at: datetime
    counts: dict[str, int]


def summary_code(procedure: Procedure, rule: SummaryRule, month: Month) -> str:
    """Return the code under which a month's summary is kept: `BMT-reputation-2026-11`."""
    return f"{procedure.authority.code_prefix}-{rule.id}-{month}"


@dataclass(frozen=True)
class Summary:
    """The cases of one month: those that came under the ground in that month, answered or not, and those carried over from
    earlier months."""

    procedure: Procedure
    rule: SummaryRule
    month: Month
    lines: tuple[SummaryLine, ...]

    @property
    def begins(self) -> datetime:
        """The instant at which the month begins there."""
        return self.month.begins(ZoneInfo(self.procedure.authority.time_zone))

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of cases that were carried over, came anew, were answered or otherwise ended, are open, are
        overdue, and were late."""
        carried = sum(line.kept_since < self.begins for line in self.lines)
        ended = sum(line.ended_at is not None for line in self.lines)
        answered = sum(line.ended_at is not None and line.status in ANSWERED for line in self.lines)
        return {
            "carried_over": carried,
            "new": len(self.lines) - carried,
            "answered": answered,
            "ended_otherwise": ended - answered,
            "open": len(self.lines) - ended,
            "overdue": sum(line.overdue for line in self.lines),
            "late": sum(line.late for line in self.lines),
        }


def summary_of(
    procedure: Procedure, rule: SummaryRule, month: Month, courses: dict[str, tuple[Procedure, tuple[Event, ...]]]
) -> Summary:
    """Return the month's summary from the events of cases, by code, each case with the regulation it was filed under.

    Events after the month are left out, so that the summary is the same whenever it is made. Trial reports never count.
    """
    zone = ZoneInfo(procedure.authority.time_zone)
    begins, ends = month.begins(zone), month.ends(zone)
    found = (_line(code, pinned, rule, events, ends) for code, (pinned, events) in sorted(courses.items()))
    lines = (
        line for line in found if line and (line.ended_at is None or max(line.ended_at, line.kept_since) >= begins)
    )
    return Summary(procedure, rule, month, tuple(lines))


def _line(
    code: str, procedure: Procedure, rule: SummaryRule, events: tuple[Event, ...], ends: datetime
) -> SummaryLine | None:
    """Return the line of a case, decided by the end of the month and by no later event or clock."""
    complaint, kept_since = Complaint(code=code, procedure=filed_under(procedure)), None
    for event in events:
        if event.at >= ends:
            break
        complaint = apply(complaint, event)
        if kept_since is None and isinstance(event, Restricted | Withheld) and event.ground == rule.of_withheld:
            kept_since = event.at
    if kept_since is None or complaint.test or complaint.status is Status.DELETED:
        return None
    field = procedure.field(complaint.field)
    overdue = has_overdue(complaint, ends - timedelta.resolution)
    return SummaryLine(
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
