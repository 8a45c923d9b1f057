"""A background job: keeps the workflow of every periodic report running that is still to be made or sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.offices.office import Agency
from domain.offices.reorganisation import Reorganisation
from domain.procedure import Procedure
from domain.reports.key import ReportKey, key_of
from domain.reports.periods import period_of
from domain.reports.rules import Cycle, ReportRule
from procedures import all_procedures
from workflows.reports.gateway import ReportGateway

EVERY = timedelta(hours=1)
AFTER_FAILURE = timedelta(seconds=5)


class ReportsKept(Protocol):
    """The record as starting needs it."""

    def last_day(self, authority: str, series: str, agency: str | None) -> date | None: ...

    def unsent_keys(self) -> tuple[ReportKey, ...]: ...


class Agencies(Protocol):
    """The agencies of an authority, active or not, and the authority that it has joined."""

    def agencies(self, authority: str) -> tuple[Agency, ...]: ...

    def going_over(self, authority: str) -> Reorganisation | None: ...


class ReportStarter:
    """Starts the workflows of reports: of the period that runs now, of earlier ones that were missed since the latest report of
    the series, and of those that were made and not sent. Starting one that runs is harmless."""

    def __init__(
        self, reports: ReportsKept, agencies: Agencies, gateway: ReportGateway, clock: Callable[[], datetime]
    ) -> None:
        self._reports = reports
        self._agencies = agencies
        self._gateway = gateway
        self._clock = clock

    async def start(self) -> None:
        """Run one round."""
        for key in await asyncio.to_thread(self.wanted):
            await self._gateway.start(key)

    def wanted(self) -> tuple[ReportKey, ...]:
        """Return the reports that are to run now."""
        found = dict.fromkeys(self._reports.unsent_keys())
        for procedure in all_procedures().values():
            for rule in procedure.reports:
                if rule.cycle is not Cycle.ON_REQUEST:
                    found.update(dict.fromkeys(self._of_series(procedure, rule)))
        return tuple(found)

    def _of_series(self, procedure: Procedure, rule: ReportRule) -> Iterator[ReportKey]:
        agencies: tuple[str | None, ...] = (None,)
        if rule.each_agency:
            agencies = tuple(agency.id for agency in self._agencies.agencies(procedure.id) if agency.active)
        plan = self._agencies.going_over(procedure.id)
        ended = plan.day if plan and plan.joins else date.max
        today = self._clock().astimezone(ZoneInfo(procedure.authority.time_zone)).date()
        for agency in agencies:
            last = self._reports.last_day(procedure.id, rule.id, agency)
            day = min(last + timedelta(days=1), today) if last else today
            while (period := period_of(rule, day)).first <= today and period.last < ended:
                yield key_of(procedure, rule, period, agency)
                day = period.last + timedelta(days=1)
