"""Acts of an agency while it works on a case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from domain.actors import Actor
from domain.acts.base import NOTHING_WRITTEN, Sealed, Verdict, if_written
from domain.acts.days import too_far
from domain.complaint import Complaint, Moment, Shown
from domain.limit_rules import LimitKind
from domain.procedure import ActRule
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Role, Urgency


@dataclass(frozen=True, kw_only=True)
class Extended(Moment, act=ActKind.EXTEND, stays=True, shown=Shown.REPORTER | Shown.WORDS | Shown.PUBLIC):
    """The lead agency took the longer limit."""

    kind: Literal["extended"] = "extended"
    reason: Sealed

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, extended=True)


@dataclass(frozen=True, kw_only=True)
class Extend:
    """The lead agency takes the longer limit of a complex case."""

    kind: Literal[ActKind.EXTEND] = ActKind.EXTEND
    reason: Sealed

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Extended]:
        if complaint.extended:
            return Refusal(RefusalKind.ALREADY_EXTENDED)
        overdue = (complaint.rule_of(limit) for limit in complaint.overdue_limits)
        if any(rule.kind is LimitKind.STEP and rule.extended_by_act for rule in overdue):
            return Refusal(RefusalKind.EXTENSION_TOO_LATE)
        return if_written(self.reason, Extended(at=at, reason=self.reason))


@dataclass(frozen=True, kw_only=True)
class SiteInspected(Moment, act=ActKind.RECORD_INSPECTION, stays=True, shown=Shown.REPORTER):
    """The site was inspected or the report checked. `beside_agency` where the focal point did while an agency has the case."""

    kind: Literal["site_inspected"] = "site_inspected"
    findings: Sealed
    beside_agency: bool = False

    @property
    def moves_limits(self) -> bool:
        """False beside an agency: only the agency's own inspection gives it longer to return the case."""
        return not self.beside_agency


@dataclass(frozen=True, kw_only=True)
class RecordInspection:
    """The agency records that it had to inspect the site, or the focal point how it checked the report."""

    kind: Literal[ActKind.RECORD_INSPECTION] = ActKind.RECORD_INSPECTION
    findings: Sealed

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[SiteInspected]:
        beside = complaint.lead is not None and by is not None and by.role is Role.FOCAL_POINT
        return if_written(self.findings, SiteInspected(at=at, findings=self.findings, beside_agency=beside))


@dataclass(frozen=True, kw_only=True)
class ProgressReported(
    Moment, act=ActKind.REPORT_PROGRESS, stays=True, shown=Shown.REPORTER | Shown.WORDS | Shown.PUBLIC
):
    """The reporter was told how the case stands and by which day a result is expected."""

    kind: Literal["progress_reported"] = "progress_reported"
    state: Sealed
    expected: date

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, expected=self.expected)


@dataclass(frozen=True, kw_only=True)
class ReportProgress:
    """A report without a result yet: how the case stands, why, and the day (local) by which a result is expected."""

    kind: Literal[ActKind.REPORT_PROGRESS] = ActKind.REPORT_PROGRESS
    state: Sealed
    expected: date

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[ProgressReported]:
        if refusal := too_far(complaint, self.kind, self.expected, by, at):
            return refusal
        return if_written(self.state, ProgressReported(at=at, state=self.state, expected=self.expected))


@dataclass(frozen=True, kw_only=True)
class TemporarilyFixed(
    Moment, act=ActKind.FIX_TEMPORARILY, stays=True, shown=Shown.REPORTER | Shown.WORDS | Shown.PUBLIC
):
    """The matter is safe for the time being."""

    kind: Literal["temporarily_fixed"] = "temporarily_fixed"
    what: Sealed

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, temporarily_fixed=True)


@dataclass(frozen=True, kw_only=True)
class FixTemporarily:
    """The agency has made an urgent matter safe for the time being."""

    kind: Literal[ActKind.FIX_TEMPORARILY] = ActKind.FIX_TEMPORARILY
    what: Sealed

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[TemporarilyFixed]:
        if complaint.urgency is not Urgency.INSTANT or complaint.temporarily_fixed:
            return Refusal(RefusalKind.NOTHING_TO_FIX)
        return if_written(self.what, TemporarilyFixed(at=at, what=self.what))


@dataclass(frozen=True, kw_only=True)
class DelayExplained(Moment, act=ActKind.EXPLAIN_DELAY, stays=True, shown=Shown.REPORTER | Shown.WORDS):
    """The reporter was told why there is no result yet."""

    kind: Literal["delay_explained"] = "delay_explained"
    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class ExplainDelay:
    """The lead agency tells the reporter why there is no result yet."""

    kind: Literal[ActKind.EXPLAIN_DELAY] = ActKind.EXPLAIN_DELAY
    reason: Sealed

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[DelayExplained]:
        if not complaint.overdue_limits:
            return Refusal(RefusalKind.NOT_OVERDUE)
        return if_written(self.reason, DelayExplained(at=at, reason=self.reason))


