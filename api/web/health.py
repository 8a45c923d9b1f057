"""The health of the front: whether it is alive, and whether the parts that it needs answer."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import Literal

from anyio import to_thread
from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.web.front import FrontDep
from api.web.gateway import Gateway
from records.record import Record

router = APIRouter(tags=["Tình trạng"])

_PATIENCE = 5.0


class Health(BaseModel):
    """Tiến trình còn sống."""

    status: Literal["alive"] = "alive"


class Answer(StrEnum):
    """The state of a part: whether it answers."""

    UP = "up"
    DOWN = "down"


class Readiness(BaseModel):
    """Hệ thống sẵn sàng phục vụ chưa, từng phần một."""

    ready: bool
    database: Answer = Field(description="PostgreSQL. Không có thì không làm được gì.")
    temporal: Answer = Field(description="Temporal. Không có thì vẫn nhận phản ánh, nhưng thao tác phải đợi.")


@router.get("/health", summary="Tiến trình còn sống")
async def health() -> Health:
    """The process answers, even when every thread waits for the database."""
    return Health()


@router.get(
    "/ready", summary="Sẵn sàng phục vụ", responses={503: {"model": Readiness, "description": "Chưa sẵn sàng."}}
)
async def ready(front: FrontDep, response: Response) -> Readiness:
    """Whether the database and Temporal answer."""
    database, temporal = await asyncio.gather(_database(front.record), _temporal(front.gateway))
    is_ready = database is temporal is Answer.UP
    if not is_ready:
        response.status_code = 503
    return Readiness(ready=is_ready, database=database, temporal=temporal)


async def _database(record: Record) -> Answer:
    try:
        async with asyncio.timeout(_PATIENCE):
            # A frozen server never answers; the thread is abandoned.
            await to_thread.run_sync(record.is_alive, abandon_on_cancel=True)
    except Exception:  # noqa: BLE001 - whatever the error, the database is not usable
        return Answer.DOWN
    return Answer.UP


async def _temporal(gateway: Gateway) -> Answer:
    try:
        async with asyncio.timeout(_PATIENCE):
            return Answer.UP if await gateway.is_reachable() else Answer.DOWN
    except Exception:  # noqa: BLE001 - as above
        return Answer.DOWN
