"""Rulings on the comparison of all open cases: what is looked at, what is mended, what is left to a person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from activities.reconciling import AnotherReconciles, ForeignTemporal, Reconciler, Stage
from domain.complaint import Complaint
from domain.pairing import Pairing
from domain.reconciling import FindingKind, Recorded, Run, Seen
from domain.time.outage import Outage
from records.reconciliation.rows import Difference, Face, LastComparison, OpenCase, Rebuild
from tests.support.records.desk import FRIDAY, filed

NOW = FRIDAY + timedelta(minutes=30)
NUMBER = 3


def face(code: str) -> Face:
    return ("khanh-hoa", None, "giao-thong", "ordinary", False)


@dataclass
class Record:
    """The open cases of a record, and what a comparison keeps in it."""

    cases: dict[str, Recorded]
    kept: list[Difference] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    finishes: list[tuple[int, dict[str, int], list[str]]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    holder: str | None = None
    before: LastComparison | None = None
    young: frozenset[str] = frozenset()

    def now(self) -> datetime:
        return NOW

    def open_cases(self, after: str, limit: int, settled: timedelta) -> tuple[OpenCase, ...]:
        left_out = self.young if settled else frozenset()
        codes = sorted(
            code for code, case in self.cases.items() if code > after and not case.ended and code not in left_out
        )
        return tuple(OpenCase(code, self.cases[code], face(code)) for code in codes[:limit])

    def standing(self, codes: Sequence[str]) -> dict[str, Recorded]:
        return {code: self.cases[code] for code in codes if code in self.cases}

    def rebuilds(self, codes: Sequence[str]) -> tuple[Rebuild, ...]:
        wanted = (code for code in codes if code in self.cases and not self.cases[code].ended)
        return tuple(Rebuild(filed(code)[0], {"act": 2}, FRIDAY) for code in wanted)

    def started(self, codes: Sequence[str]) -> None:
        self.marked += codes

    def found(self, differences: Sequence[Difference]) -> None:
        self.kept += differences

    def hold(self, by: str, during: timedelta) -> bool:
        if self.holder not in (None, by):
            return False
        self.holder = by
        return True

    def let_go(self, by: str) -> None:
        self.holder = None

    def skip_codes(self, codes: Sequence[str]) -> None:
        self.skipped += codes

    def last(self) -> LastComparison | None:
        return self.before

    def finished(self, began_at: datetime, compared: int, found: dict[str, int], differences: Iterable[str]) -> None:
        self.finishes.append((compared, found, list(differences)))


@dataclass
class Workflows:
    """The workflows as Temporal tells of them, and what was asked of it."""

    seen: dict[str, Seen]
    unlisted: frozenset[str] = frozenset()
    faces: dict[str, Face] = field(default_factory=dict)
    looked_at: list[str] = field(default_factory=list)
    outages: dict[str, Outage] = field(default_factory=dict)
    unreachable: frozenset[str] = frozenset()

    async def running(self) -> AsyncIterator[tuple[str, Face]]:
        for code, seen in list(self.seen.items()):
            if seen.run is Run.RUNNING and code not in self.unlisted:
                yield code, self.faces.get(code, face(code))

    async def stopped(self) -> set[str]:
        return {code for code, seen in self.seen.items() if seen.run is Run.STOPPED}

    async def codes(self) -> AsyncIterator[str]:
        for code in self.seen:
            yield code

    async def any_completed(self) -> bool:
        return any(seen.run is Run.COMPLETED for seen in self.seen.values())

    async def look_at(self, code: str, complaint: Complaint | None, *, ask: bool = True) -> Seen:
        self.looked_at.append(code)
        return self.seen.get(code, Seen(Run.NONE))

    async def catch_up(self, code: str, number: int, *, patience: timedelta) -> bool:
        if code in self.unreachable:
            raise TimeoutError
        behind = (self.seen[code].number or 0) < number
        self.seen[code] = replace(self.seen[code], number=number)
        return behind

    async def start_again(
        self, complaint: Complaint, done: dict[str, int], outage: Outage, *, after_a_stop: bool = False
    ) -> bool:
        code = complaint.code
        if code in self.unreachable:
            raise TimeoutError
        await asyncio.sleep(0)  # another one may start it meanwhile
        run = self.seen.get(code, Seen(Run.NONE)).run
        if run is Run.COMPLETED or (run is Run.STOPPED and not after_a_stop):
            return False
        if run is not Run.RUNNING:
            assert code not in self.outages, "started twice"
            self.outages[code] = outage
        self.seen[code] = Seen(Run.RUNNING, NUMBER)
        return True

    async def replace(self, complaint: Complaint, done: dict[str, int], outage: Outage) -> None:
        if complaint.code in self.unreachable:
            raise TimeoutError
        self.outages[complaint.code] = outage
        self.seen[complaint.code] = RUNS


@dataclass
class Side:
    """The record and Temporal as they stand to each other, and how often they were marked as belonging together."""

    pairing: Pairing = Pairing.TOGETHER
    renewed: int = 0

    async def look(self) -> Pairing:
        return self.pairing

    async def renew(self) -> None:
        self.renewed += 1


RUNS = Seen(Run.RUNNING, NUMBER)


def reconciler(record: Record, workflows: Workflows, name: str = "one") -> Reconciler:
    return Reconciler(record, workflows, Side(), name)


async def test_where_all_cases_run_nothing_is_found_and_the_comparison_is_recorded():
    record, workflows = Record({"A": Recorded(NUMBER), "B": Recorded(NUMBER)}), Workflows({"A": RUNS, "B": RUNS})
    report = await reconciler(record, workflows).reconcile()
    assert (report.compared, report.differences, report.started) == (2, (), ())
    assert record.finishes == [(2, {}, [])]
    assert record.holder is None


async def test_a_case_without_a_workflow_is_started_again_and_marked():
    record, workflows = Record({"A": Recorded(NUMBER), "B": Recorded(NUMBER)}), Workflows({"A": RUNS})
    report = await reconciler(record, workflows).reconcile()
    assert (report.found, report.started, record.marked) == ({"missing": 1}, ("B",), ["B"])
    assert workflows.outages == {"B": Outage(FRIDAY, NOW)}
    assert (await reconciler(record, workflows).reconcile()).differences == ()


async def test_the_outage_begins_with_the_last_comparison_that_saw_the_case():
    seen_at = NOW - timedelta(minutes=5)
    record = Record({"A": Recorded(NUMBER)}, before=LastComparison(seen_at, seen_at, 1))
    workflows = Workflows({})
    await reconciler(record, workflows).reconcile()
    assert workflows.outages["A"] == Outage(seen_at, NOW)


async def test_a_terminated_workflow_is_started_again():
    record, workflows = Record({"A": Recorded(NUMBER)}), Workflows({"A": Seen(Run.STOPPED)})
    report = await reconciler(record, workflows).reconcile()
    assert (report.found, report.started) == ({"terminated": 1}, ("A",))


async def test_a_workflow_that_the_list_does_not_show_yet_is_left_alone():
    record, workflows = Record({"A": Recorded(NUMBER)}), Workflows({"A": RUNS}, unlisted=frozenset({"A"}))
    report = await reconciler(record, workflows).reconcile()
    assert (report.differences, report.started) == ((), ())


async def test_thousands_that_are_lost_are_started_without_asking_for_each():
    codes = [f"KH-2026-{number:06}" for number in range(1_200)]
    stopped = Seen(Run.STOPPED)
    record = Record({code: Recorded(NUMBER) for code in codes})
    workflows = Workflows({codes[0]: stopped, codes[1]: stopped})
    stages: list[tuple[Stage, int]] = []
    report = await Reconciler(
        record, workflows, Side(), "one", lambda stage, done, _: stages.append((stage, done))
    ).reconcile()
    assert report.found == {"missing": 1_198, "terminated": 2}
    assert (len(report.started), sorted(record.marked), workflows.looked_at) == (1_200, codes, [])
    assert [done for stage, done in stages if stage is Stage.STARTING] == [200, 400, 600, 800, 1_000, 1_200]


async def test_a_case_that_ended_unrecorded_is_not_started_again_but_left_to_a_person():
    record, workflows = Record({"A": Recorded(NUMBER)}), Workflows({"A": Seen(Run.COMPLETED)})
    report = await reconciler(record, workflows).reconcile()
    assert (report.found, report.started, workflows.outages) == ({"ahead": 1}, (), {})
    assert record.kept == [Difference("A", FindingKind.AHEAD, NUMBER)]
    assert record.finishes == [(1, {"ahead": 1}, ["A"])]


@pytest.mark.parametrize(
    ("seen", "kind"),
    [
        (Seen(Run.RUNNING, NUMBER + 1), FindingKind.AHEAD),
        (Seen(Run.RUNNING, NUMBER, same=False), FindingKind.CONTRADICTS),
        (Seen(Run.RUNNING, failing="ValueError"), FindingKind.STUCK),
    ],
)
async def test_what_only_a_person_can_decide_is_kept(seen: Seen, kind: FindingKind):
    late = Recorded(NUMBER, rings_at=NOW - timedelta(minutes=2))
    record = Record({"A": late})
    report = await reconciler(record, Workflows({"A": seen})).reconcile()
    assert [each.kind for each in report.for_people] == [kind]
    assert record.kept == list(report.for_people)


async def test_a_workflow_of_no_case_is_kept_for_a_person():
    record = Record({})
    report = await reconciler(record, Workflows({"KH-2026-000009": RUNS})).reconcile()
    assert [(each.code, each.kind) for each in report.for_people] == [("KH-2026-000009", FindingKind.UNKNOWN)]


async def test_a_case_behind_the_record_reads_what_it_lacks():
    record, workflows = Record({"A": Recorded(NUMBER)}), Workflows({"A": Seen(Run.RUNNING, NUMBER - 1)})
    report = await reconciler(record, workflows).reconcile()
    assert (report.found, report.reloaded, workflows.seen["A"]) == ({"behind": 1}, ("A",), RUNS)


async def test_a_case_over_in_the_record_whose_workflow_goes_on_reads_that_it_is_over():
    record = Record({"A": Recorded(NUMBER, ended=True)})
    workflows = Workflows({"A": Seen(Run.RUNNING, NUMBER - 1)})
    assert (await reconciler(record, workflows).reconcile()).reloaded == ("A",)


async def test_one_case_that_does_not_answer_holds_up_no_other_and_is_named():
    record = Record({"A": Recorded(NUMBER), "B": Recorded(NUMBER)})
    workflows = Workflows({}, unreachable=frozenset({"A"}))
    report = await reconciler(record, workflows).reconcile()
    assert (report.started, report.failed) == (("B",), ("A",))


async def test_of_healthy_cases_a_sample_is_asked_and_of_all_that_show_another_face_each():
    cases = {f"A{number:03}": Recorded(NUMBER) for number in range(200)}
    other = ("khanh-hoa", "so-gtvt", "giao-thong", "ordinary", False)
    workflows = Workflows(dict.fromkeys(cases, RUNS), faces={"A007": other})
    assert (await reconciler(Record(cases), workflows).reconcile()).differences == ()
    assert "A007" in workflows.looked_at
    assert len(workflows.looked_at) == 51
    workflows.looked_at.clear()
    await reconciler(Record(cases), workflows).reconcile(deep=True)
    assert len(workflows.looked_at) == 200


async def test_a_dry_run_finds_the_same_and_changes_nothing():
    record, workflows = Record({"A": Recorded(NUMBER)}), Workflows({"KH-2026-000009": RUNS})
    report = await reconciler(record, workflows).reconcile(mend=False)
    assert report.found == {"missing": 1, "unknown": 1}
    assert (report.started, workflows.outages, record.kept, record.finishes) == ((), {}, [], [])


@pytest.mark.fault("two reconcilers run at once")
async def test_of_two_at_once_the_second_is_told_and_waits_for_its_turn():
    record, workflows = Record({"A": Recorded(NUMBER)}, holder="another"), Workflows({})
    with pytest.raises(AnotherReconciles):
        await reconciler(record, workflows).reconcile()
    assert workflows.outages == {}
    record.holder = None
    assert (await reconciler(record, workflows).reconcile()).started == ("A",)


@pytest.mark.fault("two reconcilers run at once")
async def test_two_that_do_not_know_of_each_other_start_each_case_once():
    cases = {f"A{number:03}": Recorded(NUMBER) for number in range(50)}
    workflows = Workflows({})
    one, other = Record(cases), Record(cases)
    await asyncio.gather(reconciler(one, workflows).reconcile(), reconciler(other, workflows).reconcile())
    assert sorted(workflows.outages) == sorted(cases)


async def test_another_filings_workflow_is_replaced_from_the_record_and_kept_for_the_admins():
    record = Record({"A": Recorded(NUMBER)})
    workflows = Workflows({"A": Seen(Run.RUNNING, another=True)}, faces={"A": ("other", None, None, "", False)})
    report = await reconciler(record, workflows).reconcile()
    assert (report.found, report.started, report.for_people) == ({"another": 1}, ("A",), ())
    assert [each.kind for each in record.kept] == [FindingKind.ANOTHER]
    assert (await reconciler(record, workflows).reconcile(deep=True)).differences == ()


@pytest.mark.parametrize(
    ("pairing", "asked", "skipped", "renewed"),
    [
        (Pairing.TOGETHER, [], [], 1),
        (Pairing.EMPTY, [], [], 0),
        (Pairing.TEMPORAL_OLDER, ["A", "B"], [], 1),
        (Pairing.RECORD_OLDER, ["A", "B"], ["A", "B"], 1),
    ],
)
async def test_after_one_side_was_put_back_each_workflow_is_asked_and_codes_that_temporal_knows_are_not_given_again(
    pairing: Pairing, asked: list[str], skipped: list[str], renewed: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("activities.reconciling._SAMPLE", 0)
    record, workflows = Record({"A": Recorded(NUMBER), "B": Recorded(NUMBER)}), Workflows({"A": RUNS, "B": RUNS})
    side = Side(pairing)
    await Reconciler(record, workflows, side, "one").reconcile()
    assert (sorted(workflows.looked_at), record.skipped, side.renewed) == (asked, skipped, renewed)


@pytest.mark.parametrize(
    ("pairing", "started"),
    [
        (Pairing.TOGETHER, []),  # the request that files it, or else the sweeper
        (Pairing.EMPTY, ["A"]),
        (Pairing.TEMPORAL_OLDER, ["A"]),
        (Pairing.RECORD_OLDER, ["A"]),
    ],
)
async def test_a_report_that_just_came_in_is_started_again_only_where_temporal_lost_what_it_knew(
    pairing: Pairing, started: list[str]
):
    record = Record({"A": Recorded(NUMBER)}, young=frozenset({"A"}))
    report = await Reconciler(record, Workflows({}), Side(pairing), "worker").reconcile()
    assert [*report.started] == started


async def test_they_stay_apart_until_each_workflow_answered():
    record, workflows = Record({"A": Recorded(NUMBER)}), Workflows({"A": Seen(Run.RUNNING)})
    side = Side(Pairing.RECORD_OLDER)
    await Reconciler(record, workflows, side, "one").reconcile()
    assert side.renewed == 0
    workflows.seen["A"] = RUNS
    await Reconciler(record, workflows, side, "one").reconcile()
    assert side.renewed == 1


async def test_nothing_is_started_in_the_temporal_of_another_system_unless_it_is_adopted():
    record, workflows, side = Record({"A": Recorded(NUMBER)}), Workflows({}), Side(Pairing.FOREIGN)
    with pytest.raises(ForeignTemporal):
        await Reconciler(record, workflows, side, "one").reconcile()
    assert (workflows.outages, record.holder) == ({}, None)
    report = await Reconciler(record, workflows, side, "one", adopt=True).reconcile()
    assert (report.started, side.renewed) == (("A",), 1)
