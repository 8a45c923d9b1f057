"""The input and the words with which a page asks for each field of an act. The bodies of the acts name the fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.words import ActKind


class FieldKind(StrEnum):
    """The ways in which a field is filled in."""

    WORDS = "words"
    LINE = "line"
    DAY = "day"
    CHOICE = "choice"
    SEVERAL = "several"
    CASE = "case"
    CHECK = "check"


@dataclass(frozen=True)
class Question:
    """A field as a page asks for it."""

    kind: FieldKind
    label: str
    hint: str = ""


_LEAD = Question(FieldKind.CHOICE, "Cơ quan chủ trì")
_BY_FIELD = {
    "agency": Question(FieldKind.CHOICE, "Cơ quan của hồ sơ được xem danh tính"),
    "answer": Question(FieldKind.WORDS, "Nội dung giải đáp", "Người gửi sẽ đọc được."),
    "co_ordinating": Question(FieldKind.SEVERAL, "Cơ quan phối hợp"),
    "comment": Question(FieldKind.WORDS, "Ý kiến thêm"),
    "direction": Question(FieldKind.WORDS, "Nội dung chỉ đạo"),
    "duplicate_of": Question(FieldKind.CASE, "Mã hồ sơ đã tiếp nhận", "Khi căn cứ là trùng lặp."),
    "edited": Question(
        FieldKind.WORDS, "Nội dung kết quả", "Sửa ngay ở đây nếu cần; phần sửa được lưu cùng bản trình."
    ),
    "expected": Question(FieldKind.DAY, "Ngày dự kiến có kết quả", "Ngày này thành hạn của cơ quan."),
    "field": Question(FieldKind.CHOICE, "Lĩnh vực"),
    "findings": Question(FieldKind.WORDS, "Kết quả kiểm tra, xác minh"),
    "ground": Question(FieldKind.CHOICE, "Căn cứ"),
    "guidance": Question(FieldKind.WORDS, "Hướng dẫn gửi lại", "Phản ánh mới cần có gì; người gửi sẽ đọc được."),
    "handled_on": Question(FieldKind.DAY, "Ngày xử lý xong"),
    "images": Question(
        FieldKind.SEVERAL,
        "Tệp của kết quả",
        "Công chúng và người gửi chỉ thấy các tệp được chọn; công chúng không thấy tài liệu.",
    ),
    "into": Question(FieldKind.CASE, "Mã hồ sơ gộp vào"),
    "lead": _LEAD,
    "no_images": Question(FieldKind.CHECK, "Không có hình ảnh việc đã xử lý"),
    "note": Question(FieldKind.WORDS, "Lời nhắn cho nơi nhận"),
    "officer": Question(FieldKind.CHOICE, "Cán bộ nhận việc"),
    "outside": Question(FieldKind.LINE, "Hoặc bên nhận ngoài hệ thống", "Hệ thống chỉ ghi lại; trung tâm cung cấp."),
    "paper_date": Question(FieldKind.DAY, "Ngày văn bản"),
    "paper_number": Question(
        FieldKind.LINE, "Số văn bản", "Khi kết quả bằng văn bản; tải văn bản lên ở cuối biểu mẫu."
    ),
    "paper_sender": Question(FieldKind.LINE, "Nơi gửi văn bản"),
    "part": Question(FieldKind.WORDS, "Phần việc đã làm", "Cơ quan chủ trì sẽ đọc để tổng hợp kết quả."),
    "question": Question(FieldKind.WORDS, "Điều người gửi muốn hỏi"),
    "rating": Question(FieldKind.CHOICE, "Mức đánh giá"),
    "reason": Question(FieldKind.WORDS, "Lý do"),
    "result": Question(FieldKind.WORDS, "Kết quả xử lý", "Đã làm gì, ở đâu, khi nào; lãnh đạo và người gửi sẽ đọc."),
    "state": Question(FieldKind.WORDS, "Đã làm gì, vì sao chưa xong"),
    "text": Question(FieldKind.WORDS, "Nội dung"),
    "urgency": Question(FieldKind.CHOICE, "Quy trình riêng", "Bỏ trống thì theo lĩnh vực."),
    "wanted": Question(FieldKind.WORDS, "Cần bổ sung điều gì", "Người gửi sẽ đọc được."),
    "why_no_images": Question(FieldKind.WORDS, "Vì sao không có hình ảnh, hồ sơ", "Chỉ ghi khi không kèm ảnh nào."),
    "what": Question(FieldKind.WORDS, "Đã khắc phục thế nào"),
}
_BY_ACT = {
    (ActKind.ASK_DIRECTION, "reason"): Question(FieldKind.WORDS, "Vì sao cần chỉ đạo"),
    (ActKind.COMMENT, "text"): Question(
        FieldKind.WORDS, "Nội dung trao đổi", "Người gửi và các cơ quan của hồ sơ cùng đọc."
    ),
    (ActKind.CONTEST, "reason"): Question(FieldKind.WORDS, "Vì sao người gửi không đồng ý"),
    (ActKind.CONTRIBUTE, "images"): Question(
        FieldKind.SEVERAL, "Tệp của phần việc", "Cơ quan chủ trì chọn tệp nào đi cùng kết quả."
    ),
    (ActKind.DECLINE_PART, "reason"): Question(FieldKind.WORDS, "Vì sao không có phần việc của đơn vị"),
    (ActKind.SET_PART_DAY, "agency"): Question(FieldKind.CHOICE, "Cơ quan phối hợp"),
    (ActKind.SET_PART_DAY, "expected"): Question(
        FieldKind.DAY, "Ngày phải có phần việc", "Hệ thống nhắc cơ quan ấy và báo khi qua ngày."
    ),
    (ActKind.SET_PART_DAY, "note"): Question(FieldKind.WORDS, "Lời nhắn cho cơ quan ấy"),
    (ActKind.KEEP_COMMITMENT, "result"): Question(
        FieldKind.WORDS, "Đã hoàn thành thế nào", "Người gửi và công chúng sẽ đọc thay lời cam kết."
    ),
    (ActKind.MOVE_COMMITMENT, "expected"): Question(FieldKind.DAY, "Ngày cam kết mới"),
    (ActKind.MOVE_COMMITMENT, "reason"): Question(FieldKind.WORDS, "Vì sao phải dời ngày", "Người gửi sẽ đọc được."),
    (ActKind.SUBMIT_RESULT, "expected"): Question(
        FieldKind.DAY,
        "Ngày cam kết hoàn thành",
        "Chỉ khi kết quả là lời cam kết; hồ sơ chưa kết thúc trước khi hoàn thành.",
    ),
    (ActKind.DELETE_TEST, "reason"): Question(FieldKind.WORDS, "Đã thử gì"),
    (ActKind.MARK_AS_TEST, "reason"): Question(FieldKind.WORDS, "Đã thử gì"),
    (ActKind.HIDE, "reason"): Question(FieldKind.WORDS, "Vi phạm ở chỗ nào"),
    (ActKind.NOTE, "text"): Question(
        FieldKind.WORDS, "Nội dung ghi chú", "Chỉ cán bộ của hồ sơ đọc; người gửi và công chúng không thấy."
    ),
    (ActKind.RECLASSIFY, "field"): Question(FieldKind.CHOICE, "Lĩnh vực đúng", "Bỏ trống thì giữ nguyên."),
    (ActKind.RECLASSIFY, "lead"): Question(FieldKind.CHOICE, "Cơ quan chủ trì đúng", "Bỏ trống thì giữ nguyên."),
    (ActKind.RECLASSIFY, "urgency"): Question(FieldKind.CHOICE, "Quy trình đúng", "Bỏ trống thì giữ nguyên."),
    (ActKind.RECALL, "reason"): Question(FieldKind.WORDS, "Vì sao thu hồi", "Nơi đang giữ hồ sơ sẽ đọc được."),
    (ActKind.HAND_BACK, "reason"): Question(
        FieldKind.WORDS, "Thấy điều gì", "Trung tâm đọc rồi từ chối, gộp hoặc chuyển lại."
    ),
    (ActKind.SEND_BACK, "reason"): Question(FieldKind.WORDS, "Cần điều chỉnh gì"),
    (ActKind.SUPPLEMENT, "text"): Question(FieldKind.WORDS, "Nội dung người gửi bổ sung"),
    (ActKind.SHARE_IDENTITY, "reason"): Question(
        FieldKind.WORDS, "Căn cứ, mục đích", "Đừng ghi tên, số điện thoại người gửi ở đây."
    ),
    (ActKind.UNMERGE, "reason"): Question(FieldKind.WORDS, "Vì sao tách", "Người gửi sẽ đọc được."),
}
QUESTIONS = (*_BY_FIELD.values(), *_BY_ACT.values())
"""All questions."""


def question(act: ActKind, field: str) -> Question:
    """Return how a page asks for this field of the act. Raises KeyError for a field without a question."""
    return _BY_ACT.get((act, field)) or _BY_FIELD[field]
