"""The problems that requests about personal data can end in."""

from __future__ import annotations

from api.web.problems.kinds import Kind
from domain.personal_data.requests import Hindrance

REGISTRARS_ONLY = Kind(
    "registrars-only",
    403,
    "Chỉ dành cho trung tâm",
    "Chỉ cán bộ, lãnh đạo trung tâm tiếp nhận và giải quyết yêu cầu về dữ liệu cá nhân; hãy chuyển cho họ.",
)
UNKNOWN_REQUEST = Kind(
    "unknown-personal-data-request",
    404,
    "Không có yêu cầu này",
    "Không có yêu cầu nào mang số này mà bạn được xem; hãy mở lại sổ yêu cầu về dữ liệu cá nhân.",
)
CASE_NOT_ENDED = Kind(
    "case-not-ended",
    409,
    "Hồ sơ chưa kết thúc",
    "Hồ sơ còn đang xử lý nên chưa xóa được danh tính người gửi; hãy đợi hồ sơ kết thúc, hoặc từ chối và nêu lý do.",
)
HINDERED = {
    Hindrance.ENDED: Kind(
        "request-ended",
        409,
        "Yêu cầu đã kết thúc",
        "Yêu cầu đã được thực hiện hoặc từ chối; nếu người ấy yêu cầu thêm, hãy lập một yêu cầu mới.",
    ),
    Hindrance.ANSWERED_BEFORE: Kind(
        "request-answered-before",
        409,
        "Đã trả lời",
        "Việc tiếp nhận đã được trả lời trước đó; hãy tải lại yêu cầu.",
    ),
    Hindrance.EXTENDED_BEFORE: Kind(
        "request-extended-before",
        409,
        "Đã gia hạn",
        "Mỗi yêu cầu chỉ gia hạn một lần; hãy thực hiện, hoặc từ chối và nêu lý do.",
    ),
    Hindrance.NO_EXTENSION: Kind(
        "request-no-extension",
        409,
        "Không gia hạn được",
        "Chưa xác nhận được luật cho gia hạn loại yêu cầu này; hãy thực hiện, hoặc từ chối và nêu lý do.",
    ),
    Hindrance.LIMIT_PASSED: Kind(
        "request-limit-passed",
        409,
        "Đã quá hạn",
        "Hạn thực hiện đã qua nên không gia hạn được nữa; hãy thực hiện ngay, hoặc từ chối và nêu lý do.",
    ),
    Hindrance.NOT_RESTRICTED: Kind(
        "request-not-restricted",
        409,
        "Không có hạn chế nào",
        "Yêu cầu này không hạn chế danh tính nào, hoặc việc hạn chế đã được thôi; hãy tải lại yêu cầu.",
    ),
    Hindrance.NOT_BEFORE: Kind(
        "request-not-before",
        409,
        "Chưa đến lúc",
        "Yêu cầu mang ngày nhận ở tương lai; hãy đợi đến lúc ấy.",
    ),
}
