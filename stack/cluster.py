"""The data folder of a PostgreSQL server: created once, completely or not at all."""

from __future__ import annotations

import asyncio
import locale
import os
import secrets
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stack.accounts import Account, unprivileged
from stack.children import tethered
from stack.data_folder import write_private
from stack.errors import DataFolderError, PreparationError
from stack.programs import Programs, find_programs
from stack.tether import FOLDER

# The role that owns the tables, and its database. The role may create databases, and is not a superuser.
NAME: Final = "hientruong"
# The role of the worker and the front, which owns nothing.
RUNTIME: Final = "hientruong_runtime"

_TOOL_LIMIT_SECONDS: Final = 180
_PREDECESSOR_PATIENCE_SECONDS: Final = 30
# The first release with a locale of its own, which sorts and folds the same on every machine.
_BUILTIN_LOCALE_MAJOR: Final = 17


@dataclass(frozen=True, slots=True)
class Cluster:
    folder: Path
    programs: Programs
    account: Account | None
    password: str
    runtime_password: str

    def url(self, host: str, port: int) -> str:
        """Return the address for the role that owns the tables."""
        return database_url(self.password, host, port)

    def runtime_url(self, host: str, port: int) -> str:
        """Return the address for the role of the worker and the front."""
        return f"postgresql://{RUNTIME}:{self.runtime_password}@{host}:{port}/{NAME}"


def database_url(password: str, host: str, port: int) -> str:
    """Return the address of our database on an embedded server."""
    return f"postgresql://{NAME}:{password}@{host}:{port}/{NAME}"


async def prepare_cluster(data: Path, *, programs: Programs | None = None, durable: bool = True) -> Cluster:
    """Open the cluster in `data`, and create it if there is none."""
    account = unprivileged()
    folder, password_file = data / "postgres", data / "postgres.password"
    version_file = folder / "PG_VERSION"
    existing = _major_of(version_file)
    if existing is not None and not password_file.exists():
        raise DataFolderError(f"Thiếu {password_file}, mật khẩu của cơ sở dữ liệu trong {folder}.")
    programs = programs or find_programs(account, major=existing)
    if existing is None:
        password = secrets.token_urlsafe(24)
        write_private(password_file, password)
        await _create(folder, programs, account, password, durable=durable)
    runtime_file = data / "postgres.runtime.password"
    if not runtime_file.exists():
        runtime_password = secrets.token_urlsafe(24)
        await _add_runtime_role(folder, programs, account, runtime_password)
        write_private(runtime_file, runtime_password)
    return Cluster(folder, programs, account, password_file.read_text(), runtime_file.read_text())


def _major_of(version_file: Path) -> int | None:
    """Return the release that created the cluster; None where there is no cluster."""
    try:
        return int(version_file.read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DataFolderError(
            f"Không đọc được {version_file} nên không biết dữ liệu là của bản PostgreSQL nào; "
            "hãy lấy lại thư mục từ bản sao lưu hoặc chọn thư mục khác bằng --data."
        ) from error


async def _create(folder: Path, programs: Programs, account: Account | None, password: str, *, durable: bool) -> None:
    """Create the cluster beside `folder`, then move it into place, so that an interrupted start leaves no half cluster."""
    workshop = folder.with_name("postgres.new")
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir(mode=0o700)
    # initdb asks for the superuser's password. It is not kept, because single-user mode gives that role without one.
    superuser_password = workshop / "superuser.password"
    write_private(superuser_password, secrets.token_urlsafe(24))
    if account:
        account.give(workshop)
        account.give(superuser_password)
    initdb = (
        *(programs.initdb, f"--pgdata={FOLDER}/data", "--username=postgres", f"--pwfile={FOLDER}/superuser.password"),
        *("--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", *_locale_options(programs)),
        *(() if durable else ("--no-sync",)),
    )
    await _run_tool(initdb, account, workshop)
    single = (programs.postgres, "--single", "-D", f"{FOLDER}/data", "postgres")
    commands = f"CREATE ROLE {NAME} LOGIN CREATEDB PASSWORD '{password}';\nCREATE DATABASE {NAME} OWNER {NAME};\n"
    await _run_tool(single, account, workshop, commands)
    (workshop / "data").rename(folder)
    shutil.rmtree(workshop)


async def _add_runtime_role(folder: Path, programs: Programs, account: Account | None, password: str) -> None:
    """Add the role of the worker and the front to a cluster that does not run: a new one, or one of an earlier release."""
    await clear_stale_pid_file(folder)
    # The role is there after an interrupted start, or where the file with its password was lost.
    commands = (
        f"DO $$ BEGIN CREATE ROLE {RUNTIME} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n"
        f"ALTER ROLE {RUNTIME} PASSWORD '{password}';\n"
    )
    single = (programs.postgres, "--single", "-D", FOLDER, "postgres")
    await _run_tool(single, account, folder, commands)


def _locale_options(programs: Programs) -> tuple[str, ...]:
    if programs.major >= _BUILTIN_LOCALE_MAJOR:
        return ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    return (f"--locale={_utf8_locale()}", "--lc-messages=C")


def _utf8_locale() -> str:
    """Return a locale of the machine under which lower('Đ') is 'đ'. The locale C knows only ASCII."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


async def _run_tool(argv: tuple[str, ...], account: Account | None, folder: Path, commands: str = "") -> None:
    """Run one PostgreSQL program to its end in `folder`, which its arguments name @FOLDER@."""
    process = await asyncio.create_subprocess_exec(
        *tethered(argv, account=account, folder=folder),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "LC_ALL": "C"},
        cwd="/",
        process_group=0,  # so that Ctrl-C reaches only us, and we stop the program
    )
    try:
        async with asyncio.timeout(_TOOL_LIMIT_SECONDS):
            output, _ = await process.communicate(commands.encode())
    except BaseException:
        if process.returncode is None:
            process.kill()
            await process.wait()
        raise
    # Single-user mode prints a line for a failed command and goes on.
    lines = output.decode(errors="replace").splitlines()
    complaint = next((line for line in lines if any(word in line for word in ("ERROR:", "FATAL:", "PANIC:"))), None)
    if process.returncode or complaint:
        said = complaint or next(reversed(lines), "không nói gì")
        raise PreparationError(f"Không tạo được cơ sở dữ liệu ({Path(argv[0]).name}): {said.strip()}")


async def clear_stale_pid_file(folder: Path) -> None:
    """Remove the pid file of a server that was killed. Wait for a server that is still stopping.

    PostgreSQL checks only whether the process id of the file exists. After a crash it may belong to another program, and in a
    container it often does. So we check which program it is.
    """
    pid_file = folder / "postmaster.pid"
    loop = asyncio.get_running_loop()
    patience_ends = loop.time() + _PREDECESSOR_PATIENCE_SECONDS
    while (pid := _read_pid(pid_file)) is not None:
        if not is_postmaster(pid, folder):
            pid_file.unlink(missing_ok=True)
        elif loop.time() >= patience_ends:
            raise DataFolderError(f"Một PostgreSQL khác (tiến trình {pid}) đang dùng {folder}; hãy dừng nó trước.")
        else:
            await asyncio.sleep(0.1)


def _read_pid(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().splitlines()[0])
    except FileNotFoundError:
        return None
    except (IndexError, ValueError):  # The server died while writing it.
        return 0


def is_postmaster(pid: int, folder: Path) -> bool:
    """Return whether `pid` is the server of `folder`. A server's working directory is its data folder."""
    if pid <= 0:
        return False
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
        except OSError:
            return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):  # The process is gone, or another account's.
        return False
    return True
