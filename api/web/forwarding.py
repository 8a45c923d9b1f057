"""Addresses that name an authority which has joined another one lead to that one."""

from __future__ import annotations

from typing import Protocol

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.web.front import FrontDep
from domain.offices.reorganisation import Reorganisation
from procedures import all_procedures
from records.errors import RecordsUnavailable


class JoiningOffices(Protocol):
    """The record as this needs it; `records.offices.repository.Offices` is the real one."""

    def going_over(self, authority: str) -> Reorganisation | None:
        """Return the latest reorganisation that has come by which open cases go over to another text."""
        ...


class Joined(Exception):
    """The address names an authority that has joined another one. Its only argument is the address there."""


def joined_into(offices: JoiningOffices, authority: str) -> str | None:
    """Return the authority that this one has joined, through however many others, None where it goes on."""
    seen, now = {authority}, authority
    while now in all_procedures() and (plan := offices.going_over(now)) and plan.joins and plan.joins not in seen:
        now = plan.joins
        seen.add(now)
    return now if now != authority else None


async def _forward(request: Request, front: FrontDep) -> None:
    named = request.path_params.get("procedure_id", "")
    if request.method != "GET" or named not in all_procedures():
        return
    try:
        into = await run_in_threadpool(joined_into, front.record.offices, named)
    except RecordsUnavailable:
        return
    if into is not None:
        path = request.url.path.replace(f"/{named}", f"/{into}", 1)
        raise Joined(f"{path}?{request.url.query}" if request.url.query else path)


FORWARDED = Depends(_forward)
"""A page of one authority. Raises Joined where it has joined another one."""


def forward_joined(app: FastAPI) -> None:
    """Answer Joined with a permanent redirect."""

    async def lead_on(_request: Request, error: Exception) -> Response:
        return RedirectResponse(str(error.args[0]), 308)

    app.add_exception_handler(Joined, lead_on)
