"""Serves the metrics of a process to Prometheus, on an address of their own and never on that of the pages."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import httpx2
from prometheus_client import Metric, start_http_server
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector
from temporalio.runtime import LoggingConfig, PrometheusConfig, Runtime, TelemetryConfig

from telemetry.metrics import REGISTRY

_LOOPBACK = "127.0.0.1"
_PATIENCE_SECONDS = 2.0


class UnusableAddress(Exception):
    """The metrics cannot be served where a setting says, as one sentence."""


class Exporter:
    """Serves the metrics of one process. Without a port, none are served, and Temporal's SDK counts none."""

    def __init__(self, host: str, port: int | None) -> None:
        self._host = host
        self._port = port
        self._temporal = None if port is None else TemporalMetrics()

    def runtime(self, logging: LoggingConfig) -> Runtime:
        """Return the runtime of Temporal's SDK for this process."""
        metrics = self._temporal.config() if self._temporal else None
        return Runtime(telemetry=TelemetryConfig(logging=logging, metrics=metrics))

    @contextmanager
    def serving(self, *collectors: Collector) -> Iterator[None]:
        """Serve the metrics while the block runs, with those that `collectors` find at each scrape.

        Raises:
            UnusableAddress: the port is taken, or the machine has no such address.
        """
        if self._port is None or self._temporal is None:
            yield
            return
        try:
            server, thread = start_http_server(self._port, self._host, REGISTRY)
        except OSError as error:
            raise UnusableAddress(
                f"Không mở được địa chỉ của số đo {self._host}:{self._port} (lỗi {error.errno}); "
                "hãy đổi HIENTRUONG_METRICS_HOST hoặc HIENTRUONG_METRICS_PORT."
            ) from error
        added = (self._temporal, *collectors)
        for each in added:
            REGISTRY.register(each)
        try:
            yield
        finally:
            for each in added:
                REGISTRY.unregister(each)
            server.shutdown()
            thread.join()
            server.server_close()


class TemporalMetrics(Collector):
    """Adds the metrics of Temporal's SDK. Its core counts them outside Python, where that costs least, and serves them on a port
    of loopback that nobody else needs to know."""

    def __init__(self) -> None:
        with socket.socket() as unused:
            unused.bind((_LOOPBACK, 0))
            self._address = f"{_LOOPBACK}:{unused.getsockname()[1]}"

    def config(self) -> PrometheusConfig:
        """Return the configuration by which the core serves them."""
        return PrometheusConfig(self._address, counters_total_suffix=True, unit_suffix=True, durations_as_seconds=True)

    def describe(self) -> Iterable[Metric]:
        """Return no metric: the core is not asked while a process starts."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Return the core's metrics; none before the core serves them."""
        try:
            page = httpx2.get(f"http://{self._address}/metrics", timeout=_PATIENCE_SECONDS)
        except httpx2.HTTPError:
            return ()
        return text_string_to_metric_families(page.text)
