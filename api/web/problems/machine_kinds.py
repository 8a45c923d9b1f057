"""The problems that machine clients meet, and those who register them."""

from __future__ import annotations

from api.web.problems.kinds import Kind

MACHINE_ENDED = Kind(
    "machine-ended",
    401,
    "Kết nối đã bị thu hồi hoặc hết hạn",
    "Kết nối máy này đã bị thu hồi hoặc đã hết hạn; hãy liên hệ quản trị của địa phương để đăng ký kết nối khác.",
)
OUT_OF_NETWORK = Kind(
    "out-of-network",
    403,
    "Địa chỉ mạng không được phép",
    "Kết nối máy này chỉ được dùng từ những địa chỉ mạng đã đăng ký; hãy gọi từ đó, hoặc nhờ quản trị đăng ký lại.",
)
OUT_OF_SCOPE = Kind(
    "out-of-scope",
    403,
    "Ngoài phạm vi được cấp",
    "Mã truy cập của kết nối máy không mở địa chỉ này; hãy xem phạm vi (scope) đã được cấp và tài liệu kết nối.",
)
NOT_FOR_MACHINES = Kind(
    "not-for-machines",
    403,
    "Việc này do người làm",
    "Kết nối máy chỉ tiếp nhận, trả lại, báo cáo tiến độ và trình kết quả; việc này hãy để cán bộ đăng nhập làm.",
)
TOO_MANY_SECRETS = Kind(
    "too-many-tries",
    429,
    "Thử sai quá nhiều lần",
    "Đã thử sai khóa bí mật quá nhiều lần; hãy đợi {wait} rồi thử lại với khóa đúng.",
)
TOO_MANY_REQUESTS = Kind(
    "too-many-requests",
    429,
    "Gọi quá nhiều lần",
    "Kết nối máy này đã gọi quá nhiều lần; hãy đợi {wait} rồi gọi lại, và gọi thưa hơn.",
)
UNKNOWN_MACHINE = Kind(
    "unknown-machine",
    404,
    "Không có kết nối máy này",
    "Không có kết nối máy nào mang mã này mà bạn được quản lý; hãy xem danh sách tại /api/v1/admin/machine-clients.",
    on_page="Không có kết nối máy nào mang mã này mà bạn được quản lý; hãy mở lại danh sách kết nối.",
)
UNKNOWN_SECRET = Kind(
    "unknown-secret",
    404,
    "Không có khóa này",
    "Kết nối máy không có khóa bí mật nào mang mã này còn hiệu lực; có thể nó đã được bỏ.",
)
TWO_SECRETS_ALREADY = Kind(
    "two-secrets-already",
    409,
    "Đã có hai khóa",
    "Kết nối máy đang có hai khóa bí mật cùng hiệu lực; hãy bỏ khóa cũ rồi tạo khóa mới.",
)
ONLY_SECRET = Kind(
    "only-secret",
    409,
    "Khóa duy nhất",
    "Đây là khóa bí mật duy nhất còn hiệu lực; hãy tạo khóa mới trước, hoặc thu hồi cả kết nối.",
)
MACHINE_REVOKED = Kind(
    "machine-revoked",
    409,
    "Kết nối đã bị thu hồi",
    "Kết nối máy này đã bị thu hồi nên không có khóa mới; hãy đăng ký một kết nối khác.",
)
