"""Examples of every act, for the page that explains the API."""

from __future__ import annotations

from typing import Any

from fastapi.openapi.models import Example

from api.cases.bodies import BODIES
from api.web.body import ActBodyBase
from domain.words import ActKind

_ACT_ID = "0b8f6f0e-3c1d-4a53-9a56-0d0f6f3b2a11"


def _example(summary: str, **body: Any) -> Example:
    return {"summary": summary, "value": {"act_id": _ACT_ID, **body}}


_WRITTEN: dict[str, Example] = {
    "verify": _example("Trung tâm xác minh đạt yêu cầu", act="verify", field="giao-thong"),
    "ask_supplement": _example(
        "Trung tâm đề nghị bổ sung", act="ask_supplement", wanted="Đề nghị cho biết số nhà gần nhất."
    ),
    "supplement": _example("Người gửi bổ sung", act="supplement", text="Đối diện số 45 Lê Hồng Phong."),
    "refuse": _example(
        "Trung tâm từ chối vì trùng lặp",
        act="refuse",
        ground="duplicate",
        reason="Trùng với phản ánh đã tiếp nhận ngày 19/11.",
        duplicate_of="KH-2026-000001",
    ),
    "dispatch": _example(
        "Trung tâm phân phối xử lý",
        act="dispatch",
        field="giao-thong",
        lead="ubnd-nha-trang",
        co_ordinating=["so-gtvt"],
        note="Đề nghị rào chắn trước.",
    ),
    "dispatch_to_focal_point": _example(
        "Trung tâm chuyển cho đầu mối, theo quy trình khẩn cấp",
        act="dispatch",
        field="ha-tang-do-thi",
        urgency="urgent",
    ),
    "ask_direction": _example(
        "Xin lãnh đạo chỉ đạo", act="ask_direction", reason="Vị trí giáp ranh hai phường, chưa rõ ai chủ trì."
    ),
    "direct": _example(
        "Lãnh đạo UBND chỉ đạo", act="direct", direction="Giao phòng Quản lý đô thị chủ trì, báo cáo trong tuần."
    ),
    "forward": _example(
        "Đầu mối chuyển cơ quan xử lý", act="forward", lead="phong-quan-ly-do-thi", note="Đề nghị kiểm tra ngay."
    ),
    "take_on": _example("Đầu mối trực tiếp xử lý", act="take_on"),
    "reclassify": _example(
        "Sửa lĩnh vực hoặc cơ quan",
        act="reclassify",
        field="moi-truong",
        reason="Rác thải xây dựng thuộc lĩnh vực môi trường.",
    ),
    "restrict": _example("Giữ kín từ đầu", act="restrict", ground="reputation"),
    "ask_secrecy": _example("Người gửi đề nghị giữ bí mật", act="ask_secrecy"),
    "share_identity": _example(
        "Cho cung cấp danh tính người gửi",
        act="share_identity",
        agency="so-gtvt",
        reason="Cần liên hệ để xác định chỗ hỏng.",
    ),
    "hide": _example(
        "Ẩn nội dung vi phạm", act="hide", ground="personal_data", reason="Nội dung nêu số căn cước của người khác."
    ),
    "unhide": _example("Thôi ẩn", act="unhide", reason="Đã xem lại, nội dung không vi phạm."),
    "merge": _example("Gộp vào hồ sơ cùng nội dung", act="merge", into="KH-2026-000001"),
    "unmerge": _example(
        "Tách phản ánh gộp nhầm", act="unmerge", reason="Ổ gà này ở đường khác, không phải chỗ đã phản ánh."
    ),
    "mark_as_test": _example(
        "Đánh dấu phản ánh của mình là thử nghiệm",
        act="mark_as_test",
        reason="Thử gửi từ điện thoại mới, quên đánh dấu thử nghiệm.",
    ),
    "delete_test": _example("Xóa phản ánh thử nghiệm", act="delete_test", reason="Đã thử xong việc gửi ảnh."),
    "accept": _example("Cơ quan chủ trì tiếp nhận", act="accept"),
    "return": _example("Cơ quan chủ trì trả lại", act="return", reason="Tuyến đường do Sở Giao thông vận tải quản lý."),
    "recall": _example(
        "Thu hồi để chuyển nơi khác", act="recall", reason="Tuyến đường này do Sở Giao thông vận tải quản lý."
    ),
    "hand_back": _example(
        "Trả về trung tâm để từ chối hoặc gộp",
        act="hand_back",
        ground="out_of_scope",
        reason="Nội dung là đơn tố cáo cán bộ phường.",
    ),
    "involve": _example("Chuyển thêm cơ quan phối hợp", act="involve", co_ordinating=["so-gtvt"]),
    "contribute": _example(
        "Cơ quan phối hợp ghi phần việc", act="contribute", part="Đã nạo vét đoạn cống thuộc đường tỉnh."
    ),
    "decline_part": _example(
        "Cơ quan phối hợp báo không có phần việc",
        act="decline_part",
        reason="Đoạn cống này do thành phố quản lý.",
    ),
    "set_part_day": _example(
        "Cơ quan chủ trì ấn định ngày", act="set_part_day", agency="so-gtvt", expected="2026-12-15"
    ),
    "assign": _example("Giao cán bộ xử lý", act="assign", officer="4f1c2c1a52a44b4d9f0a6b1f5e6c7d88"),
    "record_inspection": _example(
        "Ghi nhận đã kiểm tra thực tế", act="record_inspection", findings="Cống bị vỡ hai nắp."
    ),
    "report_progress": _example(
        "Báo tiến độ và hẹn ngày",
        act="report_progress",
        state="Đang chờ vật tư, đã rào chắn tạm.",
        expected="2026-12-15",
    ),
    "fix_temporarily": _example("Khắc phục tạm thời", act="fix_temporarily", what="Đã cắt điện và rào chắn khu vực."),
    "explain_delay": _example(
        "Giải trình chưa có kết quả", act="explain_delay", reason="Mưa lớn kéo dài nên chưa thảm nhựa được."
    ),
    "extend": _example("Gia hạn hồ sơ phức tạp", act="extend", reason="Phải khảo sát nền đường và chờ vật tư."),
    "submit_result": _example(
        "Cán bộ trình kết quả", act="submit_result", result="Đã vá ổ gà bằng bê tông nhựa.", handled_on="2026-11-25"
    ),
    "keep_commitment": _example(
        "Hoàn thành theo cam kết", act="keep_commitment", result="Đã trải nhựa toàn tuyến ngày 30/3."
    ),
    "move_commitment": _example(
        "Dời ngày cam kết", act="move_commitment", reason="Mưa lớn kéo dài.", expected="2026-12-15"
    ),
    "approve": _example("Lãnh đạo phê duyệt", act="approve"),
    "send_back": _example("Lãnh đạo chuyển lại", act="send_back", reason="Đề nghị bổ sung ảnh sau khi sửa."),
    "publish": _example("Công khai kết quả", act="publish"),
    "withhold": _example("Trả lời riêng người gửi", act="withhold", ground="reporter_asked"),
    "rate": _example("Người gửi đánh giá", act="rate", rating="very_satisfied", comment="Đường đã sửa rất nhanh."),
    "ask": _example("Người gửi hỏi thêm", act="ask", question="Bao giờ đoạn còn lại được trải nhựa?"),
    "answer": _example("Cơ quan giải đáp", act="answer", answer="Đoạn còn lại trải nhựa trong tháng 12."),
    "comment": _example("Trao đổi, bình luận", act="comment", text="Hôm nay đã có đội thi công tới."),
    "note": _example("Ghi chú nội bộ", act="note", text="Đã gọi cho tổ dân phố, hẹn đi kiểm tra chiều nay."),
    "contest": _example("Người gửi không đồng ý", act="contest", reason="Ổ gà mới vá đã bong ra như cũ."),
    "withdraw": _example("Người gửi rút phản ánh", act="withdraw", reason="Sự việc đã được giải quyết."),
}


def _from_fields(kind: ActKind, body: type[ActBodyBase]) -> Example:
    """Return an example of the fields that the act needs, as they are each explained."""
    needed = {name: field for name, field in body.model_fields.items() if field.is_required()}
    said = {name: field.examples[0] for name, field in needed.items() if field.examples}
    return _example((body.__doc__ or "").partition(".")[0], **{**said, "act": kind.value})


ACT_EXAMPLES = _WRITTEN | {
    kind.value: _from_fields(kind, body) for kind, body in BODIES.items() if kind not in _WRITTEN
}
"""Acts without an example of their own are shown by the examples of their fields."""
