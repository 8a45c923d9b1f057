"""Tests where metrics are served: on an address of their own, where a setting asks for it, and nowhere else."""

from __future__ import annotations

import socket

import httpx2
import pytest
from temporalio.runtime import LoggingConfig

from stack.ports import LOOPBACK, free_port
from telemetry.exporting import Exporter, UnusableAddress
from tests.support.fronts.desk import Desk


def test_the_metrics_of_the_process_and_of_temporals_sdk_are_on_one_page() -> None:
    exporter = Exporter(LOOPBACK, port := free_port())
    runtime = exporter.runtime(LoggingConfig.default)
    runtime.metric_meter.create_counter("counted_by_the_core").add(3)
    with exporter.serving():
        page = httpx2.get(f"http://{LOOPBACK}:{port}/metrics")
    assert page.status_code == 200
    assert "process_cpu_seconds_total" in page.text
    assert "hientruong_acts_total" in page.text
    assert "counted_by_the_core_total" in page.text
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"http://{LOOPBACK}:{port}/metrics")


def test_without_a_port_nothing_is_served() -> None:
    with Exporter(LOOPBACK, None).serving():
        pass


def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        told = pytest.raises(UnusableAddress, match=f"{LOOPBACK}:{port}.*HIENTRUONG_METRICS_PORT")
        with told, Exporter(LOOPBACK, port).serving():
            pass


@pytest.mark.parametrize("path", ["/metrics", "/api/v1/metrics"])
def test_the_public_address_has_no_metrics(desk: Desk, path: str) -> None:
    assert desk.client.get(path).status_code == 404
