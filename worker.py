"""The composition root of the worker: `python -m worker`."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Protocol

import structlog
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner

import logs
from activities.calendar_rollout import CalendarRollout, OpenCases
from activities.contract import LOCAL_TIMEOUT
from activities.delivering import Carrier, Delivering, LinkOf
from activities.delivering import Outbox as DeliveryOutbox
from activities.lettering import FormOf, Lettering, Letters
from activities.limit_moves import Book, KnownCases, LimitMoves
from activities.reconciling import ForeignTemporal
from activities.recording import Ledger, Recording
from activities.reports.in_time import in_force_for_reports
from activities.reports.making import Contents, ReportMaking
from activities.roots_by_mail import ways
from api.background import (
    catching_up,
    comparison_watchdog,
    following_time,
    heartbeat,
    purging,
    settling,
    summing,
    sweeping,
)
from api.background.following_time import FollowingTime
from api.background.gathering_roots import GatheringRoots
from api.background.importing import importing
from api.background.repeating import for_ever, in_background
from api.background.summing import Summing
from api.background.watching import EVERY as LOOKED_EVERY
from api.background.watching import Watch
from api.web.front import Clock, Keys, now, process_name
from api.web.identity.tracking import private_link
from api.web.interruptions import OpenInterruptions
from calendars.filling import moves, scheduled
from comparison import Comparison
from documents.letters.signing import UNSIGNED, CertificateFault, Seals, seals_in
from documents.messages.texts import Texts
from domain.messages import MessageChannel
from domain.procedure import Procedure
from known_regulations import REFRESH, UnreadableRegulations, learn_missed_regulations, regulations_learnt
from mornings import Mornings
from operators import Operators, carriers_of
from personal_data_jobs import personal_data_jobs
from procedures import ProvinceFault, provinces, use_clock, use_provinces
from records.engine import connect as connect_records
from records.health.clock import DatabaseClock
from records.health.rows import ProcessKind
from records.letters.rows import LetterKey
from records.record import Record
from release import Release
from settings import KeyPurpose, Settings, SettingsError, derive_key, derived_keys, read
from telemetry.activities import ActivitiesWatched
from telemetry.exporting import Exporter, UnusableAddress
from telemetry.gauges import RecordGauges
from telemetry.tracing import Tracing
from workflows import letter_relay, message_relay
from workflows.calendar_change import CalendarChangeWorkflow
from workflows.calendar_notifier import CalendarNotifier
from workflows.complaint import ComplaintWorkflow
from workflows.connection import SENT_TO_CASES, build_validators, connect
from workflows.gateway import Gateway
from workflows.letter_making import LetterWorkflow
from workflows.message_delivery import MessageWorkflow
from workflows.reports import starter as report_starter
from workflows.reports.contract import reports_queue
from workflows.reports.gateway import ReportGateway
from workflows.reports.report import ReportWorkflow

if sys.platform == "win32":  # uvloop is not made for Windows
    run_loop = asyncio.run
else:
    import uvloop

    run_loop = uvloop.run

_THREADS = 16
_DELIVERIES = 16
"""Messages sent at the same time. They have their own task queue, so that a slow mail server delays no act."""

_LETTERS = 2
"""Letters made at the same time. They have their own task queue, so that making them delays no act."""

_REPORTS = 2
"""Reports made, and acts on reports done, at the same time."""

_JOBS = 10
"""Database connections that background jobs and the metrics use at the same time."""

_CERTIFICATES_EVERY = timedelta(hours=1)
"""The time between two notes of the certificates. Those of a worker that was started later are noted at once."""


class CasesKept(Ledger, KnownCases, OpenCases, Protocol):
    """The record as the worker needs it; `records.cases.repository.Cases` is the real one."""


def build_worker(
    client: Client,
    cases: CasesKept,
    book: Book,
    *,
    task_queue: str,
    actors_key: bytes,
    digest_of: Callable[[Procedure], str],
    runner: WorkflowRunner | None = None,
) -> Worker:
    """Return the worker of all cases, which writes to `cases` and reads them. `book` returns every edition of the calendar.
    REGULATIONS must know the regulations of all cases, and `digest_of` their digests.

    Each blocking activity runs in a thread.

    No sandbox, because it costs a quarter of the worker's time. It finds code that would not replay, and the tests run every
    course in it.
    """
    build_validators(SENT_TO_CASES)
    rollout = CalendarRollout(cases, CalendarNotifier(Gateway(client, task_queue, digest_of), cases), book)
    recording = Recording(cases, scheduled, actors_key)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[ComplaintWorkflow, CalendarChangeWorkflow],
        activities=[
            recording.record,
            recording.reload,
            LimitMoves(cases, book, moves).follow,
            rollout.count,
            rollout.tell,
        ],
        activity_executor=ThreadPoolExecutor(_THREADS, thread_name_prefix="activity"),
        graceful_shutdown_timeout=LOCAL_TIMEOUT,  # what is being recorded is answered before the worker stops
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
    )


def build_messenger(
    client: Client,
    outbox: DeliveryOutbox,
    texts: Texts,
    carriers: Mapping[MessageChannel, Carrier],
    clock: Clock,
    *,
    task_queue: str,
    link_of: LinkOf,
    runner: WorkflowRunner | None = None,
) -> Worker:
    """Return the worker of all messages."""
    delivering = Delivering(outbox, texts, carriers, clock, link_of)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[MessageWorkflow],
        activities=[delivering.deliver, delivering.give_up],
        activity_executor=ThreadPoolExecutor(_DELIVERIES, thread_name_prefix="delivery"),
        max_concurrent_activities=_DELIVERIES,
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
    )


def build_letter_writer(
    client: Client,
    letters: Letters,
    form_of: FormOf,
    *,
    task_queue: str,
    seals: Seals = UNSIGNED,
    runner: WorkflowRunner | None = None,
) -> Worker:
    """Return the worker of all letters."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[LetterWorkflow],
        activities=[Lettering(letters, form_of, seals).render],
        activity_executor=ThreadPoolExecutor(_LETTERS, thread_name_prefix="letter"),
        max_concurrent_activities=_LETTERS,
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
    )


