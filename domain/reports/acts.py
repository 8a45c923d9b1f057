"""The acts on a periodic report, and the decision on each: what it brings about, or why it may not be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from domain.actors import Actor
from domain.acts.base import NOTHING_WRITTEN, Sealed
from domain.reports.periods import ReportPeriod, period_asked_for
from domain.reports.report import (
    CasesExplained,
    CorrectionBegun,
    ExplanationAsked,
    PeriodicReport,
    ReportChecked,
    ReportEvent,
    ReportMade,
    ReportReturned,
    ReportSent,
    ReportSigned,
    ReportStatus,
)
from domain.reports.rules import ReportRule
from domain.words import Role

_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class ReportActKind(StrEnum):
    """The kinds of act on a report."""

    EXPLAIN = "explain"
    CHECK = "check"
    RETURN = "return"
    SIGN = "sign"
    SEND = "send"
    CORRECT = "correct"


class ReportRefusalKind(StrEnum):
    """The reasons for which an act on a report is refused."""

    WRONG_ROLE = "wrong_role"
    WRONG_AGENCY = "wrong_agency"
    PERIOD_NOT_ENDED = "period_not_ended"
    DAY_PAST = "day_past"
    NOT_ITS_PERIOD = "not_its_period"
    ALREADY_SENT = "already_sent"
    NOT_SENT = "not_sent"
    BEING_MADE = "being_made"
    ALREADY_SIGNED = "already_signed"
    NOT_CHECKED = "not_checked"
    NOT_SIGNED = "not_signed"
    NOTHING_LATE = "nothing_late"
    NOT_LATE = "not_late"
    WORDS_MISSING = "words_missing"


@dataclass(frozen=True)
class ReportRefusal:
    """The reason for which an act on a report is refused. `about` is its subject as data: a day, the first and
    last day of a period, a case, an agency."""

    kind: ReportRefusalKind
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Explain:
    """An agency explains one of its late cases, or all of them."""

    words: Sealed
    case: str | None = None
    kind: Literal[ReportActKind.EXPLAIN] = ReportActKind.EXPLAIN


@dataclass(frozen=True, kw_only=True)
class Check:
    """The people who prepare the report say that it is right, and add words."""

    words: Sealed = NOTHING_WRITTEN
    kind: Literal[ReportActKind.CHECK] = ReportActKind.CHECK


@dataclass(frozen=True, kw_only=True)
class ReturnReport:
    """The signer gives the report back to be checked again."""

    reason: Sealed
    kind: Literal[ReportActKind.RETURN] = ReportActKind.RETURN


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """The signer signs the report off."""

    kind: Literal[ReportActKind.SIGN] = ReportActKind.SIGN


@dataclass(frozen=True, kw_only=True)
class SendReport:
    """The report goes to its addressees."""

    kind: Literal[ReportActKind.SEND] = ReportActKind.SEND


@dataclass(frozen=True, kw_only=True)
class CorrectReport:
    """A report that was sent is made anew, for a reason that the corrected edition states."""

    reason: Sealed
    kind: Literal[ReportActKind.CORRECT] = ReportActKind.CORRECT


ReportAct = Explain | Check | ReturnReport | SignOff | SendReport | CorrectReport
ReportVerdict = tuple[ReportEvent, ...] | ReportRefusal


def decide_report(report: PeriodicReport, act: ReportAct, by: Actor, at: datetime) -> ReportVerdict:
    """Return what an act brings about, or why it is refused. `by` is of the report's own authority."""
    if refusal := _not_theirs(report, act, by) or _not_now(report, act) or _nothing_said(act):
        return refusal
    match act:
        case Explain():
            return _explained(report, act, by, at)
        case Check():
            return (ReportChecked(at=at, words=act.words),)
        case ReturnReport():
            return (ReportReturned(at=at, reason=act.reason),)
        case SignOff():
            return (ReportSigned(at=at),)
        case SendReport():
            return (ReportSent(at=at, edition=report.edition),)
        case CorrectReport():
            return (CorrectionBegun(at=at, reason=act.reason),)


