"""`hientruong prepare`: makes configured servers ready for the worker and the front, then ends.

A deployment runs it once before each release. Running it again changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from cli.up.parts import Demo, kinds_of_search_attributes
from cli.up.prepare import check_provinces, prepare_records, require_answer
from settings import SettingsError, StackSettings, read
from stack.errors import PreparationError, StackError, UnreachableError
from stack.supervisor import timed

if TYPE_CHECKING:
    from temporalio.client import Client

T = TypeVar("T")

_PAUSE_SECONDS: Final = 1.0

app = typer.Typer()


@app.command()
def prepare(
    patience: Annotated[
        int, typer.Option(min=0, metavar="GIÂY", help="Chờ mỗi máy chủ trả lời nhiều nhất bấy nhiêu giây.")
    ] = 300,
    demo: Annotated[
        bool | None,
        typer.Option(
            "--demo/--no-demo", help="Nạp tài khoản dùng thử, hoặc gỡ những tài khoản đang có.", show_default=False
        ),
    ] = None,
) -> None:
    """Chuẩn bị PostgreSQL và Temporal đã cấu hình: lược đồ, quy trình, lịch, cơ quan, không gian tên."""
    try:
        settings = read(StackSettings)
        check_provinces()
        asyncio.run(_Preparation(settings, patience).run(Demo.of(demo, settings)))
    except (StackError, SettingsError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


class _Preparation:
    """Prepares the servers that the settings name, each as soon as it answers."""

    def __init__(self, settings: StackSettings, patience: int) -> None:
        if not settings.database_url or not settings.temporal_address:
            raise PreparationError("Lệnh prepare cần DATABASE_URL và TEMPORAL_ADDRESS.")
        self._database_url = settings.database_url
        self._owner_url = settings.owner_database_url
        self._temporal_address = settings.temporal_address
        self._namespace = settings.temporal_namespace
        self._patience = patience

    async def run(self, demo: Demo) -> None:
        with timed(_say, "PostgreSQL trả lời"):
            await self._patiently(self._reach_postgres)
        owner = self._owner_url
        await prepare_records(self._database_url, partial(timed, _say), _say, demo=demo, owner_url=owner)
        with timed(_say, "Temporal trả lời"):
            client = await self._patiently(self._reach_temporal)
        with timed(_say, f"không gian tên {self._namespace}, thời gian lưu và thuộc tính tìm kiếm của Temporal"):
            await _prepare_namespace(client)
        _say("Đã chuẩn bị xong.")

    async def _reach_postgres(self) -> None:
        await require_answer(self._database_url)
        await asyncio.to_thread(_require_connection, self._database_url)

    async def _reach_temporal(self) -> Client:
        from stack.namespace import connect_configured

        return await connect_configured(self._temporal_address, self._namespace)

    async def _patiently(self, reach: Callable[[], Awaitable[T]]) -> T:
        """Try until the server is reached. Where the patience ends, raise the last error."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._patience
        while True:
            try:
                return await reach()
            except UnreachableError:
                if loop.time() >= ends:
                    raise
            await asyncio.sleep(_PAUSE_SECONDS)


def _require_connection(database_url: str) -> None:
    """Raise UnreachableError where a connection is refused, as while the server starts or with a wrong password."""
    from records.engine import connect
    from records.errors import RecordsUnavailable
    from records.record import Record

    engine = connect(database_url, pool_size=1)
    try:
        Record(engine).is_alive()
    except RecordsUnavailable as error:
        raise UnreachableError(f"PostgreSQL (DATABASE_URL) không cho kết nối: {error}.") from error
    finally:
        engine.dispose()


async def _prepare_namespace(client: Client) -> None:
    from stack.namespace import create_namespace, prepare_namespace

    await create_namespace(client)
    await prepare_namespace(client, kinds_of_search_attributes())


def _say(sentence: str) -> None:
    typer.echo(sentence)
