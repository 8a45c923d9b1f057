"""Finds what an authority that joins another one would leave without an owner. A plan is refused until there is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from api.office.joining import joins_of
from api.web.problems.validation import FieldError
from domain.offices.duties import Holder, left_undone
from domain.offices.reorganisation import Reorganisation
from domain.procedure import Procedure
from language.labels import role_name
from records.record import Record


def left_without_owner(
    record: Record, procedure: Procedure, plan: Reorganisation, new: Procedure
) -> Iterator[FieldError]:
    """Yield what the plan would leave without an owner, beside the field that can mend it; nothing where no authority ends."""
    if plan.joins is None:
        return
    if other := next((each for each in joins_of(record, plan.joins) if _would_end(each, plan)), None):
        message = f"“{plan.joins}” nhập vào “{other.joins}” từ {other.day:%d/%m/%Y}; hãy ghi địa phương còn tiếp tục."
        yield FieldError(field="into", message=message)
    if later := next(_planned_after(record, plan), None):
        message = (
            f"Đã nhập trước một thay đổi từ {later:%d/%m/%Y}, sau ngày ấy; hãy rút lại, rồi nhập ở “{plan.joins}”."
        )
        yield FieldError(field="day", message=message)
    if alone := tuple(_alone(record, plan)):
        message = f"Chủ trì hồ sơ chưa kết thúc mà không có ai làm việc: {', '.join(alone)}; hãy thêm tài khoản."
        yield FieldError(field="into", message=message)
    if rules := left_undone(procedure, _holders(record, plan.authority), new, _holders(record, plan.joins)):
        roles = sorted({role_name(new, role) for rule in rules for role in rule.by})
        message = f"Theo văn bản mới có việc không ai làm được; hãy thêm tài khoản: {', '.join(roles)}."
        yield FieldError(field="into", message=message)


def _would_end(other: Reorganisation, plan: Reorganisation) -> bool:
    """Return whether the authority that takes over ends itself by the day, or would come back to the one that it takes over."""
    return other.day <= plan.day or other.joins == plan.authority


def _planned_after(record: Record, plan: Reorganisation) -> Iterator[date]:
    """Yield the days of other plans and successions of the authority from which on it is no more."""
    for other in record.reorganisations.of_authority(plan.authority):
        if other.authority == plan.authority and other.stands and other.id != plan.id and other.day > plan.day:
            yield other.day
    for succession in record.successions.of_authority(plan.authority):
        if succession.stands and succession.day > plan.day:
            yield succession.day


def _alone(record: Record, plan: Reorganisation) -> Iterator[str]:
    """Yield the names of agencies that lead open cases and that nobody works in, in neither authority."""
    staffed = record.duties.staffed(plan.authority) | record.duties.staffed(plan.joins or plan.authority)
    ending = {each.agency for each in plan.ends}
    for agency in record.offices.agencies(plan.authority):
        if agency.id in staffed | ending:
            continue
        if record.duties.leads_open_cases(plan.authority, agency.id):
            yield agency.name


def _holders(record: Record, authority: str) -> list[Holder]:
    return [Holder(each.role, each.agency) for each in record.accounts.of_authority(authority) if each.active]
