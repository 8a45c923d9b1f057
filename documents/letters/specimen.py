"""Invented letters, to try a form with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from documents.letters.letter import Letter

FULL = Letter(
    title="Thông báo kết quả xử lý số 07/PAHT, hồ sơ XX-2026-000001",
    superior="UBND tỉnh",
    issuer="UBND thành phố",
    number="07/PAHT",
    about="V/v thông báo kết quả xử lý XX-2026-000001",
    place="Tỉnh",
    dated=date(2026, 11, 5),
    addressee="Nguyễn Văn A",
    body="Đã thu gom toàn bộ rác thải tại vỉa hè.\n\nTừ nay thu gom hai lần mỗi ngày: <b>*_$#@&.",
    signer_title="Thủ trưởng đơn vị",
    signer="Trần Văn B",
    recipients=("Như trên;", "Lưu: VT."),
    code="XX-2026-000001",
    reason="Chưa rõ địa điểm.",
    replaces="Văn bản này thay thế văn bản số 06/PAHT ngày 04/11/2026.",
)
BARE = replace(FULL, addressee=None, body="", reason=None, replaces=None, recipients=())
"""The same letter without the parts that a letter may lack."""
