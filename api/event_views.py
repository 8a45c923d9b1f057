"""What has happened to a case, as each audience may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from api.message_views import DeliveryView, delivery_view
from api.names import Agencies, Name, named
from domain import events as happened
from domain.actors import Actor, Told
from domain.acts import Sealed
from domain.citing import article_of
from domain.events import ACT_OF_EVENT, Event
from domain.procedure import Procedure
from domain.visibility import Audience, shows_event, shows_words
from domain.wording import EVENT, OUTCOME, ROLE, local_time
from domain.words import Role
from records.message_rows import MessageLine
from records.rows import Entry


class PersonView(BaseModel):
    """Một vai trò, trong một cơ quan nếu là vai trò của cơ quan. Không bao giờ là danh tính người gửi."""

    role: Role
    role_label: str = Field(examples=["cán bộ chuyên môn"])
    agency: Name | None
    account: str | None = Field(default=None, description="Mã tài khoản; chỉ cán bộ thấy.")


class EventView(BaseModel):
    """Một diễn biến của hồ sơ."""

    number: int
    at: datetime
    at_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    kind: str = Field(examples=["dispatched"])
    label: str = Field(examples=["Phân phối xử lý"])
    by: PersonView | None = Field(description="Ai làm; null nếu do thời gian.")
    article: str | None = Field(examples=["Điều 6 khoản 2 điểm b"])
    words: str | None = Field(default=None, description="Lời đã ghi, nếu người gọi được đọc.")
    limit: Name | None = None
    amount_text: str | None = Field(default=None, examples=["0,5 ngày làm việc"])
    due: datetime | None = None
    due_text: str | None = None
    previous_due: datetime | None = Field(default=None, description="Hạn trước khi lịch làm việc thay đổi.")
    previous_due_text: str | None = None
    decided_by: str | None = Field(default=None, description="Văn bản làm thay đổi hạn.", examples=["12729/VPCP-KGVX"])
    outcome: happened.Outcome | None = None
    outcome_label: str | None = None
    rung: int | None = Field(default=None, description="Bậc báo cáo vượt cấp, từ 1.")
    told: list[PersonView] = Field(default=[], description="Ai được nhắc hoặc được báo cáo.")
    agency: Name | None = Field(default=None, description="Cơ quan chủ trì, hoặc cơ quan trả lại.")
    co_ordinating: list[Name] = []
    field: Name | None = None
    ground: Name | None = None
    duplicate_of: str | None = None
    rating: Name | None = None
    messages: list[DeliveryView] = Field(
        default=[], description="Ai được báo, bằng kênh nào, lúc nào; chỉ cán bộ thấy."
    )


class EventList(BaseModel):
    """Diễn biến của hồ sơ, theo thứ tự."""

    items: list[EventView]


def event_views(
    entries: tuple[Entry, ...],
    procedure: Procedure,
    agencies: Agencies,
    audience: Audience,
    told: Mapping[int, tuple[MessageLine, ...]],
) -> list[EventView]:
    """The entries that the audience may see, with the messages that `told` of each by its number."""
    return [
        _view(entry, procedure, agencies, audience).model_copy(
            update={"messages": [delivery_view(line, agencies) for line in told.get(entry.number, ())]}
        )
        for entry in entries
        if shows_event(audience, entry.event.kind, told_reporter=_tells_reporter(entry.event))
    ]


def _tells_reporter(event: Event) -> bool:
    return isinstance(event, happened.Reminded | happened.Escalated) and Told(Role.REPORTER) in event.told


def _view(entry: Entry, procedure: Procedure, agencies: Agencies, audience: Audience) -> EventView:
    event, time_zone = entry.event, procedure.authority.time_zone
    details = _details(event, procedure, agencies)
    due: datetime | None = details.get("due")
    return EventView(
        number=entry.number,
        at=event.at,
        at_text=local_time(event.at, time_zone),
        kind=event.kind,
        label=EVENT[event.kind],
        # What time brought about just before an act stands in the record beside it, and is nobody's doing.
        by=_actor(entry.by, agencies, audience) if event.kind in ACT_OF_EVENT else None,
        article=article_of(procedure, event),
        words=_words(event) if shows_words(audience, event.kind) else None,
        due_text=local_time(due, time_zone) if due else None,
        **details,
    )


def _actor(actor: Actor | None, agencies: Agencies, audience: Audience) -> PersonView | None:
    if actor is None:
        return None
    person = _person(Told(actor.role, actor.agency), agencies)
    return person.model_copy(update={"account": actor.account if audience is Audience.STAFF else None})


def _person(told: Told, agencies: Agencies) -> PersonView:
    agency = agencies.name(told.agency) if told.agency else None
    return PersonView(role=told.role, role_label=ROLE[told.role], agency=agency)


def _words(event: Event) -> str | None:
    """What a person wrote with the event."""
    values = (getattr(event, field.name) for field in fields(event))
    return next((value.sealed for value in values if isinstance(value, Sealed) and not value.is_blank), None)


def _details(event: Event, procedure: Procedure, agencies: Agencies) -> dict[str, Any]:  # noqa: C901 - one case for each event
    match event:
        case happened.Filed() | happened.Verified():
            return {"field": named(procedure.fields, event.field)}
        case happened.Refused():
            ground = named(procedure.refusal_grounds, event.ground)
            return {"ground": ground, "duplicate_of": event.duplicate_of}
        case happened.Dispatched():
            return {
                "agency": agencies.name(event.lead),
                "co_ordinating": agencies.names(event.co_ordinating),
                "field": named(procedure.fields, event.field),
            }
        case happened.Returned():
            return {"agency": agencies.name(event.agency)}
        case happened.Withheld():
            return {"ground": named(procedure.withhold_grounds, event.ground)}
        case happened.Rated():
            return {"rating": named(procedure.ratings, event.rating)}
        case happened.LimitOpened() | happened.LimitRescheduled():
            due = event.schedule.due if event.schedule else None
            details = {"limit": _limit(event.limit, procedure), "amount_text": event.amount.in_vietnamese, "due": due}
            return details | (_decided(event, procedure) if isinstance(event, happened.LimitRescheduled) else {})
        case happened.OverdueLifted():
            return {"limit": _limit(event.limit, procedure), "due": event.due, "decided_by": event.decided_by}
        case happened.LimitClosed():
            limit = _limit(event.limit, procedure)
            return {"limit": limit, "outcome": event.outcome, "outcome_label": OUTCOME[event.outcome]}
        case happened.LimitPassed():
            return {"limit": _limit(event.limit, procedure), "due": event.due}
        case happened.Reminded() | happened.Escalated():
            return {
                "limit": _limit(event.limit, procedure),
                "due": event.due,
                "told": [_person(told, agencies) for told in event.told],
                "rung": event.rung if isinstance(event, happened.Escalated) else None,
            }
        case _:
            return {}


def _decided(event: happened.LimitRescheduled, procedure: Procedure) -> dict[str, Any]:
    """What official decisions changed."""
    before = event.previous_due
    return {
        "previous_due": before,
        "previous_due_text": local_time(before, procedure.authority.time_zone) if before else None,
        "decided_by": event.decided_by,
    }


def _limit(limit_id: str, procedure: Procedure) -> Name:
    return Name(id=limit_id, name=procedure.limit(limit_id).name)
