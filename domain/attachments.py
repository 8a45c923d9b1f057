"""Photos and videos of a case: whose they are, who may add one, who may black out a part, who sees it all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.actors import Actor
from domain.acts import NOTHING_WRITTEN, SubmitResult
from domain.complaint import Complaint
from domain.decide import is_for, may
from domain.refusals import Refusal, RefusalKind
from domain.visibility import Audience, knows_reporter
from domain.words import ActKind, Role, Status


class AttachmentKind(StrEnum):
    """What an attachment is."""

    PHOTO = "photo"
    VIDEO = "video"


class AttachmentStage(StrEnum):
    """What an attachment belongs to: the report, what the reporter added to it, or the agency's result."""

    REPORT = "report"
    SUPPLEMENT = "supplement"
    RESULT = "result"


FROM_REPORTER = frozenset({AttachmentStage.REPORT, AttachmentStage.SUPPLEMENT})

_MOST = {
    True: {AttachmentKind.PHOTO: 5, AttachmentKind.VIDEO: 1},
    False: {AttachmentKind.PHOTO: 20, AttachmentKind.VIDEO: 2},
}


def most(kind: AttachmentKind, stage: AttachmentStage) -> int:
    """How many of a kind a case takes, counted over all that is the reporter's, or all that is the agency's."""
    return _MOST[stage in FROM_REPORTER][kind]


def counted_with(stage: AttachmentStage) -> frozenset[AttachmentStage]:
    """The stages that share one number of attachments with this one."""
    return FROM_REPORTER if stage in FROM_REPORTER else frozenset({AttachmentStage.RESULT})


@dataclass(frozen=True)
class Area:
    """A rectangle of a picture, in fractions of its width and height from its upper left corner.

    Raises:
        ValueError: it does not lie within the picture, or covers nothing.
    """

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        starts_within = 0 <= self.x < 1 and 0 <= self.y < 1
        # A form that computes its fractions may end a hair beyond the edge.
        ends_within = 0 < self.width <= 1.001 - self.x and 0 < self.height <= 1.001 - self.y
        if not (starts_within and ends_within):
            raise ValueError(f"no area of a picture: {self}")


def stage_open_to(complaint: Complaint, by: Actor | None) -> AttachmentStage | Refusal:
    """To which stage of the case this person may add attachments now: the reporter while the case is open, the agency that
    handles it while it may submit a result."""
    if by is not None and by.role is Role.REPORTER:
        if complaint.status.is_final:
            return Refusal(RefusalKind.CASE_CLOSED, complaint.status)
        asked = complaint.status is Status.AWAITING_SUPPLEMENT
        return AttachmentStage.SUPPLEMENT if asked else AttachmentStage.REPORT
    return may(complaint, SubmitResult(result=NOTHING_WRITTEN), by) or AttachmentStage.RESULT


def may_black_out(complaint: Complaint, by: Actor | None) -> Refusal | None:
    """Whether this person edits for publication: publishes, or approves and may change what is approved, or hides. In
    whatever status the case is, for what was overlooked is still to be covered."""
    approve = complaint.procedure.act(ActKind.APPROVE)
    edits = [ActKind.PUBLISH, *([ActKind.APPROVE] if approve and approve.edits else []), ActKind.HIDE]
    refusals = [is_for(complaint, kind, by) for kind in edits]
    return None if None in refusals else refusals[0]


def sees_whole(complaint: Complaint, audience: Audience, actors: tuple[Actor, ...], stage: AttachmentStage) -> bool:
    """Whether what was blacked out is shown all the same: to the reporter what is the reporter's own, to staff whom the
    procedure lets know the reporter."""
    if audience is Audience.REPORTER:
        return stage in FROM_REPORTER
    return audience is Audience.STAFF and any(knows_reporter(complaint, actor) for actor in actors)
