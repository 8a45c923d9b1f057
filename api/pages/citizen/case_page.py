"""A case as its reporter sees it: its course, what comes next and by when, and what the reporter may do now."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.attachments.attaching import stage_for
from api.attachments.views import attachment_views
from api.cases.acting import itself, perform
from api.cases.views.case import CaseView, PossibleAct, case_view
from api.cases.views.events import course_views
from api.letters.answers import Event, answer
from api.letters.views import letter_views
from api.notices.marking_read import mark_written_read
from api.notices.views import notice_view
from api.pages.citizen.following import follow_page
from api.pages.citizen.reporter_acts import REPORTER_ACTS
from api.pages.citizen.telling import sent_messages, shown_choice, told_ways
from api.pages.common.courses import steps, still_running
from api.pages.common.forms import Form, FormDep
from api.pages.common.kept import Kept, kept_of
from api.pages.common.rendering import page, see
from api.pages.common.requirements import asked_to_continue
from api.pages.common.visitors import Visitor, VisitorDep
from api.web.downloads import IfNoneMatch
from api.web.front import Clock, Front, FrontDep
from api.web.identity.callers import case_code, find_case, require_case
from api.web.problems.kinds import RECORDS_AWAY, SIGN_IN, UNKNOWN_CASE
from api.web.problems.problem import TOLD, Problem, problem_of
from api.web.problems.validation import FieldError
from domain.attachments import AttachmentStage
from domain.messages import ToldBy
from domain.refusals import RefusalKind
from domain.visibility import Audience
from domain.words import ActKind
from records.letters.rows import LetterFormat
from records.messages.mailbox import Mailbox
from records.messages.rows import Addressee

router = APIRouter(prefix="/ho-so")
_MOST_NOTICES = 20
_MainCase = Annotated[str | None, Query(alias="ho_so", max_length=40)]
_WORDS_MISSING = RefusalKind.WORDS_MISSING.replace("_", "-")


@dataclass(frozen=True)
class Offer:
    """An act that the reporter may do now, and its form."""

    act: PossibleAct
    form: Form
    act_id: str


@router.get("/{code}")
def show(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    code: str,
    done: Annotated[str, Query(alias="xong", max_length=40)] = "",
) -> Response:
    """Show the case. `done` is the act that was just done."""
    if (known_as := case_code(code)) not in (None, code):
        return see(f"/ho-so/{known_as}")
    return case_page(request, front, visitor, code, done=done)


@router.get("/{code}/rut")
def ask_to_withdraw(request: Request, front: FrontDep, visitor: VisitorDep, code: str) -> Response:
    """Ask for confirmation, since a withdrawal cannot be undone."""
    return _withdrawing(request, front, visitor, code, Form())


@router.get("/{code}/van-ban/{event}.{form}")
def letter(
    front: FrontDep,
    visitor: VisitorDep,
    code: str,
    event: Event,
    form: LetterFormat,
    if_none_match: IfNoneMatch = None,
    main: _MainCase = None,
) -> Response:
    """Return a letter's file, as the visitor's cookies allow."""
    return answer(front.record, require_case(front, code, visitor.caller(code)), event, form, if_none_match, main)


@router.get("/{code}/{act}")
def back(code: str, act: str) -> Response:
    """Redirect from the address of an act to the case."""
    return see(f"/ho-so/{quote(code, safe='')}")


@router.post("/{code}/da-doc")
def have_read(front: FrontDep, visitor: VisitorDep, form: FormDep, code: str) -> Response:
    """Mark the notices on the page as read."""
    found = find_case(front, code, visitor.caller(code))
    if found is not None and found[1].audience is Audience.REPORTER:
        for written in form.values.get("notices[]", ()):
            _note_read(front.record.mailbox, front.clock, found[0].code, written)
    return see(f"/ho-so/{code}")


@router.post("/{code}/bao-tin")
def choose_how_told(front: FrontDep, visitor: VisitorDep, form: FormDep, code: str) -> Response:
    """Choose by what the news of this case come, beside this page."""
    found = find_case(front, code, visitor.caller(code))
    wanted = form.value("told_by")
    if found is not None and found[1].audience is Audience.REPORTER and wanted in tuple(ToldBy):
        front.record.identities.tell_by(found[0].code, ToldBy(wanted))
    return see(f"/ho-so/{quote(code, safe='')}")


@router.post("/{code}/{act}")
async def do(request: Request, front: FrontDep, visitor: VisitorDep, form: FormDep, code: str, act: str) -> Response:
    """Do one of the reporter's acts."""
    kind = next((each for each in REPORTER_ACTS if each == act), None)
    if kind is None:
        raise Problem(UNKNOWN_CASE)
    try:
        body = REPORTER_ACTS[kind].read(kind, form)
        await perform(front, code, str(body.act_id), body.to_act(), visitor.caller(code), itself)
    except TOLD as error:
        return await run_in_threadpool(_not_done, request, front, visitor, code, kind, form, problem_of(error))
    return see(f"/ho-so/{code}?xong={kind}")


