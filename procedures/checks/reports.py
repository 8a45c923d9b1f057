"""Checks the periodic reports of a procedure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from domain.procedure import Procedure
from domain.reports.rules import Cycle, ReportRule
from procedures.faults import Fault


def sources_of_reports(procedure: Procedure) -> Iterator[tuple[str, str, bool]]:
    """Yield every source with its key, and whether it is ours."""
    for rule in procedure.reports:
        key = f"reports[{rule.id}]"
        yield f"{key}.source", rule.source, rule.ours
        yield f"{key}.reminders.source", rule.reminders.source, rule.reminders.ours
        if rule.due:
            yield f"{key}.due.source", rule.due.source, rule.due.ours
        if rule.explanations:
            yield f"{key}.explanations.source", rule.explanations.source, rule.explanations.ours


def faults_of_reports(procedure: Procedure) -> Iterator[Fault]:
    """Return what is wrong with the reports, alone and beside each other."""
    seen: set[str] = set()
    for rule in procedure.reports:
        key = f"reports[{rule.id}]"
        if rule.id in seen:
            yield Fault(f"{key}.id", f"mã “{rule.id}” đã dùng ở trên")
        seen.add(rule.id)
        yield from _period(rule, key)
        yield from _people(rule, key)
        if rule.of_withheld is not None:
            yield from _withheld(procedure, rule, rule.of_withheld, key)


def _period(rule: ReportRule, key: str) -> Iterator[Fault]:
    if (rule.due is None) != (rule.cycle is Cycle.ON_REQUEST):
        yield Fault(f"{key}.due", "báo cáo định kỳ phải nêu hạn nộp; báo cáo theo yêu cầu thì người yêu cầu nêu ngày")
    if rule.cut_off is not None and rule.cycle in (Cycle.WEEK, Cycle.ON_REQUEST):
        yield Fault(f"{key}.cut_off", "chỉ kỳ tháng, quý, sáu tháng, năm mới có ngày chốt số liệu trong tháng")
    if rule.due and rule.due.before_day and rule.cut_off and rule.due.before_day <= rule.cut_off + 1:
        yield Fault(f"{key}.due.before_day", f"phải sau ngày chốt số liệu ({rule.cut_off}), ít nhất một ngày để nộp")
    if rule.due and rule.due.before_day and rule.cycle is Cycle.WEEK:
        yield Fault(f"{key}.due.before_day", "báo cáo tuần nêu hạn bằng within")


def _people(rule: ReportRule, key: str) -> Iterator[Fault]:
    roles = (*rule.prepared_by, rule.signed_by)
    if any(role.of_agency != rule.each_agency for role in roles):
        yield Fault(
            f"{key}.prepared_by", "báo cáo của từng cơ quan do người của cơ quan lập và ký, báo cáo khác thì không"
        )
    if any(role.of_agency for role in rule.to):
        yield Fault(f"{key}.to", "báo cáo gửi lên trên, không gửi cho người của cơ quan xử lý")
    for number, (one, following) in enumerate(pairwise(rung.after for rung in rule.reminders.overdue), 2):
        if one.unit is not following.unit or following.value < one.value:
            yield Fault(f"{key}.reminders.overdue[{number}].after", f"“{following}” phải muộn hơn “{one}”, cùng đơn vị")


def _withheld(procedure: Procedure, rule: ReportRule, ground: str, key: str) -> Iterator[Fault]:
    grounds = sorted(each.id for each in procedure.withhold_grounds)
    if ground not in grounds:
        yield Fault(f"{key}.of_withheld", f"không có lý do không công khai “{ground}”; có: {', '.join(grounds)}")
    if rule.explanations or rule.each_agency:
        yield Fault(
            f"{key}.of_withheld",
            "báo cáo hồ sơ không công khai do trung tâm lập, không hỏi giải trình: bỏ explanations, each_agency",
        )
