"""The problems that asking for an audit can end in."""

from __future__ import annotations

from api.web.problems.kinds import Kind

AUDITORS_ONLY = Kind(
    "auditors-only",
    403,
    "Chỉ dành cho kiểm tra, giám sát",
    "Chỉ kiểm tra, giám sát mở được phần kiểm chứng của hồ sơ; hãy nhờ họ.",
)
EXPORT_FOR_FEW = Kind(
    "export-for-few",
    403,
    "Không xuất được hồ sơ này",
    "Chỉ kiểm tra, giám sát và người được biết danh tính người gửi xuất được cả hồ sơ; hãy nhờ họ.",
)
