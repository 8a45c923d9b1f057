"""Routes of Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2/), for programs that speak this standard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import APIKeyHeader
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.open311.answers import Form, Open311Error, answer, of_problem, refused, told
from api.open311.filing import file
from api.open311.requests import listed, one
from api.open311.services import definition, jurisdiction, service_of, services
from api.web.front import FrontDep
from api.web.identity.callers import Caller
from api.web.problems.problem import TOLD
from api.web.reading_limits import COUNTED_READ
from api.web.throttle import address_of

PREFIX = "/open311/v2"
router = APIRouter(prefix=PREFIX, include_in_schema=False)

_key = APIKeyHeader(name="X-Tracking-Key", auto_error=False)
TrackingKey = Annotated[str | None, Depends(_key)]


@router.get("/discovery.{form}", dependencies=[COUNTED_READ])
def discovery(form: Form, front: FrontDep) -> Response:
    """Where the service is, and in which forms it answers."""
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": front.site.address + PREFIX,
        "changeset": "2026-12-01T00:00:00Z",
        "type": "production",
        "formats": ["application/json", "text/xml"],
    }
    said = {
        "changeset": "2026-12-01T00:00:00Z",
        "contact": f"{front.site.address}/docs",
        "key_service": "Quản trị của địa phương đăng ký kết nối máy.",
        "endpoints": [endpoint],
    }
    return answer(form, "discovery", said)


@router.get("/services.{form}", dependencies=[COUNTED_READ])
def listing_of_services(form: Form, request: Request, front: FrontDep) -> Response:
    """The fields of work of an authority."""

    def work() -> Response:
        procedure = jurisdiction(front, request.query_params.get("jurisdiction_id"))
        return answer(form, "services", services(procedure))

    return told(form, work)


@router.get("/services/{service_code}.{form}", dependencies=[COUNTED_READ])
def show_definition(service_code: str, form: Form, request: Request, front: FrontDep) -> Response:
    """Return what a report to one service holds beside the parameters of the standard."""

    def work() -> Response:
        procedure = jurisdiction(front, request.query_params.get("jurisdiction_id"))
        return answer(form, "service_definition", definition(procedure, service_of(procedure, service_code)))

    return told(form, work)


@router.get("/requests.{form}", dependencies=[COUNTED_READ])
def listing(form: Form, request: Request, front: FrontDep) -> Response:
    """The public cases of an authority."""

    def work() -> Response:
        with front.record.reading():
            return answer(form, "service_requests", listed(front, request.query_params))

    return told(form, work)


@router.get("/requests/{service_request_id}.{form}", dependencies=[COUNTED_READ])
def show(service_request_id: str, form: Form, request: Request, front: FrontDep, key: TrackingKey) -> Response:
    """One case: what the public sees, and to its reporter, by the tracking key, what the reporter sees."""

    def work() -> Response:
        with front.record.reading():
            caller = Caller(None, key, address_of(request))
            found = one(front, request.query_params.get("jurisdiction_id") or None, service_request_id, caller)
            return answer(form, "service_requests", found)

    return told(form, work)


@router.get("/tokens/{token}.{form}", dependencies=[COUNTED_READ])
def of_token(token: str, form: Form, request: Request, front: FrontDep, key: TrackingKey) -> Response:
    """The id behind a token. Reports get their id at once, so each id is its own token."""

    def work() -> Response:
        with front.record.reading():
            caller = Caller(None, key, address_of(request))
            [found] = one(front, request.query_params.get("jurisdiction_id") or None, token, caller)
        code = found["service_request_id"]
        return answer(form, "service_requests", [{"service_request_id": code, "token": code}])

    return told(form, work)


@router.post("/requests.{form}")
async def send(form: Form, request: Request, front: FrontDep) -> Response:
    """File a report."""
    try:
        filed = await file(front, request, await _said(request))
        return await run_in_threadpool(answer, form, "service_requests", filed, 201)
    except Open311Error as error:
        return refused(form, error.status, [error.description])
    except TOLD as error:
        return await run_in_threadpool(of_problem, form, error)


async def _said(request: Request) -> Mapping[str, str]:
    """Return the parameters of the form; `jurisdiction_id` and `api_key` may stand in the query.

    Raises:
        Open311Error: the body is no form.
    """
    query = {
        name: request.query_params[name] for name in ("jurisdiction_id", "api_key") if name in request.query_params
    }
    try:
        sent = await request.form(max_files=0, max_fields=100)
    except (UnicodeError, HTTPException) as error:
        raise Open311Error(400, "the body must be a form without files") from error
    return query | {name: value for name, value in sent.multi_items() if not isinstance(value, UploadFile)}
