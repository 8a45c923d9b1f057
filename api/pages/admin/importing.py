"""Pages on which an admin brings over the cases of another system: template, check, preview, import, progress."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from api.backlog.checking import Checked
from api.backlog.uploading import FILE, import_seen_by, latest_imports, start, template_for, upload
from api.pages.admin.gate import AdminPageDep, OfAuthority, authorities_of, chosen
from api.pages.admin.tables import content_of, faults_shown, table_in
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.web import media_types
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD

router = APIRouter(prefix="/quan-tri/nhap-ho-so")

_ImportId = Annotated[str, Path(max_length=60)]


@router.get("")
def ask(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, of: OfAuthority = "") -> Response:
    """Show how to import, the template, the form for a file, and the imports so far."""
    return _page(request, front, visitor, staff, of, Form())


@router.get("/mau.xlsx")
def empty_table(front: FrontDep, staff: AdminPageDep, of: OfAuthority = "") -> Response:
    """Return the workbook to fill in."""
    authority = chosen(staff, of).id
    headers = {"Content-Disposition": f'attachment; filename="ho-so-{authority}.xlsx"'}
    return Response(template_for(front, authority), media_type=media_types.XLSX, headers=headers)


@router.post("")
async def check(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Check a file. Show its faults, or go to the page that shows what its import would bring."""
    of = form.value("dia-phuong")
    try:
        table = table_in(form, FILE, "Hãy chọn một tệp hồ sơ (.xlsx hoặc .csv).")
        authority, content = chosen(staff, of).id, await content_of(table)
        checked, import_id = await run_in_threadpool(upload, front, staff, authority, table.filename or "", content)
    except TOLD as error:
        return await run_in_threadpool(_page, request, front, visitor, staff, of, form.wrong(error))
    if checked.faults:
        return await run_in_threadpool(_page, request, front, visitor, staff, of, form, checked)
    return see(f"/quan-tri/nhap-ho-so/{import_id}")


@router.get("/{import_id}")
def show(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, import_id: _ImportId) -> Response:
    """Show what an import would bring, how far it is, or what became of it."""
    shown = import_seen_by(front, staff, import_id)
    return page(request, "admin/import.html.j2", visitor, shown=shown, of=chosen(staff, shown.about.authority))


@router.post("/{import_id}", dependencies=[PAGE_OF_WEIGHT])
def begin(front: FrontDep, staff: AdminPageDep, _form: FormDep, import_id: _ImportId) -> Response:
    """Let the import begin."""
    start(front, staff, import_id)
    return see(f"/quan-tri/nhap-ho-so/{import_id}")


def _page(
    request: Request, front: Front, visitor: Visitor, staff: Staff, of: str, form: Form, checked: Checked | None = None
) -> Response:
    authority = chosen(staff, of)
    return page(
        request,
        "admin/imports.html.j2",
        visitor,
        status=422 if checked else 200,
        told=form.told,
        form=form,
        field=FILE,
        of=authority,
        authorities=authorities_of(staff),
        imports=latest_imports(front, authority.id),
        **faults_shown(checked.faults if checked else ()),
    )
