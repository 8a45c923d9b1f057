"""Makes what a workflow does for an act part of the trace of that act, loaded only where traces are asked for."""

from __future__ import annotations

from typing import Any

from opentelemetry.trace import SpanKind
from temporalio.contrib.opentelemetry import TracingInterceptor, TracingWorkflowInboundInterceptor
from temporalio.contrib.opentelemetry._context import attached_context
from temporalio.worker import HandleUpdateInput, WorkflowInterceptorClassInput


class ActsTraced(TracingInterceptor):
    """Traces as the SDK does, but for updates: the SDK makes them part of the trace in which the workflow was started, which may
    be weeks old, and only links them to the caller's."""

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[_UpdatesOfCallers]:  # noqa: A002 - the SDK's own name
        """Return the interceptor of workflows."""
        super().workflow_interceptor_class(input)
        return _UpdatesOfCallers


class _UpdatesOfCallers(TracingWorkflowInboundInterceptor):
    async def handle_update_handler(self, input: HandleUpdateInput) -> Any:  # noqa: A002 - the SDK's own name
        header = input.headers.get(self.header_key)
        if header is None:
            return await super().handle_update_handler(input)
        (carrier,) = self.payload_converter.from_payloads([header])
        with attached_context(self._set_on_context(self.text_map_propagator.extract(carrier))):
            self._completed_span(f"HandleUpdate:{input.update}", kind=SpanKind.SERVER)
            return await super(TracingWorkflowInboundInterceptor, self).handle_update_handler(input)
