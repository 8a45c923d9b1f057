"""`hientruong up`: everything on one machine, from an empty folder to a page that answers."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar
from urllib.parse import urlsplit

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from procedures import all_procedures, provinces
from settings import SettingsError, StackSettings, read
from stack.children import Child
from stack.data_folder import locked, make_folder, secret_of
from stack.errors import PortGivenTwiceError, PreparationError, StackError, UnreachableError
from stack.inbox.child import InboxPlan, inbox_child
from stack.ports import LOOPBACK, require_free
from stack.probes import accepts, answers_http, says
from stack.supervisor import Supervisor

if TYPE_CHECKING:
    from temporalio.client import Client

    from records.staff.demo import DemoAccount
    from stack.temporal import TemporalProgram

T = TypeVar("T")

_POSTGRES_PORT: Final = 54329
_TEMPORAL_PORT: Final = 7233
_UI_PORT: Final = 8233
_INBOX_PORT: Final = 8025
_SMTP_PORT: Final = 2525
# How the Temporal command writes the types of search attributes.
_KINDS: Final = {
    "KEYWORD": "Keyword",
    "KEYWORD_LIST": "KeywordList",
    "BOOL": "Bool",
    "DATETIME": "Datetime",
    "TEXT": "Text",
    "INT": "Int",
    "DOUBLE": "Double",
}

# Ours, whatever lies in the folder that the command was called from.
_MODULE: Final = (sys.executable, "-P", "-m")

# A profile, certificate or key that the person keeps for another server must not reach the embedded one.
_ONLY_OUR_TEMPORAL: Final[Mapping[str, str | None]] = {
    name: None for name in os.environ if name.startswith("TEMPORAL_")
} | {"TEMPORAL_CONFIG_FILE": os.devnull}

app = typer.Typer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked on the command line."""

    data: Path
    front_port: int
    temporal_port: int
    ui_port: int
    postgres_port: int
    inbox: InboxPlan
    demo: bool


