"""The facts that the page of a case shows, read at once."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from api.attachments.attaching import stage_for
from api.attachments.views import AttachmentView, attachment_views
from api.auditing.asking import may_audit
from api.auditing.exporting import may_export
from api.cases.editing import edits
from api.cases.masking.masking import Masking, masking_of
from api.cases.suggesting import dispatches
from api.cases.views.case import CaseView, case_view
from api.cases.views.events import EventView, course_views
from api.cases.views.limits import LimitState, LimitView
from api.cases.views.similar import SimilarView, similar_views
from api.cases.views.suggestions import SuggestedAgencyView, suggested_agency
from api.letters.views import LetterView, letter_views
from api.pages.common.courses import STILL_RUNS, CourseStep, steps, still_running
from api.pages.common.forms import Form
from api.pages.staff.act_forms import ActForm, act_forms
from api.pages.staff.clocks import Clock, Clocks
from api.pages.staff.difference import Part, difference
from api.pages.staff.lines import Hands, hands
from api.pages.staff.preview import Preview, preview
from api.papers.registering import reads_register
from api.web.front import Front
from api.web.identity.callers import Caller, Viewer, find_case
from api.web.problems.kinds import UNKNOWN_CASE
from api.web.problems.problem import Problem
from domain.attachments import AttachmentKind, AttachmentStage, taken
from domain.complaint import Complaint
from domain.time.amounts import Amount
from domain.visibility import Audience
from domain.words import ActKind, Role
from records.cases.rows import CaseRecord
from records.offices.repository import Offices

_EDITABLE = frozenset({"approved", "published"})
_RESULTS = _EDITABLE | {"result_submitted"}
_READS_HISTORIES = frozenset({Role.AUDITOR, Role.ADMIN})
_NAMES_A_CASE = frozenset({ActKind.MERGE, ActKind.REFUSE})


@dataclass(frozen=True)
class ShownLimit:
    """A limit, with its clock where it still runs."""

    limit: LimitView
    clock: Clock | None


@dataclass(frozen=True)
class Edit:
    """The change that a leader or editor made in a result before passing it on."""

    event: EventView
    parts: list[Part]


@dataclass(frozen=True)
class CaseFacts:
    """A case as this member of staff sees it. `takes` is the number of attachments that they may add now,
    `evidence` are those of the merged reports by code. `audits` and `exports` say whether they may open the audit of the
    case, and export it whole; `reads_papers` whether they may open the register of papers. `masking` is what of the report is
    masked, None for people who may not mask. `directions` are what leaders of the authority directed."""

    record: CaseRecord
    case: CaseView
    hands: Hands | None
    clock: Clock | None
    limits: list[ShownLimit]
    steps: list[CourseStep]
    next: list[LimitView]
    edits: list[Edit]
    told: list[EventView]
    directions: list[EventView]
    letters: list[LetterView]
    likely: list[SimilarView]
    suggested: SuggestedAgencyView | None
    forms: list[ActForm]
    preview: Preview | None
    history: str | None
    audits: bool
    exports: bool
    reads_papers: bool
    attachments: list[AttachmentView]
    evidence: dict[str, list[AttachmentView]]
    takes: dict[AttachmentKind, int] | None
    units: list[tuple[str, float, float, str]]
    masking: Masking | None


def known_case(front: Front, code: str, caller: Caller) -> tuple[CaseRecord, Viewer]:
    """Return the case for a member of staff. Raises Problem where it is outside their scope."""
    found = find_case(front, code, caller)
    if found is None or found[1].audience is not Audience.STAFF:
        raise Problem(UNKNOWN_CASE)
    return found


def case_facts(
    front: Front, caller: Caller, code: str, tried: dict[ActKind, Form], chosen_answer: str = ""
) -> CaseFacts:
    """Return the case and everything that belongs to it. `tried` are the forms that were sent and refused, `chosen_answer` is the
    answer template that opens the form of its act.

    Raises:
        Problem: the case is outside the caller's scope.
    """
    record, viewer = known_case(front, code, caller)
    now, complaint = front.clock(), record.complaint
    case = case_view(front.record, record, viewer, now)
    possible = {each.act for each in case.possible_acts}
    compares = dispatches(record, viewer)
    suggested = (
        suggested_agency(front.record.offices, record)
        if compares and possible & {ActKind.DISPATCH, ActKind.FORWARD}
        else None
    )
    clocks = Clocks(complaint.procedure, front.record.calendar.book(), now)
    events = course_views(front.record, record, viewer)
    agencies = {(limit.id, limit.counted_from): limit.agency for limit in complaint.limits}
    shown = [ShownLimit(each, _clock(clocks, each, agencies.get((each.id, each.counted_from)))) for each in case.limits]
    edited = tried[ActKind.PUBLISH].value("edited") if ActKind.PUBLISH in tried else ""
    return CaseFacts(
        record=record,
        case=case,
        hands=hands(complaint.procedure, case.status, case.lead, case.officer),
        clock=_nearest(shown),
        limits=shown,
        steps=steps(events),
        next=still_running(case.limits),
        edits=_edits(events),
        told=[event for event in events if event.messages],
        directions=[event for event in events if event.kind == "directed"],
        letters=letter_views(front.record, record, viewer),
        likely=similar_views(front.record, record, now) if compares and possible & _NAMES_A_CASE else [],
        suggested=suggested,
        forms=act_forms(front.record, record, case, tried, suggested.agency.id if suggested else None, chosen_answer),
        preview=preview(front.record, record, viewer, edited, now) if ActKind.PUBLISH in possible else None,
        history=_history(front.site.histories, complaint) if _reads_histories(viewer) else None,
        audits=may_audit(caller.staff),
        exports=may_export(front.record, record, viewer),
        reads_papers=caller.staff is not None and reads_register(caller.staff),
        attachments=attachment_views(front.record, record, viewer),
        evidence=_evidence(front, case, viewer),
        takes=_takes(front, record, viewer),
        units=_units(front.record.offices, record) if record.report.latitude is not None else [],
        masking=masking_of(front, record, viewer) if edits(complaint, viewer) else None,
    )


def _reads_histories(viewer: Viewer) -> bool:
    return viewer.actor is not None and viewer.actor.role in _READS_HISTORIES


def _clock(clocks: Clocks, limit: LimitView, agency: str | None) -> Clock | None:
    if limit.state not in STILL_RUNS:
        return None
    amount = Amount.parse(limit.amount) if limit.amount else None
    paused = limit.state is LimitState.PAUSED
    return clocks.until(limit.due, amount, paused=paused, internal=limit.internal, agency=agency)


def _nearest(limits: list[ShownLimit]) -> Clock | None:
    """Return the clock of the limit that is due first. A limit that only gives the reporter time does not count."""
    running = [each for each in limits if each.clock and each.limit.kind.binds and each.limit.due]
    return min(running, key=lambda each: str(each.limit.due)).clock if running else None


def _edits(events: list[EventView]) -> list[Edit]:
    """Return the results that were edited when they were approved or published, each compared with the text before."""
    found, before = [], ""
    for event in events:
        if event.kind in _EDITABLE and event.words:
            found.append(Edit(event, difference(before, event.words)))
        if event.kind in _RESULTS and event.words:
            before = event.words
    return found


def _evidence(front: Front, case: CaseView, viewer: Viewer) -> dict[str, list[AttachmentView]]:
    reports = (front.record.cases.find(code) for code in case.merged)
    return {one.code: attachment_views(front.record, one, viewer) for one in reports if one}


def _takes(front: Front, record: CaseRecord, viewer: Viewer) -> dict[AttachmentKind, int] | None:
    stage = stage_for(front.record.cases, record, viewer)
    return taken(record.complaint.procedure, stage) if isinstance(stage, AttachmentStage) else None


def _units(offices: Offices, record: CaseRecord) -> list[tuple[str, float, float, str]]:
    """Return the places of the authority that can be named on a map, each with its official code."""
    places = offices.places(record.complaint.procedure.id)
    return [
        (each.name, each.latitude, each.longitude, each.code)
        for each in places
        if each.in_use and each.latitude is not None and each.longitude is not None
    ]


def _history(web_ui: str | None, complaint: Complaint) -> str | None:
    """Return where Temporal's Web UI shows the latest history of this case. The workflow id is the case code."""
    return f"{web_ui}/workflows/{quote(complaint.code, safe='')}" if web_ui else None
