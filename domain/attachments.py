"""Attachments of a case: who owns them, who may add one, who may black out a part, who sees them uncovered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.actors import Actor
from domain.acts import NOTHING_WRITTEN, Act, Contribute, KeepCommitment, SubmitResult
from domain.complaint import Complaint
from domain.decide import is_for, may
from domain.events import EVENT_OF_ACT
from domain.procedure import Procedure
from domain.refusals import Refusal, RefusalKind
from domain.visibility import Audience, knows_reporter
from domain.words import ActKind, Role, Status
from domain.words import AttachmentKind as AttachmentKind


class AttachmentStage(StrEnum):
    """The occasion on which an attachment was added: the report, the reporter's supplement, or the agency's result."""

    REPORT = "report"
    SUPPLEMENT = "supplement"
    RESULT = "result"


FROM_REPORTER = frozenset({AttachmentStage.REPORT, AttachmentStage.SUPPLEMENT})

_MOST = {
    True: {AttachmentKind.PHOTO: 5, AttachmentKind.VIDEO: 1, AttachmentKind.AUDIO: 2, AttachmentKind.DOCUMENT: 3},
    False: {AttachmentKind.PHOTO: 20, AttachmentKind.VIDEO: 2, AttachmentKind.AUDIO: 4, AttachmentKind.DOCUMENT: 10},
}
_OF_ANY_REPORT = (AttachmentKind.PHOTO, AttachmentKind.VIDEO)


NEVER_PUBLIC = frozenset({AttachmentKind.DOCUMENT})
"""Kinds that nobody can make fit for the public: they are kept as they were sent, and name people anywhere."""


def most(kind: AttachmentKind, stage: AttachmentStage) -> int:
    """Return how many of a kind a case takes. The reporter's are counted together, and so are the agency's."""
    return _MOST[stage in FROM_REPORTER][kind]


def taken(procedure: Procedure, stage: AttachmentStage) -> dict[AttachmentKind, int]:
    """Return the kinds of attachment that may be added at this stage, and how many of each. The regulation says which kinds a
    report may hold; photos and videos, where it names none. A result may hold any."""
    if stage not in FROM_REPORTER:
        return {kind: most(kind, stage) for kind in AttachmentKind}
    named = [kind for need in procedure.requirements for kind in need.kinds]
    return {kind: most(kind, stage) for kind in (named or _OF_ANY_REPORT)}


def counted_with(stage: AttachmentStage) -> frozenset[AttachmentStage]:
    """Return the stages that are counted together with this one."""
    return FROM_REPORTER if stage in FROM_REPORTER else frozenset({AttachmentStage.RESULT})


@dataclass(frozen=True)
class Area:
    """A rectangle of a picture, in fractions of its width and height from its upper left corner.

    Raises:
        ValueError: the area does not lie within the picture, or covers nothing.
    """

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        starts_within = 0 <= self.x < 1 and 0 <= self.y < 1
        # A form that computes fractions may round to just beyond the edge.
        ends_within = 0 < self.width <= 1.001 - self.x and 0 < self.height <= 1.001 - self.y
        if not (starts_within and ends_within):
            raise ValueError(f"no area of a picture: {self}")


def may_open(kind: AttachmentKind, audience: Audience) -> bool:
    """Tell whether somebody who sees an attachment may have the file itself. A document as it was sent is for staff."""
    return kind is not AttachmentKind.DOCUMENT or audience is Audience.STAFF


def stage_open_to(complaint: Complaint, by: Actor | None) -> AttachmentStage | Refusal:
    """Return the stage to which this person may add attachments now.

    The reporter may while the case is open, the agency that handles it while it may submit a result, one that co-ordinates
    while it may record its part. A commitment is kept with pictures, too.
    """
    if by is not None and by.role is Role.REPORTER:
        if complaint.status.is_final:
            return Refusal(RefusalKind.CASE_CLOSED, complaint.status)
        asked = complaint.status is Status.AWAITING_SUPPLEMENT
        return AttachmentStage.SUPPLEMENT if asked else AttachmentStage.REPORT
    acts: list[Act] = [SubmitResult(result=NOTHING_WRITTEN), Contribute(part=NOTHING_WRITTEN)]
    if complaint.committed is not None:
        acts.append(KeepCommitment(result=NOTHING_WRITTEN))
    refusals = [refusal for act in acts if (refusal := may(complaint, act, by))]
    return refusals[0] if len(refusals) == len(acts) else AttachmentStage.RESULT


def may_black_out(complaint: Complaint, by: Actor | None) -> Refusal | None:
    """Return why this person may not black out parts, None where they may: who publishes, hides, or approves and may edit.
    The status of the case does not matter, because something overlooked must still be covered."""
    approve = complaint.procedure.act(ActKind.APPROVE)
    edits = [ActKind.PUBLISH, *([ActKind.APPROVE] if approve and approve.edits else []), ActKind.HIDE]
    refusals = [is_for(complaint, kind, by) for kind in edits]
    return None if None in refusals else refusals[0]


def publicly_reviewed_at(complaint: Complaint) -> datetime | None:
    """Return when somebody who publishes last put the case before the public, and so looked at all that it held. Return None
    where nobody has."""
    procedure = complaint.procedure
    publish, public = procedure.act(ActKind.PUBLISH), frozenset(procedure.visibility.public)
    publishers = frozenset(publish.by if publish else ())
    looked = (
        EVENT_OF_ACT[rule.act]
        for rule in procedure.acts
        if publishers & frozenset(rule.by) and public & {rule.to, *rule.leads.values()}
    )
    return max((complaint.moments[kind] for kind in looked if kind in complaint.moments), default=None)


def awaits_review(complaint: Complaint, stage: AttachmentStage, came_at: datetime) -> bool:
    """Tell whether a photo or video of the reporter came after the last review of the case. Until somebody who publishes shows
    it, the public does not see it. Images of a result are given out with the result."""
    reviewed_at = publicly_reviewed_at(complaint)
    return stage in FROM_REPORTER and (reviewed_at is None or came_at > reviewed_at)


def sees_whole(complaint: Complaint, audience: Audience, actors: tuple[Actor, ...], stage: AttachmentStage) -> bool:
    """Tell whether a blacked-out picture is shown uncovered: to reporters their own, and to staff whom the procedure lets know
    the reporter."""
    if audience is Audience.REPORTER:
        return stage in FROM_REPORTER
    return audience is Audience.STAFF and any(knows_reporter(complaint, actor) for actor in actors)
