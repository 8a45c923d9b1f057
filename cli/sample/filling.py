"""Fills an empty record with the sample cases and the reports on them: each is handled by the rules, at instants that lie in the
past."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from api.attachments.keeping import stored
from api.web.front import Keys
from api.web.identity.callers import actor_of
from api.web.offices import routed
from attachments.cleaning import clean
from attachments.sample_photos import drawn_photo
from attachments.store import Store
from calendars import VIETNAM
from calendars.filling import scheduled
from calendars.working import WorkingCalendar, working_calendar
from cli.sample.answers import keep_answers
from cli.sample.reporting import Reporting
from cli.sample.stories import Story, stories_of
from cli.sample.walking import Staff, Walk
from domain.actors import REPORTER, Actor
from domain.acts.specimens import filing_of
from domain.attachments import AttachmentStage
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.offices.places import Place
from domain.procedure import Procedure
from domain.refusals import Refusal
from domain.time.amounts import Unit
from domain.time.decisions import Reach
from domain.words import Role
from procedures import procedure_in_force, provinces
from records.attachments.rows import Attachment
from records.cases.rows import Identity, Report, Submission
from records.record import Record

_NAMES = ("Nguyễn Thị Hoa", "Trần Văn Bình", "Lê Thị Minh", "Phạm Quốc Hùng", "Hoàng Thị Lan", "Vũ Đức Thành")
_NEAR = 0.012
"""Degrees, about a kilometre."""

_STREETS = ("12 Trần Phú", "45 Lê Lợi", "7 Nguyễn Trãi", "88 Hùng Vương", "3 Quang Trung")


class SampleRefused(Exception):
    """The regulation refuses a sample report, so a `sample/reports.toml` is wrong."""


@dataclass(frozen=True)
class Parts:
    """The parts that filling needs: the record, the store of attachments with its keys, and the present."""

    record: Record
    store: Store
    keys: Keys
    now: datetime


def fill(parts: Parts, only: frozenset[str] = frozenset()) -> int:
    """Write the sample cases and reports of every province, or of these. Return how many cases there are."""
    count = 0
    for id_, province in provinces().by_id.items():
        if only and id_ not in only:
            continue
        keep_answers(parts.record.offices, id_, parts.now)
        random = Random(id_)  # noqa: S311 - the same cases each time
        for story in stories_of(province.folder, random):
            _write(parts, id_, story, random, count)
            count += 1
        _report(parts, id_)
    parts.record.outbox.keep_on_portal(before=parts.now)
    return count


def _write(parts: Parts, authority: str, story: Story, random: Random, number: int) -> None:
    record = parts.record
    procedure, calendar = _law(parts, authority)
    # People report in office hours and in the evening before.
    at = min(
        calendar.advance(parts.now - story.ago, timedelta(minutes=random.randint(5, 90)), Unit.WORKING_HOUR), parts.now
    )
    way = routed(record.offices, authority, story.told.field, story.told.place)
    agency = way.agency if way else next(each.id for each in record.offices.agencies(authority) if each.active)
    complaint = _file(parts, procedure, story, random, number, at)
    _add_photo(parts, complaint.code, random, at)
    staff = _staff(parts, authority)
    Walk(record, calendar, complaint, story, staff, agency, random, at, parts.now).goes()


def _report(parts: Parts, authority: str) -> None:
    procedure, calendar = _law(parts, authority)
    staff = _staff(parts, authority, unnamed=True)
    Reporting(parts.record, procedure, calendar, staff, parts.keys.actors, parts.now).goes()


def _law(parts: Parts, authority: str) -> tuple[Procedure, WorkingCalendar]:
    """Return the regulation in force, and the calendar by which it counts."""
    procedure = procedure_in_force(authority, parts.now.astimezone(VIETNAM).date())
    decisions = parts.record.calendar.book().of(Reach(authority)).decisions
    calendar = working_calendar(procedure.office_hours, decisions, zone=ZoneInfo(procedure.authority.time_zone))
    return procedure, calendar


def _staff(parts: Parts, authority: str, *, unnamed: bool = False) -> Staff:
    """Return who acts in each role. A role that no account has is acted in by an invented one, or by none where the record
    takes no account that it does not know."""
    people = parts.record.accounts.of_authority(authority)

    def staff(role: Role, of: str | None) -> Actor:
        found = next((each for each in people if (each.role, each.agency) == (role, of)), None)
        invented = None if unnamed else f"sample-{role}-{of or authority}"
        return actor_of(found) if found else Actor(role, authority, of, invented)

    return staff


def _file(parts: Parts, procedure: Procedure, story: Story, random: Random, number: int, at: datetime) -> Complaint:
    record, told, day = parts.record, story.told, at.astimezone(VIETNAM).date()
    blank = Complaint(code=record.intake.allocate_code(procedure, day), procedure=procedure)
    events = decide(blank, replace(filing_of(procedure), field=told.field, place=told.place), by=REPORTER, at=at)
    if isinstance(events, Refusal):
        raise SampleRefused(f"the sample report in {told.field} of {procedure.id} is refused: {events}")
    events = scheduled(blank, events, record.calendar.book())
    complaint = apply_all(blank, events)
    point = next((each for each in record.offices.places(procedure.id) if each.id == told.place), None)
    report = Report(
        told.content, told.where, f"{at.astimezone(VIETNAM):%d/%m, khoảng %H giờ}", told.place, *_near(point, random)
    )
    identity = Identity(random.choice(_NAMES), random.choice(_STREETS), f"0900 000 {number:03}", None)
    key = f"sample-{complaint.code}"
    sent = Submission(key, key, hashlib.sha256(random.randbytes(16)).hexdigest(), report, identity)
    record.intake.take_in(sent, complaint, events, by=REPORTER, act_id=key)
    return complaint


def _add_photo(parts: Parts, code: str, random: Random, at: datetime) -> None:
    photo = clean(drawn_photo(random))
    file = stored(parts.store, parts.keys, (code, AttachmentStage.REPORT, photo.sha256), photo)
    kept = Attachment(uuid.uuid4(), code, photo.kind, AttachmentStage.REPORT, None, photo.sha256, file, at)
    parts.record.attachments.add((kept,))


def _near(place: Place | None, random: Random) -> tuple[float | None, float | None]:
    """Return a point near the centre of a place, none where the centre is not known."""
    if place is None or place.latitude is None or place.longitude is None:
        return None, None
    return place.latitude + random.uniform(-_NEAR, _NEAR), place.longitude + random.uniform(-_NEAR, _NEAR)
