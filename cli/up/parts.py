"""The processes of `hientruong up`: their ports, their settings, how each is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

from settings import StackSettings
from stack.children import Child
from stack.data_folder import secret_of
from stack.errors import PortGivenTwiceError
from stack.inbox.child import InboxPlan
from stack.ports import LOOPBACK, require_free
from stack.probes import answers_http, says

# `-P`: our own modules, whatever lies in the folder that the command was called from.
_MODULE: Final = (sys.executable, "-P", "-m")

# The embedded Temporal must not receive a profile, certificate or key that is meant for another server.
_ONLY_OUR_TEMPORAL: Final[Mapping[str, str | None]] = {
    name: None for name in os.environ if name.startswith("TEMPORAL_")
} | {"TEMPORAL_CONFIG_FILE": os.devnull}


_METRICS_PORT: Final = "HIENTRUONG_METRICS_PORT"


class Demo(Enum):
    """The fate of the demo accounts, whose password everybody knows.

    `REFUSED`: nobody said anything about them, and the database is not our own. Then they must not be there.
    """

    WANTED = auto()
    REFUSED = auto()
    TAKEN_AWAY = auto()

    @classmethod
    def of(cls, said: bool | None, settings: StackSettings) -> Demo:
        """Return what the command line says, or else what suits the database: a database of our own is for trying out."""
        if said is None:
            return cls.WANTED if settings.database_url is None else cls.REFUSED
        return cls.WANTED if said else cls.TAKEN_AWAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of the command line."""

    data: Path
    front_port: int
    temporal_port: int
    ui_port: int
    postgres_port: int
    inbox: InboxPlan
    demo: Demo
    sample: bool = False

    @property
    def web_ui(self) -> str:
        """The origin of the embedded Temporal Web UI."""
        return f"http://{LOOPBACK}:{self.ui_port}"


def secret_for(settings: StackSettings, options: Options) -> str:
    """Return the secret of our own processes: the one that is set, or else that of the data folder."""
    return settings.secret.get_secret_value() if settings.secret else secret_of(options.data)


def needs_inbox(settings: StackSettings) -> bool:
    """Return whether the local inbox has to take e-mails, or SMS and push messages."""
    return settings.smtp_url is None or settings.gateway_url is None


async def require_free_ports(settings: StackSettings, options: Options) -> None:
    """Raise an error for the first port that is taken or given twice, before anything is started."""
    wanted = [(options.front_port, "trang web", "--port", settings.front_host)]
    if settings.database_url is None:
        wanted.append((options.postgres_port, "PostgreSQL", "--postgres-port", LOOPBACK))
    if settings.temporal_address is None:
        wanted.append((options.temporal_port, "Temporal", "--temporal-port", LOOPBACK))
        wanted.append((options.ui_port, "Temporal Web UI", "--ui-port", LOOPBACK))
    if needs_inbox(settings):
        wanted.append((options.inbox.port, "hộp thư thử", "--inbox-port", LOOPBACK))
        wanted.append((options.inbox.smtp_port, "hộp thư thử (SMTP)", "--smtp-port", LOOPBACK))
    given: dict[int, str] = {}
    for port, what, option, host in wanted:
        if port in given:
            raise PortGivenTwiceError(port, given[port], option)
        given[port] = option
        await require_free(port, what=what, option=option, host=host)


def environment(
    settings: StackSettings, options: Options, database_url: str, temporal_address: str
) -> Mapping[str, str | None]:
    """Return the settings of our own processes. They are on no command line, where every account could read them."""
    secret = secret_for(settings, options)
    return {
        # A configured mail server or gateway is in our environment, which they inherit.
        **({"HIENTRUONG_SMTP_URL": options.inbox.smtp_url} if settings.smtp_url is None else {}),
        **({"HIENTRUONG_GATEWAY_URL": options.inbox.gateway_url} if settings.gateway_url is None else {}),
        "DATABASE_URL": database_url,
        **({} if settings.temporal_address else {**_ONLY_OUR_TEMPORAL, "HIENTRUONG_TEMPORAL_WEB_UI": options.web_ui}),
        "TEMPORAL_ADDRESS": temporal_address,
        "TEMPORAL_NAMESPACE": settings.temporal_namespace,
        "HIENTRUONG_SECRET": secret,
        "HIENTRUONG_DEMO": str(options.demo is Demo.WANTED).lower(),
        "HIENTRUONG_FRONT_HOST": settings.front_host,
        "HIENTRUONG_FRONT_PORT": str(options.front_port),
        "HIENTRUONG_TASK_QUEUE": settings.task_queue,
        "HIENTRUONG_LOG_LEVEL": settings.log_level,
        "HIENTRUONG_LOG_FORMAT": settings.log_format,
        _METRICS_PORT: str(settings.metrics_port or ""),
        "HIENTRUONG_DATA_DIR": str(options.data),
        "HIENTRUONG_PROVINCES": os.pathsep.join(map(str, settings.provinces)),
        "PYTHONUNBUFFERED": "1",  # so that the log can be read while it is written
    }


def worker_child(env: Mapping[str, str | None]) -> Child:
    """Return the worker's process."""
    return Child(
        name="worker",
        title="worker",
        argv=(*_MODULE, "worker"),
        # The only worker is current by being the only one: after an upgrade nobody would have to name it first.
        env={**_with_next_metrics_port(env), "HIENTRUONG_WORKER_VERSIONING": "false"},
        healthy=says("worker ready"),
    )


def _with_next_metrics_port(env: Mapping[str, str | None]) -> Mapping[str, str | None]:
    port = env.get(_METRICS_PORT)
    return {**env, _METRICS_PORT: str(int(port) + 1)} if port else env


def front_child(env: Mapping[str, str | None], host: str, port: int) -> Child:
    """Return the front's process."""
    return Child(
        name="front",
        title="trang web và API",
        argv=(*_MODULE, "api"),
        env=env,
        healthy=answers_http(host, port, "/api/v1/ready"),
    )


def kinds_of_search_attributes() -> Mapping[str, str]:
    """Return the types of our search attributes by name, as the Temporal command takes them."""
    from workflows.search_attributes import kinds

    return kinds()
