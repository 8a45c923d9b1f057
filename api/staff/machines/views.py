"""Machine clients as their admin sees them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, Field

from api.staff.machines.keeping import GivenSecret
from api.web.names import Agencies, Name
from calendars import VIETNAM
from domain.offices.machine_clients import MachineRefusal, MachineScope
from language.labels import local_time
from procedures import all_procedures
from records.offices.repository import Offices
from records.staff.rows import MachineClient

SCOPES = {
    MachineScope.READ: "xem hồ sơ của cơ quan (cases.read)",
    MachineScope.ACT: "tiếp nhận, trả lại, báo cáo tiến độ, trình kết quả (cases.act)",
    MachineScope.FILE: "gửi phản ánh thay người dân qua một kênh (cases.file)",
}
_REFUSALS: dict[str, str] = {
    MachineRefusal.SECRET: "khóa bí mật sai hoặc đã bỏ",
    MachineRefusal.TOKEN: "mã truy cập không còn hiệu lực",
    MachineRefusal.REVOKED: "kết nối đã bị thu hồi",
    MachineRefusal.EXPIRED: "kết nối đã hết hạn",
    MachineRefusal.NETWORK: "gọi từ địa chỉ mạng không được phép",
    MachineRefusal.SCOPE: "gọi ngoài phạm vi được cấp",
    MachineRefusal.RATE: "gọi quá nhiều lần",
}


class SecretView(BaseModel):
    """Một khóa bí mật còn hiệu lực; bản thân khóa không được giữ."""

    id: UUID
    made_at: datetime
    made_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])


class MachineView(BaseModel):
    """Một kết nối máy."""

    id: str = Field(description="Mã kết nối (client_id).")
    name: str = Field(examples=["Hệ thống văn bản Sở Giao thông vận tải (máy)"])
    authority: Name
    agency: Name | None
    purpose: str
    scopes: list[MachineScope]
    networks: list[str] = Field(description="Được gọi từ đâu; rỗng thì từ đâu cũng được.")
    registered_at: datetime
    expires_at: datetime
    expires_text: str = Field(description="Ngày cuối còn dùng được.", examples=["31/12/2027"])
    expired: bool
    revoked_at: datetime | None
    secrets: list[SecretView]
    uses: int = Field(description="Số lần gọi được.")
    last_used_at: datetime | None
    last_used_text: str | None
    refusals: int = Field(description="Số lần gọi bị từ chối.")
    last_refused_at: datetime | None
    last_refused_text: str | None
    last_refusal: str | None = Field(
        description="Vì sao bị từ chối lần gần nhất.", examples=["gọi ngoài phạm vi được cấp"]
    )


class MachineList(BaseModel):
    """Các kết nối máy."""

    items: list[MachineView]


class GivenSecretView(BaseModel):
    """Một kết nối máy và khóa bí mật vừa tạo cho nó."""

    client: MachineView
    client_id: str
    client_secret: str = Field(description="Chỉ trả về một lần; hệ thống chỉ giữ giá trị băm.")


def machine_view(offices: Offices, client: MachineClient, at: datetime) -> MachineView:
    """Return a machine client as its admin sees it."""
    procedure = all_procedures().get(client.authority)
    known = Name(id=client.authority, name=procedure.authority.name if procedure else client.authority)
    return MachineView(
        id=client.id,
        name=client.name,
        authority=known,
        agency=Agencies(offices, client.authority).name(client.agency) if client.agency else None,
        purpose=client.purpose,
        scopes=sorted(client.scopes),
        networks=list(client.networks),
        registered_at=client.registered_at,
        expires_at=client.expires_at,
        expires_text=f"{(client.expires_at - timedelta(microseconds=1)).astimezone(VIETNAM):%d/%m/%Y}",
        expired=at >= client.expires_at,
        revoked_at=client.revoked_at,
        secrets=[
            SecretView(id=each.id, made_at=each.made_at, made_text=local_time(each.made_at, VIETNAM.key))
            for each in client.secrets
        ],
        uses=client.uses,
        last_used_at=client.last_used_at,
        last_used_text=_text(client.last_used_at),
        refusals=client.refusals,
        last_refused_at=client.last_refused_at,
        last_refused_text=_text(client.last_refused_at),
        last_refusal=_REFUSALS.get(client.last_refusal, client.last_refusal) if client.last_refusal else None,
    )


def given_view(offices: Offices, given: GivenSecret, at: datetime) -> GivenSecretView:
    """Return a machine client with its new secret."""
    view = machine_view(offices, given.client, at)
    return GivenSecretView(client=view, client_id=given.client.id, client_secret=given.secret)


def _text(at: datetime | None) -> str | None:
    return local_time(at, VIETNAM.key) if at else None
