"""Pages on which an admin keeps an office: its agencies, fields of work, places and routing rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from api.office.admins import ID, change_by, kept_procedure, office_admin
from api.office.problems import UNKNOWN_ENTRY
from api.office.stopping import hanging_on, require_confirmed, told
from api.office.versions import version_in
from api.pages.admin.gate import AdminPageDep, chosen
from api.pages.admin.meanwhile import differences, seen_in, shown_version
from api.pages.admin.sections import SECTIONS, Options, Section, SectionId
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.web.front import Clock, FrontDep
from api.web.identity.callers import Staff
from api.web.names import Name
from api.web.problems.problem import TOLD, Problem, wrong_field
from api.web.texts import matching
from domain.offices.answers import PLACEHOLDERS
from domain.offices.hanging import Hanging
from domain.procedure import Procedure
from records.offices.repository import Offices
from records.record import Record
from records.versions import NEW

router = APIRouter(prefix="/quan-tri/dia-phuong/{authority}/{section}")

_WRONG_ID = "Mã gồm chữ thường không dấu, chữ số và dấu nối, bắt đầu bằng chữ, như “so-gtvt”."


class _Id(BaseModel):
    id: Annotated[str, matching(ID, _WRONG_ID)] = ""


@dataclass(frozen=True)
class _Office:
    """A section of one authority's office, for the admin who keeps it."""

    record: Record
    clock: Clock
    staff: Staff
    procedure: Procedure
    of: Name
    section: Section

    @property
    def offices(self) -> Offices:
        return self.record.offices

    def entries(self) -> Sequence[Any]:
        return self.section.entries(self.offices, self.procedure)

    def choices(self) -> Mapping[str, Options]:
        return self.section.choices(self.offices, self.procedure)

    def entry(self, entry_id: str) -> Any:
        """Return an entry that can be changed. Raises Problem where there is none."""
        found = next((each for each in self.entries() if each.id == entry_id), None)
        if found is None or getattr(found, "of_the_law", False):
            raise Problem(UNKNOWN_ENTRY)
        return found

    def current(self, entry_id: str) -> dict[str, str]:
        """Return an entry as its form shows it. Raises Problem where there is none."""
        entry = self.entry(entry_id)
        values = {name: getattr(entry, name) for name in self.section.body.model_fields if name != "confirmed"}
        return {
            name: "true" if value is True else "" if value in (None, False) else _written(value)
            for name, value in values.items()
        }

    def hanging(self, entry_id: str) -> Hanging | None:
        """Return what hangs on an entry in use, None where nothing does."""
        found = hanging_on(self.record, self.procedure.id, self.section.kind, entry_id, self.clock())
        return None if found is None or found.is_nothing else found

    def version(self, entry_id: str) -> str:
        """Return the version of an entry as it stands."""
        return version_in(self.offices, self.procedure.id, self.section.kind, entry_id)

    def keep(self, entry_id: str, form: Form, seen: str) -> None:
        """Add or change an entry as the form says. Browsers do not send a box that is not ticked, so a missing one means no.

        Raises:
            ChangedMeanwhile: the entry is no more as it was `seen`.
        """
        flags = {flag: form.chosen(flag, "true") for flag in self.section.flags}
        body = form.only(*(set(self.section.body.model_fields) - set(flags))).read(self.section.body, **flags)
        if not flags["active"]:
            kind, at = self.section.kind, self.clock()
            require_confirmed(self.record, self.procedure, kind, entry_id, body.confirmed, at)
        self.section.keep(self.offices, self.procedure, entry_id, body, change_by(self.staff, self.clock, seen))


def _written(value: Any) -> str:
    """Return a value as a field of a form shows it."""
    return " ".join(value) if isinstance(value, list | tuple) else str(value)


def _office(front: FrontDep, staff: AdminPageDep, authority: str, section: SectionId) -> _Office:
    procedure = kept_procedure(authority, front, office_admin(authority, staff))
    return _Office(front.record, front.clock, staff, procedure, chosen(staff, authority), SECTIONS[section])


_OfficeDep = Annotated[_Office, Depends(_office)]


@router.get("")
def listing(
    request: Request,
    visitor: VisitorDep,
    office: _OfficeDep,
    done: Annotated[str, Query(alias="xong", max_length=60)] = "",
) -> Response:
    """Show the entries, those no longer active among them."""
    return page(
        request,
        "admin/entries.html.j2",
        visitor,
        entries=office.entries(),
        section=office.section,
        of=office.of,
        names={name: dict(options) for name, options in office.choices().items()},
        done=done,
    )


@router.get("/them")
def ask_for_new(request: Request, visitor: VisitorDep, office: _OfficeDep) -> Response:
    """Show the form for a new entry, filled with the usual values."""
    return _form_page(request, visitor, office, Form(dict.fromkeys(office.section.flags, ("true",))))


@router.post("/them", dependencies=[PAGE_OF_WEIGHT])
def add(request: Request, visitor: VisitorDep, office: _OfficeDep, form: FormDep) -> Response:
    """Add an entry under an id that no other has."""
    try:
        entry_id = form.only("id").read(_Id).id
        if not entry_id:
            raise wrong_field("id", _WRONG_ID)
        if any(each.id == entry_id for each in office.entries()):
            raise wrong_field("id", "Đã có mục mang mã này; hãy chọn mã khác, hoặc mở mục đó để sửa.")
        office.keep(entry_id, form, NEW)
    except TOLD as error:
        return _form_page(request, visitor, office, form.wrong(error))
    return _kept(office, entry_id)


@router.get("/muc/{entry_id}")
def ask_for_changes(request: Request, visitor: VisitorDep, office: _OfficeDep, entry_id: str) -> Response:
    """Show the form of an entry as it stands."""
    current = office.current(entry_id)
    typed = {name: (value,) for name, value in current.items() if value}
    return _form_page(request, visitor, office, Form(typed), entry_id=entry_id)


@router.post("/muc/{entry_id}", dependencies=[PAGE_OF_WEIGHT])
def change(request: Request, visitor: VisitorDep, office: _OfficeDep, form: FormDep, entry_id: str) -> Response:
    """Change an entry."""
    office.entry(entry_id)
    try:
        office.keep(entry_id, form, seen_in(form))
    except TOLD as error:
        return _form_page(request, visitor, office, form.wrong(error), entry_id=entry_id)
    return _kept(office, entry_id)


def _form_page(
    request: Request, visitor: Visitor, office: _Office, form: Form, *, entry_id: str | None = None
) -> Response:
    hanging = office.hanging(entry_id) if entry_id else None
    names = {name: dict(options) for name, options in office.choices().items()}
    return page(
        request,
        "admin/entry.html.j2",
        visitor,
        told=form.told,
        choices=office.choices(),
        section=office.section,
        placeholders=PLACEHOLDERS,
        of=office.of,
        form=form,
        entry_id=entry_id,
        version=shown_version(form, office.version(entry_id)) if entry_id else NEW,
        meanwhile=differences(form, office.current(entry_id), names) if entry_id else [],
        hanging=hanging,
        hanging_text=told(hanging) if hanging else "",
    )


def _kept(office: _Office, entry_id: str) -> Response:
    return see(f"/quan-tri/dia-phuong/{office.of.id}/{office.section.id}?xong={entry_id}#{entry_id}")
