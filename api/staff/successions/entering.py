"""Enter the succession of an agency ahead of its day, and withdraw it until that day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from api.office.joining import joined_already, joins_before
from api.office.problems import ENDS_ALREADY, STOP_UNCONFIRMED, UNKNOWN_SUCCESSION
from api.office.stopping import hanging_on_agency, told
from api.staff.successions.bodies import SuccessionBody
from api.web.problems.kinds import INVALID
from api.web.problems.problem import Problem, wrong_field
from api.web.problems.validation import FieldError
from domain.offices.duties import Holder, can_act
from domain.offices.office import Agency
from domain.offices.succession import Succession, goes_round
from domain.procedure import Procedure
from records.errors import EndsAlready, SuccessionUnknown
from records.offices.rows import ChangedBy
from records.record import Record

_AHEAD = timedelta(days=2 * 366)
_NAMESPACE = uuid.UUID("b9a4a1f5-2f0e-4f6c-8f0c-3c2e1d8a7b65")


def successions_of(record: Record, authority: str) -> tuple[Succession, ...]:
    """Return the successions of an authority, withdrawn ones among them, the latest day first."""
    return record.successions.of_authority(authority)


def enter(record: Record, procedure: Procedure, body: SuccessionBody, change: ChangedBy, key: str) -> Succession:
    """Enter a succession, once however often it is sent with the same key. Its own day carries it out.

    Raises:
        Problem: something that it names is not there, cases would be left without an owner, the agency ends on another day
            already, or the numbers of what moves were not confirmed.
    """
    succession = Succession(
        id=uuid.uuid5(_NAMESPACE, f"{change.by_account} {key}").hex,
        authority=procedure.id,
        agency=body.agency,
        day=body.day,
        decision=body.decision,
        decided_by=body.decided_by,
        heir=body.heir,
        by_part=tuple(each.to_heir() for each in body.by_part),
        entered_by=change.by_account,
        entered_at=change.at,
    )
    known = record.successions.of_authority(procedure.id)
    if any(each.id == succession.id for each in known):
        return next(each for each in known if each.id == succession.id)
    check(record, procedure, succession, known, procedure.authority.local_date(change.at))
    _require_confirmed(record, succession, body.confirmed, change)
    try:
        return record.successions.enter(succession, change)
    except EndsAlready as error:
        raise _ends_already(error.args[0]) from error


def withdraw(record: Record, authority: str, succession_id: str, change: ChangedBy) -> Succession:
    """Withdraw a succession whose day has not come.

    Raises:
        Problem: there is no such succession in this authority, or its day has come.
    """
    try:
        if record.successions.find(succession_id).authority != authority:
            raise Problem(UNKNOWN_SUCCESSION)
        return record.successions.withdraw(succession_id, change)
    except SuccessionUnknown as error:
        raise Problem(UNKNOWN_SUCCESSION) from error


def check(
    record: Record, procedure: Procedure, succession: Succession, known: Sequence[Succession], today: date
) -> None:
    """Check what the succession names. Everything that is wrong is said at once, each beside its field.

    Raises:
        Problem: something is not there, cases would be left without an owner, or the agency ends on another day already.
    """
    agencies = {each.id: each for each in record.offices.agencies(procedure.id)}
    wrong = [
        *_wrong_end(succession, agencies, today),
        *_after_the_authority(record, succession),
        *_wrong_parts(record, procedure, succession),
        *_wrong_heirs(record, procedure, succession, known, agencies),
    ]
    if wrong:
        raise Problem(INVALID, errors=list({each.field: each for each in reversed(wrong)}.values())[::-1])
    if other := next((each for each in known if each.stands and each.agency == succession.agency), None):
        raise _ends_already(other.day)
    if goes_round([*known, succession]):
        raise wrong_field("heir", "Cơ quan này rồi lại được chính cơ quan kết thúc kế thừa; hãy chọn cơ quan khác.")


def _wrong_end(succession: Succession, agencies: Mapping[str, Agency], today: date) -> Iterator[FieldError]:
    if succession.agency not in agencies or not agencies[succession.agency].in_use:
        yield FieldError(
            field="agency",
            message="Không có cơ quan nào đang hoạt động mang mã này; hãy chọn trong danh sách.",
        )
    if not today <= succession.day <= today + _AHEAD:
        last = today + _AHEAD
        yield FieldError(
            field="day",
            message=f"Hãy ghi một ngày từ {today:%d/%m/%Y} đến {last:%d/%m/%Y}; ngày đã qua thì ghi hôm nay.",
        )


def _after_the_authority(record: Record, succession: Succession) -> Iterator[FieldError]:
    if before := joins_before(record, succession.authority, succession.day):
        yield FieldError(field="day", message=joined_already(before))


def _wrong_parts(record: Record, procedure: Procedure, succession: Succession) -> Iterator[FieldError]:
    places = {each.id for each in record.offices.places(procedure.id)}
    seen: set[tuple[str | None, str | None]] = set()
    for row, part in enumerate(succession.by_part):
        if part.field is None and part.place is None:
            yield FieldError(field=_of_part(row, "field"), message="Hãy chọn lĩnh vực hoặc địa bàn của phần này.")
        if part.field is not None and procedure.field(part.field) is None:
            yield FieldError(
                field=_of_part(row, "field"), message="Quy trình không có lĩnh vực này; hãy chọn trong danh sách."
            )
        if part.place is not None and part.place not in places:
            yield FieldError(
                field=_of_part(row, "place"),
                message="Không có đơn vị hành chính nào mang mã này; hãy chọn trong danh sách.",
            )
        if (part.field, part.place) in seen:
            yield FieldError(
                field=_of_part(row, "field"), message="Phần này đã có ở dòng trên; mỗi phần về một cơ quan."
            )
        seen.add((part.field, part.place))


def _wrong_heirs(
    record: Record,
    procedure: Procedure,
    succession: Succession,
    known: Sequence[Succession],
    agencies: Mapping[str, Agency],
) -> Iterator[FieldError]:
    named = [("heir", succession.heir)]
    named += [(_of_part(row, "agency"), each.agency) for row, each in enumerate(succession.by_part)]
    for field, heir in named:
        if message := _why_not_heir(record, procedure, succession, known, agencies, heir):
            yield FieldError(field=field, message=message)


def _of_part(row: int, name: str) -> str:
    """Return the name of a field of one part."""
    return f"by_part.{row}.{name}"


def _why_not_heir(
    record: Record,
    procedure: Procedure,
    succession: Succession,
    known: Sequence[Succession],
    agencies: Mapping[str, Agency],
    heir: str,
) -> str | None:
    """Return why an agency cannot be an heir: it has to go on after the day, and somebody there has to be able to act, so that
    nothing is left without an owner."""
    if heir == succession.agency:
        return "Cơ quan kết thúc không kế thừa chính mình; hãy chọn cơ quan khác."
    if heir not in agencies or not _works_on(agencies[heir], succession.day):
        return "Không có cơ quan nào đang hoạt động mang mã này; hãy chọn trong danh sách."
    if any(each.stands and each.agency == heir and each.day <= succession.day for each in known):
        return "Cơ quan này cũng kết thúc từ ngày ấy hoặc trước đó; hãy chọn cơ quan khác."
    people = list(record.accounts.of_agency(procedure.id, heir))
    if heir == succession.heir:
        people += record.accounts.of_agency(procedure.id, succession.agency)  # they come along
    holders = [Holder(each.role, heir) for each in people if each.active]
    if not can_act(procedure, holders, heir):
        return f"{agencies[heir].name} chưa có ai làm việc nên hồ sơ sẽ không có người giữ; hãy thêm người."
    return None


def _works_on(agency: Agency, day: date) -> bool:
    """Tell whether an agency, which may be entered ahead, works on a day."""
    return agency.active and agency.ended_on is None and (agency.valid_from is None or agency.valid_from <= day)


def _require_confirmed(record: Record, succession: Succession, confirmed: str, change: ChangedBy) -> None:
    hanging = hanging_on_agency(record, succession.authority, succession.agency, change.at)
    if not hanging.is_nothing and confirmed != hanging.seal:
        raise Problem(
            STOP_UNCONFIRMED,
            detail=f"Sẽ chuyển theo: {told(hanging)}. {STOP_UNCONFIRMED.detail}",
            errors=[FieldError(field="confirmed", message="Hãy xác nhận đã xem các số này.")],
        )


def _ends_already(day: date) -> Problem:
    return Problem(
        ENDS_ALREADY, detail=f"Cơ quan này đã có quyết định kết thúc từ {day:%d/%m/%Y}; {ENDS_ALREADY.detail}"
    )
