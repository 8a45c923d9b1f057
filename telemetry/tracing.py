"""Traces a request through the front, the workflow and its activities, where a setting asks for it.

The libraries are loaded only then. A span holds names, times and ids of cases and acts, never what somebody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from telemetry import round_trips
from telemetry.spans import without_words

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Tracer
    from temporalio.contrib.opentelemetry import TracingInterceptor

_NAME = "hientruong"


class Tracing:
    """Sends the spans of one process to a collector by OTLP over HTTP. Without an address there are none, and no library."""

    def __init__(self, service: str, address: str | None) -> None:
        self._service = service
        self._address = address
        self._tracer: Tracer | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Trace while the block runs, and send what is left at its end."""
        if self._address is None:
            yield
            return
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        provider = TracerProvider(resource=Resource({"service.name": self._service}), shutdown_on_exit=False)
        provider.add_span_processor(BatchSpanProcessor(_wordless(OTLPSpanExporter(self._address))))
        self._tracer = provider.get_tracer(_NAME)
        round_trips.trace_with(self._tracer)
        try:
            yield
        finally:
            round_trips.trace_with(None)
            provider.shutdown()

    def interceptors(self) -> Sequence[TracingInterceptor]:
        """Return what traces the calls of Temporal's client, and of the workers that use that client."""
        if self._tracer is None:
            return ()
        from telemetry.workflow_spans import ActsTraced

        return (ActsTraced(self._tracer),)

    def of_requests(self, app: ASGIApp) -> ASGIApp:
        """Return the app with a span around each of its requests."""
        return app if self._tracer is None else _TracedRequests(app, self._tracer)


class _TracedRequests:
    """Begins a trace at each request. One that a caller sends is not taken over, because anybody may send one."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        from opentelemetry.trace import SpanKind, Status, StatusCode

        status: list[int] = []

        async def send_noting_status(message: Message) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])
            await send(message)

        with self._tracer.start_as_current_span("request", kind=SpanKind.SERVER, record_exception=False) as span:
            try:
                await self._app(scope, receive, send_noting_status)
            finally:
                answered = status[0] if status else 500
                span.update_name(f"{scope['method']} {_route(scope)}")
                span.set_attribute("http.response.status_code", answered)
                if answered >= 500:
                    span.set_status(Status(StatusCode.ERROR))


def _route(scope: Scope) -> str:
    """Return the template of the path. A path that has none may hold what a person typed."""
    whole = scope.get("fastapi", {}).get("effective_route_context", scope.get("route"))
    return str(getattr(whole, "path", None) or "other")


def _wordless(exporter: SpanExporter) -> SpanExporter:
    """Return the exporter, with spans from which all that may quote a person was taken."""
    send = exporter.export

    def export(spans: Sequence[ReadableSpan]) -> Any:
        return send([without_words(span) for span in spans])

    exporter.export = export  # type: ignore[method-assign]
    return exporter
