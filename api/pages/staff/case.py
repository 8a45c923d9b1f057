"""The page of one case, with the forms of its possible acts."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, HTTPException, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.attachments.attaching import attach
from api.cases.acting import itself, perform
from api.cases.bodies import BODIES
from api.letters.answers import Event, answer
from api.pages.common.forms import Form, FormDep
from api.pages.common.kept import Kept
from api.pages.common.rendering import page, see
from api.pages.common.requirements import asked_to_continue
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.common.weight import ask_again
from api.pages.pictures import FILES
from api.pages.staff.act_forms import naming, read_act
from api.pages.staff.answers import CHOSEN
from api.pages.staff.case_facts import case_facts, known_case
from api.pages.staff.difference import Part, difference
from api.pages.staff.inbox import INBOX, Neighbours, neighbours
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff, case_code, require_case
from api.web.identity.weight import ACTS_OF_WEIGHT
from api.web.problems.kinds import RECORDS_AWAY
from api.web.problems.problem import TOLD, Problem, problem_of
from domain.words import ActKind
from records.errors import RecordsUnavailable
from records.letters.rows import LetterFormat
from records.messages.rows import Addressee
from records.offices.repository import Offices

router = APIRouter()

_CASE = f"{INBOX}/ho-so/{{code}}"
_ACT = re.compile(re.escape(_CASE).replace(r"\{code\}", "(?P<code>[^/]+)") + "/(?P<act>[a-z_]+)")
_FROM = "tu"
"""The list from which the case was opened. Its filters stand there, and lead back and to the cases beside this one."""
_LOOK_FIRST = "xem_truoc"
"""The button that previews the published result without publishing it."""
_LONGEST = 1000
_LONGEST_ID = 60


@router.get(_CASE)
def show(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    code: str,
    done: Annotated[ActKind | None, Query(alias="xong")] = None,
    answer_template: Annotated[str, Query(alias=CHOSEN, max_length=60)] = "",
) -> Response:
    """Show the case, with the forms of the acts that this person may do now. Its notices then count as read."""
    shown = case_page(request, front, visitor, staff, code, done=done, chosen_answer=answer_template)
    if visitor.unread:
        known = case_code(code) or code
        front.record.mailbox.mark_read_about(known, Addressee(account=staff.account.id), front.clock())
    return shown


@router.post(_CASE + "/{act}")
async def do(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    form: FormDep,
    code: str,
    act: ActKind,
) -> Response:
    """Do the act and redirect to the case; or show the form again with what is wrong and everything that was typed."""
    record, _ = await run_in_threadpool(known_case, front, code, visitor.caller())
    if act not in BODIES or record.complaint.procedure.act(act) is None:
        raise HTTPException(404)  # no page has a form for it
    if form.value(_LOOK_FIRST):
        return await run_in_threadpool(case_page, request, front, visitor, staff, code, tried={act: form})
    if act in ACTS_OF_WEIGHT:
        await ask_again(request, front, staff)
    try:
        read_act(form, act, record.result)  # before any file is kept
        if files := form.files.get(FILES, ()):
            form = naming(form, await attach(front, code, files, visitor.caller(), field=FILES))
        body = read_act(form, act, record.result)
        done = await perform(front, code, str(body.act_id), body.to_act(), visitor.caller(), itself)
    except TOLD as error:
        if (problem := problem_of(error)).kind is RECORDS_AWAY:
            raise
        return await run_in_threadpool(
            case_page, request, front, visitor, staff, code, tried={act: form.wrong(problem)}
        )
    if answer_template := form.value(CHOSEN)[:_LONGEST_ID]:
        await run_in_threadpool(_count_use, front.record.offices, done.complaint.procedure.id, answer_template)
    back = _list_in(form.value(_FROM))
    if done.seen:
        return see(
            f"{INBOX}/ho-so/{done.complaint.code}?{urlencode({'xong': act.value} | ({_FROM: back} if back else {}))}"
        )
    return see(f"{back or INBOX}{'&' if back and '?' in back else '?'}xong={act}")


@router.get(_CASE + "/van-ban/{event}.{form}")
def letter(
    front: FrontDep,
    visitor: VisitorDep,
    _staff: StaffPageDep,
    code: str,
    event: Event,
    form: LetterFormat,
    main: Annotated[str | None, Query(alias="ho_so", max_length=40)] = None,
) -> Response:
    """Return a letter of the case, for those who may open it."""
    return answer(front.record, require_case(front, code, visitor.caller()), event, form, main=main)


def shown_again(request: Request, front: Front, visitor: Visitor, kept: Kept, browser: str) -> Response | None:
    """Return the case with the form of an act as it was typed before the session ended, to be looked over and sent.

    Return None where it is no act's form, or where the person who is signed in now knows of no such case.
    """
    found = _ACT.fullmatch(kept.action)
    if found is None or visitor.staff is None or found["act"] not in set(ActKind):
        return None
    act, form = ActKind(found["act"]), Form(kept.values)
    try:
        record, _ = known_case(front, found["code"], visitor.caller())
        if act not in BODIES or record.complaint.procedure.act(act) is None:
            return None
        return case_page(
            request, front, visitor, visitor.staff, record.code, tried={act: form}, kept=kept, browser=browser
        )
    except Problem:
        return None


def case_page(
    request: Request,
    front: Front,
    visitor: Visitor,
    staff: Staff,
    code: str,
    *,
    tried: dict[ActKind, Form] | None = None,
    done: ActKind | None = None,
    kept: Kept | None = None,
    browser: str | None = None,
    continuing: Form | None = None,
    chosen_answer: str = "",
) -> Response:
    """Show the case to staff. `tried` are the forms of acts that were not done, `continuing` that of a continuation that was not
    filed, `chosen_answer` the answer template that was chosen."""
    with front.record.reading():
        facts = case_facts(front, visitor.caller(), code, tried or {}, chosen_answer)
    rule = facts.record.complaint.procedure.act(done) if done else None
    back = _opened_from(request, next(iter((tried or {}).values()), None))
    return page(
        request,
        "staff/case.html.j2",
        visitor,
        told=next((form.told for form in (*(tried or {}).values(), continuing) if form), None),
        browser=browser,
        kept=kept,
        facts=facts,
        case=facts.case,
        changed={each.act.act: _changed(facts.record.result, each.form) for each in facts.forms},
        done=rule,
        back=back or INBOX,
        from_list={_FROM: back} if back else {},
        beside=neighbours(front, staff, back, code) if back else Neighbours(),
        look_first=_LOOK_FIRST,
        continuing=continuing or Form(),
        asked=asked_to_continue(
            facts.record.complaint.procedure, of_staff=True, erased=facts.case.identity_erased_at is not None
        ),
        files=FILES,
    )


def _count_use(offices: Offices, authority: str, answer_template: str) -> None:
    """Count the use of an answer template. The act is done, so it is not undone where that fails."""
    with suppress(RecordsUnavailable):
        offices.count_use(authority, answer_template)


def _opened_from(request: Request, form: Form | None) -> str:
    """Return the address of the list from which the case was opened: said by the form, the address, or the page before."""
    said = form.value(_FROM) if form else request.query_params.get(_FROM, "")
    before = urlsplit(request.headers.get("referer", ""))
    return _list_in(said) or (_list_in(f"{before.path}?{before.query}") if not said else "")


def _list_in(address: str) -> str:
    """Return the address where it is one of the inbox, empty otherwise: nobody is led elsewhere by a link."""
    path, _, query = address.partition("?")
    is_known = path == INBOX and len(address) <= _LONGEST and address.isprintable()
    return f"{path}?{query}" if is_known and query else INBOX if is_known else ""


def _changed(result: str | None, form: Form) -> list[Part]:
    """Return what this form changes in the result, as far as was typed."""
    edited = form.value("edited")
    return difference(result or "", edited) if edited.strip() and edited.strip() != (result or "").strip() else []
