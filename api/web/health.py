"""The health of the front: whether it is alive, whether it can serve, and whether the system behind it keeps its promises.

A load balancer takes a front away that is *not ready*: that one cannot serve. A front is *degraded* where the system lacks
something that another front would lack too, such as a worker. It then goes on serving, and says in sentences what is wrong.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Literal, TypeVar

from anyio import to_thread
from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.web.certificates import ENDS_SOON, certificate_sentence
from api.web.front import MOST_DRIFT, Front, FrontDep
from domain.pairing import REFUSING
from language.pairing import MENDED_BY, PAIRING
from records.health.rows import ProcessKind

router = APIRouter(tags=["Tình trạng"])

T = TypeVar("T")

GRACE = timedelta(seconds=30)
"""The time that an alarm takes to ring and to be recorded on a busy day. A younger one is not late."""

TOLERATED_LAG = timedelta(minutes=2)
"""The age of the oldest alarm that did not ring from which the system is degraded."""

TOLERATED_SILENCE = timedelta(seconds=45)
"""The time without a heartbeat of any worker from which no worker runs. A worker beats every few seconds."""

LEAST_FREE_BYTES = 500_000_000
"""The free space in the data folder below which the system is degraded."""

_PATIENCE = 5.0
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


class Health(BaseModel):
    """Tiến trình còn sống."""

    status: Literal["alive"] = "alive"


class State(StrEnum):
    """The state of a part."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


class Part(BaseModel):
    """Một phần của hệ thống."""

    state: State
    sentence: str | None = Field(default=None, description="Điều gì sai, và nên làm gì. Không có nếu mọi thứ đều ổn.")


class Readiness(BaseModel):
    """Cửa này có phục vụ được không, và từng phần của hệ thống ra sao."""

    ready: bool = Field(description="Cửa này phục vụ được. Nếu không, câu trả lời có mã 503.")
    degraded: list[str] = Field(description="Những phần không làm việc như phải làm; trống nếu mọi thứ đều ổn.")
    parts: dict[str, Part] = Field(description="Từng phần: front, record, clock, temporal, worker, alarms, disk, …")
    alarm_lag_seconds: float | None = Field(
        default=None,
        description="Mốc nhắc hạn lâu nhất lẽ ra đã báo mà chưa báo, tính bằng giây; 0 nếu không có, null nếu không đọc được.",
    )


@dataclass(frozen=True)
class Finding:
    """The result of a check. `about` holds what the check measured, under the names of fields of `Readiness`."""

    state: State = State.UP
    sentence: str | None = None
    about: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A part that is checked. A front without a part that is `vital` cannot serve; without another one the system is degraded.
    `unknown` is what is said when the check itself fails or takes too long."""

    part: str
    ask: Callable[[Front], Awaitable[Finding]]
    unknown: str
    vital: bool = False


@router.get("/health", summary="Tiến trình còn sống")
async def health() -> Health:
    """The process answers, even when every thread waits for the database."""
    return Health()


@router.get(
    "/ready", summary="Sẵn sàng phục vụ", responses={503: {"model": Readiness, "description": "Chưa sẵn sàng."}}
)
async def ready(front: FrontDep, response: Response) -> Readiness:
    """Tells whether this front can serve, and what the system behind it lacks."""
    found = await readiness(front)
    if not found.ready:
        response.status_code = 503
    return found


async def readiness(front: Front) -> Readiness:
    """Make every check at once, and say what they found."""
    findings = await asyncio.gather(*(_made(check, front) for check in CHECKS))
    bad = [check for check, found in zip(CHECKS, findings, strict=True) if found.state is not State.UP]
    about = {name: value for found in findings for name, value in found.about.items()}
    return Readiness(
        ready=not any(check.vital and found.state is State.DOWN for check, found in zip(CHECKS, findings, strict=True)),
        degraded=[check.part for check in bad],
        parts={
            check.part: Part(state=found.state, sentence=found.sentence)
            for check, found in zip(CHECKS, findings, strict=True)
        },
        alarm_lag_seconds=about.get("alarm_lag_seconds"),
    )


async def _made(check: Check, front: Front) -> Finding:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await check.ask(front)
    except Exception:  # noqa: BLE001 - whatever the error, the part is not usable
        return Finding(State.DOWN, check.unknown)


async def _in_thread(call: Callable[[], T]) -> T:
    """Call in a thread that is abandoned when time is up: a frozen server never answers."""
    return await to_thread.run_sync(call, abandon_on_cancel=True)


async def _record(front: Front) -> Finding:
    """The record can be written: this front's own heartbeat is."""
    await _in_thread(lambda: front.record.health.beat(front.process, ProcessKind.FRONT))
    return Finding()


async def _front(front: Front) -> Finding:
    """This front was not told to stop."""
    return (
        Finding(State.DOWN, "Cửa này đang dừng; yêu cầu mới sang cửa khác.") if front.stopping.is_set() else Finding()
    )


async def _clock(front: Front) -> Finding:
    """The clock of this machine agrees with the database's, which all that is recorded goes by."""
    drift = front.drift()
    if abs(drift) <= MOST_DRIFT:
        return Finding()
    side = "nhanh" if drift > timedelta() else "chậm"
    return Finding(
        State.DOWN,
        f"Đồng hồ của máy này {side} hơn đồng hồ của cơ sở dữ liệu {in_words(abs(drift))}. Hãy chỉnh giờ máy (NTP).",
    )


