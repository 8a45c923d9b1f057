"""The problems that an import can end in."""

from __future__ import annotations

from api.web.problems.kinds import Kind

UNKNOWN_IMPORT = Kind(
    "unknown-import",
    404,
    "Không có lần nhập này",
    "Không có lần nhập hồ sơ nào mang mã này mà bạn được xem; tệp kiểm tra xong mà không nhập thì chỉ giữ một ngày.",
)
