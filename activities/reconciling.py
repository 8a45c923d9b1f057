"""Compares all open cases with their workflows, and mends what can be mended without a person."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

import structlog

from activities.at_once import at_once
from domain.complaint import Complaint
from domain.outages import outage_of
from domain.pairing import OF_ANOTHER_DAY, REFUSING, Pairing
from domain.reconciling import FREEZING, REMEDIES, FindingKind, Recorded, Remedy, Run, Seen, compare, is_late
from domain.time.outage import Outage
from records.reconciliation.rows import Difference, Face, LastComparison, OpenCase, Rebuild
from telemetry import metrics

SETTLED = timedelta(seconds=30)
"""A report younger than this is left to the request that filed it and to the sweeper. Where Temporal lost what it knew, nobody
else would start it again, so none is left out."""

_BATCH = 5_000
_REBUILT_TOGETHER = 200
_STARTED_AT_ONCE = 32
_LOOKED_AT_ONCE = 16
_LOOKED_AT_MOST = 1_000
_SAMPLE = 50
_SILENT_MOST = 32
_HOLD = timedelta(minutes=2)
_BEFORE_A_SECOND_LOOK = timedelta(seconds=2)
_CATCH_UP_PATIENCE = timedelta(seconds=8)
_random = random.SystemRandom()
_log = structlog.get_logger(__name__)


class Stage(StrEnum):
    """The stages of a comparison, for those who show its progress."""

    LISTING = "listing"
    COMPARING = "comparing"
    LOOKING = "looking"
    STARTING = "starting"


Progress = Callable[[Stage, int, int | None], None]
"""Takes the stage, the number of cases done in it, and how many there will be where that is known."""


class ForeignTemporal(Exception):
    """This Temporal holds the cases of another system."""


class AnotherReconciles(Exception):
    """Another process compares now."""


class Record(Protocol):
    """The record as a comparison needs it; `records.reconciliation.repository.Reconciliation` is the real one."""

    def now(self) -> datetime: ...
    def open_cases(self, after: str, limit: int, settled: timedelta) -> tuple[OpenCase, ...]: ...
    def standing(self, codes: Sequence[str]) -> dict[str, Recorded]: ...
    def rebuilds(self, codes: Sequence[str]) -> tuple[Rebuild, ...]: ...
    def started(self, codes: Sequence[str]) -> None: ...
    def found(self, differences: Sequence[Difference]) -> None: ...
    def hold(self, by: str, during: timedelta) -> bool: ...
    def let_go(self, by: str) -> None: ...
    def skip_codes(self, codes: Sequence[str]) -> None: ...
    def last(self) -> LastComparison | None: ...
    def finished(
        self, began_at: datetime, compared: int, found: dict[str, int], differences: Iterable[str]
    ) -> None: ...


class Workflows(Protocol):
    """The workflows as a comparison needs them; `workflows.roll_call.RollCall` is the real one."""

    def running(self) -> AsyncIterator[tuple[str, Face]]: ...
    async def stopped(self) -> set[str]: ...
    def codes(self) -> AsyncIterator[str]: ...
    async def any_completed(self) -> bool: ...
    async def look_at(self, code: str, complaint: Complaint | None, *, ask: bool = True) -> Seen: ...
    async def catch_up(self, code: str, number: int, *, patience: timedelta) -> bool: ...
    async def start_again(
        self, complaint: Complaint, done: dict[str, int], outage: Outage, *, after_a_stop: bool = False
    ) -> bool: ...
    async def replace(self, complaint: Complaint, done: dict[str, int], outage: Outage) -> None: ...


class Pair(Protocol):
    """The record and Temporal side by side; `workflows.pairing.Pair` is the real one."""

    async def look(self) -> Pairing: ...
    async def renew(self) -> None: ...


@dataclass(frozen=True)
class Report:
    """The result of a comparison: how many open cases it compared, what it found, what it mended, and where mending failed."""

    compared: int
    differences: tuple[Difference, ...]
    started: tuple[str, ...] = ()
    reloaded: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def found(self) -> dict[str, int]:
        """The number of cases that differ in each way."""
        return dict(Counter(each.kind.value for each in self.differences))

    @property
    def for_people(self) -> tuple[Difference, ...]:
        """The differences that a person must decide on."""
        return tuple(each for each in self.differences if REMEDIES[each.kind] is Remedy.DECIDE)


@dataclass
class _Round:
    """The state of a comparison while it goes on."""

    now: datetime
    seen_at: datetime | None
    compared: int = 0
    silent: int = 0
    unanswered: int = 0
    differences: dict[str, Difference] = field(default_factory=dict)
    started: list[str] = field(default_factory=list)
    reloaded: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


class Reconciler:
    """Compares and mends. Two that do so at the same time are harmless: a workflow starts once under its code, a case reads once
    what it lacks, and a finding is one row. `name` tells this process from others. With `adopt`, a Temporal that holds the cases
    of another system is taken for the record's own."""

    def __init__(
        self,
        record: Record,
        workflows: Workflows,
        pair: Pair,
        name: str,
        progress: Progress | None = None,
        settled: timedelta = SETTLED,
        *,
        adopt: bool = False,
    ) -> None:
        self._record = record
        self._workflows = workflows
        self._pair = pair
        self._adopt = adopt
        self._name = name
        self._settled = settled
        self._progress = progress or (lambda stage, done, total: None)

    async def reconcile(self, *, mend: bool = True, deep: bool = False) -> Report:
        """Compare all open cases with their workflows. With `mend`, mend what can be mended and keep the rest for people. With
        `deep`, ask each workflow which events it knows, not only those that look doubtful and a sample.

        Raises:
            AnotherReconciles: another process compares and mends now.
            ForeignTemporal: this Temporal holds the cases of another system, and is not adopted.
            WorkflowsUnavailable, RecordsUnavailable: one side does not answer. What was mended stays so.
        """
        if mend and not await asyncio.to_thread(self._record.hold, self._name, _HOLD):
            raise AnotherReconciles
        try:
            return await self._reconcile(mend=mend, deep=deep)
        finally:
            if mend:
                await asyncio.to_thread(self._record.let_go, self._name)

    async def _reconcile(self, *, mend: bool, deep: bool) -> Report:
        pairing = await self._pair.look()
        if pairing is Pairing.FOREIGN and not self._adopt:
            raise ForeignTemporal
        deep = deep or pairing in OF_ANOTHER_DAY
        if mend and pairing in REFUSING:
            await self._skip_codes()
        last = await asyncio.to_thread(self._record.last)
        round_ = _Round(await asyncio.to_thread(self._record.now), last.began_at if last else None)
        running = await self._running(mend=mend)
        settled = self._settled if pairing is Pairing.TOGETHER else timedelta(0)
        absent, doubtful = await self._roll_call(round_, running, settled, mend=mend, deep=deep)
        await self._look_at(round_, doubtful)
        await self._look_at_absent(round_, absent)
        if mend:
            await self._mend(round_)
        report = Report(
            round_.compared,
            tuple(round_.differences.values()),
            tuple(round_.started),
            tuple(round_.reloaded),
            tuple(round_.failed),
        )
        if mend:
            codes = [each.code for each in report.for_people]
            metrics.workflows_mended(
                started=len(report.started), reloaded=len(report.reloaded), failed=len(report.failed)
            )
            await asyncio.to_thread(self._record.finished, round_.now, round_.compared, report.found, codes)
            await self._renew(pairing, round_)
        return report

    async def _renew(self, pairing: Pairing, round_: _Round) -> None:
        """Mark both sides as belonging together. After they did not, each workflow must have answered; the watchdog marks an
        empty Temporal, when all that it lost is handed over again."""
        if pairing is Pairing.TOGETHER or (
            pairing is not Pairing.EMPTY and not round_.unanswered and not round_.failed
        ):
            await self._pair.renew()

    async def _skip_codes(self) -> None:
        """Give no code again that Temporal knows."""
        codes: list[str] = []
        async for code in self._workflows.codes():
            codes.append(code)
            if len(codes) == _BATCH:
                await asyncio.to_thread(self._record.skip_codes, codes)
                await self._keep_hold(mend=True)
                codes = []
        await asyncio.to_thread(self._record.skip_codes, codes)

    async def _running(self, *, mend: bool) -> dict[str, Face]:
        running: dict[str, Face] = {}
        async for code, face in self._workflows.running():
            running[code] = face
            if len(running) % _BATCH == 0:
                self._progress(Stage.LISTING, len(running), None)
                await self._keep_hold(mend=mend)
        self._progress(Stage.LISTING, len(running), len(running))
        return running

    async def _roll_call(
        self, round_: _Round, running: dict[str, Face], settled: timedelta, *, mend: bool, deep: bool
    ) -> tuple[list[str], list[str]]:
        """Return the open cases for which no workflow was listed, and the codes of workflows to look at more closely."""
        listed, absent, doubtful, unobtrusive = len(running), [], [], []
        after = ""
        while batch := await asyncio.to_thread(self._record.open_cases, after, _BATCH, settled):
            after = batch[-1].code
            for case in batch:
                face = running.pop(case.code, None)
                if face is None:
                    absent.append(case.code)
                elif deep or face != case.face or is_late(case.recorded, round_.now):
                    doubtful.append(case.code)
                else:
                    unobtrusive.append(case.code)
            round_.compared += len(batch)
            self._progress(Stage.COMPARING, round_.compared, listed)
            await self._keep_hold(mend=mend)
        doubtful = doubtful if deep else doubtful[:_LOOKED_AT_MOST]
        sample = _random.sample(unobtrusive, min(_SAMPLE, len(unobtrusive)))
        return absent, [*doubtful, *await self._strangers(running), *sample]

    async def _strangers(self, left: dict[str, Face]) -> list[str]:
        """Return those of the running workflows whose case has ended in the record, or is not in it."""
        codes, found = list(left), []
        for start in range(0, len(codes), _BATCH):
            some = codes[start : start + _BATCH]
            standing = await asyncio.to_thread(self._record.standing, some)
            found += [code for code in some if code not in standing or standing[code].ended]
        return found

    async def _look_at_absent(self, round_: _Round, absent: list[str]) -> None:
        """Find out why no workflow was listed. The list lags behind, so a few are asked for; of very many only those are that
        may have come to their end."""
        if len(absent) <= _LOOKED_AT_MOST or await self._workflows.any_completed():
            await self._look_at(round_, absent)
            return
        stopped = await self._workflows.stopped()
        for code in absent:
            kind = FindingKind.TERMINATED if code in stopped else FindingKind.MISSING
            round_.differences[code] = Difference(code, kind)

    async def _look_at(self, round_: _Round, codes: Sequence[str]) -> None:
        done = 0

        async def look(code: str) -> None:
            nonlocal done
            difference = await self._difference(round_, code)
            if difference and difference.kind in FREEZING:
                # An act may have been under way, so that the two were read at different moments.
                await asyncio.sleep(_BEFORE_A_SECOND_LOOK.total_seconds())
                difference = await self._difference(round_, code)
            if difference:
                round_.differences[code] = difference
            else:
                round_.differences.pop(code, None)
            done += 1
            self._progress(Stage.LOOKING, done, len(codes))

        await at_once(_LOOKED_AT_ONCE, codes, look)

    async def _difference(self, round_: _Round, code: str) -> Difference | None:
        before = await asyncio.to_thread(self._record.rebuilds, [code])
        # Where no worker answers, none is waited for again and again.
        ask = round_.silent < _SILENT_MOST
        seen = await self._workflows.look_at(code, before[0].complaint if before else None, ask=ask)
        if ask and seen.run is Run.RUNNING:
            round_.silent = round_.silent + 1 if seen.number is None else 0
        round_.unanswered += seen.run is Run.RUNNING and seen.number is None and not (seen.failing or seen.another)
        recorded = (await asyncio.to_thread(self._record.standing, [code])).get(code)
        kind = compare(recorded, seen, round_.now)
        if kind is None:
            return None
        return Difference(code, kind, recorded.number if recorded else None, seen.number, seen.failing)

    async def _mend(self, round_: _Round) -> None:
        by_remedy: dict[Remedy, list[Difference]] = {remedy: [] for remedy in Remedy}
        for each in round_.differences.values():
            by_remedy[REMEDIES[each.kind]].append(each)
        for each in by_remedy[Remedy.RELOAD]:
            await self._reload(round_, each)
        await self._start(round_, by_remedy[Remedy.START])
        await self._replace(round_, by_remedy[Remedy.REPLACE])
        undecided = [each for each in round_.differences.values() if REMEDIES[each.kind] is Remedy.DECIDE]
        if kept := [*undecided, *by_remedy[Remedy.REPLACE]]:
            await asyncio.to_thread(self._record.found, kept)
        for each in undecided:
            _log.error("a person must decide on a case", case=each.code, finding=each.kind, failing=each.failing)

    async def _reload(self, round_: _Round, behind: Difference) -> None:
        try:
            number = behind.record_number or 0
            if await self._workflows.catch_up(behind.code, number, patience=_CATCH_UP_PATIENCE):
                _log.warning("workflow caught up with the record", case=behind.code, number=number)
                round_.reloaded.append(behind.code)
            else:
                del round_.differences[behind.code]  # it has caught up by itself
        except Exception as error:  # noqa: BLE001 - one case that does not answer must not hold up the others
            _log.warning("case not mended", case=behind.code, error=type(error).__name__)
            round_.failed.append(behind.code)

    async def _start(self, round_: _Round, lost: list[Difference]) -> None:
        kinds = {each.code: each.kind for each in lost}
        codes = list(kinds)
        for first in range(0, len(codes), _REBUILT_TOGETHER):
            some = codes[first : first + _REBUILT_TOGETHER]
            rebuilds = await asyncio.to_thread(self._record.rebuilds, some)
            before, now = len(round_.started), await asyncio.to_thread(self._record.now)

            async def start(rebuild: Rebuild, now: datetime = now) -> None:
                await self._start_one(round_, rebuild, kinds[rebuild.complaint.code], now)

            await at_once(_STARTED_AT_ONCE, rebuilds, start)
            await asyncio.to_thread(self._record.started, round_.started[before:])
            self._progress(Stage.STARTING, first + len(some), len(codes))
            await self._keep_hold(mend=True)

    async def _start_one(self, round_: _Round, rebuild: Rebuild, kind: FindingKind, now: datetime) -> None:
        complaint = rebuild.complaint
        outage = outage_of(complaint, seen_at=round_.seen_at, recorded_at=rebuild.last_recorded_at, now=now)
        try:
            if await self._workflows.start_again(
                complaint, rebuild.done, outage, after_a_stop=kind is FindingKind.TERMINATED
            ):
                round_.started.append(complaint.code)
                _log.warning("workflow started again from the record", case=complaint.code, finding=kind)
                return
            # Temporal knows an earlier workflow that was not listed: it came to an end, or was ended.
            await self._look_at(round_, [complaint.code])
            found = round_.differences.get(complaint.code)
            if found and found.kind is FindingKind.TERMINATED and kind is not found.kind:
                await self._start_one(round_, rebuild, found.kind, now)
        except Exception as error:  # noqa: BLE001 - as above
            _log.warning("case not mended", case=complaint.code, error=type(error).__name__)
            round_.failed.append(complaint.code)

    async def _replace(self, round_: _Round, strange: list[Difference]) -> None:
        """Start each case from the record in the place of the other filing's workflow. Temporal keeps that one's history."""
        codes = [each.code for each in strange]
        now = await asyncio.to_thread(self._record.now)
        for rebuild in await asyncio.to_thread(self._record.rebuilds, codes) if codes else ():
            complaint = rebuild.complaint
            outage = outage_of(complaint, seen_at=None, recorded_at=rebuild.last_recorded_at, now=now)
            try:
                await self._workflows.replace(complaint, rebuild.done, outage)
            except Exception as error:  # noqa: BLE001 - as above
                _log.warning("case not mended", case=complaint.code, error=type(error).__name__)
                round_.failed.append(complaint.code)
            else:
                _log.error("another filing's workflow had this code and was replaced", case=complaint.code)
                round_.started.append(complaint.code)
                await asyncio.to_thread(self._record.started, [complaint.code])

    async def _keep_hold(self, *, mend: bool) -> None:
        if mend:
            await asyncio.to_thread(self._record.hold, self._name, _HOLD)
