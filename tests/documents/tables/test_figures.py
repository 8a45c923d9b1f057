"""Figures of cases whose right answers were computed by hand.

Khánh Hòa; offices open 07:30–11:30 and 13:30–17:00. Dispatch, acceptance and approval have half a working day, handling five.

| case | field | course | received | ended | missed by |
|---|---|---|---|---|---|
| prompt    | road | so-gtvt: accepted after 30 min, published 03/03, very satisfied | March | March | nobody |
| accepted  | env. | Nha Trang: accepted after 13 h of work, published 05/03, unsatisfied | March | March | its lead |
| dispatch  | road | dispatched after 12 h of work, so-gtvt accepted after 10 min, 05/03 | March | March | the centre |
| over      | env. | Nha Trang: accepted after 30 min, published 02/04 | March | April | nobody |
| refused   | road | refused after one hour | March | March | nobody |
| withdrawn | road | withdrawn while so-gtvt had it | April | April | – |
| overdue   | road | so-gtvt: accepted after 30 min, then nothing until 4 May | April | – | its lead |
| secret    | road | so-gtvt: accepted after 30 min, answered in private 02/04 | April | April | nobody |
| returned  | env. | returned by so-gtvt after 13 h, Nha Trang accepted after 10 min, 07/04 | April | April | so-gtvt |
"""

from __future__ import annotations

import importlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from calendars import VIETNAM
from documents.tables.figures import Figures, Tally, figures_of
from domain import acts
from domain.time.months import Month
from procedures import procedure_in_force
from records.figures.rows import Counts, Span
from records.record import Record
from tests.support.records.town import WORDS, Case, Town, result

pytestmark = pytest.mark.slow

KH, TRANSPORT, NHA_TRANG = "khanh-hoa", "so-gtvt", "ubnd-nha-trang"
MARCH, APRIL = Month(2026, 3), Month(2026, 4)


def to(town: Town, agency: str, filed: str, field: str, dispatched: str, **filing: bool) -> Case:
    case = town.files(KH, filed, field, **filing)
    return case.does(dispatched, "centre_operator", acts.Dispatch(lead=agency))


def answered(
    case: Case, agency: str, accepted: str, result_at: str, given_at: str, given: acts.Act | None = None
) -> Case:
    case.does(accepted, f"agency_officer of {agency}", acts.Accept())
    case.does(result_at, f"agency_officer of {agency}", result(result_at[:10]))
    case.does(given_at, f"agency_leader of {agency}", acts.Approve())
    return case.does(given_at, f"agency_leader of {agency}", given or acts.Publish())


