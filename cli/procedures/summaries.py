"""Summarises what a province's file holds, in one sentence."""

from __future__ import annotations

from domain.offices.office import Office
from domain.personal_data.retention import Retention
from domain.procedure import Procedure


def summary_of_procedure(procedure: Procedure) -> str:
    """Return one sentence about a procedure without faults."""
    return (
        f"{procedure.authority.name}, {procedure.legal_basis.act}, có hiệu lực từ "
        f"{procedure.valid_from:%d/%m/%Y}: {len(procedure.acts)} thao tác, {len(procedure.limits)} thời hạn, "
        f"{len(procedure.ladders)} bậc thang báo cáo, {len(procedure.fields)} lĩnh vực."
    )


def summary_of_office(office: Office) -> str:
    """Return one sentence about an office without faults."""
    return (
        f"{len(office.agencies)} cơ quan, {len(office.places)} đơn vị hành chính, "
        f"{len(office.routing)} quy tắc phân phối, {len(office.staff)} tài khoản."
    )


def summary_of_retention(retention: Retention | None) -> str:
    """Return one sentence about how long a province keeps who reported."""
    if retention is None:
        return "Không có retention.toml: danh tính người gửi được giữ mãi."
    if retention.years is None:
        return f"Danh tính người gửi được giữ mãi: không quy định ({retention.source})."
    return f"Danh tính người gửi bị xóa {retention.years} năm sau khi hồ sơ kết thúc ({retention.source})."
