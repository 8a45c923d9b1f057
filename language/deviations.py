"""The Vietnamese sentences for what an audit finds."""

from __future__ import annotations

from domain.proof.deviations import Deviation, DeviationKind
from language.labels import EVENT

_KIND = DeviationKind

_PARTS = {
    "status": "trạng thái",
    "received_at": "ngày gửi",
    "moments.filed": "ngày gửi",
    "due": "hạn gần nhất",
    "due_in_law": "hạn gần nhất theo văn bản",
    "rings_at": "mốc báo kế tiếp",
    "number": "số diễn biến",
    "lead": "cơ quan chủ trì",
    "officer": "cán bộ xử lý",
    "field": "lĩnh vực",
    "overdue": "quá hạn",
    "paused": "tạm dừng",
    "public": "công khai",
}

_SENTENCES = {
    _KIND.EVENT_CHANGED: "{event} bị sửa sau khi ghi: nội dung không khớp mã băm.",
    _KIND.EVENT_MISSING: "thiếu {event}.",
    _KIND.EVENT_UNCHAINED: "{event} không có mã băm.",
    _KIND.EVENT_UNREADABLE: "{event} không đọc được: {about}.",
    _KIND.EVENT_INSTANT: "{event} ghi thời điểm {found} ở cột riêng, còn nội dung ghi {told}.",
    _KIND.REPORT_CHANGED: "nội dung phản ánh bị sửa sau khi gửi: không khớp mã băm.",
    _KIND.REGULATION_CHANGED: "quy trình {about} của hồ sơ bị sửa hoặc mất.",
    _KIND.HEAD: "mã băm cuối của hồ sơ không phải của {event}.",
    _KIND.STANDING: "{about} trong bảng là “{found}”, còn các diễn biến cho “{told}”.",
    _KIND.FIGURES: "số liệu {about} là “{found}”, còn các diễn biến cho “{told}”.",
    _KIND.LETTER_MISSING: "văn bản của {event} ({about}) đã lập mà không còn tệp.",
    _KIND.LETTER_CHANGED: "văn bản của {event} ({about}) không khớp mã băm.",
    _KIND.FILE_MISSING: "tệp {about} không còn trong nơi lưu.",
    _KIND.FILE_CHANGED: "tệp {about} bị sửa sau khi lưu.",
    _KIND.HISTORY_START: "{about} sau {event} là “{found}” theo sổ, còn lịch sử Temporal ghi “{told}”.",
    _KIND.HISTORY_EVENT: "{event} không như lịch sử Temporal ghi{difference}.",
    _KIND.HISTORY_DUE: "hạn của {event} không như lịch sử Temporal ghi{difference}.",
    _KIND.HISTORY_ACT: "lịch sử Temporal có thao tác “{about}” mà sổ không có.",
    _KIND.HISTORY_WORDS: "lời ghi ở {event} không như lời gửi kèm thao tác “{about}” trong lịch sử Temporal.",
    _KIND.HISTORY_OPEN: "sổ ghi đã kết thúc, còn luồng việc trong Temporal vẫn chạy.",
    _KIND.ROOTED_HEAD: "{event} không còn như khi được gom vào mã gốc ngày {about}.",
    _KIND.ROOT: "Mã gốc ngày {about} không khớp với các hồ sơ đã gom vào ngày đó.",
    _KIND.STAMP: "Dấu thời gian {about} không phải của mã gốc ngày đó.",
    _KIND.GUARD_OFF: "Chốt chặn sửa, xóa {about} của cơ sở dữ liệu bị tắt hoặc bị gỡ.",
}


def sentence_of(deviation: Deviation) -> str:
    """Return the sentence that a person reads about a deviation, with its case and its event."""
    event = f"diễn biến số {deviation.number}" if deviation.number is not None else "diễn biến"
    if deviation.kind is DeviationKind.EVENT_CHANGED and deviation.about in EVENT:
        event += f" ({EVENT[deviation.about]})"
    difference = ""
    if deviation.found or deviation.told:
        difference = f": {deviation.about} là “{deviation.found}”, lịch sử ghi “{deviation.told}”"
    about = _PARTS.get(deviation.about, deviation.about)
    said = _SENTENCES.get(deviation.kind, "{event} có sai lệch loại mới.").format(
        event=event, about=about, found=deviation.found, told=deviation.told, difference=difference
    )
    return f"{deviation.code}: {said}" if deviation.code else said