@pytest.fixture
def cases(town: Town) -> None:
    prompt = to(town, TRANSPORT, "2026-03-02 08:00", "giao-thong", "2026-03-02 08:30")
    answered(prompt, TRANSPORT, "2026-03-02 09:00", "2026-03-03 09:00", "2026-03-03 10:00")
    prompt.does("2026-03-04 09:00", "reporter", acts.Rate(rating="very_satisfied"))
    accepted = to(town, NHA_TRANG, "2026-03-02 08:00", "moi-truong", "2026-03-02 08:30")
    answered(accepted, NHA_TRANG, "2026-03-03 16:00", "2026-03-05 09:00", "2026-03-05 10:00")
    accepted.does("2026-03-06 09:00", "reporter", acts.Rate(rating="unsatisfied"))
    dispatch = to(town, TRANSPORT, "2026-03-02 09:00", "giao-thong", "2026-03-03 15:30")
    answered(dispatch, TRANSPORT, "2026-03-03 15:40", "2026-03-05 09:00", "2026-03-05 10:00")
    over = to(town, NHA_TRANG, "2026-03-30 08:00", "moi-truong", "2026-03-30 08:30")
    answered(over, NHA_TRANG, "2026-03-30 09:00", "2026-04-02 09:00", "2026-04-02 10:00")
    refusal = acts.Refuse(ground="fails_requirements", reason=WORDS)
    town.files(KH, "2026-03-31 08:00", "giao-thong").does("2026-03-31 09:00", "centre_operator", refusal)
    withdrawn = to(town, TRANSPORT, "2026-04-01 08:00", "giao-thong", "2026-04-01 08:30")
    withdrawn.does("2026-04-01 09:00", "reporter", acts.Withdraw())
    overdue = to(town, TRANSPORT, "2026-04-01 08:00", "giao-thong", "2026-04-01 08:30")
    overdue.does("2026-04-01 09:00", f"agency_officer of {TRANSPORT}", acts.Accept()).waits("2026-05-04 08:00")
    secret = to(town, TRANSPORT, "2026-04-01 08:00", "giao-thong", "2026-04-01 08:30", secret=True)
    in_private = acts.Withhold(ground="reporter_asked")
    answered(secret, TRANSPORT, "2026-04-01 09:00", "2026-04-02 09:00", "2026-04-02 10:00", in_private)
    returned = to(town, TRANSPORT, "2026-04-01 08:00", "moi-truong", "2026-04-01 08:30")
    returned.does("2026-04-02 16:00", f"agency_officer of {TRANSPORT}", acts.Return(reason=WORDS))
    returned.does("2026-04-02 16:30", "centre_operator", acts.Dispatch(lead=NHA_TRANG))
    answered(returned, NHA_TRANG, "2026-04-02 16:40", "2026-04-07 09:00", "2026-04-07 10:00")


def counted(record: Record, first: Month = MARCH, last: Month = APRIL, authority: str = KH, **narrowed: str) -> Counts:
    span = Span(authority, "Asia/Ho_Chi_Minh", first, last, narrowed.get("agency"), narrowed.get("field"))
    return record.figures.counts(span, last.ends(VIETNAM))


def figures(record: Record, first: Month = MARCH, last: Month = APRIL, **narrowed: str) -> Figures:
    return figures_of(counted(record, first, last, **narrowed), first, last)


def of_tally(tally: Tally) -> dict[str, int]:
    """Return the counts of a tally that are not zero."""
    counted = {
        "received": tally.received, "answered": tally.answered, "refused": tally.refused,
        "otherwise": tally.ended_otherwise, "on_time": tally.on_time, "late": tally.late, "late_by_lead": tally.late_by_lead,
        "open": tally.open, "overdue": tally.overdue, "reopened": tally.reopened,
    }  # fmt: skip
    return {name: count for name, count in (counted | tally.ratings).items() if count}


BY_MONTH = {
    MARCH: {"received": 5, "answered": 3, "refused": 1, "on_time": 2, "late": 2, "late_by_lead": 1,
            "very_satisfied": 1, "unsatisfied": 1},
    APRIL: {"received": 4, "answered": 3, "otherwise": 1, "on_time": 2, "late": 1},
}  # fmt: skip
BY_AGENCY = {
    TRANSPORT: {"received": 5, "answered": 3, "otherwise": 1, "on_time": 2, "late": 1, "very_satisfied": 1,
                "open": 1, "overdue": 1},
    NHA_TRANG: {"received": 3, "answered": 3, "on_time": 1, "late": 2, "late_by_lead": 1, "unsatisfied": 1},
    None: {"received": 1, "refused": 1, "on_time": 1},
}  # fmt: skip
BY_FIELD = {
    "giao-thong": {
        "received": 6,
        "answered": 3,
        "refused": 1,
        "otherwise": 1,
        "on_time": 3,
        "late": 1,
        "very_satisfied": 1,
    },
    "moi-truong": {"received": 3, "answered": 3, "on_time": 1, "late": 2, "late_by_lead": 1, "unsatisfied": 1},
}