@dataclass(frozen=True, kw_only=True)
class ResultSubmitted(Moment, act=ActKind.SUBMIT_RESULT, shown=Shown.REPORTER | Shown.WHOLE_COURSE):
    """The officer submitted a result, handled on the local day `handled_on`. These attachments show it; with
    `no_images` the officer said that there are none, and perhaps `why_no_images`. A result in writing names its paper: its
    number, its day and who sent it. With `expected` the result is a commitment: it will be done by that local day. `author` is
    the account that submitted it."""

    kind: Literal["result_submitted"] = "result_submitted"
    result: Sealed
    handled_on: date | None = None
    images: tuple[str, ...] = ()
    no_images: bool = False
    author: str | None = None
    why_no_images: Sealed = NOTHING_WRITTEN
    paper_number: Sealed = NOTHING_WRITTEN
    paper_date: date | None = None
    paper_sender: Sealed = NOTHING_WRITTEN
    expected: date | None = None

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint.brought_about_by(self.kind, self.author), committed=self.expected)


@dataclass(frozen=True, kw_only=True)
class SubmitResult:
    """The officer submits the result; `handled_on` is the local day on which it was handled, `images` the ids of the case's
    attachments that show it, `no_images` says that there are none, and `why_no_images` why. `paper_number`, `paper_date`
    and `paper_sender` name the paper of a result in writing. `expected` makes the result a commitment for that local day."""

    kind: Literal[ActKind.SUBMIT_RESULT] = ActKind.SUBMIT_RESULT
    result: Sealed
    handled_on: date | None = None
    images: tuple[str, ...] = ()
    no_images: bool = False
    why_no_images: Sealed = NOTHING_WRITTEN
    paper_number: Sealed = NOTHING_WRITTEN
    paper_date: date | None = None
    paper_sender: Sealed = NOTHING_WRITTEN
    expected: date | None = None

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[ResultSubmitted]:
        rule = complaint.procedure.act(self.kind)
        if self.expected is not None:
            refusal = None if rule and rule.commits else Refusal(RefusalKind.COMMITMENT_NOT_ALLOWED, self.kind)
            if refusal := refusal or too_far(complaint, self.kind, self.expected, by, at):
                return refusal
        if self.handled_on is None and rule and rule.needs_day:
            return Refusal(RefusalKind.DAY_MISSING, self.kind)
        if self.handled_on is not None and self.handled_on > complaint.procedure.authority.local_date(at):
            return Refusal(RefusalKind.DAY_AHEAD, self.handled_on.isoformat())
        filed = complaint.procedure.authority.local_date(complaint.moments.get("filed", at))
        if self.handled_on is not None and self.handled_on < filed:
            return Refusal(RefusalKind.DAY_BEFORE_FILING, filed.isoformat())
        if rule and rule.needs_images and not self.images and (refusal := self._shows_nothing(rule)):
            return refusal
        if fault := self._fault_of_paper(complaint.procedure.authority.local_date(at)):
            return fault
        submitted = ResultSubmitted(
            at=at,
            result=self.result,
            handled_on=self.handled_on,
            images=self.images,
            no_images=(self.no_images or not self.why_no_images.is_blank) and not self.images,
            author=by.account if by else None,
            why_no_images=NOTHING_WRITTEN if self.images else self.why_no_images,
            paper_number=self.paper_number,
            paper_date=self.paper_date,
            paper_sender=self.paper_sender,
            expected=self.expected,
        )
        return if_written(self.result, submitted)

    def _fault_of_paper(self, today: date) -> Refusal | None:
        """Return why the paper cannot be the result's: it is named in part, or is of a day to come."""
        named = (not self.paper_number.is_blank, self.paper_date is not None, not self.paper_sender.is_blank)
        if any(named) and not all(named):
            return Refusal(RefusalKind.PAPER_INCOMPLETE, self.kind)
        if self.paper_date is not None and self.paper_date > today:
            return Refusal(RefusalKind.PAPER_AHEAD, self.paper_date.isoformat())
        return None

    def _shows_nothing(self, rule: ActRule) -> Refusal | None:
        """Return why a result without images is refused. None where it says what the regulation asks for."""
        if not self.why_no_images.is_blank or (self.no_images and not rule.explains_no_images):
            return None
        kind = RefusalKind.WHY_NO_IMAGES if rule.explains_no_images else RefusalKind.IMAGES_MISSING
        return Refusal(kind, self.kind)


HandlingAct = Extend | RecordInspection | ReportProgress | FixTemporarily | ExplainDelay | SubmitResult
HandlingEvent = Extended | SiteInspected | ProgressReported | TemporarilyFixed | DelayExplained | ResultSubmitted
