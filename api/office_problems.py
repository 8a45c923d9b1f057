"""What can go wrong with changes of an office, told to people."""

from __future__ import annotations

from api.problems import Kind

OFFICE_ADMIN_ONLY = Kind(
    "office-admin-only",
    403,
    "Chỉ dành cho quản trị",
    "Chỉ quản trị của địa phương này hoặc quản trị toàn hệ thống làm được việc này; hãy chuyển cho người có quyền.",
)
CHANGES_FOR_AUDITORS = Kind(
    "changes-for-auditors",
    403,
    "Chỉ dành cho kiểm tra, giám sát và quản trị",
    "Chỉ kiểm tra, giám sát và quản trị của địa phương này xem được các thay đổi; hãy chuyển cho người có quyền.",
)
CENTRE_ONLY = Kind(
    "centre-only",
    403,
    "Chỉ dành cho nơi phân phối",
    "Chỉ cán bộ, lãnh đạo trung tâm và người được phân phối hồ sơ này xem được gợi ý.",
)
UNKNOWN_AUTHORITY = Kind(
    "unknown-authority",
    404,
    "Không có địa phương này",
    "Không có quy trình nào của địa phương này đang có hiệu lực; hãy xem danh sách tại /api/v1/procedures.",
)
UNKNOWN_ACCOUNT = Kind(
    "unknown-account",
    404,
    "Không có tài khoản này",
    "Không có tài khoản nào mang mã này mà bạn được quản lý; hãy xem danh sách tại /api/v1/admin/accounts.",
)
FIELD_OF_THE_LAW = Kind(
    "field-of-the-law",
    409,
    "Lĩnh vực do quy chế quy định",
    "Quy chế đã liệt kê lĩnh vực này nên chỉ văn bản khác mới đổi được; chỉ đổi được các lĩnh vực quy chế để ngỏ.",
)
FIELD_NEEDED = Kind(
    "field-needed",
    409,
    "Chưa bỏ được lĩnh vực này",
    "Không còn lĩnh vực này thì quy trình không chạy được nữa; hãy thêm lĩnh vực khác trước.",
)
ROUTED_ALREADY = Kind(
    "routed-already",
    409,
    "Đã có quy tắc cho trường hợp này",
    "Một quy tắc khác đang phân phối đúng lĩnh vực và địa bàn này; hãy sửa quy tắc đó hoặc cho nó ngừng trước.",
)
LAST_ADMIN = Kind(
    "last-admin",
    409,
    "Đây là quản trị cuối cùng",
    "Không còn ai quản trị nếu tài khoản này ngừng làm quản trị; hãy thêm một quản trị khác trước.",
)
USERNAME_TAKEN = Kind(
    "username-taken", 409, "Tên đăng nhập đã có", "Tài khoản khác đã dùng tên đăng nhập này; hãy chọn tên khác."
)