def test_each_month_each_agency_and_each_field_has_its_figures(record: Record, cases: None) -> None:
    found = figures(record)
    assert {month: of_tally(tally) for month, tally in found.by_month.items()} == BY_MONTH
    assert {agency: of_tally(tally) for agency, tally in found.by_agency.items()} == BY_AGENCY
    assert {field: of_tally(tally) for field, tally in found.by_field.items()} == BY_FIELD
    assert of_tally(found.by_agency_and_month[NHA_TRANG, APRIL]) == {
        "received": 1,
        "answered": 2,
        "on_time": 1,
        "late": 1,
    }


def test_shares_are_of_what_was_closed_and_of_what_was_rated(record: Record, cases: None) -> None:
    total = figures(record).total
    assert (total.closed, total.on_time_share) == (7, 4 / 7)
    assert (total.rated, total.satisfied_share) == (2, 1 / 2)
    assert Tally().on_time_share is Tally().satisfied_share is None


def test_a_month_in_which_nothing_happened_is_there_with_nothing(record: Record, cases: None) -> None:
    found = figures(record, Month(2026, 2), Month(2026, 6))
    assert [str(month) for month in found.by_month] == ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    assert of_tally(found.by_month[Month(2026, 5)]) == {}


@pytest.mark.parametrize(
    ("narrowed", "received"),
    [({"agency": NHA_TRANG}, 3), ({"field": "giao-thong"}, 6), ({"agency": TRANSPORT, "field": "moi-truong"}, 0)],
)
def test_figures_narrow_to_an_agency_and_a_field(
    record: Record, cases: None, narrowed: dict[str, Any], received: int
) -> None:
    assert figures(record, **narrowed).total.received == received


def test_another_authority_has_none_of_them(record: Record, cases: None) -> None:
    assert counted(record, authority="lai-chau") == Counts((), (), (), (), (), (), ())


def test_steps_take_the_median_of_working_time_and_tell_how_many_were_late(record: Record, cases: None) -> None:
    steps = {step.limit: step for step in counted(record).steps}
    # 10 and 10 minutes, four times 30 minutes, twice 13 hours: of eight the fourth.
    assert (steps["accept"].count, steps["accept"].late, steps["accept"].median) == (8, 2, 30 * 60)
    # Half an hour eight times, an hour, 12 hours of work, and again half an hour after the return.
    dispatched = steps["verify_and_dispatch"]
    assert (dispatched.count, dispatched.late, dispatched.median) == (9, 1, 30 * 60)
    assert steps["dispatch_again"].count == 1
    of_nha_trang = {step.limit: step for step in counted(record, agency=NHA_TRANG).steps}
    assert (of_nha_trang["accept"].count, of_nha_trang["accept"].late) == (3, 1)


def test_load_and_rungs_are_as_of_now(record: Record, cases: None) -> None:
    counts = counted(record)
    assert [(load.lead, load.officer, load.open, load.overdue) for load in counts.load] == [
        (TRANSPORT, "id-agency_officer", 1, 1)
    ]
    rungs = {(each.limit, each.agency): each.rungs for each in counts.overdue}
    ladders = procedure_in_force(KH, MARCH.first_day).ladders
    process = procedure_in_force(KH, MARCH.first_day).limit("process")
    assert rungs[("process", TRANSPORT)] == len(ladders[process.ladder or ""])
    assert set(rungs) == {("process", TRANSPORT), ("case", None)}


def test_a_limit_whose_alarm_never_rang_is_overdue_from_its_end(record: Record, town: Town) -> None:
    case = to(town, TRANSPORT, "2026-04-01 08:00", "giao-thong", "2026-04-01 08:30")
    case.does("2026-04-01 09:00", f"agency_officer of {TRANSPORT}", acts.Accept())
    [due] = [limit.schedule.due for limit in case.complaint.running_limits if limit.id == "process" and limit.schedule]
    span = Span(KH, "Asia/Ho_Chi_Minh", APRIL, APRIL)

    def overdue(at: datetime) -> tuple[int, set[tuple[str, str | None, int]]]:
        counts = record.figures.counts(span, at)
        rungs = {(each.limit, each.agency, each.rungs) for each in counts.overdue}
        assert sum(each.count for each in counts.overdue) == len(rungs)
        return sum(load.overdue for load in counts.load), rungs

    assert overdue(due - timedelta.resolution) == (0, set())
    assert overdue(due) == (1, {("process", TRANSPORT, 0)})
    assert overdue(due + timedelta(days=30)) == (1, {("process", TRANSPORT, 0), ("case", None, 0)})
    case.waits("2026-06-01 08:00")  # now the alarms ring, late: nothing is counted twice
    load, rungs = overdue(due + timedelta(days=30))
    assert (load, {(limit, agency) for limit, agency, _ in rungs}) == (1, {("process", TRANSPORT), ("case", None)})


