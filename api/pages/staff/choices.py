"""The options of the forms of staff, read from the regulation and the office. No province is named here."""

from __future__ import annotations

from collections.abc import Iterable

from api.attachments.allowances import KIND_NAMES
from api.web.identity.callers import Staff
from domain.attachments import AttachmentStage
from domain.complaint import Complaint
from domain.offices.names import NameHistory, former_names
from domain.procedure import Named, Procedure
from domain.words import Role, Status, Urgency
from language.labels import STATUS, course_name, local_time
from language.vietnamese import folded
from records.attachments.repository import Attachments
from records.offices.repository import Offices
from records.record import Record
from records.staff.accounts import Accounts
from records.staff.rows import Account

Option = tuple[str, str]
"""A value and its label."""


def named_options(listed: Iterable[Named]) -> list[Option]:
    """Return what a regulation lists, in its order."""
    return [(each.id, each.name) for each in listed]


def field_options(procedure: Procedure) -> list[Option]:
    """Return the fields of work."""
    return named_options(procedure.fields)


def place_options(offices: Offices, authority: str) -> list[Option]:
    """Return the places of the authority that reports may name, by name."""
    return sorted(
        ((each.id, each.name) for each in offices.places(authority) if each.in_use), key=lambda each: folded(each[1])
    )


def course_options(procedure: Procedure) -> list[Option]:
    """Return the courses that cases of this regulation may follow, by its names; none where all follow one."""
    used = {field.urgency for field in procedure.fields} | {Urgency(course.id) for course in procedure.courses}
    special = sorted(used - {Urgency.ORDINARY})
    return (
        [(each, course_name(procedure, each).capitalize()) for each in (*special, Urgency.ORDINARY)] if special else []
    )


def agency_options(offices: Offices, authority: str) -> list[Option]:
    """Return the agencies to which cases can be sent, by name, each with the names that it had before."""
    histories = offices.agency_names(authority)
    active = [
        (each.id, _with_former(each.name, histories.get(each.id, ())))
        for each in offices.agencies(authority)
        if each.in_use
    ]
    return sorted(active, key=lambda option: folded(option[1]))


def agency_options_to_send(record: Record, authority: str) -> list[Option]:
    """Return the same for sending a case, which warn of agencies where nobody works."""
    staffed = record.duties.staffed(authority)
    return [
        (agency, name if agency in staffed else f"{name} – không có ai nhận")
        for agency, name in agency_options(record.offices, authority)
    ]


def _with_former(name: str, history: NameHistory) -> str:
    former = former_names(history) if history else ()
    return f"{name} (trước đây: {', '.join(former)})" if former else name


def status_options(first: Iterable[Status]) -> list[Option]:
    """Return every status, those of one's own work first."""
    own = tuple(first)
    others = (status for status in Status if status is not Status.UNFILED and status not in own)
    return [(status, STATUS[status]) for status in (*own, *others)]


def officer_options(accounts: Accounts, staff: Staff) -> list[Option]:
    """Return the officers whose cases one may filter by: the people of one's own agency."""
    authority, agency = staff.account.authority, staff.account.agency
    if authority is None or agency is None:
        return []
    people = accounts.of_agency(authority, agency)
    return [(each.id, each.display_name) for each in people if each.active]


def officers_of(accounts: Accounts, complaint: Complaint) -> list[Option]:
    """Return the people to whom a case can be assigned: the lead agency's, or the focal point's where no agency has it."""
    people = accounts.of_authority(complaint.procedure.id)
    return [(each.id, each.display_name) for each in people if each.active and _handles(each, complaint)]


def result_options(attachments: Attachments, complaint: Complaint) -> list[Option]:
    """Return the attachments that the agency has added to the result of the case."""
    kept = [each for each in attachments.of_case(complaint.code) if each.stage is AttachmentStage.RESULT]
    zone = complaint.procedure.authority.time_zone
    return [
        (str(each.id), f"{KIND_NAMES[each.kind]} {number}, {local_time(each.at, zone)}")
        for number, each in enumerate(kept, 1)
    ]


def _handles(account: Account, complaint: Complaint) -> bool:
    if complaint.lead is None:
        return account.role is Role.FOCAL_POINT
    return account.role.of_agency and account.agency == complaint.lead
