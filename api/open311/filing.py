"""Filing by GeoReport v2: a machine client sends a report for a person, with its key."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.cases.bodies.report import ReportBody
from api.cases.filing import take_in
from api.open311.answers import Open311Error
from api.open311.services import CHANNEL, SECRET, jurisdiction, service_of
from api.staff.machines.tokens import TokenRefused, with_key
from api.web.front import Front
from api.web.identity.callers import Caller, Staff
from api.web.problems.kinds import INVALID
from api.web.problems.problem import Problem
from api.web.problems.validation import field_errors
from api.web.throttle import address_of
from domain.offices.machine_clients import MachineScope
from domain.procedure import Procedure

_ATTRIBUTE = re.compile(r"attribute\[([a-z_]{1,40})\]")
_NO_MEDIA = "media_url không được nhận ở đây; hãy gửi tệp tới …/api/v1/complaints/{code}/attachments với mã tra cứu."
_LONGEST_KEY = 200


def caller_with_key(front: Front, request: Request, key: str) -> Caller:
    """Return the machine client whose key this is, as a caller who may file.

    Raises:
        Open311Error: there is no key, or it is not one with which reports are filed.
        Problem: it was tried too often.
    """
    if not key:
        raise Open311Error(403, "api_key was not provided")
    try:
        token = with_key(front, request, key, MachineScope.FILE)
    except TokenRefused as refused:
        raise Open311Error(403, refused.description) from None
    return Caller(Staff(token.account, "", machine=token.scopes), None, address_of(request))


async def file(front: Front, request: Request, said: Mapping[str, str]) -> list[dict[str, Any]]:
    """File a report. Return its code, and the key by which its reporter follows it.

    Raises:
        Open311Error: a parameter is missing or wrong.
        Problem, RecordsUnavailable: as `take_in`.
    """
    body, caller = await run_in_threadpool(_read, front, request, said)
    once = request.headers.get("idempotency-key", "")[:_LONGEST_KEY] or str(uuid.uuid4())
    filed = await take_in(front, body, once if once.isascii() else str(uuid.uuid4()), caller)
    code = filed.complaint.code
    return [
        {
            "service_request_id": code,
            "service_notice": _NO_MEDIA.format(code=code) if said.get("media_url") else None,
            "account_id": None,
            "tracking_key": filed.tracking_key,
        }
    ]


def _read(front: Front, request: Request, said: Mapping[str, str]) -> tuple[ReportBody, Caller]:
    """Return the report as the JSON API takes it, and who files it."""
    procedure = jurisdiction(front, said.get("jurisdiction_id"))
    caller = caller_with_key(front, request, said.get("api_key", ""))
    if caller.staff is None or caller.staff.account.authority != procedure.id:
        raise Open311Error(403, "api_key is not one of this jurisdiction")
    if not said.get("service_code"):
        raise Open311Error(400, "service_code was not provided")
    return _body(procedure, service_of(procedure, said["service_code"]).id, said), caller


def _body(procedure: Procedure, field: str, said: Mapping[str, str]) -> ReportBody:
    attributes = {found[1]: value for name, value in said.items() if (found := _ATTRIBUTE.fullmatch(name)) and value}
    names = (said.get("last_name", ""), said.get("first_name", ""))
    reporter = {
        "name": " ".join(each.strip() for each in names if each.strip()),
        "address": attributes.pop("address", ""),
        "phone": said.get("phone", ""),
        "email": said.get("email", ""),
    }
    report: dict[str, Any] = {
        "procedure": procedure.id,
        "field": field,
        "content": said.get("description", ""),
        "place": said.get("address_string", ""),
        "place_id": said.get("address_id") or None,
        "latitude": said.get("lat") or None,
        "longitude": said.get("long") or None,
        "channel": attributes.pop(CHANNEL, None),
        "secret": attributes.pop(SECRET, "false"),
        "pledged": attributes.pop("pledge", "false"),
        "occurred_at": attributes.pop("occurred_at", ""),
        "reporter": reporter,
    }
    if attributes:
        raise Open311Error(400, f"attribute[{min(attributes)}] is not one of this service")
    try:
        return ReportBody.model_validate(report)
    except ValidationError as error:
        raise Problem(INVALID, errors=field_errors(error.errors())) from error