def test_trials_and_what_was_deleted_never_count(record: Record, town: Town) -> None:
    trial = town.files("dien-bien", "2026-04-01 08:00", "khac", test=True)
    assert counted(record, authority="dien-bien") == Counts((), (), (), (), (), (), ())
    trial.does("2026-04-01 09:00", "technician", acts.DeleteTest(reason=WORDS))
    assert counted(record, authority="dien-bien") == Counts((), (), (), (), (), (), ())


def test_a_reopened_case_is_open_again_and_closed_anew(record: Record, town: Town) -> None:
    case = town.files("buon-ma-thuot", "2026-03-02 08:00", "moi-truong")
    case.does("2026-03-02 08:30", "centre_operator", acts.Dispatch())
    case.does("2026-03-02 09:00", "focal_point", acts.Forward(lead="phong-tnmt"))
    case.does("2026-03-03 09:00", "agency_officer of phong-tnmt", result("2026-03-03"))
    case.does("2026-03-03 10:00", "centre_operator", acts.Publish())
    assert of_tally(figures_of(counted(record, authority="buon-ma-thuot"), MARCH, APRIL).total)["answered"] == 1
    case.does("2026-03-04 10:00", "reporter", acts.Contest(reason=WORDS))
    assert of_tally(figures_of(counted(record, authority="buon-ma-thuot"), MARCH, APRIL).total) == {
        "received": 1,
        "open": 1,
        "reopened": 1,
    }  # not overdue: the text states no limit for handling it again
    case.does("2026-04-01 09:00", "agency_officer of phong-tnmt", result("2026-04-01"))
    case.does("2026-04-01 10:00", "centre_operator", acts.Publish())
    again = figures_of(counted(record, authority="buon-ma-thuot"), MARCH, APRIL)
    assert of_tally(again.by_month[MARCH]) == {"received": 1, "reopened": 1}
    assert of_tally(again.by_month[APRIL]) == {"answered": 1, "on_time": 1}


def test_a_rating_belongs_to_its_answer_and_to_its_reporter(record: Record, town: Town) -> None:
    case = town.files("buon-ma-thuot", "2026-03-02 08:00", "moi-truong")
    case.does("2026-03-02 08:30", "centre_operator", acts.Dispatch())
    case.does("2026-03-02 09:00", "focal_point", acts.Forward(lead="phong-tnmt"))
    case.does("2026-03-03 09:00", "agency_officer of phong-tnmt", result("2026-03-03"))
    case.does("2026-03-03 10:00", "centre_operator", acts.Publish())
    case.does("2026-03-04 10:00", "reporter", acts.Rate(rating="unsatisfied", comment=WORDS))
    case.does("2026-04-01 09:00", "agency_officer of phong-tnmt", result("2026-04-01"))
    case.does("2026-04-01 10:00", "centre_operator", acts.Publish())
    second = figures_of(counted(record, authority="buon-ma-thuot"), MARCH, APRIL)
    assert (second.by_month[MARCH].ratings, second.by_month[APRIL].ratings) == ({"unsatisfied": 1}, {})
    case.does("2026-04-01 11:00", "reporter", acts.Rate(rating="satisfied"))
    both = figures_of(counted(record, authority="buon-ma-thuot"), MARCH, APRIL)
    assert (both.by_month[MARCH].ratings, both.by_month[APRIL].ratings) == ({"unsatisfied": 1}, {"satisfied": 1})
    assert (both.by_month[MARCH].reopened, both.total.reopened, both.total.satisfied_share) == (1, 1, 0.5)
    assert both.by_agency["phong-tnmt"].ratings == {"unsatisfied": 1, "satisfied": 1}


