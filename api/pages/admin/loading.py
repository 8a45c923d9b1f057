"""The page on which an admin takes over many agencies, places or routing rules from one table."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.office.admins import change_by
from api.office.loading import FILE, Loaded, load, template_of
from api.pages.admin.gate import AdminPageDep, OfAuthority, authorities_of, chosen, kept_by
from api.pages.admin.tables import content_of, faults_shown, table_in
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.web import media_types
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD, wrong_field
from documents.sheets.office import SHEETS, OfficeTable

router = APIRouter(prefix="/quan-tri/nhap-bo-may")

_Table = Annotated[OfficeTable, Query(alias="bang")]


@router.get("")
def ask(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: AdminPageDep,
    of: OfAuthority = "",
    table: _Table = OfficeTable.AGENCIES,
) -> Response:
    """Show the template of a table and the form for a file."""
    return _page(request, front, visitor, staff, of, table, Form())


@router.get("/mau.xlsx")
def empty_table(
    front: FrontDep, staff: AdminPageDep, of: OfAuthority = "", table: _Table = OfficeTable.AGENCIES
) -> Response:
    """Return the workbook to fill in."""
    procedure = kept_by(front, staff, of)
    headers = {"Content-Disposition": f'attachment; filename="{table}-{procedure.id}.xlsx"'}
    content = template_of(front.record.offices, procedure, table)
    return Response(content, media_type=media_types.XLSX, headers=headers)


@router.post("", dependencies=[PAGE_OF_WEIGHT])
async def take(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Keep a whole table, or show its faults."""
    of, table, loaded = form.value("dia-phuong"), OfficeTable.AGENCIES, None
    try:
        table = _table(form.value("bang", OfficeTable.AGENCIES))
        content = await content_of(table_in(form, FILE))
        loaded = await run_in_threadpool(_load, front, staff, of, table, content)
    except TOLD as error:
        form = form.wrong(error)
    return await run_in_threadpool(_page, request, front, visitor, staff, of, table, form, loaded)


def _load(front: Front, staff: Staff, of: str, table: OfficeTable, content: bytes) -> Loaded:
    procedure = kept_by(front, staff, of)
    return load(front.record.offices, procedure, table, content, change_by(staff, front.clock))


def _table(written: str) -> OfficeTable:
    found = next((each for each in OfficeTable if each == written), None)
    if found is None:
        raise wrong_field("bang", "Không có bảng này; hãy chọn trong danh sách.")
    return found


def _page(
    request: Request,
    front: Front,
    visitor: Visitor,
    staff: Staff,
    of: str,
    table: OfficeTable,
    form: Form,
    loaded: Loaded | None = None,
) -> Response:
    faults = loaded.faults if loaded else ()
    return page(
        request,
        "admin/load_office.html.j2",
        visitor,
        status=422 if faults else 200,
        told=form.told,
        form=form,
        field=FILE,
        of=chosen(staff, of),
        authorities=authorities_of(staff),
        table=table,
        tables=SHEETS,
        loaded=loaded if loaded and not faults else None,
        **faults_shown(faults),
    )