def digest_of(act: ReportAct) -> str:
    """Return what tells one act from another, words included: SHA-256, hexadecimal."""
    return hashlib.sha256(json.dumps(asdict(act), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def acts_open_to(report: PeriodicReport, by: Actor) -> tuple[ReportActKind, ...]:
    """Return the kinds of act that a person may do to the report as it stands."""
    written = Sealed("x")
    specimens: tuple[ReportAct, ...] = (
        Explain(words=written),
        Check(words=written),
        SignOff(),
        ReturnReport(reason=written),
        SendReport(),
        CorrectReport(reason=written),
    )
    verdicts = ((act.kind, decide_report(report, act, by, _SOME_TIME)) for act in specimens)
    return tuple(kind for kind, verdict in verdicts if not isinstance(verdict, ReportRefusal))


def refuse_making(period: ReportPeriod, at: datetime, zone: ZoneInfo) -> ReportRefusal | None:
    """Return why no report can be made on a period yet: its days are not over."""
    if period.has_ended(at, zone):
        return None
    return ReportRefusal(ReportRefusalKind.PERIOD_NOT_ENDED, period.last.isoformat())


def refuse_request(
    rule: ReportRule, period: ReportPeriod, wanted_by: date, by: Actor, at: datetime, zone: ZoneInfo
) -> ReportRefusal | None:
    """Return why a person may not ask for a report on these days by this day. One that is made in cycles may be asked for on a
    whole period that is over, such as one before the system ran."""
    if not may_request(rule, by):
        return ReportRefusal(ReportRefusalKind.WRONG_ROLE)
    whole = period_asked_for(rule, period)
    if (whole.first, whole.last) != (period.first, period.last):
        return ReportRefusal(ReportRefusalKind.NOT_ITS_PERIOD, f"{whole.first}/{whole.last}")
    if wanted_by < at.astimezone(zone).date():
        return ReportRefusal(ReportRefusalKind.DAY_PAST, wanted_by.isoformat())
    return refuse_making(period, at, zone)


def may_request(rule: ReportRule, by: Actor) -> bool:
    """Tell whether a person may ask for a report of this series: of each agency its own people alone."""
    return by.role in {*rule.prepared_by, rule.signed_by, *rule.to} and (by.role.of_agency or not rule.each_agency)


def made(report: PeriodicReport, at: datetime) -> Iterator[ReportEvent]:
    """Yield what follows once an edition was made from the record: agencies that were not asked before are asked to explain."""
    yield ReportMade(at=at, edition=report.edition + 1)
    if report.rule.explanations is None:
        return
    for agency, cases in sorted(report.late.items()):
        if agency not in report.asked and report.agency in (None, agency):
            yield ExplanationAsked(at=at, agency=agency, cases=len(cases))


def _not_theirs(report: PeriodicReport, act: ReportAct, by: Actor) -> ReportRefusal | None:
    rule = report.rule
    match act:
        case Explain():
            may = by.role in (Role.AGENCY_OFFICER, Role.AGENCY_LEADER)
        case Check() | SendReport():
            may = by.role in rule.prepared_by or by.role is rule.signed_by
        case ReturnReport() | SignOff() | CorrectReport():
            may = by.role is rule.signed_by
    if not may:
        return ReportRefusal(ReportRefusalKind.WRONG_ROLE)
    if by.role.of_agency and report.agency not in (None, by.agency):
        return ReportRefusal(ReportRefusalKind.WRONG_AGENCY)
    return None


def _not_now(report: PeriodicReport, act: ReportAct) -> ReportRefusal | None:
    status = report.status
    if isinstance(act, CorrectReport):
        return None if report.is_sent else ReportRefusal(ReportRefusalKind.NOT_SENT)
    if report.is_sent:
        return ReportRefusal(ReportRefusalKind.ALREADY_SENT)
    if status is ReportStatus.MAKING:
        return ReportRefusal(ReportRefusalKind.BEING_MADE)
    if status is ReportStatus.SIGNED and isinstance(act, Explain | Check | SignOff):
        return ReportRefusal(ReportRefusalKind.ALREADY_SIGNED)
    if status is ReportStatus.PREPARED and isinstance(act, SignOff | ReturnReport):
        return ReportRefusal(ReportRefusalKind.NOT_CHECKED)
    if status is not ReportStatus.SIGNED and isinstance(act, SendReport):
        return ReportRefusal(ReportRefusalKind.NOT_SIGNED)
    return None


def _nothing_said(act: ReportAct) -> ReportRefusal | None:
    match act:
        case Explain():
            said = act.words
        case ReturnReport() | CorrectReport():
            said = act.reason
        case _:
            return None
    return ReportRefusal(ReportRefusalKind.WORDS_MISSING) if said.is_blank else None


def _explained(report: PeriodicReport, act: Explain, by: Actor, at: datetime) -> ReportVerdict:
    agency = by.agency or ""
    late = report.late.get(agency, ())
    if not late:
        return ReportRefusal(ReportRefusalKind.NOTHING_LATE, agency)
    if act.case is not None and act.case not in late:
        return ReportRefusal(ReportRefusalKind.NOT_LATE, act.case)
    return (CasesExplained(at=at, agency=agency, case=act.case, words=act.words),)