def test_an_older_record_is_counted_as_if_figures_had_always_been_kept(
    engine: Engine, record: Record, cases: None
) -> None:
    """Except for two facts: the older record never held how long steps took, and a limit missed by an earlier lead
    counts for the present one."""
    before = counted(record)
    fill = importlib.import_module("records.migrations.versions.0015_figures")
    answers = importlib.import_module("records.migrations.versions.0028_answers_and_ratings")
    of_the_law = importlib.import_module("records.migrations.versions.0051_limits_of_the_law")
    with engine.begin() as connection:
        for table in ("ratings", "answers", "outcomes", "steps"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of tables
        connection.execute(text("ALTER TABLE outcomes ADD COLUMN rating text"))
        connection.exec_driver_sql(fill.FILL_STEPS)
        connection.exec_driver_sql(fill.FILL_OUTCOMES)
        connection.exec_driver_sql(answers.FILL_ANSWERS)
        connection.exec_driver_sql(answers.FILL_RATINGS)
        for statement in of_the_law.FILL:
            connection.exec_driver_sql(statement)
        connection.execute(text("ALTER TABLE outcomes DROP COLUMN rating"))
    after = counted(record)
    assert sorted(after.received, key=str) == sorted(before.received, key=str)
    assert sorted(after.load, key=str) == sorted(before.load, key=str)
    assert sorted(after.overdue, key=str) == sorted(before.overdue, key=str)
    assert sorted(after.rated, key=str) == sorted(before.rated, key=str)
    assert sorted(after.reopened, key=str) == sorted(before.reopened, key=str)
    assert {(step.limit, step.count, step.late) for step in after.steps} == {
        (step.limit, step.count, step.late) for step in before.steps
    }
    assert {(each.month, each.lead, each.late) for each in after.ended} == {
        (each.month, each.lead, each.late) for each in before.ended
    }


def used(record: Record, authority: str, limit: str) -> int | None:
    [step] = [step for step in counted(record, authority=authority).steps if step.limit == limit]
    return step.median


def test_waiting_for_the_reporter_is_no_time_that_a_step_took(record: Record, town: Town) -> None:
    """Half an hour until the question and half an hour after the answer; the day between belongs to the reporter."""
    case = town.files(KH, "2026-03-02 08:00", "giao-thong")
    case.does("2026-03-02 08:30", "centre_operator", acts.AskSupplement(wanted=WORDS))
    case.does("2026-03-03 10:00", "reporter", acts.Supplement(text=WORDS))
    case.does("2026-03-03 10:30", "centre_operator", acts.Dispatch(lead=TRANSPORT))
    assert used(record, KH, "verify_and_dispatch") == 60 * 60


def test_nights_and_weekends_are_time_of_a_limit_by_the_clock_and_of_no_other(record: Record, town: Town) -> None:
    """Both from Friday 16:30 to Monday 08:00: one working hour in Khánh Hòa, 63.5 hours of clock time in Lai Châu."""
    case = town.files(KH, "2026-03-06 16:30", "giao-thong")
    case.does("2026-03-09 08:00", "centre_operator", acts.Dispatch(lead=TRANSPORT))
    assert used(record, KH, "verify_and_dispatch") == 60 * 60
    by_clock = town.files("lai-chau", "2026-03-06 16:00", "moi-truong")
    by_clock.does("2026-03-06 16:30", "centre_leader", acts.Dispatch(lead="phong-tnmt"))
    by_clock.does("2026-03-09 08:00", "agency_officer of phong-tnmt", result("2026-03-09"))
    [handled] = [step for step in counted(record, authority="lai-chau").steps if step.late]
    assert handled.median == (63 * 60 + 30) * 60
