"""What each act brings about in a case in which it may be done, or what the act itself lacks."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain import acts
from domain import events as happened
from domain.actors import Actor
from domain.complaint import Complaint
from domain.dispatching import dispatch, file, forward, reclassify, verify
from domain.events import Event
from domain.procedure import LimitKind
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Urgency

Outcome = tuple[Event, ...] | Refusal


def outcome_of(complaint: Complaint, act: acts.Act, by: Actor | None, at: datetime) -> Outcome:  # noqa: C901 - one case for each act, each a line or two
    """The events that the act itself is, before what follows from them; or why it may not be as it was sent."""
    match act:
        case acts.File():
            return file(complaint, act, by, at)
        case acts.AskSupplement():
            return _if_written(act.wanted, happened.SupplementAsked(at=at, wanted=act.wanted))
        case acts.Supplement():
            return _if_written(act.text, happened.Supplemented(at=at, text=act.text))
        case acts.Refuse():
            return _refuse(complaint, act, at)
        case acts.Verify():
            return verify(complaint, act, at)
        case acts.Dispatch():
            return dispatch(complaint, act, by, at)
        case acts.Forward():
            return forward(complaint, act, by, at)
        case acts.Reclassify():
            return reclassify(complaint, act, at)
        case acts.TakeOn():
            return (happened.TakenOn(at=at),)
        case acts.Accept():
            return (happened.Accepted(at=at, officer=by.account if by else None),)
        case acts.Return():
            return _if_written(act.reason, happened.Returned(at=at, agency=complaint.lead or "", reason=act.reason))
        case acts.Involve():
            return _involve(complaint, act, at)
        case acts.Assign():
            if act.officer == complaint.officer:
                return Refusal(RefusalKind.NOTHING_NEW, act.officer)
            return (happened.Assigned(at=at, officer=act.officer),)
        case acts.Extend():
            return _extend(complaint, act, at)
        case acts.RecordInspection():
            return _if_written(act.findings, happened.SiteInspected(at=at, findings=act.findings))
        case acts.ReportProgress():
            if act.expected <= _local_day(complaint, at):
                return Refusal(RefusalKind.EXPECTED_DAY_PAST, act.expected.isoformat())
            return _if_written(act.state, happened.ProgressReported(at=at, state=act.state, expected=act.expected))
        case acts.FixTemporarily():
            if complaint.urgency is not Urgency.INSTANT or complaint.temporarily_fixed:
                return Refusal(RefusalKind.NOTHING_TO_FIX)
            return _if_written(act.what, happened.TemporarilyFixed(at=at, what=act.what))
        case acts.ExplainDelay():
            if not complaint.overdue_limits:
                return Refusal(RefusalKind.NOT_OVERDUE)
            return _if_written(act.reason, happened.DelayExplained(at=at, reason=act.reason))
        case acts.AskDirection():
            return _if_written(act.reason, happened.DirectionAsked(at=at, reason=act.reason))
        case acts.Direct():
            return _if_written(act.direction, happened.Directed(at=at, direction=act.direction))
        case acts.SubmitResult():
            return _submit_result(complaint, act, at)
        case acts.Approve():
            return _unless_forbidden_edit(complaint, act, happened.Approved(at=at, edited=act.edited))
        case acts.SendBack():
            return _if_written(act.reason, happened.SentBack(at=at, reason=act.reason))
        case acts.Publish():
            if complaint.secret:
                return Refusal(RefusalKind.SECRECY_REQUESTED)
            if complaint.restricted or "withheld" in complaint.moments:  # what was withheld once is never public
                return Refusal(RefusalKind.RESTRICTED)
            return _unless_forbidden_edit(complaint, act, happened.Published(at=at, edited=act.edited))
        case acts.Withhold():
            return _withhold(complaint, act, at)
        case acts.Restrict():
            return _restrict(complaint, act, at)
        case acts.Hide():
            return _hide(complaint, act, at)
        case acts.Unhide():
            if not complaint.hidden:
                return Refusal(RefusalKind.NOT_HIDDEN)
            return _if_written(act.reason, happened.Unhidden(at=at, reason=act.reason))
        case acts.Merge():
            if act.into == complaint.code:
                return Refusal(RefusalKind.MERGED_INTO_ITSELF, complaint.code)
            return (happened.Merged(at=at, into=act.into),)
        case acts.Ask():
            if complaint.has_open_question:
                return Refusal(RefusalKind.QUESTION_PENDING)
            return _if_written(act.question, happened.Asked(at=at, question=act.question))
        case acts.Answer():
            if not complaint.has_open_question:
                return Refusal(RefusalKind.NO_OPEN_QUESTION)
            return _if_written(act.answer, happened.Answered(at=at, answer=act.answer))
        case acts.Comment():
            return _if_written(act.text, happened.Commented(at=at, text=act.text))
        case acts.Rate():
            return _rate(complaint, act, at)
        case acts.Contest():
            return _if_written(act.reason, happened.Reopened(at=at, reason=act.reason))
        case acts.Withdraw():
            return (happened.Withdrawn(at=at, reason=act.reason),)
        case acts.DeleteTest():
            if not complaint.test:
                return Refusal(RefusalKind.NOT_A_TEST)
            return _if_written(act.reason, happened.TestDeleted(at=at, reason=act.reason))


def _if_written(words: acts.Sealed, event: Event) -> Outcome:
    """The event, provided the person wrote the words it must give."""
    return Refusal(RefusalKind.WORDS_MISSING) if words.is_blank else (event,)


def _unless_forbidden_edit(complaint: Complaint, act: acts.Approve | acts.Publish, event: Event) -> Outcome:
    rule = complaint.procedure.act(act.kind)
    if not act.edited.is_blank and not (rule and rule.edits):
        return Refusal(RefusalKind.EDIT_NOT_ALLOWED, act.kind)
    return (event,)


def _local_day(complaint: Complaint, at: datetime) -> date:
    return at.astimezone(ZoneInfo(complaint.procedure.authority.time_zone)).date()


def _refuse(complaint: Complaint, act: acts.Refuse, at: datetime) -> Outcome:
    ground = next((one for one in complaint.procedure.refusal_grounds if one.id == act.ground), None)
    if ground is None:
        return Refusal(RefusalKind.UNKNOWN_GROUND, act.ground)
    if ground.names_original and not (act.duplicate_of or "").strip():
        return Refusal(RefusalKind.ORIGINAL_MISSING, act.ground)
    if act.duplicate_of == complaint.code:
        return Refusal(RefusalKind.DUPLICATE_OF_ITSELF, complaint.code)
    if ground.needs_guidance and act.guidance.is_blank:
        return Refusal(RefusalKind.GUIDANCE_MISSING, act.ground)
    original = act.duplicate_of if ground.names_original else None
    refused = happened.Refused(
        at=at, ground=act.ground, reason=act.reason, duplicate_of=original, guidance=act.guidance
    )
    return _if_written(act.reason, refused)


def _submit_result(complaint: Complaint, act: acts.SubmitResult, at: datetime) -> Outcome:
    rule = complaint.procedure.act(act.kind)
    if act.handled_on is None and rule and rule.needs_day:
        return Refusal(RefusalKind.DAY_MISSING, act.kind)
    if act.handled_on is not None and act.handled_on > _local_day(complaint, at):
        return Refusal(RefusalKind.DAY_AHEAD, act.handled_on.isoformat())
    if rule and rule.needs_images and not act.images and not act.no_images:
        return Refusal(RefusalKind.IMAGES_MISSING, act.kind)
    submitted = happened.ResultSubmitted(
        at=at,
        result=act.result,
        handled_on=act.handled_on,
        images=act.images,
        no_images=act.no_images and not act.images,
    )
    return _if_written(act.result, submitted)


def _involve(complaint: Complaint, act: acts.Involve, at: datetime) -> Outcome:
    if complaint.lead in act.co_ordinating:
        return Refusal(RefusalKind.LEAD_ALSO_CO_ORDINATES, complaint.lead or "")
    now = tuple(dict.fromkeys((*complaint.co_ordinating, *act.co_ordinating)))
    if now == complaint.co_ordinating:
        return Refusal(RefusalKind.NOTHING_NEW, act.kind)
    return (happened.Involved(at=at, co_ordinating=now, note=act.note),)


def _extend(complaint: Complaint, act: acts.Extend, at: datetime) -> Outcome:
    if complaint.extended:
        return Refusal(RefusalKind.ALREADY_EXTENDED)
    overdue = (complaint.rule_of(limit) for limit in complaint.overdue_limits)
    if any(rule.kind is LimitKind.STEP and rule.extended_by_act for rule in overdue):
        return Refusal(RefusalKind.EXTENSION_TOO_LATE)
    return _if_written(act.reason, happened.Extended(at=at, reason=act.reason))


def _withhold(complaint: Complaint, act: acts.Withhold, at: datetime) -> Outcome:
    ground = next((one for one in complaint.procedure.withhold_grounds if one.id == act.ground), None)
    if ground is None:
        return Refusal(RefusalKind.UNKNOWN_GROUND, act.ground)
    if ground.on_request and not complaint.secret:
        return Refusal(RefusalKind.SECRECY_NOT_REQUESTED)
    return (happened.Withheld(at=at, ground=act.ground),)


def _restrict(complaint: Complaint, act: acts.Restrict, at: datetime) -> Outcome:
    ground = next((one for one in complaint.procedure.withhold_grounds if one.id == act.ground), None)
    if ground is None or not ground.from_start:
        return Refusal(RefusalKind.UNKNOWN_GROUND, act.ground)
    if complaint.restricted:
        return Refusal(RefusalKind.ALREADY_RESTRICTED, act.ground)
    return (happened.Restricted(at=at, ground=act.ground),)


def _hide(complaint: Complaint, act: acts.Hide, at: datetime) -> Outcome:
    if act.ground not in {ground.id for ground in complaint.procedure.hide_grounds}:
        return Refusal(RefusalKind.UNKNOWN_GROUND, act.ground)
    if complaint.hidden:
        return Refusal(RefusalKind.ALREADY_HIDDEN, act.ground)
    return _if_written(act.reason, happened.Hidden(at=at, ground=act.ground, reason=act.reason))


def _rate(complaint: Complaint, act: acts.Rate, at: datetime) -> Outcome:
    """A rating that reopens does so as long as the reporter may contest; after that it ends the case like any other."""
    rating = next((one for one in complaint.procedure.ratings if one.id == act.rating), None)
    if rating is None:
        return Refusal(RefusalKind.UNKNOWN_RATING, act.rating)
    contest = complaint.procedure.act(ActKind.CONTEST)
    left = contest is not None and (contest.times is None or complaint.tally.get("reopened", 0) < contest.times)
    if not (rating.reopens and left):
        return (happened.Rated(at=at, rating=act.rating, comment=act.comment),)
    if act.comment.is_blank:
        return Refusal(RefusalKind.WORDS_MISSING)
    rated = happened.Rated(at=at, rating=act.rating, comment=act.comment, reopens=True)
    return (rated, happened.Reopened(at=at, reason=act.comment))
