"""`hientruong calendar decide` and `withdraw`: change the calendar through the API, after a preview of the limits that move."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

_API = "http://127.0.0.1:8000"
_PATIENCE = 60.0  # seconds, because a dry run reads every open case
_BETWEEN_LOOKS = 0.5
_SHOWN = 30

Api = Annotated[str, typer.Option(metavar="ĐỊA_CHỈ", help="Địa chỉ của hệ thống.")]
Username = Annotated[
    str, typer.Option(metavar="TÊN", help="Tài khoản quản trị; mật khẩu hỏi sau hoặc HIENTRUONG_PASSWORD.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")]


def decide(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Văn bản, ghi như calendars/official_decisions.toml.")],
    yes: Yes = False,
    api: Api = _API,
    username: Username = "quantri",
) -> None:
    """Thêm văn bản về ngày nghỉ, ngày làm việc: xem hồ sơ nào đổi hạn, rồi lưu và báo các hồ sơ."""
    from calendars import InvalidDecision, read_acts

    try:
        acts = read_acts(file.read_text("utf-8"))
    except OSError as error:
        _refuse(f"Không đọc được {file}: {error.strerror}.")
    except (InvalidDecision, UnicodeDecodeError) as error:
        _refuse(f"{file} không đúng dạng: {error}.")
    admin = _Admin(api, username)
    for act in acts:
        admin.change("/calendar/decisions", act, yes=yes)


def withdraw(
    act: Annotated[str, typer.Argument(metavar="SỐ_HIỆU", help="Số hiệu văn bản.")],
    authority: Annotated[
        str | None, typer.Option(metavar="ID", help="Văn bản riêng của địa phương nào; bỏ trống là văn bản chung.")
    ] = None,
    agency: Annotated[str | None, typer.Option(metavar="MÃ", help="Văn bản riêng của cơ quan nào.")] = None,
    yes: Yes = False,
    api: Api = _API,
    username: Username = "quantri",
) -> None:
    """Thu hồi một văn bản: xem hồ sơ nào đổi hạn, rồi lưu và báo các hồ sơ."""
    whose = {name: value for name, value in (("authority", authority), ("agency", agency)) if value}
    _Admin(api, username).change("/calendar/decisions/withdraw", whose | {"number": act}, yes=yes)


class _Admin:
    """An admin who is signed in to the API."""

    def __init__(self, api: str, username: str) -> None:
        self._root = f"{api.rstrip('/')}/api/v1"
        self._api = api.rstrip("/")
        self._password = os.environ.get("HIENTRUONG_PASSWORD") or typer.prompt(
            f"Mật khẩu của {username}", hide_input=True
        )
        self._token = ""
        session = self._ask("POST", f"{self._root}/sessions", {"username": username, "password": self._password})
        self._token = session["token"]
        if session["owes"] == "code":
            code = typer.prompt("Mã xác thực")
            self._token = self._ask("POST", f"{self._root}/sessions/current/code", {"code": code})["token"]

    def change(self, path: str, body: dict[str, Any], *, yes: bool) -> None:
        """Show what a change moves, ask, save it, and wait until every open case was notified."""
        from rich.console import Console

        console = Console(highlight=False)
        shown = self._ask("POST", self._root + path, body | {"dry_run": True})
        _print_moves(console, shown)
        if not yes and not typer.confirm("Lưu và báo các hồ sơ?"):
            raise typer.Exit(1)
        self._ask("POST", f"{self._root}/sessions/current/confirmation", {"password": self._password})
        saved = self._ask("POST", self._root + path, body | {"dry_run": False})
        self._follow(console, saved)

    def _follow(self, console: Any, saved: dict[str, Any]) -> None:
        """Show the progress of the rollout. An interrupted command does not stop it, and the same command shows it again."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task(f"Báo các hồ sơ ({saved['act']})", total=None)
            while True:
                told = self._ask("GET", self._api + saved["progress"])
                if told["state"] == "forgotten":
                    return
                total = max(told["total"] or 0, told["told"] or 0)
                progress.update(task, total=total or None, completed=told["told"] or 0)
                if told["state"] == "told":
                    break
                time.sleep(_BETWEEN_LOOKS)
        console.print(f"Đã báo {told['told']} hồ sơ, {told['moved']} hồ sơ đổi hạn (lần thay đổi {told['revision']}).")

    def _ask(self, method: str, url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        import json
        from urllib.error import HTTPError, URLError
        from urllib.request import Request, urlopen

        if not url.startswith(("http://", "https://")):
            _refuse(f"“{self._api}” không phải địa chỉ; viết như {_API}.")
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self._token}"} if self._token else {}
        )
        said = None if body is None else json.dumps(body, default=str).encode()
        try:
            with urlopen(Request(url, said, headers, method=method), timeout=_PATIENCE) as answer:  # noqa: S310 - checked above
                given: dict[str, Any] = json.loads(answer.read() or b"{}")  # a 204 has no body
                return given
        except HTTPError as error:
            _refuse(_problem(error.read()))
        except (URLError, TimeoutError) as error:
            _refuse(f"Không gọi được {self._api}: {getattr(error, 'reason', error)}.", code=1)


def _problem(body: bytes) -> str:
    """Return the sentence with which the API refused."""
    import json

    try:
        problem = json.loads(body)
        errors = [f"{each['field']}: {each['message']}" for each in problem["errors"]]
        return "\n".join([problem["detail"], *errors])
    except (ValueError, KeyError, TypeError):
        return "Hệ thống trả lời không hiểu được; hãy kiểm tra địa chỉ."


def _print_moves(console: Any, shown: dict[str, Any]) -> None:
    from rich.box import SIMPLE
    from rich.table import Table

    moves = shown["moves"]
    already = " (đã có hiệu lực từ trước)" if shown["already"] else ""
    console.print(f"{shown['act']}{already}: {moves['total']}/{moves['open_cases']} hồ sơ đang mở đổi hạn.")
    if not moves["items"]:
        return
    table = Table("Hồ sơ", "Hạn", "Trước", "Sau", box=SIMPLE, pad_edge=False)
    for case in moves["items"][:_SHOWN]:
        for n, each in enumerate(case["limits"]):
            code = case["code"] if n == 0 else ""
            table.add_row(code, each["limit"]["name"], each["due_before_text"], each["due_after_text"])
    console.print(table)
    if (more := moves["total"] - len(moves["items"][:_SHOWN])) > 0:
        console.print(f"… và {more} hồ sơ khác.")


def _refuse(sentence: str, *, code: int = 2) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
