"""Logs and counts each activity, and gives its case and its act to every line that is logged within it."""

from __future__ import annotations

import time
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars
from temporalio import activity, client
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from telemetry import metrics

_log = structlog.get_logger(__name__)


class ActivitiesWatched(client.Interceptor, Interceptor):
    """Wraps every activity of a worker, and those of all workers of a client that is given it."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's own name
        """Return the wrapper of the next interceptor."""
        return _Logged(next)


class _Logged(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's own name
        info = activity.info()
        began = time.perf_counter()
        with bound_contextvars(
            activity=info.activity_type, workflow=info.workflow_id, attempt=info.attempt, **_named(input.args)
        ):
            try:
                result = await super().execute_activity(input)
            except Exception as error:
                metrics.activity_ended(info.activity_type, "failed", time.perf_counter() - began)
                _log.warning("activity failed", error=type(error).__name__, ms=_since(began))
                raise
            metrics.activity_ended(info.activity_type, "done", time.perf_counter() - began)
            _log.info("activity", ms=_since(began))
            return result


def _named(args: Any) -> dict[str, str]:
    """Return the case and the act that an activity's input names, if it does."""
    asked = args[0] if args else None
    named = {"case": getattr(asked, "code", None), "act": getattr(asked, "act_id", None)}
    return {name: value for name, value in named.items() if isinstance(value, str)}


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
