"""The composition root of the front: `python -m api`."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import timedelta
from functools import partial

import uvicorn

import logs
from api.app import create_app
from api.background import following_time, locking, watching
from api.background.following_time import FollowingTime
from api.background.repeating import for_ever, in_background
from api.pages.account.provider_sign_in import RETURN
from api.web import pairing
from api.web.front import Clock, Front, Keys, Site
from api.web.identity.provider import Provider, ProviderPlan
from api.web.request_ids import TrustedProxies
from api.web.serving.connections import ConnectionLimits, bounded
from api.web.serving.draining import DrainingServer
from api.web.throttle import Limits
from attachments.errors import UnusableStore
from attachments.map_archive import MapArchive
from attachments.scanning import Scanner
from attachments.store import open_store
from operators import Operators, carriers_of
from procedures import ProvinceFault, provinces, use_clock, use_provinces
from records.engine import connect as connect_records
from records.errors import RecordsUnavailable
from records.health.clock import DatabaseClock
from records.health.rows import ProcessKind
from records.record import Record
from settings import KeyPurpose, Settings, SettingsError, derive_key, derived_keys, installation_of, read
from telemetry.exporting import Exporter, UnusableAddress
from telemetry.gauges import RecordGauges
from telemetry.tracing import Tracing
from workflows.connection import connect as connect_temporal
from workflows.errors import WorkflowsUnavailable
from workflows.gateway import Gateway
from workflows.histories import Histories
from workflows.pairing import Pair
from workflows.reconciliation_schedule import ReconciliationSchedule
from workflows.reports.contract import reports_queue
from workflows.reports.gateway import ReportGateway

_FIRST_LOOK = 5.0
"""Seconds for which the first request waits until it is known whether record and Temporal belong together."""


async def serve(settings: Settings, tracing: Tracing) -> None:
    """Serve until stopped. Neither the database nor Temporal has to answer yet."""
    secret = settings.master_secret().encode()
    engine = connect_records(settings.database_url)
    exporter = Exporter(settings.metrics_host, settings.metrics_port)
    client = await connect_temporal(
        settings.temporal_address,
        settings.temporal_namespace,
        [derive_key(secret, KeyPurpose.SEALED_WORDS)],
        lazy=True,
        runtime=exporter.runtime(logs.of_temporal_core()),
        interceptors=tracing.interceptors(),
    )
    store = open_store(settings.store_address)
    # Checked in the background: a wrong bucket or key is logged at once, and reports are filed all the same.
    asking = asyncio.create_task(asyncio.to_thread(store.is_there))
    record, clock = Record(engine), DatabaseClock(engine)
    use_clock(clock)
    front = Front(
        record=record,
        gateway=Gateway(client, settings.task_queue, record.regulations.digest_of),
        store=store,
        keys=Keys.of(derived_keys(secret)),
        site=Site(
            settings.front_address,
            settings.map_tiles or "",
            settings.temporal_web_ui,
            settings.histories,
            MapArchive(settings.map_archive) if settings.map_archive else None,
            sends_sms=settings.gateway_url is not None,
        ),
        clock=clock,
        drift=clock.drift,
        limits=_limits(settings),
        provider=_provider(settings, clock),
        data_dir=settings.data_dir,
        scanner=Scanner(settings.clamd) if settings.clamd else None,
        demo=settings.demo,
        idle=timedelta(minutes=settings.idle_minutes),
        second_factor_roles=frozenset(settings.second_factor_roles),
        confirmed_for=timedelta(minutes=settings.confirm_minutes),
        histories=Histories(client),
        report_gateway=ReportGateway(client, reports_queue(settings.task_queue)),
    )
    config = uvicorn.Config(
        tracing.of_requests(TrustedProxies(create_app(front), settings.trusted_proxies)),
        host=settings.front_host,
        port=settings.front_port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # TrustedProxies does it
        http=bounded(_connection_limits(settings)),
        timeout_graceful_shutdown=settings.finish_seconds,
    )
    following = FollowingTime(clock)
    with suppress(RecordsUnavailable):
        await following.round()  # before the first request, where the database answers
    queue = f"{settings.task_queue}-reconciliation"
    pair = Pair(record.reconciliation, ReconciliationSchedule(client, queue), installation_of(secret))
    with suppress(RecordsUnavailable, WorkflowsUnavailable, TimeoutError):
        async with asyncio.timeout(_FIRST_LOOK):
            await front.pairing.look(pair)  # before the first request, where both answer
    operators = Operators(carriers_of(settings, front.site.texts), settings.operator_emails, settings.operator_phones)
    watch = watching.Watch(
        record.health, front.gateway, front.process, ProcessKind.FRONT, operators.tell, front.interruptions
    )
    jobs = (
        for_ever(
            following.round, every=following_time.EVERY, failed="the database's time is not known", job="following_time"
        ),
        for_ever(
            partial(locking.lock_unused, record.accounts, clock, timedelta(days=settings.unused_days)),
            every=locking.EVERY,
            failed="unused accounts not locked",
            job="locking",
        ),
        for_ever(partial(front.pairing.look, pair), every=pairing.EVERY, failed="pairing not known", job="pairing"),
        for_ever(watch.round, every=watching.EVERY, failed="not watched", job="watch"),
    )
    with exporter.serving(RecordGauges(record.standing)):
        async with in_background(jobs):
            await DrainingServer(config, stopping=front.stopping, pause=settings.drain_seconds).serve()
    asking.cancel()


def _connection_limits(settings: Settings) -> ConnectionLimits:
    return ConnectionLimits(
        header_seconds=settings.header_seconds,
        body_seconds=settings.body_seconds,
        of_address=settings.connections_per_address,
        trusted=settings.trusted_proxies,
    )


def _limits(settings: Settings) -> Limits:
    return Limits(
        passwords_of_username=settings.passwords_per_username,
        passwords_of_address=settings.passwords_per_address,
        keys_of_case=settings.keys_per_case,
        keys_of_address=settings.keys_per_address,
        reports_of_address=settings.reports_per_address,
        uploads_of_address=settings.uploads_per_address,
        videos_of_address=settings.videos_per_address,
        deadlines_of_address=settings.deadlines_per_address,
        reads_of_address=settings.reads_per_address,
        exports_of_address=settings.exports_per_address,
        requests_of_machine=settings.requests_per_machine,
    )


def _provider(settings: Settings, clock: Clock) -> Provider | None:
    if settings.oidc_issuer is None:
        return None
    plan = ProviderPlan(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        settings.oidc_claim,
        settings.oidc_name,
    )
    return Provider(plan, settings.front_address + RETURN, clock)


def main() -> None:
    """Read the settings and the provinces, or say which is wrong, and serve."""
    try:
        settings = read(Settings)
        use_provinces(settings.provinces)
        provinces()
    except SettingsError as error:
        sys.exit(str(error))
    except ProvinceFault as fault:
        sys.exit(fault.sentence)
    logs.configure(settings.log_level, settings.log_format)
    tracing = Tracing("hientruong-front", settings.otlp_endpoint)
    try:
        with tracing.running():
            asyncio.run(serve(settings, tracing))
    except (UnusableStore, UnusableAddress) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
