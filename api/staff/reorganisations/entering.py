"""Enter a reorganisation ahead of its day: tried first, put in force by a named person, and withdrawn until its day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

from api.cases.going_over import new_text
from api.office.joining import joined_already, joins_before
from api.office.problems import ENDS_ALREADY, PLANNED_ALREADY, STOP_UNCONFIRMED, UNKNOWN_REORGANISATION
from api.staff.reorganisations.bodies import ReorganisationBody
from api.staff.reorganisations.foreseeing import Outlook, outlook
from api.staff.reorganisations.owners import left_without_owner
from api.staff.successions.entering import check as check_succession
from api.web.offices import ProceduresInForce
from api.web.problems.kinds import INVALID
from api.web.problems.problem import Problem
from api.web.problems.validation import FieldError
from domain.offices.reorganisation import Reorganisation
from domain.offices.succession import Succession
from domain.procedure import Procedure
from domain.texts.transitions import OpenCases
from procedures import versions_of
from records.errors import EndsAlready, PlannedAlready, ReorganisationUnknown
from records.offices.repository import Offices
from records.offices.rows import ChangedBy
from records.record import Record

SHOWN_CASES = 200
_AHEAD = timedelta(days=2 * 366)
_NAMESPACE = uuid.UUID("6d0c7b1e-7e43-4a1c-8a35-5b1f0c9d2e44")


def planned(offices: Offices, body: ReorganisationBody, authority: str, change: ChangedBy, key: str) -> Reorganisation:
    """Return the plan that a body describes. Sent with the same key by the same person, it is the same plan."""
    places, rules = offices.places(authority), offices.routing_rules(authority)
    return Reorganisation(
        id=uuid.uuid5(_NAMESPACE, f"{change.by_account} {key}").hex,
        authority=authority,
        day=body.day,
        decision=body.decision,
        decided_by=body.decided_by,
        into=body.into or None,
        ends=tuple(each.to_ending(places, rules) for each in body.ends),
        renames=body.to_renames(),
        entered_by=change.by_account,
        entered_at=change.at,
    )


def tried(
    record: Record,
    procedures: ProceduresInForce,
    procedure: Procedure,
    plan: Reorganisation,
    change: ChangedBy,
    most: int | None = SHOWN_CASES,
) -> Outlook:
    """Return what a plan would do, case by case, with at most so many cases named.

    Raises:
        Problem: something that it names is not there, or something would be left without an owner. Each fault is said beside its
            field.
    """
    today = procedure.authority.local_date(change.at)
    wrong = [
        *_wrong_day(plan, today),
        *_wrong_text(procedures, procedure, plan),
        *_wrong_endings(record, procedure, plan, today),
        *_wrong_names(record, plan),
        *_wrong_owners(record, procedures, procedure, plan),
    ]
    if wrong:
        raise Problem(INVALID, errors=wrong)
    return outlook(record, procedures, plan, change.at, most)


def enter(
    record: Record,
    procedures: ProceduresInForce,
    procedure: Procedure,
    body: ReorganisationBody,
    change: ChangedBy,
    key: str,
) -> Reorganisation:
    """Enter a plan, once however often it is sent with the same key. Its own day carries it out.

    Raises:
        Problem: as `tried`; open cases would have no step to go on with, or the numbers of what changes were not confirmed.
    """
    plan = planned(record.offices, body, procedure.id, change, key)
    known = record.reorganisations.of_authority(procedure.id)
    if found := next((each for each in known if each.id == plan.id), None):
        return found
    foreseen = tried(record, procedures, procedure, plan, change)
    if foreseen.refused:
        raise Problem(
            INVALID,
            errors=[
                FieldError(
                    field="into",
                    message=f"{foreseen.refused} hồ sơ đang ở bước mà văn bản mới không có; hãy xử lý xong bước ấy trước.",
                )
            ],
        )
    if body.confirmed != foreseen.seal:
        raise Problem(
            STOP_UNCONFIRMED,
            errors=[FieldError(field="confirmed", message="Hãy xem những gì sẽ đổi rồi xác nhận.")],
        )
    try:
        return record.reorganisations.enter(plan, successions_of(plan), change)
    except EndsAlready as error:
        day: date = error.args[0]
        raise Problem(
            ENDS_ALREADY, detail=f"Có cơ quan đã có quyết định kết thúc từ {day:%d/%m/%Y}; {ENDS_ALREADY.detail}"
        ) from error
    except PlannedAlready as error:
        taken: date = error.args[0]
        raise Problem(
            PLANNED_ALREADY,
            detail=f"Ngày {taken:%d/%m/%Y} đã có lần sắp xếp đổi văn bản; {PLANNED_ALREADY.detail}",
        ) from error


def withdraw(record: Record, authority: str, plan_id: str, change: ChangedBy) -> Reorganisation:
    """Withdraw a plan whose day has not come, with the successions that it entered.

    Raises:
        Problem: there is no such plan in this authority, or its day has come.
    """
    try:
        plan = record.reorganisations.find(plan_id)
        if plan.authority != authority:
            raise Problem(UNKNOWN_REORGANISATION)
        return record.reorganisations.withdraw(plan_id, [each.id for each in successions_of(plan)], change)
    except ReorganisationUnknown as error:
        raise Problem(UNKNOWN_REORGANISATION) from error


def successions_of(plan: Reorganisation) -> tuple[Succession, ...]:
    """Return the successions that a plan enters, under ids made of the plan and the agency."""
    return tuple(
        Succession(
            id=uuid.uuid5(_NAMESPACE, f"{plan.id} {each.agency}").hex,
            authority=plan.authority,
            agency=each.agency,
            day=plan.day,
            decision=plan.decision,
            decided_by=plan.decided_by,
            heir=each.heir,
            by_part=each.by_part,
            entered_by=plan.entered_by,
            entered_at=plan.entered_at,
        )
        for each in plan.ends
    )


def _wrong_day(plan: Reorganisation, today: date) -> Iterator[FieldError]:
    if not today <= plan.day <= today + _AHEAD:
        last = today + _AHEAD
        yield FieldError(
            field="day",
            message=f"Hãy ghi một ngày từ {today:%d/%m/%Y} đến {last:%d/%m/%Y}; ngày đã qua thì ghi hôm nay.",
        )
    if plan.into is None and not plan.ends and not plan.renames:
        yield FieldError(field="ends", message="Chưa có gì thay đổi; hãy ghi into, ends hoặc renames.")


def _wrong_text(procedures: ProceduresInForce, procedure: Procedure, plan: Reorganisation) -> Iterator[FieldError]:
    """Yield why the cases cannot go over: the new text must be known, adjoin the old one, and say what becomes of them."""
    if plan.into is None:
        return
    new = new_text(procedures, plan)
    if new is None:
        message = (
            f"Chưa có văn bản nào của “{plan.into}” có hiệu lực từ {plan.day:%d/%m/%Y}; hãy thêm tệp của văn bản trước."
        )
        yield FieldError(field="into", message=message)
        return
    if plan.joins is None and new.valid_from != plan.day:
        message = (
            f"Văn bản có hiệu lực ngày ấy bắt đầu từ {new.valid_from:%d/%m/%Y}; hãy ghi đúng ngày văn bản mới bắt đầu."
        )
        yield FieldError(field="day", message=message)
    last = max((each.valid_to or date.max for each in versions_of(procedure.id)), default=date.max)
    if last < plan.day:
        message = f"Văn bản cũ hết hiệu lực từ {last:%d/%m/%Y}, trước ngày ấy; hai văn bản phải nối tiếp nhau."
        yield FieldError(field="day", message=message)
    clause = new.transition(plan.authority)
    if clause is None:
        message = (
            "Văn bản mới không có điều khoản chuyển tiếp cho hồ sơ đang mở; hãy ghi [[transitions]] trong tệp của nó."
        )
        yield FieldError(field="into", message=message)
    elif plan.joins is None and clause.open_cases is OpenCases.OLD_TEXT:
        message = f"Theo {clause.source}, hồ sơ đang mở tiếp tục theo văn bản cũ; không phải nhập gì."
        yield FieldError(field="into", message=message)


def _wrong_endings(record: Record, procedure: Procedure, plan: Reorganisation, today: date) -> Iterator[FieldError]:
    known = list(record.successions.of_authority(procedure.id))
    for row, succession in enumerate(successions_of(plan)):
        try:
            check_succession(record, procedure, succession, known, today)
        except Problem as problem:
            beside = [each.model_copy(update={"field": f"ends.{row}.{each.field}"}) for each in problem.errors]
            yield from beside or [FieldError(field=_of_row("ends", row), message=problem.detail)]
        known.append(succession)


def _wrong_names(record: Record, plan: Reorganisation) -> Iterator[FieldError]:
    agencies = {each.id for each in record.offices.agencies(plan.authority) if each.in_use}
    ending = {each.agency for each in plan.ends}
    for row, each in enumerate(plan.renames):
        if each.agency not in agencies - ending:
            message = "Không có cơ quan nào còn hoạt động từ ngày ấy mang mã này; hãy chọn trong danh sách."
            yield FieldError(field=_of_row("renames", row), message=message)


def _wrong_owners(
    record: Record, procedures: ProceduresInForce, procedure: Procedure, plan: Reorganisation
) -> Iterator[FieldError]:
    if before := joins_before(record, plan.authority, plan.day):
        yield FieldError(field="day", message=joined_already(before))
    new = new_text(procedures, plan)
    if new is not None:
        yield from left_without_owner(record, procedure, plan, new)


def _of_row(table: str, row: int) -> str:
    """Return the name of the field that says which agency a row is about."""
    return f"{table}.{row}.agency"
