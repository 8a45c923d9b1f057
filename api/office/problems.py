"""The problems that changes of an office and of its staff can end in."""

from __future__ import annotations

from api.web.problems.kinds import Kind

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
    "Chỉ cán bộ, lãnh đạo trung tâm và người được phân phối hồ sơ này xem được gợi ý; hãy chuyển cho họ.",
)
UNKNOWN_AUTHORITY = Kind(
    "unknown-authority",
    404,
    "Không có địa phương này",
    "Không có quy trình nào của địa phương này đang có hiệu lực; hãy xem danh sách tại /api/v1/procedures.",
    on_page="Không có quy trình nào của địa phương này đang có hiệu lực; hãy chọn địa phương trong danh sách.",
)
UNKNOWN_ACCOUNT = Kind(
    "unknown-account",
    404,
    "Không có tài khoản này",
    "Không có tài khoản nào mang mã này mà bạn được quản lý; hãy xem danh sách tại /api/v1/admin/accounts.",
    on_page="Không có tài khoản nào mang mã này mà bạn được quản lý; hãy mở lại danh sách tài khoản.",
)
IDENTITY_TAKEN = Kind(
    "identity-taken",
    409,
    "Danh tính liên thông đã dùng",
    "Một tài khoản khác đã gắn với danh tính liên thông này; mỗi danh tính chỉ của một tài khoản.",
)
UNKNOWN_ENTRY = Kind(
    "unknown-entry",
    404,
    "Không có mục này",
    "Không có mục nào mang mã này mà bạn sửa được; lĩnh vực do quy chế liệt kê thì chỉ văn bản khác mới đổi được.",
)
UNKNOWN_SESSION = Kind(
    "unknown-session",
    404,
    "Không có phiên này",
    "Tài khoản không có phiên nào mang mã này còn hiệu lực; có thể phiên đã kết thúc.",
)
FIELD_OF_THE_LAW = Kind(
    "field-of-the-law",
    409,
    "Lĩnh vực do quy chế quy định",
    "Quy chế đã liệt kê lĩnh vực này nên chỉ văn bản khác mới đổi được; chỉ đổi được các lĩnh vực quy chế để ngỏ.",
)
FIELD_FAULTY = Kind(
    "field-faulty",
    409,
    "Quy trình sẽ không chạy được",
    "Với lĩnh vực như vậy thì quy trình không chạy được; nếu quy chế đặt thời hạn cho từng lĩnh vực, hãy nêu theo lĩnh vực nào.",
)
ROUTED_ALREADY = Kind(
    "routed-already",
    409,
    "Đã có quy tắc cho trường hợp này",
    "Một quy tắc khác đang phân phối đúng lĩnh vực và địa bàn này; hãy sửa quy tắc đó hoặc cho nó ngừng trước.",
)
CANNOT_STAND_IN = Kind(
    "cannot-stand-in",
    409,
    "Người này không thay được",
    "Lãnh đạo cơ quan chỉ ủy quyền cho người cùng cơ quan; lãnh đạo trung tâm, lãnh đạo UBND chỉ ủy quyền cho người không "
    "thuộc cơ quan xử lý nào; không ủy quyền cho quản trị, kiểm tra, kỹ thuật hay chính mình.",
)
DELEGATE_FOR_ANOTHER = Kind(
    "not-the-leader",
    403,
    "Chỉ lãnh đạo hoặc quản trị",
    "Chỉ lãnh đạo vắng mặt hoặc quản trị của địa phương lập và chấm dứt được ủy quyền này; hãy nhờ họ.",
)
UNKNOWN_DELEGATION = Kind(
    "unknown-delegation",
    404,
    "Không có ủy quyền này",
    "Không có ủy quyền nào mang mã này ở địa phương; hãy xem danh sách tại /api/v1/delegations.",
    on_page="Không có ủy quyền nào mang mã này ở địa phương; hãy mở lại trang ủy quyền.",
)
HAND_OVER_FOR_ANOTHER = Kind(
    "not-their-leader",
    403,
    "Chỉ lãnh đạo cơ quan hoặc quản trị",
    "Chỉ lãnh đạo của cơ quan xử lý ấy hoặc quản trị của địa phương bàn giao được hồ sơ của cán bộ; hãy nhờ họ.",
)
NO_LEADER = Kind(
    "no-leader",
    409,
    "Cơ quan chưa có lãnh đạo",
    "Bàn giao ghi nhân danh lãnh đạo cơ quan, mà cơ quan này không có lãnh đạo nào đang làm việc; hãy thêm một người trước.",
)
UNKNOWN_HANDOVER = Kind(
    "unknown-handover",
    404,
    "Không có lần bàn giao này",
    "Không có lần bàn giao nào mang mã này mà bạn được xem; hãy kiểm tra lại mã.",
)
UNKNOWN_SUCCESSION = Kind(
    "unknown-succession",
    404,
    "Không có lần kế thừa này",
    "Không có lần kế thừa nào mang mã này ở địa phương mà còn rút được; đến ngày rồi thì không rút lại được.",
)
UNKNOWN_REORGANISATION = Kind(
    "unknown-reorganisation",
    404,
    "Không có lần sắp xếp này",
    "Không có lần sắp xếp nào mang mã này ở địa phương mà còn rút được; đến ngày rồi thì không rút lại được.",
)
PLANNED_ALREADY = Kind(
    "planned-already",
    409,
    "Ngày này đã có lần sắp xếp",
    "hãy rút lần sắp xếp đó trước, nếu chưa đến ngày.",
)
ENDS_ALREADY = Kind(
    "ends-already",
    409,
    "Cơ quan này đã có ngày kết thúc",
    "hãy rút lần kế thừa đó trước, nếu chưa đến ngày.",
)
LAST_ADMIN = Kind(
    "last-admin",
    409,
    "Đây là quản trị cuối cùng",
    "Không còn ai quản trị ở đây nếu tài khoản này ngừng làm quản trị; "
    "hãy thêm một quản trị khác trước, hoặc nhờ quản trị toàn hệ thống làm.",
)
STOP_UNCONFIRMED = Kind(
    "stop-unconfirmed",
    409,
    "Còn việc liên quan",
    "Hãy xem lại; nếu vẫn cho ngừng thì xác nhận đúng các số này.",
)
LEFT_ALONE = Kind(
    "left-alone",
    409,
    "Hồ sơ sẽ không có người giữ",
    "không tài khoản nào ở đó làm được việc; hãy thêm người, hoặc trả và chuyển các hồ sơ ấy trước khi cho ngừng.",
)
LAST_HOLDER = Kind(
    "last-holder",
    409,
    "Không còn ai làm được việc này",
    "hãy thêm một tài khoản, hoặc giao vai trò ấy cho người khác trước.",
)
CASES_HELD = Kind(
    "cases-held",
    409,
    "Tài khoản đang giữ hồ sơ",
    "hãy chọn người nhận cùng cơ quan, hoặc trả các hồ sơ ấy về cơ quan để giao lại.",
)
USERNAME_TAKEN = Kind(
    "username-taken", 409, "Tên đăng nhập đã có", "Tài khoản khác đã dùng tên đăng nhập này; hãy chọn tên khác."
)
