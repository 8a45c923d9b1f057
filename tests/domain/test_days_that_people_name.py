"""Every day that a person names has bounds: by the text, or by us, where a leader decides beyond them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from calendars import VIETNAM
from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts.base import Sealed
from domain.complaint import Complaint
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Role, Status
from procedures import all_procedures

AT = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
TODAY = AT.date()
PROMISING = [each for each in all_procedures().values() if each.act(ActKind.REPORT_PROGRESS)]


def promises(procedure, role: Role, expected: date):
    case = Complaint(code="X-2026-000001", procedure=procedure, status=Status.PROCESSING, moments={"filed": AT})
    act = acts.ReportProgress(state=Sealed("Đang chờ vật tư"), expected=expected)
    verdict = act.verdict(case, Actor(role, procedure.id, account="1"), AT)
    return (verdict.kind, verdict.about) if isinstance(verdict, Refusal) else verdict[0].expected


@pytest.mark.parametrize("procedure", PROMISING, ids=lambda each: each.id)
def test_a_promised_day_has_a_bound_and_a_leader_decides_beyond_it(procedure):
    rule = procedure.act(ActKind.REPORT_PROGRESS)
    bound = rule.furthest
    officer = next(role for role in rule.by if role not in bound.leaders)
    last, far = TODAY + timedelta(days=bound.days), TODAY + timedelta(days=bound.leaders_days)
    assert promises(procedure, officer, last) == last
    assert promises(procedure, officer, last + timedelta(days=1)) == (
        RefusalKind.EXPECTED_DAY_FOR_LEADERS,
        last.isoformat(),
    )
    assert promises(procedure, bound.leaders[0], far) == far
    assert promises(procedure, bound.leaders[0], date(2099, 12, 31)) == (RefusalKind.EXPECTED_DAY_FAR, far.isoformat())
    assert bound.source
    assert bound.ours


def test_a_regulation_kept_without_a_bound_has_one_all_the_same():
    procedure = PROMISING[0]
    unbound = replace(procedure, acts=tuple(replace(rule, furthest=None) for rule in procedure.acts))
    assert promises(unbound, Role.FOCAL_POINT, date(9999, 12, 31))[0] is RefusalKind.EXPECTED_DAY_FAR


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (date(2020, 1, 1), RefusalKind.DAY_BEFORE_FILING),
        (TODAY - timedelta(days=4), RefusalKind.DAY_BEFORE_FILING),
        (TODAY - timedelta(days=3), None),
        (TODAY, None),
        (TODAY + timedelta(days=1), RefusalKind.DAY_AHEAD),
    ],
)
def test_a_result_was_handled_between_the_day_of_filing_and_today(day, refused):
    procedure = all_procedures()["khanh-hoa"]
    filed = AT - timedelta(days=3)
    case = Complaint(code="KH-2026-000001", procedure=procedure, status=Status.PROCESSING, moments={"filed": filed})
    verdict = acts.SubmitResult(result=Sealed("Đã vá"), handled_on=day).verdict(case, REPORTER, AT)
    if refused is RefusalKind.DAY_BEFORE_FILING:
        assert verdict == Refusal(refused, filed.date().isoformat())
    else:
        assert (verdict.kind if isinstance(verdict, Refusal) else None) is refused
