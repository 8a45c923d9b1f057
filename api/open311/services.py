"""Services of an authority: its fields of work, and what a report must hold beside what GeoReport v2 knows."""

from __future__ import annotations

from typing import Any

from api.open311.answers import Open311Error
from api.web.front import Front
from domain.procedure import Named, Procedure
from procedures import all_procedures

BY_CORE_FIELDS = frozenset({"content", "place", "name", "phone", "email"})
"""The requirements of a report that GeoReport v2 has parameters for. The others are attributes."""

CHANNEL, SECRET = "channel", "secret"
_SECRECY = "Người gửi đề nghị giữ bí mật (true, false)"


def jurisdiction(front: Front, asked: str | None) -> Procedure:
    """Return the procedure of the authority that a request names by `jurisdiction_id`.

    Raises:
        Open311Error: it names none, or there is none.
    """
    if not asked:
        raise Open311Error(400, "jurisdiction_id was not provided")
    found = front.procedures.today(asked) if asked in all_procedures() else None
    if found is None:
        raise Open311Error(404, "jurisdiction_id provided was not found")
    return found


def service_of(procedure: Procedure, code: str) -> Named:
    """Return the field of work with this code. Raises Open311Error where there is none."""
    found = next((each for each in procedure.fields if each.id == code), None)
    if found is None:
        raise Open311Error(404, "service_code provided was not found")
    return found


def services(procedure: Procedure) -> list[dict[str, Any]]:
    """Return the services of an authority. All are answered at once, and each has attributes."""
    return [
        {
            "service_code": each.id,
            "service_name": each.name,
            "description": f"{procedure.authority.name}: {each.name}",
            "metadata": True,
            "type": "realtime",
            "keywords": "",
            "group": procedure.authority.name,
        }
        for each in procedure.fields
    ]


def definition(procedure: Procedure, service: Named) -> dict[str, Any]:
    """Return what a report to this service holds beside the parameters of the standard."""
    needs = [each for each in procedure.requirements if each.id not in BY_CORE_FIELDS and not each.kinds]
    asked = [_attribute(each.id, each.name, required=each.required) for each in needs]
    channels = _attribute(CHANNEL, "Kênh tiếp nhận", kind="singlevaluelist")
    channels["values"] = [{"key": each.id, "name": each.name} for each in procedure.channels]
    attributes = [*asked, channels, _attribute(SECRET, _SECRECY)]
    for order, each in enumerate(attributes, start=1):
        each["order"] = order
    return {"service_code": service.id, "attributes": attributes}


def _attribute(code: str, description: str, *, kind: str = "string", required: bool = False) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": kind,
        "required": required,
        "datatype_description": "",
        "order": 0,
        "description": description,
        "values": [],
    }
