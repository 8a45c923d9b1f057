"""The Vietnamese sentences for a record and a Temporal that do not belong together."""

from __future__ import annotations

from domain.pairing import Pairing

PAIRING: dict[Pairing, str] = {
    Pairing.RECORD_OLDER: "Sổ hồ sơ (PostgreSQL) đã được khôi phục về một ngày cũ hơn Temporal.",
    Pairing.TEMPORAL_OLDER: "Temporal đã được khôi phục về một ngày cũ hơn sổ hồ sơ (PostgreSQL).",
    Pairing.FOREIGN: "Temporal này giữ quy trình của một hệ thống khác.",
}
"""The fault in words."""

MENDED_BY: dict[Pairing, str] = {
    Pairing.RECORD_OLDER: "Worker đang đối chiếu; nếu kéo dài, hãy chạy `hientruong reconcile` và xem nhật ký.",
    Pairing.TEMPORAL_OLDER: "Từng quy trình đọc lại sổ trước khi quyết định; worker đang đối chiếu. Nếu kéo dài, hãy chạy "
    "`hientruong reconcile`.",
    Pairing.FOREIGN: "Hãy sửa TEMPORAL_ADDRESS hoặc TEMPORAL_NAMESPACE; nếu đúng là máy chủ này, hãy chạy "
    "`hientruong reconcile --adopt`.",
}
"""The remedy in words."""
