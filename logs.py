"""Writes logs as JSON lines on standard output, those of Temporal's core and of uvicorn included.

A line may contain a case's code, never a path, a query, a body, a key or a person's name.
"""

from __future__ import annotations

import logging
import logging.config
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, WrappedLogger
from temporalio import activity
from temporalio.runtime import LogForwardingConfig, LoggingConfig, TelemetryFilter

LogFormat = Literal["json", "console"]

START = "start"
"""The logger whose lines are written at every level: supervisors read from them that a process is ready."""

_CORE = "temporalio.core"
_CORE_FIELDS = frozenset({"attempt", "namespace", "run_id", "task_queue", "workflow_id", "workflow_type"})
"""The fields of a line of Temporal's core that are kept. The others may quote what a workflow or an activity failed with."""


def configure(level: str = "INFO", form: LogFormat = "json") -> None:
    """Send every log of the process to the one handler, uncaught errors and warnings included."""
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"lines": {"()": _formatter, "form": form}},
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stdout"}},
            "root": {"handlers": ["out"], "level": level.upper()},
            "loggers": {
                "uvicorn.access": {"level": "CRITICAL", "propagate": False},  # its lines contain paths and queries
                START: {"level": "INFO"},
            },
        }
    )
    logging.captureWarnings(True)
    activity.logger.activity_info_on_message = False  # the context of the line already names the activity
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def of_temporal_core() -> LoggingConfig:
    """Return the configuration by which Temporal's core, which is not written in Python, sends its lines to our handler."""
    return LoggingConfig(
        TelemetryFilter(core_level="WARN", other_level="ERROR"),
        forwarding=LogForwardingConfig(
            logging.getLogger(_CORE),
            append_target_to_name=False,
            prepend_target_on_message=False,
            append_log_fields_to_message=False,
        ),
    )


def _shared() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_messages,
    ]


def _formatter(form: LogFormat) -> logging.Formatter:
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_shared(), with_core_fields],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def without_messages(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Replace an exception with its type and the place where it was raised. Its message may quote a person's words."""
    given = line.pop("exc_info", None)
    given = sys.exc_info() if given is True else given
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["exception"] = f"{type(error).__module__}.{type(error).__qualname__}"
        line["raised_at"] = [
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-12:]
        ]
    return line


def with_core_fields(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Add to a line of Temporal's core the part that wrote it, and those of its fields that quote nobody."""
    core = getattr(line.get("_record"), "temporal_log", None)
    if core is not None:
        line["target"] = core.target
        line.update((name, value) for name, value in core.fields.items() if name in _CORE_FIELDS)
    return line


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Log the error that ends a thread or the process."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
        return
    logging.getLogger(START).critical("uncaught error", exc_info=(kind, error or kind(), trace))
