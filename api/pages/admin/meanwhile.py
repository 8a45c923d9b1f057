"""Forms of two admins who edit one thing at once: the second is told what the first changed, and keeps what they typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.common.forms import Form
from api.web.problems.kinds import CHANGED_MEANWHILE

VERSION = "version"
"""The hidden field of a form that edits: the version that its page showed."""

_LABELS = {
    "display_name": "Họ tên hiển thị",
    "role": "Vai trò",
    "agency": "Cơ quan xử lý",
    "email": "Thư điện tử công vụ",
    "phone": "Số di động",
    "provider_identity": "Danh tính liên thông",
    "active": "Đang dùng",
    "name": "Tên",
    "own_limit": "Hạn xử lý riêng",
    "symbol": "Ký hiệu văn bản",
    "next_name": "Tên mới",
    "next_symbol": "Ký hiệu mới",
    "renamed_on": "Dùng tên mới từ ngày",
    "kind": "Cấp",
    "parent": "Thuộc đơn vị",
    "latitude": "Vĩ độ của trung tâm",
    "longitude": "Kinh độ của trung tâm",
    "code": "Mã đơn vị hành chính",
    "succeeded_by": "Nay thuộc",
    "urgency": "Hồ sơ theo quy trình",
    "source": "Căn cứ",
    "like": "Theo thời hạn của lĩnh vực",
    "field": "Lĩnh vực",
    "place": "Địa bàn",
    "ours": "Văn bản để ngỏ; đây là lựa chọn của đơn vị vận hành",
}
_FLAGS = frozenset({"active", "ours"})
_YES, _NO = "có", "không"


@dataclass(frozen=True)
class Difference:
    """A field in which the record differs from what was typed."""

    label: str
    theirs: str
    ours: str


def seen_in(form: Form) -> str:
    """Return the version that the form's page showed. A form without one matches no state of anything."""
    return form.value(VERSION) or "?"


def shown_version(form: Form, current: str) -> str:
    """Return the version that the page of this form shows: after a difference was told, the current one."""
    return current if is_told(form) else form.value(VERSION) or current


def is_told(form: Form) -> bool:
    """Return whether this form was refused because another person changed the same meanwhile."""
    return form.told is not None and form.told.kind is CHANGED_MEANWHILE


def differences(
    form: Form, current: Mapping[str, str], names: Mapping[str, Mapping[str, str]] | None = None
) -> list[Difference]:
    """Return the fields in which the record is not as typed, where the form was refused for it. `names` says for some fields
    how people call their values."""
    if not is_told(form):
        return []
    found = []
    for name, label in _LABELS.items():
        if name not in current:
            continue
        theirs, ours = current[name], form.value(name)
        if name in _FLAGS:
            theirs, ours = (_YES if each == "true" else _NO for each in (theirs, ours))
        if theirs.strip() != ours.strip():
            called = (names or {}).get(name, {})
            found.append(Difference(label, called.get(theirs, theirs), called.get(ours, ours)))
    return found
