"""The core's refusals in Vietnamese: what is wrong, and what to do next."""

from __future__ import annotations

from domain.procedure import Procedure
from domain.refusals import Refusal, RefusalKind
from domain.wording import STATUS
from domain.words import Status

_RELOAD = "hãy tải lại hồ sơ để xem việc có thể làm bây giờ."

_SENTENCES: dict[RefusalKind, tuple[str, str]] = {
    RefusalKind.NOT_IN_PROCEDURE: (
        "Không có trong quy trình",
        "Quy chế của hồ sơ này không có thao tác đó; " + _RELOAD,
    ),
    RefusalKind.WRONG_ROLE: (
        "Không thuộc quyền của bạn",
        "Quy chế không giao thao tác này cho vai trò của bạn; hãy chuyển cho người có quyền.",
    ),
    RefusalKind.WRONG_AUTHORITY: (
        "Hồ sơ của địa phương khác",
        "Hồ sơ này thuộc quy chế của địa phương khác; hãy liên hệ trung tâm của địa phương đó.",
    ),
    RefusalKind.WRONG_AGENCY: (
        "Không phải cơ quan chủ trì",
        "Chỉ cơ quan đang chủ trì xử lý mới làm được thao tác này; hãy liên hệ cơ quan chủ trì hoặc trung tâm.",
    ),
    RefusalKind.CASE_CLOSED: (
        "Hồ sơ đã khép lại",
        "Hồ sơ đã ở trạng thái “{status}” nên không làm thêm được gì; nếu cần, hãy gửi phản ánh mới.",
    ),
    RefusalKind.WRONG_STATUS: (
        "Không đúng lúc",
        "Hồ sơ đang ở trạng thái “{status}” nên không làm được thao tác này; " + _RELOAD,
    ),
    RefusalKind.WORDS_MISSING: (
        "Chưa ghi nội dung",
        "Thao tác này phải ghi rõ nội dung hoặc lý do; hãy điền rồi gửi lại.",
    ),
    RefusalKind.REPORT_INCOMPLETE: (
        "Phản ánh chưa đủ thông tin",
        "Phản ánh còn thiếu: {requirements}; hãy bổ sung rồi gửi lại.",
    ),
    RefusalKind.UNKNOWN_CHANNEL: (
        "Kênh tiếp nhận không đúng",
        "Quy chế không có kênh tiếp nhận “{about}”; hãy chọn một kênh trong quy trình.",
    ),
    RefusalKind.UNKNOWN_FIELD: (
        "Lĩnh vực không đúng",
        "Quy trình không có lĩnh vực “{about}”; hãy chọn một lĩnh vực trong quy trình.",
    ),
    RefusalKind.FIELD_MISSING: (
        "Chưa có lĩnh vực",
        "Hồ sơ chưa có lĩnh vực; hãy chọn lĩnh vực khi phân phối.",
    ),
    RefusalKind.UNKNOWN_GROUND: (
        "Căn cứ không đúng",
        "Quy chế không có căn cứ “{about}”; hãy chọn một căn cứ trong quy trình.",
    ),
    RefusalKind.ORIGINAL_MISSING: (
        "Chưa nêu hồ sơ gốc",
        "Từ chối vì trùng lặp thì phải nêu mã hồ sơ đã tiếp nhận; hãy điền duplicate_of rồi gửi lại.",
    ),
    RefusalKind.DUPLICATE_OF_ITSELF: (
        "Hồ sơ trùng với chính nó",
        "Hồ sơ không thể trùng lặp với chính nó; hãy nêu mã của hồ sơ đã tiếp nhận trước.",
    ),
    RefusalKind.LEAD_ALSO_CO_ORDINATES: (
        "Cơ quan vừa chủ trì vừa phối hợp",
        "Cơ quan chủ trì không thể đồng thời là cơ quan phối hợp; hãy bỏ cơ quan đó khỏi một trong hai mục.",
    ),
    RefusalKind.ALREADY_EXTENDED: (
        "Đã gia hạn",
        "Hồ sơ đã được gia hạn một lần và không gia hạn thêm được; hãy xử lý trong thời hạn hiện có.",
    ),
    RefusalKind.EXTENSION_TOO_LATE: (
        "Quá hạn nên không gia hạn được",
        "Thời hạn đã qua nên không gia hạn được nữa; hãy giải trình lý do chưa có kết quả.",
    ),
    RefusalKind.NOTHING_TO_FIX: (
        "Không có việc khắc phục tạm thời",
        "Chỉ sự cố tức thời chưa được khắc phục mới có bước này; hãy trình kết quả xử lý.",
    ),
    RefusalKind.NOT_OVERDUE: (
        "Chưa quá hạn",
        "Hồ sơ chưa quá hạn nên chưa cần giải trình; hãy xử lý theo thời hạn.",
    ),
    RefusalKind.SECRECY_REQUESTED: (
        "Người gửi đề nghị giữ bí mật",
        "Người gửi đề nghị giữ bí mật nên không công khai được; hãy trả lời riêng người gửi.",
    ),
    RefusalKind.SECRECY_NOT_REQUESTED: (
        "Người gửi không đề nghị giữ bí mật",
        "Người gửi không đề nghị giữ bí mật nên không dùng được căn cứ này; hãy chọn căn cứ khác hoặc công khai.",
    ),
    RefusalKind.UNKNOWN_RATING: (
        "Mức đánh giá không đúng",
        "Quy trình không có mức đánh giá “{about}”; hãy chọn một mức trong quy trình.",
    ),
}  # fmt: skip


def told(refusal: Refusal, procedure: Procedure) -> tuple[str, str]:
    """A refusal's title and sentence."""
    title, sentence = _SENTENCES[refusal.kind]
    return title, sentence.format(
        about=refusal.about,
        status=STATUS[Status(refusal.about)].lower() if refusal.about in set(Status) else "",
        requirements=", ".join(requirement_names(refusal, procedure).values()).lower(),
    )


def requirement_names(refusal: Refusal, procedure: Procedure) -> dict[str, str]:
    """The requirements that a refusal is about: id and name."""
    about = refusal.about.split(",")
    return {need.id: need.name for need in procedure.requirements if need.id in about}
