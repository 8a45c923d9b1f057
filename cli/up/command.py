"""`hientruong up`: starts everything on one machine, from an empty folder to a page that answers."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console

from cli.up.parts import (
    Demo,
    Options,
    environment,
    front_child,
    kinds_of_search_attributes,
    needs_inbox,
    require_free_ports,
    secret_for,
    worker_child,
)
from cli.up.prepare import check_provinces, prepare_records, require_answer
from cli.up.welcome import welcome
from settings import SettingsError, StackSettings, read
from stack.data_folder import locked, make_folder
from stack.errors import StackError
from stack.inbox.child import InboxPlan, inbox_child
from stack.ports import LOOPBACK
from stack.running import note_temporal
from stack.supervisor import Supervisor

if TYPE_CHECKING:
    from temporalio.client import Client

    from stack.temporal import TemporalProgram

_POSTGRES_PORT: Final = 54329
_TEMPORAL_PORT: Final = 7233
_UI_PORT: Final = 8233
_INBOX_PORT: Final = 8025
_SMTP_PORT: Final = 2525

app = typer.Typer()


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
    demo: Annotated[
        bool | None,
        typer.Option(
            "--demo/--no-demo",
            help="Nạp tài khoản dùng thử (mặc định khi không đặt DATABASE_URL), hoặc gỡ những tài khoản đang có.",
            show_default=False,
        ),
    ] = None,
    sample: Annotated[
        bool,
        typer.Option(
            "--sample",
            help="Nạp 120 hồ sơ mẫu của năm địa phương trong mười hai tuần qua và báo cáo về chúng, nếu chưa có hồ sơ nào.",
            show_default=False,
        ),
    ] = False,
) -> None:
    """Chạy toàn bộ hệ thống trên máy này; Ctrl-C để dừng."""
    try:
        settings = read(StackSettings)
        check_provinces()  # a wrong folder is the first and only thing said
        folder = (data or settings.data_dir).absolute()
        options = Options(
            data=folder,
            front_port=port or settings.front_port,
            temporal_port=temporal_port,
            ui_port=ui_port,
            postgres_port=postgres_port,
            inbox=InboxPlan(inbox_port, smtp_port, folder),
            demo=Demo.of(demo, settings),
            sample=sample,
        )
        with locked(options.data):
            asyncio.run(_Up(settings, options, Console(highlight=False)).run())
    except (StackError, SettingsError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


class _Up:
    """Starts the parts, each after the parts that it needs."""

    def __init__(self, settings: StackSettings, options: Options, console: Console) -> None:
        self._settings = settings
        self._options = options
        self._console = console
        logs = options.data / "logs"
        make_folder(logs)
        self._supervisor = Supervisor(logs, self._say)

    async def run(self) -> None:
        await self._supervisor.run(self._compose())

    async def _compose(self) -> None:
        from stack.temporal import find_temporal

        settings, options = self._settings, self._options
        await require_free_ports(settings, options)
        configured = settings.temporal_address
        # Before anything is started, so that a missing program is the first thing said.
        temporal = (
            partial(self._configured_temporal, configured)
            if configured
            else partial(self._own_temporal, find_temporal())
        )
        database_url, owner_url = await self._postgres()
        accounts = await prepare_records(
            database_url, self._supervisor.waiting, self._say, demo=options.demo, owner_url=owner_url
        )
        if options.sample:
            await self._add_sample(database_url)
        if needs_inbox(settings):
            await self._supervisor.start(inbox_child(options.inbox))
        address = await temporal()
        note_temporal(options.data, address)
        env = environment(settings, options, database_url, address)
        front = front_child(env, settings.front_host, options.front_port)
        await self._supervisor.start(worker_child(env), front)
        welcome(self._console, self._say, settings, options, accounts)

    async def _add_sample(self, database_url: str) -> None:
        from cli.sample.adding import add_sample

        secret = secret_for(self._settings, self._options)
        with self._supervisor.waiting("hồ sơ mẫu"):
            store = self._settings.store_url or (self._options.data / "attachments").as_uri()
            count = await asyncio.to_thread(add_sample, database_url, secret, store)
        self._say(f"Đã nạp {count} hồ sơ mẫu." if count else "Đã có hồ sơ, nên không nạp hồ sơ mẫu.")

    async def _postgres(self) -> tuple[str, str | None]:
        """Return the address of the database for the worker and the front, and the one for the owner of its tables."""
        from stack.cluster import prepare_cluster
        from stack.postgres import postgres_child

        if self._settings.database_url:
            await require_answer(self._settings.database_url)
            return self._settings.database_url, self._settings.owner_database_url
        with self._supervisor.waiting("thư mục cơ sở dữ liệu"):
            cluster = await prepare_cluster(self._options.data)
        await self._supervisor.start(postgres_child(cluster, self._options.postgres_port))
        port = self._options.postgres_port
        return cluster.runtime_url(LOOPBACK, port), cluster.url(LOOPBACK, port)

    async def _configured_temporal(self, address: str) -> str:
        from stack.namespace import connect_configured

        await self._prepare_namespace(await connect_configured(address, self._settings.temporal_namespace))
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
        await self._prepare_namespace(await connect(address, namespace))
        return address

    async def _prepare_namespace(self, client: Client) -> None:
        from stack.namespace import prepare_namespace

        with self._supervisor.waiting("thời gian lưu và thuộc tính tìm kiếm của Temporal"):
            await prepare_namespace(client, kinds_of_search_attributes())

    def _say(self, sentence: str) -> None:
        self._console.print(sentence, markup=False, soft_wrap=True)
