"""An admin keeps an office: its agencies, fields of work, places and routing rules."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api.admins import ID, office_admin
from api.callers import Staff
from api.front import Front, FrontDep
from api.names import Name
from api.office_problems import UNKNOWN_ENTRY
from api.pages.admin.gate import AdminPageDep, chosen
from api.pages.admin.sections import SECTIONS, Section, SectionId
from api.pages.forms import Form, FormDep
from api.pages.rendering import page, see
from api.pages.visitors import Visitor, VisitorDep
from api.problems import TOLD, Problem, wrong_field
from api.texts import matching

router = APIRouter(prefix="/quan-tri/dia-phuong/{authority}/{section}")

_WRONG_ID = "Mã gồm chữ thường không dấu, chữ số và dấu nối, bắt đầu bằng chữ, như “so-gtvt”."


class _Id(BaseModel):
    id: Annotated[str, matching(ID, _WRONG_ID)] = ""


@router.get("")
def listing(
    request: Request,
    front: FrontDep,
    who: VisitorDep,
    staff: AdminPageDep,
    authority: str,
    section: SectionId,
    xong: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """The entries, those no longer active among them."""
    part, of = SECTIONS[section], _authority(staff, authority)
    names = {name: dict(options) for name, options in part.choices(front, of.id, staff).items()}
    entries = part.entries(front, of.id, staff)
    return page(request, "admin/entries.html.j2", who, entries=entries, section=part, of=of, names=names, done=xong)


@router.get("/them")
def ask_for_new(
    request: Request, front: FrontDep, who: VisitorDep, staff: AdminPageDep, authority: str, section: SectionId
) -> Response:
    """The form for a new entry."""
    return _form_page(request, front, who, staff, authority, section, _at_first(SECTIONS[section], None))


@router.post("/them")
def add(
    request: Request,
    front: FrontDep,
    who: VisitorDep,
    staff: AdminPageDep,
    form: FormDep,
    authority: str,
    section: SectionId,
) -> Response:
    """Add an entry, under an id that none has."""
    part, of = SECTIONS[section], _authority(staff, authority)
    try:
        entry_id = form.only("id").read(_Id).id
        if not entry_id:
            raise wrong_field("id", _WRONG_ID)
        if any(each.id == entry_id for each in part.entries(front, of.id, staff)):
            raise wrong_field("id", "Đã có mục mang mã này; hãy chọn mã khác, hoặc mở mục đó để sửa.")
        part.keep(front, of.id, staff, entry_id, _said(part, form))
    except TOLD as error:
        return _form_page(request, front, who, staff, authority, section, form.wrong(error))
    return _kept(of, part, entry_id)


@router.get("/muc/{entry_id}")
def ask_for_changes(
    request: Request,
    front: FrontDep,
    who: VisitorDep,
    staff: AdminPageDep,
    authority: str,
    section: SectionId,
    entry_id: str,
) -> Response:
    """The form of an entry, as it stands."""
    entry = _entry(front, staff, authority, section, entry_id)
    return _form_page(
        request, front, who, staff, authority, section, _at_first(SECTIONS[section], entry), entry_id=entry_id
    )


@router.post("/muc/{entry_id}")
def change(
    request: Request,
    front: FrontDep,
    who: VisitorDep,
    staff: AdminPageDep,
    form: FormDep,
    authority: str,
    section: SectionId,
    entry_id: str,
) -> Response:
    """Change an entry."""
    part, of = SECTIONS[section], _authority(staff, authority)
    _entry(front, staff, authority, section, entry_id)
    try:
        part.keep(front, of.id, staff, entry_id, _said(part, form))
    except TOLD as error:
        wrong = form.wrong(error)
        return _form_page(request, front, who, staff, authority, section, wrong, entry_id=entry_id)
    return _kept(of, part, entry_id)


def _authority(staff: Staff, authority: str) -> Name:
    office_admin(authority, staff)
    return chosen(staff, authority)


def _entry(front: Front, staff: Staff, authority: str, section: SectionId, entry_id: str) -> Any:
    of = _authority(staff, authority)
    found = next((each for each in SECTIONS[section].entries(front, of.id, staff) if each.id == entry_id), None)
    if found is None or getattr(found, "of_the_law", False):
        raise Problem(UNKNOWN_ENTRY)
    return found


def _said(part: Section, form: Form) -> BaseModel:
    """A box that is not ticked is not sent, and means no."""
    flags = {flag: form.chosen(flag, "true") for flag in part.flags}
    return form.only(*(set(part.body.model_fields) - set(flags))).read(part.body, **flags)


def _at_first(part: Section, entry: Any) -> Form:
    """The form as it stands before anybody typed: the entry's values, or for a new one what is usual."""
    if entry is None:
        return Form(dict.fromkeys(part.flags, ("true",)))
    shown = {name: getattr(entry, name) for name in part.body.model_fields}
    typed = {
        name: ("true" if value is True else str(value),) for name, value in shown.items() if value not in (None, False)
    }
    return Form(typed)


def _form_page(
    request: Request,
    front: Front,
    who: Visitor,
    staff: Staff,
    authority: str,
    section: SectionId,
    form: Form,
    *,
    entry_id: str | None = None,
) -> Response:
    part, of = SECTIONS[section], _authority(staff, authority)
    return page(
        request,
        "admin/entry.html.j2",
        who,
        told=form.told,
        choices=part.choices(front, of.id, staff),
        section=part,
        of=of,
        form=form,
        entry_id=entry_id,
    )


def _kept(of: Name, part: Section, entry_id: str) -> Response:
    return see(f"/quan-tri/dia-phuong/{of.id}/{part.id}?xong={entry_id}#{entry_id}")
