"""Acts about a result: approval, publication, what the reporter makes of it; and the reporter's withdrawal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain.actors import Actor, Told
from domain.acts.base import NOTHING_WRITTEN, EventT, Sealed, Verdict, if_written, listed, report_of
from domain.complaint import Complaint, Moment, Shown
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Role, Status

_A_REPORTER = Told(Role.REPORTER)


@dataclass(frozen=True, kw_only=True)
class Approved(Moment, act=ActKind.APPROVE, shown=Shown.REPORTER | Shown.PUBLIC):
    """The leader approved the result, as `edited` where that is not empty."""

    kind: Literal["approved"] = "approved"
    edited: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Approve:
    """The leader approves the result, as it is or as `edited`."""

    kind: Literal[ActKind.APPROVE] = ActKind.APPROVE
    edited: Sealed = NOTHING_WRITTEN

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Approved]:
        return _unless_forbidden_edit(complaint, self, Approved(at=at, edited=self.edited))


@dataclass(frozen=True, kw_only=True)
class SentBack(Moment, act=ActKind.SEND_BACK, shown=Shown.WHOLE_COURSE):
    """The leader sent the result back to be redone."""

    kind: Literal["sent_back"] = "sent_back"
    reason: Sealed

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, committed=None)


@dataclass(frozen=True, kw_only=True)
class SendBack:
    """The leader sends the result back to the officer, to be redone."""

    kind: Literal[ActKind.SEND_BACK] = ActKind.SEND_BACK
    reason: Sealed

    def verdict(self, _complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[SentBack]:
        return if_written(self.reason, SentBack(at=at, reason=self.reason))


@dataclass(frozen=True, kw_only=True)
class Published(Moment, act=ActKind.PUBLISH, shown=Shown.REPORTER | Shown.WORDS | Shown.PUBLIC):
    """The result is public, as `edited` where that is not empty."""

    kind: Literal["published"] = "published"
    edited: Sealed = NOTHING_WRITTEN

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, rated=(), rating=None, expected=complaint.committed or complaint.expected)


@dataclass(frozen=True, kw_only=True)
class Publish:
    """The result is published, as it is or as `edited`."""

    kind: Literal[ActKind.PUBLISH] = ActKind.PUBLISH
    edited: Sealed = NOTHING_WRITTEN

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Published]:
        if complaint.secret:
            return Refusal(RefusalKind.SECRECY_REQUESTED)
        if complaint.restricted or "withheld" in complaint.moments:  # a result once withheld is never public
            return Refusal(RefusalKind.RESTRICTED)
        return _unless_forbidden_edit(complaint, self, Published(at=at, edited=self.edited))


def _unless_forbidden_edit(complaint: Complaint, act: Approve | Publish, event: EventT) -> Verdict[EventT]:
    rule = complaint.procedure.act(act.kind)
    if not act.edited.is_blank and not (rule and rule.edits):
        return Refusal(RefusalKind.EDIT_NOT_ALLOWED, act.kind)
    return (event,)


@dataclass(frozen=True, kw_only=True)
class Withheld(Moment, act=ActKind.WITHHOLD, shown=Shown.REPORTER | Shown.WORDS):
    """The result went to the reporter alone."""

    kind: Literal["withheld"] = "withheld"
    ground: str

    def change(self, complaint: Complaint) -> Complaint:
        kept = complaint.kept_from_public_on(self.ground)
        return replace(kept, rated=(), rating=None, expected=complaint.committed or complaint.expected)


@dataclass(frozen=True, kw_only=True)
class Withhold:
    """The result goes to the reporter alone, on a ground the regulation states."""

    kind: Literal[ActKind.WITHHOLD] = ActKind.WITHHOLD
    ground: str

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Withheld]:
        ground = listed(complaint.procedure.withhold_grounds, self.ground)
        if ground is None:
            return Refusal(RefusalKind.UNKNOWN_GROUND, self.ground)
        if ground.on_request and not complaint.secret:
            return Refusal(RefusalKind.SECRECY_NOT_REQUESTED)
        return (Withheld(at=at, ground=self.ground),)


@dataclass(frozen=True, kw_only=True)
class Rated(Moment, act=ActKind.RATE, shown=Shown.REPORTER | Shown.WORDS | Shown.PUBLIC):
    """A reporter rated the result.

    The rating does not end the case where it `reopens`, where `others_wait`, while a question waits for its answer, or while a
    commitment is not kept. Others wait where reporters of merged reports have not rated yet. `report` is the merged report whose
    reporter rated; None for the case's own reporter.
    """

    kind: Literal["rated"] = "rated"
    rating: str
    comment: Sealed = NOTHING_WRITTEN
    reopens: bool = False
    report: str | None = None
    others_wait: bool = False

    @property
    def moves_limits(self) -> bool:
        """False while others may still rate: their time runs on."""
        return not self.others_wait

    def leads_to(self, complaint: Complaint) -> Status | None:
        """Keep the status while somebody waits: for another rating, the answer to a question, or a commitment."""
        asked = complaint.has_open_question or complaint.committed is not None
        waits = self.reopens or self.others_wait or asked
        return None if waits else super().leads_to(complaint)

    def change(self, complaint: Complaint) -> Complaint:
        report = self.report or complaint.code
        rated = tuple(one for one in complaint.rated if one[0] != report)
        own = self.rating if report == complaint.code else complaint.rating
        return replace(complaint, rating=own, rated=(*rated, (report, self.rating)))


@dataclass(frozen=True, kw_only=True)
class RatingLapsed(Moment, shown=Shown.REPORTER | Shown.MOVES_PUBLIC):
    """The window for rating ended without one. The case does not end before a commitment is kept."""

    kind: Literal["rating_lapsed"] = "rating_lapsed"

    def leads_to(self, complaint: Complaint) -> Status | None:
        return None if complaint.committed is not None else super().leads_to(complaint)


@dataclass(frozen=True, kw_only=True)
class Reopened(Moment, act=ActKind.CONTEST, shown=Shown.REPORTER | Shown.WORDS | Shown.PUBLIC):
    """A reporter does not accept the result: the case is handled again. A rating that reopens needs no reason. `report` as in
    Rated."""

    kind: Literal["reopened"] = "reopened"
    reason: Sealed
    report: str | None = None

    def change(self, complaint: Complaint) -> Complaint:
        """Take back the ratings, and close an open question: the next result of the case answers it."""
        return replace(complaint, rated=(), rating=None, has_open_question=False, asking=(), parts=(), committed=None)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """The reporter rates the result."""

    kind: Literal[ActKind.RATE] = ActKind.RATE
    rating: str
    comment: Sealed = NOTHING_WRITTEN

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Rated | Reopened]:
        """Rate. A rating that reopens does so while the case is open and the reporter may contest; otherwise it ends the case
        like any other. Each reporter rates an answer once; the case ends with the last of them. Staff record the rating only of
        a reporter who cannot give it."""
        rating = listed(complaint.procedure.ratings, self.rating)
        if rating is None:
            return Refusal(RefusalKind.UNKNOWN_RATING, self.rating)
        if _is_the_reporters_own(complaint, by):
            return Refusal(RefusalKind.REPORTERS_OWN_RATING, complaint.channel or "")
        report = report_of(by)
        if (report or complaint.code) not in complaint.unrated:
            return Refusal(RefusalKind.ALREADY_RATED)
        if not (rating.reopens and _may_reopen(complaint)):
            others_wait = complaint.unrated != (report or complaint.code,)
            return (Rated(at=at, rating=self.rating, comment=self.comment, report=report, others_wait=others_wait),)
        rated = Rated(at=at, rating=self.rating, comment=self.comment, reopens=True, report=report)
        return (rated, Reopened(at=at, reason=self.comment, report=report))


def _is_the_reporters_own(complaint: Complaint, by: Actor | None) -> bool:
    """Return whether staff would do what the reporter can do without them, on the page that follows the case."""
    return by is not None and by.role is not Role.REPORTER and not complaint.came_by_staff


def _may_reopen(complaint: Complaint) -> bool:
    contest = complaint.procedure.act(ActKind.CONTEST)
    if contest is None or complaint.status not in contest.when:
        return False
    return contest.times is None or complaint.tally.get("reopened", 0) < contest.times


@dataclass(frozen=True, kw_only=True)
class Contest:
    """The reporter does not accept the result; the case goes back to be handled again."""

    kind: Literal[ActKind.CONTEST] = ActKind.CONTEST
    reason: Sealed

    def verdict(self, _complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Reopened]:
        return if_written(self.reason, Reopened(at=at, reason=self.reason, report=report_of(by)))


@dataclass(frozen=True, kw_only=True)
class Asked(Moment, act=ActKind.ASK, stays=True, shown=Shown.REPORTER | Shown.WORDS):
    """A reporter asked what the result means. `report` as in Rated."""

    kind: Literal["asked"] = "asked"
    question: Sealed
    report: str | None = None

    def leads_to(self, complaint: Complaint) -> Status | None:
        """Open a closed case again for the answer: in public, or to the reporter alone, as its result was given."""
        if complaint.status is not Status.CLOSED:
            return super().leads_to(complaint)
        moments = complaint.moments
        alone = "published" not in moments or moments.get("withheld", moments["published"]) > moments["published"]
        return Status.WITHHELD if alone else Status.PUBLISHED

    def change(self, complaint: Complaint) -> Complaint:
        asking = (*complaint.asking, self.report or complaint.code)
        return replace(complaint, has_open_question=True, asking=asking)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """The reporter asks what the result means."""

    kind: Literal[ActKind.ASK] = ActKind.ASK
    question: Sealed

    def verdict(self, complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Asked]:
        """Ask. Staff write down the question only of a reporter who cannot ask it."""
        if _is_the_reporters_own(complaint, by):
            return Refusal(RefusalKind.REPORTERS_OWN_QUESTION, complaint.channel or "")
        report = report_of(by)
        # A question that was asked before questions were kept by report is the case's own reporter's.
        asking = complaint.asking or ((complaint.code,) if complaint.has_open_question else ())
        if (report or complaint.code) in asking:
            return Refusal(RefusalKind.QUESTION_PENDING)
        return if_written(self.question, Asked(at=at, question=self.question, report=report))


@dataclass(frozen=True, kw_only=True)
class Answered(Moment, act=ActKind.ANSWER, stays=True, shown=Shown.REPORTER | Shown.WORDS):
    """The question was answered. `to` are the reports whose reporters had asked."""

    kind: Literal["answered"] = "answered"
    answer: Sealed
    to: tuple[str, ...] = ()

    def leads_to(self, complaint: Complaint) -> Status | None:
        """Close a case whose reporters have all rated: it waits for nothing more."""
        rate = complaint.procedure.act(ActKind.RATE)
        return super().leads_to(complaint) if complaint.unrated or rate is None else rate.leads_to(complaint.status)

    def change(self, complaint: Complaint) -> Complaint:
        return replace(complaint, has_open_question=False, asking=())


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The agency makes its result clear."""

    kind: Literal[ActKind.ANSWER] = ActKind.ANSWER
    answer: Sealed

    def verdict(self, complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Answered]:
        if not complaint.has_open_question:
            return Refusal(RefusalKind.NO_OPEN_QUESTION)
        return if_written(self.answer, Answered(at=at, answer=self.answer, to=complaint.asking))


