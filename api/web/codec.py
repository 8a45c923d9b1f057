"""Opens sealed words for the Temporal Web UI, for auditors and admins of the whole system. Each look is recorded.

The Web UI asks from its own origin, with the session cookie of this front (`Include cross-origin credentials` in its data
encoder's settings). See https://docs.temporal.io/production-deployment/data-encryption.
"""

from __future__ import annotations

import base64
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, BeforeValidator, PlainSerializer, ValidationError
from starlette.concurrency import run_in_threadpool
from temporalio.api.common.v1 import Payload

from api.web.front import Front, FrontDep, Site
from api.web.identity import cookies
from api.web.identity.callers import Staff, staff_with
from api.web.problems.kinds import MALFORMED, SEAL_BROKEN, SEALED_FOR_AUDITORS, SIGN_IN
from api.web.problems.problem import TOLD, Problem, problem_of, respond
from domain.words import Role
from records.staff.rows import LookedAt
from workflows.sealing import SealBroken, is_sealed

router = APIRouter(prefix="/codec", include_in_schema=False)

_ASKED_BEFORE = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "content-type, x-namespace, authorization",
    "Access-Control-Max-Age": "600",
}


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(data: str | bytes) -> bytes:
    return data if isinstance(data, bytes) else base64.b64decode(data, validate=True)


_Bytes = Annotated[bytes, BeforeValidator(_decoded), PlainSerializer(_encoded, return_type=str)]


class _Payload(BaseModel):
    """A payload as JSON writes it: bytes in base64."""

    metadata: dict[str, _Bytes] = {}
    data: _Bytes = b""


class _Payloads(BaseModel):
    payloads: list[_Payload] = []


@router.options("/decode")
def ask_before(request: Request, front: FrontDep) -> Response:
    """Answer the preflight request of a browser in which the Web UI runs."""
    return Response(status_code=204, headers=_for_the_web_ui(front.site, request) | _ASKED_BEFORE)


@router.post("/decode")
async def decode(request: Request, front: FrontDep) -> Response:
    """Return the payloads with their sealed words opened."""
    try:
        opened = await _opened(front, request)
    except TOLD as error:
        answer: Response = respond(problem_of(error), request)
    else:
        answer = Response(opened.model_dump_json(), media_type="application/json")
    answer.headers.update(_for_the_web_ui(front.site, request))
    return answer


async def _opened(front: Front, request: Request) -> _Payloads:
    staff = await run_in_threadpool(_signed_in, front, request)
    if staff is None:
        raise Problem(SIGN_IN)
    if staff.account.role not in (Role.ADMIN, Role.AUDITOR) or staff.account.authority is not None:
        raise Problem(SEALED_FOR_AUDITORS)
    payloads = [Payload(metadata=each.metadata, data=each.data) for each in (await _sent(request)).payloads]
    if pieces := sum(map(is_sealed, payloads)):
        await run_in_threadpool(front.record.looks.note, staff.account.id, LookedAt.SEALED_WORDS, None, pieces)
    try:
        opened = await front.keys.sealer.decode(payloads)
    except SealBroken as error:
        raise Problem(SEAL_BROKEN) from error
    return _Payloads(payloads=[_Payload(metadata=dict(each.metadata), data=each.data) for each in opened])


def _signed_in(front: Front, request: Request) -> Staff | None:
    """Return who asks, by the session cookie of the pages. A request from any origin but the Web UI's is anonymous."""
    held = request.cookies.get(cookies.SESSION)
    if not held or request.headers.get("origin") != front.site.web_ui:
        return None
    signed_in = staff_with(front, held)
    return signed_in if signed_in and not signed_in.owes else None


async def _sent(request: Request) -> _Payloads:
    try:
        return _Payloads.model_validate_json(await request.body())
    except ValidationError as error:
        raise Problem(MALFORMED) from error


def _for_the_web_ui(site: Site, request: Request) -> dict[str, str]:
    """Return the headers that let the Web UI, and no other page, read the answer."""
    if not site.web_ui or request.headers.get("origin") != site.web_ui:
        return {"Vary": "Origin"}
    return {
        "Access-Control-Allow-Origin": site.web_ui,
        "Access-Control-Allow-Credentials": "true",
        "Vary": "Origin",
    }