async def _pairing(front: Front) -> Finding:
    """The record and Temporal belong together, as this front saw them last."""
    known = front.pairing.now
    if known not in PAIRING:
        return Finding()
    state = State.DOWN if known in REFUSING else State.DEGRADED
    return Finding(state, f"{PAIRING[known]} {MENDED_BY[known]}")


async def _temporal(front: Front) -> Finding:
    if await front.gateway.is_reachable():
        return Finding()
    return Finding(State.DOWN, _NO_TEMPORAL)


async def _worker(front: Front) -> Finding:
    """A worker runs, as its heartbeat in the record tells, and asks Temporal for work."""
    silence = await _in_thread(lambda: front.record.health.silence_of(ProcessKind.WORKER))
    if silence is None:
        return Finding(
            State.DOWN, "Chưa có tiến trình worker nào chạy, nên không mốc hạn nào được báo. Hãy chạy worker."
        )
    if silence > TOLERATED_SILENCE:
        since = f"Không tiến trình worker nào còn chạy từ {in_words(silence)} trước"
        return Finding(
            State.DOWN, f"{since}, nên không mốc hạn nào được báo. Hãy chạy lại worker và xem nhật ký của nó."
        )
    if await front.gateway.is_reachable() and not await front.gateway.has_worker():
        return Finding(
            State.DOWN,
            "Worker chạy nhưng không nhận việc từ Temporal. Hãy xem worker và trang web có cùng máy chủ Temporal, cùng không "
            "gian tên và cùng hàng đợi không.",
        )
    return Finding()


async def _alarms(front: Front) -> Finding:
    """No alarm of an open case is late, by the record and the database's clock."""
    lag = await _in_thread(lambda: front.record.health.alarm_lag(GRACE))
    about = {"alarm_lag_seconds": lag.total_seconds()}
    if lag <= TOLERATED_LAG:
        return Finding(about=about)
    return Finding(
        State.DEGRADED,
        f"Có mốc hạn đã đến từ {in_words(lag)} trước mà chưa được báo. Hạn vẫn tính. Hãy xem worker và Temporal.",
        about,
    )


async def _disk(front: Front) -> Finding:
    folder = front.data_dir
    if folder is None or not await _in_thread(folder.is_dir):
        return Finding()  # nothing of this front lies there
    free = (await _in_thread(lambda: shutil.disk_usage(folder))).free
    if free >= LEAST_FREE_BYTES:
        return Finding()
    return Finding(
        State.DEGRADED, f"Ổ đĩa của thư mục dữ liệu chỉ còn {free // 1_000_000} MB trống. Hãy dọn hoặc mở rộng ổ đĩa."
    )


async def _scanner(front: Front) -> Finding:
    """The virus scanner answers, where a setting names one."""
    scanner = front.scanner
    if scanner is None or await _in_thread(scanner.answers):
        return Finding()
    return Finding(State.DOWN, _NO_SCANNER)


async def _certificates(front: Front) -> Finding:
    """No certificate that letters are signed with ends soon, as the worker noted them."""
    ending = await _in_thread(lambda: front.record.certificates.ending(ENDS_SOON))
    if not ending:
        return Finding()
    return Finding(State.DEGRADED, " ".join(map(certificate_sentence, ending)))


def in_words(long: timedelta) -> str:
    """Return an amount of clock time for people, in its largest unit."""
    if long < _MINUTE:
        return f"{int(long.total_seconds())} giây"
    if long < _HOUR:
        return f"{long // _MINUTE} phút"
    return f"{long // _HOUR} giờ" if long < timedelta(days=2) else f"{long.days} ngày"


_NO_RECORD = (
    "Không ghi được vào PostgreSQL, nên cửa này chưa phục vụ được. Hãy xem máy chủ cơ sở dữ liệu và ổ đĩa của nó."
)
_NO_TEMPORAL = "Temporal không trả lời. Phản ánh vẫn được nhận, thao tác phải đợi và không mốc hạn nào được báo."
_NO_SCANNER = (
    "Máy quét vi-rút (HIENTRUONG_CLAMD) không trả lời, nên không tệp nào được nhận; phản ánh không kèm tệp vẫn được nhận. "
    "Hãy xem clamd."
)
_UNREAD = "Không đọc được từ PostgreSQL."

CHECKS: tuple[Check, ...] = (
    Check("front", _front, "Cửa này không trả lời.", vital=True),
    Check("record", _record, _NO_RECORD, vital=True),
    Check("clock", _clock, "Không so được đồng hồ.", vital=True),
    Check("pairing", _pairing, "Không biết sổ hồ sơ và Temporal có cùng một hệ thống không.", vital=True),
    Check("temporal", _temporal, _NO_TEMPORAL),
    Check("worker", _worker, _UNREAD),
    Check("alarms", _alarms, _UNREAD),
    Check("disk", _disk, "Không đọc được thư mục dữ liệu."),
    Check("scanner", _scanner, _NO_SCANNER),
    Check("certificates", _certificates, _UNREAD),
)
"""The checks of `/ready`, in this order. A further part is a line here and the function that asks it."""