@dataclass(frozen=True, kw_only=True)
class Commented(Moment, act=ActKind.COMMENT, stays=True, shown=Shown.REPORTER | Shown.WORDS):
    """A remark on the case. `author` is the side that made it, which is not notified; `report` as in Rated."""

    kind: Literal["commented"] = "commented"
    text: Sealed
    author: Told = _A_REPORTER
    report: str | None = None


@dataclass(frozen=True, kw_only=True)
class Comment:
    """A remark on the case, for the reporter and the offices."""

    kind: Literal[ActKind.COMMENT] = ActKind.COMMENT
    text: Sealed

    def verdict(self, _complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Commented]:
        commented = Commented(at=at, text=self.text, author=_side_of(by), report=report_of(by))
        return if_written(self.text, commented)


def _side_of(by: Actor | None) -> Told:
    return Told(by.role, by.agency) if by else _A_REPORTER


@dataclass(frozen=True, kw_only=True)
class Noted(Moment, act=ActKind.NOTE, stays=True):
    """A note that staff of the case wrote for one another. `author` is the side that made it, which is not notified."""

    kind: Literal["noted"] = "noted"
    text: Sealed
    author: Told


@dataclass(frozen=True, kw_only=True)
class Note:
    """An internal note, for the staff of the case alone. No reporter and no public ever sees it."""

    kind: Literal[ActKind.NOTE] = ActKind.NOTE
    text: Sealed

    def verdict(self, _complaint: Complaint, by: Actor | None, at: datetime) -> Verdict[Noted]:
        return if_written(self.text, Noted(at=at, text=self.text, author=_side_of(by)))


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Moment, act=ActKind.WITHDRAW, shown=Shown.REPORTER | Shown.WORDS):
    """The reporter took the report back."""

    kind: Literal["withdrawn"] = "withdrawn"
    reason: Sealed = NOTHING_WRITTEN


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """The reporter takes the report back."""

    kind: Literal[ActKind.WITHDRAW] = ActKind.WITHDRAW
    reason: Sealed = NOTHING_WRITTEN

    def verdict(self, _complaint: Complaint, _by: Actor | None, at: datetime) -> Verdict[Withdrawn]:
        return (Withdrawn(at=at, reason=self.reason),)


AnsweringAct = Approve | SendBack | Publish | Withhold | Rate | Contest | Ask | Answer | Comment | Note | Withdraw
AnsweringEvent = (
    Approved
    | SentBack
    | Published
    | Withheld
    | Rated
    | RatingLapsed
    | Reopened
    | Asked
    | Answered
    | Commented
    | Noted
    | Withdrawn
)