@app.command()
def up(
    data: Annotated[Path | None, typer.Option(help="Thư mục dữ liệu (mặc định .data).", show_default=False)] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Cổng của trang web và API (mặc định 8000).", show_default=False),
    ] = None,
    temporal_port: Annotated[int, typer.Option(min=1, max=65535, help="Cổng của Temporal.")] = _TEMPORAL_PORT,
    ui_port: Annotated[int, typer.Option(min=1, max=65535, help="Cổng của Temporal Web UI.")] = _UI_PORT,
    postgres_port: Annotated[int, typer.Option(min=1, max=65535, help="Cổng của PostgreSQL.")] = _POSTGRES_PORT,
    inbox_port: Annotated[int, typer.Option(min=1, max=65535, help="Cổng của hộp thư thử.")] = _INBOX_PORT,
    smtp_port: Annotated[int, typer.Option(min=1, max=65535, help="Cổng nhận thư của hộp thư thử.")] = _SMTP_PORT,
    no_demo: Annotated[bool, typer.Option("--no-demo", help="Không nạp tài khoản dùng thử.")] = False,
) -> None:
    """Chạy toàn bộ hệ thống trên máy này; Ctrl-C để dừng."""
    try:
        settings = read(StackSettings)
        provinces()  # a wrong folder is the first and only thing said
        folder = (data or settings.data_dir).absolute()
        options = Options(
            data=folder,
            front_port=port or settings.front_port,
            temporal_port=temporal_port,
            ui_port=ui_port,
            postgres_port=postgres_port,
            inbox=InboxPlan(inbox_port, smtp_port, folder),
            demo=not no_demo,
        )
        with locked(options.data):
            asyncio.run(_Up(settings, options, Console(highlight=False)).run())
    except (StackError, SettingsError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


class _Up:
    """The parts in the order in which they need each other."""

    def __init__(self, settings: StackSettings, options: Options, console: Console) -> None:
        self._settings = settings
        self._options = options
        self._console = console
        logs = options.data / "logs"
        make_folder(logs)
        self._supervisor = Supervisor(logs, self._say)
        self._demo_accounts: tuple[DemoAccount, ...] = ()

    async def run(self) -> None:
        await self._supervisor.run(self._compose())

    async def _compose(self) -> None:
        from stack.temporal import find_temporal

        await self._require_free_ports()
        configured = self._settings.temporal_address
        # Looked for first: what is missing should be said before anything is started.
        temporal = (
            partial(self._configured_temporal, configured)
            if configured
            else partial(self._own_temporal, find_temporal())
        )
        database_url = await self._postgres()
        await self._records(database_url)
        if self._needs_inbox:
            await self._supervisor.start(inbox_child(self._options.inbox))
        env = self._environment(database_url, await temporal())
        front = _front(env, self._settings.front_host, self._options.front_port)
        await self._supervisor.start(_worker(env), front)
        self._welcome()

    async def _require_free_ports(self) -> None:
        """Before anything is started, so that a port taken is the first and only thing said."""
        options, settings = self._options, self._settings
        wanted = [(options.front_port, "trang web", "--port", settings.front_host)]
        if settings.database_url is None:
            wanted.append((options.postgres_port, "PostgreSQL", "--postgres-port", LOOPBACK))
        if settings.temporal_address is None:
            wanted.append((options.temporal_port, "Temporal", "--temporal-port", LOOPBACK))
            wanted.append((options.ui_port, "Temporal Web UI", "--ui-port", LOOPBACK))
        if self._needs_inbox:
            wanted.append((options.inbox.port, "hộp thư thử", "--inbox-port", LOOPBACK))
            wanted.append((options.inbox.smtp_port, "hộp thư thử (SMTP)", "--smtp-port", LOOPBACK))
        given: dict[int, str] = {}
        for port, what, option, host in wanted:
            if port in given:
                raise PortGivenTwiceError(port, given[port], option)
            given[port] = option
            await require_free(port, what=what, option=option, host=host)

    @property
    def _needs_inbox(self) -> bool:
        """Whether any message has nowhere else to go."""
        return self._settings.smtp_url is None or self._settings.gateway_url is None

    async def _postgres(self) -> str:
        from stack.cluster import prepare_cluster
        from stack.postgres import postgres_child

        if self._settings.database_url:
            await _require_answer(self._settings.database_url)
            return self._settings.database_url
        with self._supervisor.waiting("thư mục cơ sở dữ liệu"):
            cluster = await prepare_cluster(self._options.data)
        await self._supervisor.start(postgres_child(cluster, self._options.postgres_port))
        return cluster.url(LOOPBACK, self._options.postgres_port)

    async def _records(self, database_url: str) -> None:
        with self._supervisor.waiting("lược đồ cơ sở dữ liệu"):
            await _in_one_sentence("cập nhật được lược đồ cơ sở dữ liệu", lambda: _migrate(database_url))
        with self._supervisor.waiting("các quy trình và lịch làm việc"):
            await _in_one_sentence("nạp được các quy trình", lambda: _keep_procedures(database_url))
            new_acts = await _in_one_sentence("nạp được lịch làm việc", lambda: _seed_calendar(database_url))
        if new_acts:
            self._say(
                f"Lịch làm việc có văn bản mới: {'; '.join(new_acts)}. Các hồ sơ đang mở sẽ được báo và tính lại hạn."
            )
        with self._supervisor.waiting("cơ quan, địa bàn và quy tắc phân phối"):
            await _in_one_sentence("nạp được cơ quan của các địa phương", lambda: _load_offices(database_url))
        if self._options.demo:
            with self._supervisor.waiting("tài khoản dùng thử"):
                self._demo_accounts = await _in_one_sentence("nạp được dữ liệu dùng thử", lambda: _seed(database_url))

    async def _configured_temporal(self, address: str) -> str:
        from stack.namespace import connect_configured

        await self._prepare(await connect_configured(address, self._settings.temporal_namespace))
        return address

    async def _own_temporal(self, program: TemporalProgram) -> str:
        from stack.temporal import TemporalPlan, connect, temporal_child

        namespace, port = self._settings.temporal_namespace, self._options.temporal_port
        plan = TemporalPlan(
            search_attributes=kinds_of_search_attributes(),
            namespace=namespace,
            ui_port=self._options.ui_port,
            ui_codec_endpoint=f"http://{self._settings.front_host}:{self._options.front_port}/codec",
        )
        await self._supervisor.start(temporal_child(program, self._options.data, port, plan))
        address = f"{LOOPBACK}:{port}"
        await self._prepare(await connect(address, namespace))
        return address

    async def _prepare(self, client: Client) -> None:
        from stack.namespace import prepare_namespace

        with self._supervisor.waiting("thời gian lưu và thuộc tính tìm kiếm của Temporal"):
            await prepare_namespace(client, kinds_of_search_attributes())

    def _environment(self, database_url: str, temporal_address: str) -> Mapping[str, str | None]:
        """What our own processes are told; none of it is on a command line, where every account could read it."""
        settings = self._settings
        secret = settings.secret.get_secret_value() if settings.secret else secret_of(self._options.data)
        return {
            # A mail server or a gateway that is configured stands in our own environment, and so in theirs.
            **({"HIENTRUONG_SMTP_URL": self._options.inbox.smtp_url} if settings.smtp_url is None else {}),
            **({"HIENTRUONG_GATEWAY_URL": self._options.inbox.gateway_url} if settings.gateway_url is None else {}),
            "DATABASE_URL": database_url,
            **({} if settings.temporal_address else {**_ONLY_OUR_TEMPORAL, "HIENTRUONG_TEMPORAL_WEB_UI": self._web_ui}),
            "TEMPORAL_ADDRESS": temporal_address,
            "TEMPORAL_NAMESPACE": settings.temporal_namespace,
            "HIENTRUONG_SECRET": secret,
            "HIENTRUONG_FRONT_HOST": settings.front_host,
            "HIENTRUONG_FRONT_PORT": str(self._options.front_port),
            "HIENTRUONG_TASK_QUEUE": settings.task_queue,
            "HIENTRUONG_LOG_LEVEL": settings.log_level,
            "HIENTRUONG_DATA_DIR": str(self._options.data),
            "HIENTRUONG_PROVINCES": os.pathsep.join(map(str, settings.provinces)),
            "PYTHONUNBUFFERED": "1",  # The log is read while it is written.
        }

    @property
    def _web_ui(self) -> str:
        """The embedded one's origin."""
        return f"http://{LOOPBACK}:{self._options.ui_port}"

    def _welcome(self) -> None:
        front = f"http://{self._settings.front_host}:{self._options.front_port}"
        addresses = Table.grid(padding=(0, 2))
        addresses.add_row("Trang web và API", front)
        addresses.add_row("Tài liệu API", f"{front}/docs")
        if self._settings.temporal_address is None:
            addresses.add_row("Temporal Web UI", self._web_ui)
        if self._needs_inbox:
            addresses.add_row("Hộp thư thử (thư, SMS sẽ gửi)", self._options.inbox.page)
        self._console.print("\nĐã sẵn sàng.", addresses, "", sep="\n")
        if self._demo_accounts:
            accounts = Table(box=SIMPLE, pad_edge=False)
            widest = max(len(account.username) for account in self._demo_accounts)
            accounts.add_column("Tài khoản dùng thử", no_wrap=True, min_width=widest)  # They are there to be copied.
            accounts.add_column("Vai trò", no_wrap=True)
            last = None
            for account in _one_of_each(self._demo_accounts):
                if account.authority != last:
                    accounts.add_section()
                    last = account.authority
                post = f"{account.role_name} ({account.agency_name})" if account.agency_name else account.role_name
                accounts.add_row(account.username, post)
            self._console.print(accounts)
            passwords = ", ".join(sorted({account.password for account in self._demo_accounts}))
            self._say(f"Mật khẩu của các tài khoản này: {passwords}")
            self._say(
                "Mỗi cơ quan xử lý có cán bộ và lãnh đạo của mình: canbo.…, lanhdao.… (xem provinces/*/office.toml)."
            )
        self._say(f"Dữ liệu và nhật ký: {self._options.data}. Ctrl-C để dừng.")

    def _say(self, sentence: str) -> None:
        self._console.print(sentence, markup=False, soft_wrap=True)


def _worker(env: Mapping[str, str | None]) -> Child:
    return Child(
        name="worker",
        title="worker",
        argv=(*_MODULE, "worker"),
        env=env,
        healthy=says("worker ready"),
    )


def _front(env: Mapping[str, str | None], host: str, port: int) -> Child:
    return Child(
        name="front",
        title="trang web và API",
        argv=(*_MODULE, "api"),
        env=env,
        healthy=answers_http(host, port, "/api/v1/ready"),
    )


async def _require_answer(database_url: str) -> None:
    """Says at once that nobody is there, rather than after the driver's long patience."""
    place = urlsplit(database_url)
    if place.hostname and not await accepts(place.hostname, place.port or 5432):
        raise UnreachableError(
            f"Không kết nối được PostgreSQL ở {place.hostname}:{place.port or 5432} (DATABASE_URL); "
            "hãy xem máy chủ đó có đang chạy không."
        )


def _migrate(database_url: str) -> None:
    from records.migrations import upgrade

    upgrade(database_url)


def _keep_procedures(database_url: str) -> None:
    from records.engine import connect
    from records.writing import Records

    engine = connect(database_url, pool_size=1)
    try:
        for procedure in all_procedures().values():
            Records(engine).save_procedure(procedure)
    finally:
        engine.dispose()


def _seed_calendar(database_url: str) -> tuple[str, ...]:
    """The shipped decisions where the record has none yet; else those of acts it never knew, which are given. The front's
    sweeper has open cases told of them."""
    from calendars import official_decisions
    from records.engine import connect
    from records.writing import Records

    engine = connect(database_url, pool_size=1)
    try:
        return Records(engine).seed_calendar(official_decisions(), at=datetime.now(UTC))
    finally:
        engine.dispose()


def _load_offices(database_url: str) -> None:
    """Load what the files of the offices list, but for what an admin has changed."""
    from records.engine import connect
    from records.writing import Records

    engine = connect(database_url, pool_size=1)
    try:
        for office in provinces().offices:
            Records(engine).load_office(office, at=datetime.now(UTC))
    finally:
        engine.dispose()


def _seed(database_url: str) -> tuple[DemoAccount, ...]:
    from records.staff.demo import seed

    return seed(database_url, provinces().offices)


def _one_of_each(accounts: Iterable[DemoAccount]) -> Iterable[DemoAccount]:
    """The first account of each role of each authority: enough to walk a case through, short enough to read."""
    first: dict[tuple[str | None, str], DemoAccount] = {}
    for account in accounts:
        first.setdefault((account.authority, account.role_name), account)
    return first.values()


def kinds_of_search_attributes() -> Mapping[str, str]:
    """The registry's search attributes by name, as the Temporal command takes them."""
    from workflows.search_attributes import SEARCH_ATTRIBUTES

    return {key.name: _KINDS[key.indexed_value_type.name] for key in SEARCH_ATTRIBUTES}


async def _in_one_sentence(what: str, work: Callable[[], T]) -> T:
    """Runs blocking work of the record, whose errors we may not import here, and lets no traceback out."""
    try:
        return await asyncio.to_thread(work)
    except Exception as error:
        reason = str(error).strip().splitlines()
        raise PreparationError(f"Không {what}: {reason[0] if reason else type(error).__name__}") from error
