"""The page on which an admin adds many accounts from one table."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.office.admins import change_by
from api.pages.admin.gate import AdminPageDep, OfAuthority, authorities_of, chosen, kept_by
from api.pages.admin.tables import content_of, faults_shown, table_in
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.staff.accounts.loading import FILE, LoadedAccounts, load_accounts, passwords_file, template_of
from api.web import media_types
from api.web.front import FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD
from documents.sheets.accounts import MOST_ACCOUNTS

router = APIRouter(prefix="/quan-tri/nhap-tai-khoan")


@router.get("")
def ask(request: Request, visitor: VisitorDep, staff: AdminPageDep, of: OfAuthority = "") -> Response:
    """Show the template and the form for a file."""
    return _page(request, visitor, staff, of, Form())


@router.get("/mau.xlsx")
def empty_table(front: FrontDep, staff: AdminPageDep, of: OfAuthority = "") -> Response:
    """Return the workbook to fill in."""
    procedure = kept_by(front, staff, of)
    headers = {"Content-Disposition": f'attachment; filename="tai-khoan-{procedure.id}.xlsx"'}
    return Response(template_of(front.record.offices, procedure), media_type=media_types.XLSX, headers=headers)


@router.post("", dependencies=[PAGE_OF_WEIGHT])
async def take(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Add all accounts of a table and hand their passwords over as a file, or show its faults."""
    of, loaded = form.value("dia-phuong"), None
    try:
        authority = chosen(staff, of).id
        content = await content_of(table_in(form, FILE))
        change = change_by(staff, front.clock)
        loaded = await load_accounts(front.record, front.passwords, authority, content, change)
    except TOLD as error:
        form = form.wrong(error)
    if loaded is None or not loaded.given:
        return await run_in_threadpool(_page, request, visitor, staff, of, form, loaded)
    agencies = await run_in_threadpool(front.record.offices.agencies, authority)
    headers = {"Content-Disposition": f'attachment; filename="mat-khau-ban-dau-{authority}.xlsx"'}
    return Response(passwords_file(loaded.given, agencies), media_type=media_types.XLSX, headers=headers)


def _page(
    request: Request, visitor: Visitor, staff: Staff, of: str, form: Form, loaded: LoadedAccounts | None = None
) -> Response:
    faults = loaded.faults if loaded else ()
    return page(
        request,
        "admin/load_accounts.html.j2",
        visitor,
        status=422 if faults else 200,
        told=form.told,
        form=form,
        field=FILE,
        of=chosen(staff, of),
        authorities=authorities_of(staff),
        most=MOST_ACCOUNTS,
        loaded=loaded if loaded and not faults else None,
        **faults_shown(faults),
    )
