"""Keep machine clients: an admin registers one, gives it another secret, drops the old one, revokes it.

A secret is made by the system and shown once. Only its hash is kept.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from api.office.admins import administers
from api.office.problems import OFFICE_ADMIN_ONLY
from api.staff.machines.bodies import NewMachineBody
from api.web.front import Clock, fingerprint
from api.web.identity.callers import Staff
from api.web.identity.machines import SECRET_MARK
from api.web.names import Agencies
from api.web.problems.machine_kinds import (
    MACHINE_REVOKED,
    ONLY_SECRET,
    TWO_SECRETS_ALREADY,
    UNKNOWN_MACHINE,
    UNKNOWN_SECRET,
)
from api.web.problems.problem import Problem, wrong_field
from calendars import VIETNAM
from domain.offices.machine_clients import scopes_for
from procedures import all_procedures
from records.errors import LastSecret, TooManySecrets
from records.offices.rows import ChangedBy
from records.record import Record
from records.staff.machine_clients import MachineClients
from records.staff.rows import MachineClient, NewMachine

LONGEST = timedelta(days=3 * 366)
"""The longest time for which a machine client is registered. Somebody then asks whether it is still needed."""


class KeepingParts(Protocol):
    """The parts of the front that keep machine clients; `api.web.front.Front` is the real one."""

    @property
    def record(self) -> Record: ...

    @property
    def clock(self) -> Clock: ...


@dataclass(frozen=True)
class GivenSecret:
    """A machine client with the secret that the system made for it."""

    client: MachineClient
    secret: str = field(repr=False)


def machines_kept_by(machines: MachineClients, staff: Staff, authority: str | None) -> tuple[MachineClient, ...]:
    """Return the machine clients of this authority. None stands for the admin's own authority, or for all.

    Raises:
        Problem: the authority is not this admin's.
    """
    wanted = authority or staff.account.authority
    if not administers(staff, wanted):
        raise Problem(OFFICE_ADMIN_ONLY)
    return machines.of_authority(wanted)


def machine_kept_by(machines: MachineClients, client_id: str, staff: Staff) -> MachineClient:
    """Return a machine client that this admin keeps. The admin does not learn whether another one exists.

    Raises:
        Problem: this admin keeps no such machine client.
    """
    client = machines.find(client_id)
    if client is None or not administers(staff, client.authority):
        raise Problem(UNKNOWN_MACHINE)
    return client


def register(parts: KeepingParts, staff: Staff, body: NewMachineBody) -> GivenSecret:
    """Register a machine client and make its first secret. No authority stands for the admin's own.

    Raises:
        Problem: the authority is not this admin's, or the fields do not go together.
    """
    authority = body.authority or staff.account.authority
    if not administers(staff, authority):
        raise Problem(OFFICE_ADMIN_ONLY)
    if authority is None or authority not in all_procedures():
        raise wrong_field("authority", "Không có địa phương này; hãy chọn địa phương mà máy kết nối tới.")
    at, agency = parts.clock(), body.agency or None
    _require_fitting(parts.record, authority, agency, body, at)
    try:
        networks = body.listed_networks()
    except ValueError:
        raise wrong_field(
            "networks",
            "Địa chỉ mạng không đúng; hãy ghi như 203.0.113.5 hoặc 203.0.113.0/24, cách nhau bằng dấu phẩy.",
        ) from None
    new = NewMachine(
        name=body.name,
        authority=authority,
        agency=agency,
        purpose=body.purpose,
        scopes=frozenset(body.scopes),
        networks=networks,
        expires_at=body.expires_at(),
    )
    secret = _new_secret()
    client = parts.record.machines.register(new, fingerprint(secret), ChangedBy(staff.account.id, at))
    return GivenSecret(client, secret)


def add_secret(parts: KeepingParts, staff: Staff, client_id: str) -> GivenSecret:
    """Give a machine client another secret. The one before holds until it is dropped.

    Raises:
        Problem: this admin keeps no such machine client, it was revoked, or it has two secrets.
    """
    client = machine_kept_by(parts.record.machines, client_id, staff)
    if client.revoked_at is not None:
        raise Problem(MACHINE_REVOKED)
    secret = _new_secret()
    try:
        parts.record.machines.add_secret(client, fingerprint(secret), ChangedBy(staff.account.id, parts.clock()))
    except TooManySecrets as error:
        raise Problem(TWO_SECRETS_ALREADY) from error
    return GivenSecret(machine_kept_by(parts.record.machines, client_id, staff), secret)


def drop_secret(parts: KeepingParts, staff: Staff, client_id: str, secret_id: UUID) -> None:
    """Drop a secret, with the tokens that came by it.

    Raises:
        Problem: this admin keeps no such machine client, it has no such secret, or no other one.
    """
    client = machine_kept_by(parts.record.machines, client_id, staff)
    try:
        dropped = parts.record.machines.drop_secret(client, secret_id, ChangedBy(staff.account.id, parts.clock()))
    except LastSecret as error:
        raise Problem(ONLY_SECRET) from error
    if not dropped:
        raise Problem(UNKNOWN_SECRET)


def revoke(parts: KeepingParts, staff: Staff, client_id: str) -> None:
    """Revoke a machine client: its next request is refused.

    Raises:
        Problem: this admin keeps no such machine client.
    """
    client = machine_kept_by(parts.record.machines, client_id, staff)
    parts.record.machines.revoke(client, ChangedBy(staff.account.id, parts.clock()))


def _new_secret() -> str:
    return SECRET_MARK + secrets.token_urlsafe(32)


def _require_fitting(record: Record, authority: str, agency: str | None, body: NewMachineBody, at: datetime) -> None:
    """Check that agency, scopes and last day go together."""
    if agency is not None and agency not in Agencies(record.offices, authority):
        raise wrong_field("agency", "Không có cơ quan nào đang hoạt động mang mã này; hãy chọn trong danh sách.")
    if not body.scopes or not set(body.scopes) <= scopes_for(agency):
        raise wrong_field(
            "scopes",
            "Máy của một cơ quan xem và xử lý hồ sơ của cơ quan ấy (cases.read, cases.act); máy không thuộc cơ quan nào "
            "chỉ gửi phản ánh (cases.file); hãy chọn lại.",
        )
    if not at < body.expires_at() <= at + LONGEST:
        last = (at + LONGEST).astimezone(VIETNAM).date()
        raise wrong_field(
            "expires_on", f"Ngày cuối phải từ hôm nay và không quá ba năm; hãy ghi một ngày trước {last:%d/%m/%Y}."
        )
