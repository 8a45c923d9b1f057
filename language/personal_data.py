"""Requests about personal data in Vietnamese."""

from __future__ import annotations

from domain.personal_data.requests import PersonalDataRequest, RequestKind, RequestStep

REQUEST_KIND = {
    RequestKind.SEE: "xem dữ liệu",
    RequestKind.CORRECT: "chỉnh sửa dữ liệu",
    RequestKind.RESTRICT: "hạn chế xử lý dữ liệu",
    RequestKind.ERASE: "xóa dữ liệu",
}

STEP = {
    RequestStep.RECEIVED: "Đã nhận yêu cầu",
    RequestStep.ANSWERED: "Đã trả lời việc tiếp nhận",
    RequestStep.EXTENDED: "Đã gia hạn",
    RequestStep.CARRIED_OUT: "Đã thực hiện",
    RequestStep.REFUSED: "Đã từ chối",
    RequestStep.LIFTED: "Đã thôi hạn chế",
}


CORRECTED = {"name": "họ tên", "address": "địa chỉ", "phone": "số điện thoại", "email": "thư điện tử"}
"""The parts of an identity that can be corrected."""


def standing_label(request: PersonalDataRequest) -> str:
    """Return where a request stands."""
    if request.ended_at is not None:
        return "đã từ chối" if request.refused else "đã thực hiện"
    return "đang thực hiện" if request.answered_at else "chờ trả lời"
