"""The answer templates with which the sample begins, in every province whose regulation knows the act."""

from __future__ import annotations

from datetime import datetime

from api.office.keeping import keep_answer
from domain.offices.answers import AnswerTemplate
from domain.words import ActKind
from procedures import procedure_in_force
from records.offices.repository import Offices
from records.offices.rows import ChangedBy

_ANSWERS = (
    AnswerTemplate(
        "thieu-vi-tri",
        "Thiếu vị trí",
        ActKind.ASK_SUPPLEMENT,
        "Đề nghị cho biết số nhà hoặc mốc gần nhất của {địa điểm}, kèm một ảnh chụp rộng nếu có.",
    ),
    AnswerTemplate(
        "thieu-anh",
        "Thiếu ảnh",
        ActKind.ASK_SUPPLEMENT,
        "Đề nghị gửi thêm ảnh chụp hiện trường tại {địa điểm} để xác định đúng mức độ.",
    ),
    AnswerTemplate(
        "khong-tham-quyen",
        "Không đúng thẩm quyền",
        ActKind.RETURN,
        "Hồ sơ {mã hồ sơ} (lĩnh vực {lĩnh vực}) không do {cơ quan} quản lý. Đề nghị {trung tâm} chuyển đúng cơ quan.",
    ),
    AnswerTemplate(
        "da-xong",
        "Đã xử lý xong",
        ActKind.SUBMIT_RESULT,
        "{cơ quan} đã kiểm tra tại {địa điểm} và xử lý xong; kèm ảnh sau khi xử lý.",
    ),
    AnswerTemplate("cam-on", "Cảm ơn", ActKind.COMMENT, "Cảm ơn Ông/Bà đã phản ánh; chúng tôi tiếp tục theo dõi."),
)


def keep_answers(offices: Offices, authority: str, at: datetime) -> None:
    """Keep the templates for an authority. They are of the sample, not of an admin, so no account stands beside them."""
    procedure = procedure_in_force(authority, at.date())
    for answer in _ANSWERS:
        if procedure.act(answer.act):
            keep_answer(offices, procedure, answer, ChangedBy(None, at))
