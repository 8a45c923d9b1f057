"""The problems of a person who has to prove more than a password, or whose account is locked."""

from __future__ import annotations

from api.web.problems.kinds import Kind

ACCOUNT_LOCKED = Kind(
    "account-locked",
    403,
    "Tài khoản đã bị khóa",
    "Tài khoản này đã bị khóa vì lâu ngày không ai dùng; hãy nhờ quản trị của địa phương mở khóa.",
)
CONFIRM_FIRST = Kind(
    "confirm-first",
    403,
    "Cần xác nhận là bạn",
    "Việc này hệ trọng nên cần mật khẩu lần nữa; hãy gọi `POST /api/v1/sessions/current/confirmation` rồi gửi lại y như cũ.",
    on_page="Việc này hệ trọng nên cần biết chắc đó là bạn; hãy nhập lại mật khẩu, rồi việc được làm tiếp ngay.",
)
NOT_CONFIRMED = Kind(
    "not-confirmed",
    403,
    "Chưa xác nhận được",
    "Mật khẩu không đúng nên chưa làm gì cả; hãy nhập lại.",
)
CODE_FIRST = Kind(
    "code-first",
    401,
    "Cần mã xác thực",
    "Mật khẩu đúng, còn thiếu mã xác thực; hãy gửi mã bằng `POST /api/v1/sessions/current/code`.",
    on_page="Mật khẩu đúng, còn thiếu mã xác thực; hãy nhập mã.",
)
ENROLMENT_FIRST = Kind(
    "enrolment-first",
    401,
    "Cần bật xác thực hai lớp",
    "Vai trò này không dùng được chỉ với mật khẩu; hãy bật xác thực hai lớp ở trang /tai-khoan/hai-lop, "
    "hoặc bằng các địa chỉ dưới `/api/v1/me/second-factor`.",
    on_page="Vai trò của bạn không dùng được chỉ với mật khẩu; hãy bật xác thực hai lớp rồi làm tiếp.",
)
WRONG_CODE = Kind(
    "wrong-code",
    401,
    "Mã không đúng",
    "Mã xác thực không đúng hoặc đã dùng rồi; hãy đợi ứng dụng hiện mã mới rồi nhập lại, và xem đồng hồ của máy có đúng không.",
)
NO_CODE_OWED = Kind("no-code-owed", 409, "Không cần mã", "Phiên này không chờ mã xác thực nào; hãy đăng nhập lại.")
TOO_MANY_CODES = Kind(
    "too-many-tries",
    429,
    "Thử sai quá nhiều lần",
    "Đã nhập sai mã quá nhiều lần; hãy đợi {wait} rồi nhập lại. Nếu mất điện thoại, hãy dùng mã dự phòng hoặc nhờ quản trị gỡ.",
)
SECOND_FACTOR_NEEDED = Kind(
    "second-factor-needed",
    409,
    "Vai trò này phải có xác thực hai lớp",
    "Vai trò của bạn phải có xác thực hai lớp nên không tự tắt được; nếu đổi điện thoại, hãy nhờ quản trị gỡ rồi bật lại.",
)
ENROLLED_ALREADY = Kind(
    "enrolled-already",
    409,
    "Đã bật rồi",
    "Xác thực hai lớp đã bật, hoặc lần bật này đã cũ; hãy mở lại trang tài khoản.",
)
NOT_ENROLLED = Kind(
    "not-enrolled", 409, "Chưa bật", "Xác thực hai lớp chưa bật nên chưa có mã dự phòng; hãy bật trước."
)
NO_PASSKEYS = Kind(
    "no-passkeys",
    404,
    "Không dùng được khóa truy cập ở đây",
    "Địa chỉ của hệ thống không phải tên miền nên trình duyệt không dùng được khóa truy cập; hãy đăng nhập bằng mật khẩu.",
)
PASSKEY_REFUSED = Kind(
    "passkey-refused",
    403,
    "Khóa truy cập không được nhận",
    "Khóa truy cập này không phải của tài khoản nào ở đây, hoặc lần dùng đã quá mười phút; hãy tải lại trang rồi thử lại.",
)
PASSKEY_KNOWN = Kind(
    "passkey-known", 409, "Khóa đã có", "Khóa truy cập này đã gắn với một tài khoản; hãy dùng khóa khác."
)
UNKNOWN_PASSKEY = Kind(
    "unknown-passkey", 404, "Không có khóa này", "Tài khoản không có khóa truy cập này; có thể nó đã được gỡ."
)
