"""The calendar is edited while cases run over Tết, and clocks jump over midnight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from api.office.rehearsal import running
from tests.support.fronts.real_desk import RealDesk
from tests.support.rulings.in_workflow import town
from tests.support.rulings.judging import compare, judge, read

pytestmark = pytest.mark.slow

MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC)  # 07:00 in Nha Trang, half an hour before offices open
NEW_YEAR = datetime(2026, 12, 31, 17, tzinfo=UTC)  # midnight in Nha Trang
A_MOMENT = timedelta(milliseconds=100)


@pytest.fixture(scope="module")
def database_template(staffed_template: str) -> str:
    """Every record here has the shipped offices and the people of a real desk."""
    return staffed_template


@pytest.fixture
def desk(engine: Engine) -> RealDesk:
    return RealDesk(engine)


@pytest.mark.fault("a decision about Tết is edited later")
async def test_a_decision_that_is_edited_moves_a_running_case_over_tet_and_back():
    situation, expected = read("tests/rulings/khanh-hoa/tet_decided_later.toml")
    in_the_core = running.run(situation, code="KH-2027-000001")
    async with town() as the_town:
        course = await the_town.run(situation, in_the_core)
    judge(situation, expected, course)
    compare(situation, in_the_core, course)


@pytest.mark.fault("the clock jumps over midnight")
@pytest.mark.parametrize("midnight", [MIDNIGHT, NEW_YEAR], ids=["of UTC", "of the year"])
def test_reports_on_both_sides_of_midnight_have_codes_and_limits_of_their_own(desk: RealDesk, midnight: datetime):
    codes = []
    # The clock passes midnight, is set back, and passes it again.
    for moment in (midnight - A_MOMENT, midnight, midnight - 2 * A_MOMENT, midnight + A_MOMENT, midnight + A_MOMENT):
        desk.now = moment
        codes.append(desk.filed())
    assert len(set(codes)) == len(codes)
    years = [code.split("-")[1] for code in codes]
    assert years == (["2026"] * 5 if midnight is MIDNIGHT else ["2026", "2027", "2026", "2027", "2027"])
    dues = {desk.record.cases.complaint(code).running("case").schedule.due for code in codes}
    assert len(dues) == 1, "both moments are outside office hours, so every limit begins with the next opening"


@pytest.mark.fault("the clock jumps over midnight")
def test_a_clock_that_is_set_back_over_midnight_rings_nothing_twice_and_keeps_every_act(desk: RealDesk):
    desk.now = MIDNIGHT - A_MOMENT
    code = desk.filed()
    due = desk.record.cases.complaint(code).running("case").schedule.due
    for moment, act, who in (
        (MIDNIGHT + A_MOMENT, "dispatch", "operator"),
        (MIDNIGHT - A_MOMENT, "accept", "officer"),
        (MIDNIGHT + 2 * A_MOMENT, "submit_result", "officer"),
        (MIDNIGHT, "approve", "leader"),
    ):
        desk.now = moment
        answer = desk.acts(code, act, who)
        assert answer.status_code == 200, answer.text
    entries = desk.record.cases.entries(code)
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    kinds = [entry.event.kind for entry in entries]
    assert all(kinds.count(kind) == 1 for kind in ("dispatched", "accepted", "result_submitted", "approved"))
    assert not {"reminded", "limit_passed", "escalated"} & {*kinds}
    assert desk.record.cases.complaint(code).running("case").schedule.due == due