def _not_done(
    request: Request, front: Front, visitor: Visitor, code: str, kind: ActKind, form: Form, problem: Problem
) -> Response:
    if problem.kind is RECORDS_AWAY:
        raise problem
    if problem.kind in (SIGN_IN, UNKNOWN_CASE):  # this browser follows the case no longer
        return _not_known(request, front, visitor, code, kept_of(request))
    if problem.kind.slug == _WORDS_MISSING:
        beside = REPORTER_ACTS[kind].fields[-1]
        problem = Problem(problem.kind, errors=[FieldError(field=beside, message=problem.detail)])
    wrong = form.wrong(problem)
    if kind is ActKind.WITHDRAW:
        return _withdrawing(request, front, visitor, code, wrong)
    return case_page(request, front, visitor, code, {kind: wrong})


def case_page(
    request: Request,
    front: Front,
    visitor: Visitor,
    code: str,
    forms: Mapping[ActKind, Form] | None = None,
    done: str = "",
    continuing: Form | None = None,
) -> Response:
    """Show the case to its reporter. `forms` are those of acts that were not done, `continuing` that of a continuation that was
    not filed."""
    found = find_case(front, code, visitor.caller(code))
    if found is None:
        return _not_known(request, front, visitor, code)
    record, viewer = found
    code, complaint = record.code, record.complaint
    if viewer.audience is not Audience.REPORTER:
        return see(f"/can-bo/ho-so/{code}" if viewer.audience is Audience.STAFF else f"/cong-khai/ho-so/{code}")
    view = case_view(front.record, record, viewer, front.clock())
    offers = [
        Offer(each, form := (forms or {}).get(each.act, Form()), form.act_id)
        for act in REPORTER_ACTS
        for each in view.possible_acts
        if each.act == act
    ]
    shown = front.record.mailbox.shown_to(Addressee(reporter_of=code), unread=False, cursor=None, limit=_MOST_NOTICES)
    running = still_running(view.main.limits if view.main else view.limits)
    return page(
        request,
        "citizen/case.html.j2",
        visitor,
        told=next((form.told for form in (*(forms or {}).values(), continuing) if form), None),
        case=view,
        steps=steps(course_views(front.record, record, viewer)),
        next=running,
        ended=[limit for limit in view.limits if limit not in running],
        offers=offers,
        # An act that is no longer possible has no form that could show the problem.
        refused=next(
            (form for act, form in (forms or {}).items() if act not in {each.act.act for each in offers}), None
        ),
        photos=attachment_views(front.record, record, viewer),
        takes_photos=isinstance(stage_for(front.record.cases, record, viewer), AttachmentStage),
        ratings=complaint.procedure.ratings,
        rating_options=[(each.id, each.name) for each in complaint.procedure.ratings],
        letters=letter_views(front.record, record, viewer),
        notices=[notice_view(each, front.site.texts) for each in shown.notices],
        done=done in REPORTER_ACTS,
        continuing=continuing or Form(),
        asked=asked_to_continue(complaint.procedure, of_staff=False, erased=view.identity_erased_at is not None),
        told_by=_told_by(front, view),
        told_ways=told_ways(front.site),
        none_typed=Form(),
        told_messages=list(sent_messages(front.record.mailbox.sent_to_reporter_of(code))),
    )


def _told_by(front: Front, view: CaseView) -> ToldBy | None:
    """Return by what the reporter is told, None where no way to reach the reporter is known."""
    if view.identity is None or not (view.identity.email or (view.identity.phone and front.site.sends_sms)):
        return None
    return shown_choice(front.site, front.record.identities.told_by(view.code))


def _withdrawing(request: Request, front: Front, visitor: Visitor, code: str, form: Form) -> Response:
    found = find_case(front, code, visitor.caller(code))
    if found is None or found[1].audience is not Audience.REPORTER:
        return case_page(request, front, visitor, code)
    view = case_view(front.record, *found, front.clock())
    offer = next((each for each in view.possible_acts if each.act is ActKind.WITHDRAW), None)
    if offer is None:
        refused = {ActKind.WITHDRAW: form} if form.problem else None
        return case_page(request, front, visitor, code, refused)
    return page(
        request,
        "citizen/withdraw.html.j2",
        visitor,
        told=form.told,
        case=view,
        offer=Offer(offer, form, form.act_id),
    )


def _not_known(request: Request, front: Front, visitor: Visitor, code: str, kept: Kept | None = None) -> Response:
    form = Form({"code": (known_as,)} if (known_as := case_code(code)) else {})
    return follow_page(request, front, visitor, form.wrong(Problem(UNKNOWN_CASE)), kept)


def _note_read(mailbox: Mailbox, clock: Clock, code: str, notice: str) -> None:
    with suppress(Problem):  # a notice that is unknown is passed over
        mark_written_read(mailbox, notice, Addressee(reporter_of=code), clock())
