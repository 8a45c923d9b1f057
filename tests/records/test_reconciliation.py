"""Rulings on how the record serves the comparison with Temporal: which cases it gives, and which differences it keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import acts
from domain.actors import REPORTER
from domain.complaint import Complaint, apply_all
from domain.limits import next_alarm
from domain.reconciling import Choice, FindingKind, Recorded
from records.reconciliation.rows import Difference
from records.record import Record
from tests.records.conftest import Sql
from tests.support.records.desk import CENTRE, Desk, decided, dispatch

pytestmark = pytest.mark.slow

AT_ONCE = timedelta(0)


def acted(desk: Desk, case: Complaint, act: acts.Act, act_id: str) -> Complaint:
    events = decided(case, act, CENTRE)
    return apply_all(case, desk.append(case, events, CENTRE, act_id=act_id, act_digest=acts.digest(act)).events)


def ahead(code: str, number: int = 7) -> Difference:
    return Difference(code, FindingKind.AHEAD, 5, number)


def test_open_cases_come_in_order_with_where_they_stand_and_when_they_ring(desk: Desk, record: Record) -> None:
    cases = [desk.take_in() for _ in range(3)]
    over = desk.act(desk.take_in(), acts.Withdraw(), REPORTER)
    assert over.status.is_final
    first = record.reconciliation.open_cases("", 2, AT_ONCE)
    then = record.reconciliation.open_cases(first[-1].code, 2, AT_ONCE)
    assert [case.code for case in (*first, *then)] == [case.code for case in cases]
    alarm = next_alarm(cases[0])
    assert alarm
    assert first[0].recorded == Recorded(cases[0].number, rings_at=alarm.at)
    assert first[0].face == ("khanh-hoa", None, "giao-thong", "ordinary", False)
    assert record.reconciliation.open_cases("", 2, timedelta(hours=1)) == ()


def test_a_case_is_rebuilt_from_where_it_stands_with_the_acts_that_are_done(desk: Desk, record: Record) -> None:
    case = acted(desk, desk.take_in(), dispatch(), "the-dispatch")
    [rebuild] = record.reconciliation.rebuilds([case.code, "KH-2026-999999"])
    assert rebuild.complaint == case
    assert rebuild.done == {"the-dispatch": case.number}
    assert rebuild.last_recorded_at <= record.reconciliation.now()


def test_a_case_that_is_over_is_not_rebuilt(desk: Desk, record: Record) -> None:
    case = desk.act(desk.take_in(), acts.Withdraw(), REPORTER)
    assert record.reconciliation.rebuilds([case.code]) == ()
    assert record.reconciliation.standing([case.code, "none"]) == {case.code: Recorded(case.number, ended=True)}


def test_a_case_whose_workflow_was_started_again_is_marked(desk: Desk, record: Record, sql: Sql) -> None:
    case = desk.take_in()
    record.reconciliation.started([case.code])
    assert sql("SELECT started_at IS NOT NULL FROM cases WHERE code = :code", code=case.code) == [(True,)]


def test_one_process_compares_at_a_time_until_it_lets_go_or_falls_silent(record: Record) -> None:
    kept = record.reconciliation
    assert kept.hold("one", timedelta(minutes=1))
    assert kept.hold("one", timedelta(minutes=1))
    assert not kept.hold("other", timedelta(minutes=1))
    kept.let_go("other")
    assert not kept.hold("other", timedelta(minutes=1))
    kept.let_go("one")
    assert kept.hold("other", timedelta(seconds=-1))
    assert kept.hold("one", timedelta(minutes=1))


def test_the_last_complete_comparison_is_known_and_an_older_one_does_not_replace_it(record: Record) -> None:
    kept = record.reconciliation
    assert kept.last() is None
    began = kept.now()
    kept.finished(began, 3, {"missing": 1}, [])
    kept.finished(began - timedelta(hours=1), 9, {}, [])
    last = kept.last()
    assert last
    assert (last.began_at, last.compared, last.found) == (began, 3, {"missing": 1})


def test_a_difference_is_one_finding_however_often_it_is_seen_and_freezes_its_case(desk: Desk, record: Record) -> None:
    code, other, kept = desk.take_in().code, desk.take_in().code, record.reconciliation
    kept.found([ahead(code)])
    kept.found([ahead(code, 8)])
    [finding] = kept.open_findings("khanh-hoa", 10)
    assert (finding.difference, finding.authority) == (ahead(code, 8), "khanh-hoa")
    assert [case.frozen for each in (code, other) if (case := record.cases.find(each))] == [True, False]


def test_a_workflow_that_is_stuck_freezes_nothing(desk: Desk, record: Record) -> None:
    code = desk.take_in().code
    record.reconciliation.found([Difference(code, FindingKind.STUCK, 5, None, "ValueError")])
    assert record.cases.find(code).frozen is False


def test_a_finding_is_of_its_cases_authority_and_a_workflow_without_a_case_of_none(desk: Desk, record: Record) -> None:
    kept = record.reconciliation
    kept.found([ahead(desk.take_in().code), Difference("KH-2026-900000", FindingKind.UNKNOWN)])
    assert [len(kept.open_findings(of, 10)) for of in ("khanh-hoa", "lai-chau", None)] == [1, 0, 2]


def test_a_decision_is_taken_once_and_settles_its_finding_when_it_is_carried_out(desk: Desk, record: Record) -> None:
    code, kept = desk.take_in().code, record.reconciliation
    kept.found([ahead(code)])
    [finding] = kept.open_findings(None, 10)
    assert kept.decide(finding.id, Choice.REBUILD, note="Theo sổ.", by_account=None)
    assert not kept.decide(finding.id, Choice.LEAVE, note="Thôi.", by_account=None)
    [decided] = kept.decided_findings(10)
    assert (decided.choice, decided.note, decided.settled_at) == (Choice.REBUILD, "Theo sổ.", None)
    assert record.cases.find(code).frozen
    kept.finished(kept.now(), 1, {}, [])  # another comparison does not see it any more
    kept.settled(finding.id)
    assert (kept.open_findings(None, 10), kept.decided_findings(10), record.cases.find(code).frozen) == ((), (), False)
    [settled] = kept.settled_findings(None, 10)
    assert kept.finding(finding.id) == settled


def test_what_a_person_left_as_it_is_comes_up_again_only_where_it_changed(record: Record) -> None:
    kept = record.reconciliation
    kept.found([ahead("A")])
    [finding] = kept.open_findings(None, 10)
    kept.decide(finding.id, Choice.LEAVE, note="", by_account=None)
    kept.settled(finding.id)
    kept.found([ahead("A")])
    assert kept.open_findings(None, 10) == ()
    kept.found([ahead("A", 9)])
    assert [each.difference for each in kept.open_findings(None, 10)] == [ahead("A", 9)]


def test_a_finding_that_a_later_comparison_does_not_see_settles_itself(record: Record) -> None:
    kept = record.reconciliation
    kept.found([ahead("A"), ahead("B")])
    kept.finished(kept.now(), 2, {}, ["B"])
    assert [each.difference.code for each in kept.open_findings(None, 10)] == ["B"]
    [gone] = kept.settled_findings(None, 10)
    assert (gone.difference.code, gone.choice) == ("A", None)


def test_a_code_that_temporal_knows_is_given_to_no_other_report(desk: Desk, record: Record) -> None:
    case = desk.take_in()
    year = int(case.code.split("-")[1])
    record.reconciliation.found(
        [Difference(f"KH-{year}-000042", FindingKind.UNKNOWN), Difference("odd name", FindingKind.UNKNOWN)]
    )
    assert desk.take_in().code == f"KH-{year}-000043"