def build_report_maker(
    client: Client,
    making: ReportMaking,
    *,
    task_queue: str,
    runner: WorkflowRunner | None = None,
) -> Worker:
    """Return the worker of all reports. They are few, so it polls for little work at a time."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[ReportWorkflow],
        activities=[making.advance, making.act],
        activity_executor=ThreadPoolExecutor(_REPORTS, thread_name_prefix="report"),
        max_concurrent_activities=_REPORTS,
        max_concurrent_activity_task_polls=1,
        max_concurrent_workflow_task_polls=2,
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
    )


@dataclass(frozen=True, kw_only=True)
class JobParts:
    """The parts that sweeping needs; see `api.cases.parts.ActingParts`."""

    record: Record
    gateway: Gateway
    keys: Keys
    alive_file: Path | None = None
    clock: Clock = now


def background_jobs(
    parts: JobParts,
    messages: message_relay.MessageRelay,
    letters: letter_relay.LetterRelay[LetterKey],
    reports: report_starter.ReportStarter,
    catching: catching_up.CatchingUp,
    watchdog: comparison_watchdog.ComparisonWatchdog,
    deciding: settling.Settling,
    operators: Operators,
    roots: GatheringRoots,
    seals: Seals,
    mornings: Mornings,
) -> tuple[Coroutine[None, None, None], ...]:
    """Return the jobs that run beside the workers. Each is harmless when several worker processes run it at the same time."""

    def relaying(
        round_: Callable[[], Awaitable[bool | None]], of: ModuleType, failed: str, job: str
    ) -> Coroutine[None, None, None]:
        return for_ever(round_, every=of.EVERY, after_failure=of.AFTER_FAILURE, failed=failed, job=job)

    learning = partial(learn_missed_regulations, parts.record.regulations)
    process, health = process_name(), parts.record.health
    beating = partial(heartbeat.beat, health, process, ProcessKind.WORKER, parts.alive_file)
    watch = Watch(health, parts.gateway, process, ProcessKind.WORKER, operators.tell, OpenInterruptions())
    return (
        for_ever(watch.round, every=LOOKED_EVERY, failed="not watched", job="watch"),
        for_ever(beating, every=heartbeat.EVERY, failed="heartbeat not written", job="heartbeat"),
        for_ever(partial(sweeping.sweep, parts), every=sweeping.EVERY, failed="sweep failed", job="sweep"),
        for_ever(catching.round, every=catching_up.EVERY, failed="catching up failed", job="catching_up"),
        for_ever(
            watchdog.round, every=comparison_watchdog.EVERY, failed="open cases not compared", job="comparison_watchdog"
        ),
        for_ever(deciding.round, every=settling.EVERY, failed="decisions not carried out", job="settling"),
        for_ever(learning, every=REFRESH, failed="regulations not read", job="regulations"),
        purging.purging(parts.record, parts.clock),
        importing(parts.record, parts.clock),
        *personal_data_jobs(parts.record, parts.clock, operators),
        for_ever(
            partial(asyncio.to_thread, parts.record.certificates.seen, seals.valid_until()),
            every=_CERTIFICATES_EVERY,
            failed="certificates not noted",
            job="letter_certificates",
        ),
        for_ever(
            Summing(parts.record, parts.clock).round, every=summing.EVERY, failed="sums not kept", job="sums_of_days"
        ),
        for_ever(mornings.round, every=mornings.every, failed="mornings not told", job="mornings"),
        relaying(messages.relay, message_relay, "relay failed", "message_relay"),
        relaying(letters.relay, letter_relay, "relay failed", "letter_relay"),
        relaying(reports.start, report_starter, "periodic reports not started", "periodic_reports"),
        for_ever(roots.round, every=roots.every, failed="daily root not gathered", job="daily_root"),
    )


async def run(settings: Settings, tracing: Tracing, seals: Seals = UNSIGNED) -> None:
    """Work until a signal asks to stop, then finish what is under way."""
    master = settings.master_secret().encode()
    front_keys, release = Keys.of(derived_keys(master)), Release(settings)
    engine = connect_records(settings.database_url, pool_size=_THREADS + _DELIVERIES + _LETTERS + _REPORTS + _JOBS)
    exporter = Exporter(settings.metrics_host, settings.metrics_port)
    client = await connect(
        settings.temporal_address,
        settings.temporal_namespace,
        [derive_key(master, KeyPurpose.SEALED_WORDS)],
        runtime=exporter.runtime(logs.of_temporal_core()),
        interceptors=[*tracing.interceptors(), ActivitiesWatched()],
        plugins=release.plugins(),
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    record, task_queue, clock = Record(engine), settings.task_queue, DatabaseClock(engine)
    use_clock(clock)
    if not await regulations_learnt(record.regulations, stop):
        return
    comparison = await Comparison(client, record, task_queue, master).of_own_temporal()
    digest_of = record.regulations.digest_of
    gateway = Gateway(client, task_queue, digest_of)
    worker = build_worker(
        client,
        record.cases,
        record.calendar.book,
        task_queue=task_queue,
        actors_key=front_keys.actors,
        digest_of=digest_of,
    )
    outbox, texts = record.outbox, Texts(settings.front_address)
    carriers = carriers_of(settings, texts)
    messages_queue, of_reports = f"{task_queue}-messages", reports_queue(task_queue)
    link_of = partial(private_link, settings.front_address, front_keys.tracking)
    messenger = build_messenger(client, outbox, texts, carriers, clock, task_queue=messages_queue, link_of=link_of)
    letters, letters_queue = record.letters, f"{task_queue}-letters"
    letter_writer = build_letter_writer(client, letters, provinces().form, task_queue=letters_queue, seals=seals)
    report_maker = build_report_maker(
        client,
        ReportMaking(
            record.reports,
            Contents(record.account_books, record.withheld_courses),
            record.offices,
            record.calendar.book,
            in_force_for_reports(record.offices),
            front_keys.actors,
        ),
        task_queue=of_reports,
    )
    operators = Operators(carriers, settings.operator_emails, settings.operator_phones)
    jobs = (
        message_relay.MessageRelay(outbox, client, messages_queue, sms=settings.gateway_url is not None),
        letter_relay.LetterRelay(letters, client, letters_queue),
        report_starter.ReportStarter(record.reports, record.offices, ReportGateway(client, of_reports), clock),
        catching_up.CatchingUp(record.quiet, gateway),
        comparison.watchdog(),
        comparison.settling(),
        operators,
        GatheringRoots(record.roots, ways(settings), clock, operators.tell_of_root),
        seals,
        Mornings(record, clock, carriers[MessageChannel.EMAIL], settings.front_address),
    )
    parts = JobParts(record=record, gateway=gateway, keys=front_keys, clock=clock, alive_file=settings.alive_file)
    following = for_ever(
        FollowingTime(clock).round,
        every=following_time.EVERY,
        failed="the database's time is not known",
        job="following_time",
    )
    workers = (worker, messenger, letter_writer, report_maker, comparison.worker())
    async with AsyncExitStack() as running:
        for each in workers:
            await running.enter_async_context(each)
        await running.enter_async_context(
            in_background((following, *release.jobs(client), *background_jobs(parts, *jobs)))
        )
        running.enter_context(exporter.serving(RecordGauges(record.standing)))
        structlog.get_logger(logs.START).info("worker ready", task_queue=task_queue, build_id=release.build_id)
        await stop.wait()


def main() -> None:
    """Read the settings and the provinces, and work. What is wrong with them ends the process with one sentence."""
    try:
        settings = read(Settings)
        use_provinces(settings.provinces)
        provinces()
        password = settings.letter_certificates_password.get_secret_value()
        seals = seals_in(settings.letter_certificates, password, stamps=settings.letter_stamps)
    except (SettingsError, CertificateFault) as error:
        sys.exit(str(error))
    except ProvinceFault as fault:
        sys.exit(fault.sentence)
    logs.configure(settings.log_level, settings.log_format)
    tracing = Tracing("hientruong-worker", settings.otlp_endpoint)
    try:
        with tracing.running():
            run_loop(run(settings, tracing, seals))
    except (UnreadableRegulations, UnusableAddress, ForeignTemporal) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
