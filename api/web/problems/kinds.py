"""All kinds of problem: each with a status, a stable type, and a sentence that says what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of problem. `on_page` replaces `detail` on pages, where `detail` names what only programs see."""

    slug: str
    status: int
    title: str
    detail: str
    on_page: str = ""


MALFORMED = Kind(
    "malformed-body",
    400,
    "Không đọc được yêu cầu",
    "Nội dung gửi lên không phải JSON hợp lệ (UTF-8); hãy sửa rồi gửi lại.",
    on_page="Biểu mẫu gửi lên bị hỏng hoặc có quá nhiều mục, quá nhiều tệp; hãy quay lại trang trước rồi gửi lại.",
)
SIGN_IN = Kind(
    "sign-in",
    401,
    "Cần đăng nhập",
    "Bạn chưa đăng nhập hoặc phiên đã hết hạn; hãy đăng nhập rồi gửi lại với mã truy cập.",
    on_page="Bạn chưa đăng nhập hoặc phiên đã hết hạn; hãy đăng nhập rồi gửi lại.",
)
PASSWORD_FIRST = Kind(
    "password-first",
    401,
    "Cần đặt mật khẩu của riêng mình",
    "Mật khẩu này do người khác cấp; hãy đổi nó bằng `PUT /api/v1/me/password` rồi đăng nhập lại.",
    on_page="Mật khẩu này do người khác cấp; hãy đặt mật khẩu của riêng bạn rồi làm tiếp.",
)
DEMO_ACCOUNT = Kind(
    "demo-account",
    403,
    "Tài khoản dùng thử không dùng được ở đây",
    "Đây là mật khẩu của tài khoản dùng thử, ai cũng biết, nên hệ thống thật không nhận; "
    "hãy nhờ quản trị đặt lại mật khẩu cho tài khoản này.",
)
NO_PROVIDER = Kind(
    "no-provider", 404, "Không có cách đăng nhập này", "Hệ thống này không đăng nhập bằng tài khoản nơi khác cấp."
)
PROVIDER_AWAY = Kind(
    "provider-unavailable",
    503,
    "Nơi cấp tài khoản chưa trả lời",
    "Nơi cấp tài khoản chưa trả lời; hãy đợi một lát rồi đăng nhập lại, hoặc đăng nhập bằng tên và mật khẩu.",
)
NOT_PROVEN = Kind(
    "sign-in-not-proven",
    403,
    "Chưa đăng nhập được",
    "Nơi cấp tài khoản chưa xác nhận bạn là ai, hoặc lần đăng nhập này đã quá mười phút; hãy đăng nhập lại từ đầu.",
)
NO_ACCOUNT_OF_PROVIDER = Kind(
    "no-account",
    403,
    "Chưa có tài khoản ở đây",
    "Bạn đã đăng nhập đúng, nhưng chưa tài khoản cán bộ nào ở đây gắn với danh tính ấy; hệ thống không tự tạo tài khoản. "
    "Hãy nhờ quản trị của địa phương ghi danh tính liên thông vào tài khoản của bạn.",
)
SEALED_FOR_AUDITORS = Kind(
    "sealed-for-auditors",
    403,
    "Chỉ dành cho kiểm tra, giám sát và quản trị toàn hệ thống",
    "Lời văn được niêm phong chỉ mở cho kiểm tra, giám sát và quản trị toàn hệ thống; hãy chuyển cho người có quyền.",
)
SEAL_BROKEN = Kind(
    "seal-broken", 422, "Không mở được niêm phong", "Lời văn này niêm phong bằng khóa khác hoặc đã bị sửa đổi."
)
WRONG_PASSWORD = Kind(
    "wrong-password", 401, "Không đăng nhập được", "Tên đăng nhập hoặc mật khẩu không đúng; hãy kiểm tra rồi thử lại."
)
STAFF_ONLY = Kind(
    "staff-only",
    401,
    "Cần đăng nhập",
    "Mục này chỉ dành cho cán bộ; hãy đăng nhập rồi gửi lại với mã truy cập.",
    on_page="Trang này chỉ dành cho cán bộ; hãy đăng nhập.",
)
UNKNOWN_CASE = Kind(
    "unknown-case",
    404,
    "Không tìm thấy hồ sơ",
    "Không có hồ sơ nào mang mã này mà bạn được xem; hãy kiểm tra mã hồ sơ và mã tra cứu hoặc đăng nhập.",
)
CASE_FROZEN = Kind(
    "case-frozen",
    409,
    "Hồ sơ đang tạm khóa",
    "Hồ sơ này đang được đối chiếu sau một sự cố nên chưa nhận thao tác; các hạn vẫn tính. Hãy thử lại sau khi quản trị "
    "quyết định ở mục Đối chiếu.",
)
UNKNOWN_FINDING = Kind(
    "unknown-finding",
    404,
    "Không có khác biệt này",
    "Không có khác biệt nào mang mã này mà bạn được xem; hãy mở lại trang Đối chiếu.",
)
FINDING_DECIDED = Kind(
    "finding-decided",
    409,
    "Đã có người quyết định",
    "Khác biệt này đã có người quyết định, hoặc đã hết; hãy mở lại trang Đối chiếu.",
)
UNKNOWN_LETTER = Kind(
    "unknown-letter",
    404,
    "Không có văn bản này",
    "Hồ sơ không có văn bản này; hãy xem danh sách tại …/letters của hồ sơ.",
    on_page="Hồ sơ không có văn bản này; hãy mở lại hồ sơ để xem các văn bản đã có.",
)
LETTER_NOT_READY = Kind(
    "letter-not-ready",
    409,
    "Văn bản chưa lập xong",
    "Văn bản đã có số và đang được lập; hãy đợi một lát rồi tải lại.",
)
IDENTITY_RESTRICTED = Kind(
    "identity-restricted",
    403,
    "Danh tính bị hạn chế xem",
    "Người gửi đã yêu cầu hạn chế xử lý dữ liệu của mình, nên không mở được gì có danh tính của họ cho đến khi trung tâm "
    "thôi hạn chế; hãy xem sổ yêu cầu về dữ liệu cá nhân.",
)
ADDRESSEE_ONLY = Kind(
    "addressee-only",
    403,
    "Văn bản có danh tính người gửi",
    "Chỉ người gửi (với mã tra cứu), cán bộ được biết danh tính người gửi, người ký, người phát hành "
    "và thủ trưởng cơ quan ban hành mới tải được văn bản này; hãy nhờ trung tâm.",
)
IDENTITY_ONLY = Kind(
    "identity-only",
    403,
    "Cần biết danh tính người gửi",
    "Chỉ cán bộ được biết danh tính người gửi theo quy chế mới tìm hồ sơ theo người gửi được; hãy nhờ trung tâm.",
)
UNKNOWN_PROCEDURE = Kind(
    "unknown-procedure",
    404,
    "Không tìm thấy quy trình",
    "Không có quy trình này; hãy xem danh sách tại /api/v1/procedures.",
    on_page="Chưa có địa phương này trên hệ thống; hãy về trang đầu rồi chọn địa phương trong danh sách.",
)
NOT_IN_FORCE = Kind(
    "unknown-procedure",
    422,
    "Không có quy trình này",
    "Không có quy trình nào mang mã này đang có hiệu lực; hãy xem danh sách tại /api/v1/procedures.",
    on_page="Không có quy trình nào mang mã này đang có hiệu lực; hãy về trang đầu rồi chọn địa phương trong danh sách.",
)
KEY_REUSED = Kind(
    "idempotency-key-reused",
    409,
    "Khóa đã dùng cho phản ánh khác",
    "Khóa Idempotency-Key này đã dùng cho một phản ánh có nội dung khác; hãy tạo khóa mới rồi gửi lại.",
    on_page="Từ biểu mẫu này đã có một phản ánh khác được nhận; nếu vẫn muốn gửi thêm phản ánh dưới đây thì bấm gửi lần nữa.",
)
ACT_ID_TAKEN = Kind(
    "act-id-taken",
    409,
    "Mã thao tác đã dùng",
    "Mã act_id này đã dùng cho một thao tác khác; hãy tạo mã mới rồi gửi lại.",
    on_page="Từ biểu mẫu này đã có một thao tác khác được ghi nhận; nếu vẫn muốn làm thêm thao tác dưới đây thì bấm lần nữa.",
)
CALENDAR_ADMIN_ONLY = Kind(
    "admin-only",
    403,
    "Chỉ dành cho quản trị",
    "Ngày nghỉ chung do quản trị toàn hệ thống quyết định; quản trị một địa phương quyết định ngày nghỉ riêng của địa "
    "phương và các cơ quan của mình; hãy chuyển cho người có quyền.",
)
ACT_IN_FORCE = Kind(
    "act-in-force",
    409,
    "Văn bản đã có trong lịch",
    "Văn bản mang số này đang có hiệu lực với các ngày khác; hãy thu hồi nó trước rồi thêm lại.",
)
ACT_NOT_IN_FORCE = Kind(
    "act-not-in-force",
    404,
    "Không có văn bản này",
    "Không có văn bản nào mang số này đang có hiệu lực; hãy xem danh sách tại /api/v1/calendar/decisions.",
    on_page="Không có văn bản nào mang số này đang có hiệu lực; hãy mở lại trang lịch làm việc.",
)
UNKNOWN_CHANGE = Kind(
    "unknown-change",
    404,
    "Không có lần thay đổi này",
    "Lịch làm việc không có lần thay đổi này; hãy xem danh sách tại /api/v1/calendar/decisions.",
    on_page="Lịch làm việc không có lần thay đổi này; hãy mở lại trang lịch làm việc.",
)
CENTRE_ONLY = Kind(
    "centre-only",
    403,
    "Chỉ dành cho trung tâm",
    "Tin gửi ra ngoài do trung tâm và quản trị hệ thống theo dõi; hãy chuyển cho người có quyền.",
)
NO_STATISTICS = Kind(
    "no-statistics",
    403,
    "Thống kê không thuộc phạm vi của bạn",
    "Bạn chỉ xem được thống kê của cơ quan, địa phương mình; hãy bỏ bớt điều kiện hoặc chuyển cho người có quyền.",
)
NO_OVERDUE_LETTER = Kind(
    "no-overdue-letter",
    404,
    "Địa phương không có mẫu công văn này",
    "Chỉ địa phương nào có mẫu công văn về phản ánh quá hạn mới lập được; hãy tải bảng tỷ lệ quá hạn thay cho công văn.",
)
UNKNOWN_NOTICE = Kind(
    "unknown-notice", 404, "Không có tin này", "Không có thông báo hay tin nào mang mã này mà bạn được xem."
)
NOT_GIVEN_UP = Kind(
    "not-given-up",
    409,
    "Chưa cần gửi lại",
    "Tin này đã gửi xong hoặc hệ thống còn đang tự gửi lại; hãy xem trạng thái của tin.",
)
FORGED = Kind(
    "forged",
    403,
    "Biểu mẫu đã cũ",
    "Biểu mẫu này không được gửi từ trang của hệ thống, hoặc đã mở từ trước khi bạn đăng nhập; hãy tải lại trang rồi gửi lại.",
)
INVALID = Kind(
    "invalid",
    422,
    "Yêu cầu chưa đúng",
    "Có mục chưa đúng; hãy xem từng mục trong errors, sửa rồi gửi lại.",
    on_page="Có mục chưa đúng; hãy sửa các mục dưới đây rồi gửi lại.",
)
BROKEN_TEXT = Kind(
    "broken-text",
    422,
    "Có ký tự hỏng",
    "Địa chỉ hoặc nội dung gửi lên có ký tự mà không hồ sơ nào giữ được; hãy xóa ký tự đó rồi gửi lại.",
)
BAD_CURSOR = Kind(
    "bad-cursor",
    422,
    "Con trỏ trang không đúng",
    "Con trỏ cursor không phải do hệ thống cấp; hãy bắt đầu lại từ trang đầu.",
    on_page="Địa chỉ này không dẫn đến trang nào của danh sách; hãy mở lại danh sách từ trang đầu.",
)
TOO_LARGE = Kind("too-large", 413, "Nội dung quá lớn", "Nội dung gửi lên vượt quá 64 KB; hãy rút gọn rồi gửi lại.")
UPLOAD_TOO_LARGE = Kind(
    "too-large",
    413,
    "Nội dung quá lớn",
    "Các tệp gửi lên vượt quá 150 MB; hãy gửi bớt tệp, hoặc gửi làm nhiều lần.",
)
UNKNOWN_ATTACHMENT = Kind(
    "unknown-attachment",
    404,
    "Không có tệp này",
    "Hồ sơ không có tệp này mà bạn được xem; hãy xem danh sách tại …/attachments của hồ sơ.",
    on_page="Hồ sơ không có tệp này mà bạn được xem; hãy mở lại hồ sơ.",
)
DOCUMENT_FOR_STAFF = Kind(
    "document-for-staff",
    403,
    "Chỉ cán bộ tải được tài liệu",
    "Tài liệu chỉ cán bộ của hồ sơ tải được; với tệp PDF, bạn xem được hình của những trang đầu.",
)
OUTSIDE_THE_FILE = Kind(
    "outside-the-file",
    416,
    "Phần này không có trong tệp",
    "Phần mà Range nêu nằm ngoài tệp; hãy tải lại từ đầu.",
    on_page="Phần được hỏi nằm ngoài tệp; hãy tải lại từ đầu.",
)
ATTACHMENTS_FULL = Kind(
    "attachments-full",
    409,
    "Hồ sơ đã đủ tệp",
    "Hồ sơ không nhận thêm tệp loại này nữa.",
)
OTHERS_WAIT_TOO = Kind(
    "others-wait-too",
    409,
    "Hồ sơ còn trả lời cho người khác",
    "Phản ánh của người khác đã gộp vào hồ sơ này, nên hồ sơ không rút được nữa và được xử lý tới khi có trả lời; "
    "bạn không cần làm gì thêm.",
)
MAIN_CASE_ENDED = Kind(
    "main-case-closed",
    409,
    "Hồ sơ chung đã có kết quả hoặc đã khép lại",
    "Hồ sơ mà phản ánh này được gộp vào đã có kết quả hoặc đã khép lại, nên không tách ra được nữa; "
    "nếu còn việc phải xử lý, hãy lập một phản ánh mới.",
)
CASE_ENDED = Kind("case-closed", 409, "Hồ sơ đã khép lại", "Hồ sơ đã khép lại nên không nhận thêm tệp.")
STORE_AWAY = Kind(
    "store-unavailable",
    503,
    "Nơi lưu tệp đang bận",
    "Nơi lưu tệp chưa trả lời; hãy đợi một lát rồi gửi lại y như cũ, tệp đã nhận sẽ không bị nhận lần nữa.",
)
SCANNER_AWAY = Kind(
    "scanner-unavailable",
    503,
    "Chưa quét vi-rút được",
    "Máy quét vi-rút chưa trả lời nên chưa nhận được tệp; hãy đợi một lát rồi gửi lại y như cũ, hoặc gửi không kèm tệp.",
)
NOT_IN_STORE = Kind(
    "not-in-store",
    503,
    "Không thấy tệp trong nơi lưu",
    "Hồ sơ có tệp này nhưng nơi lưu không thấy tệp; hãy báo cho quản trị hệ thống.",
)
RECORDS_AWAY = Kind(
    "records-unavailable",
    503,
    "Hệ thống đang bận",
    "Cơ sở dữ liệu chưa trả lời; hãy đợi một lát rồi gửi lại y như cũ, việc đã làm sẽ không bị làm lần nữa.",
)
WORKFLOWS_AWAY = Kind(
    "workflows-unavailable",
    503,
    "Thao tác chưa được xác nhận",
    "Hệ thống chưa xác nhận thao tác; hãy đợi một lát rồi gửi lại với cùng act_id, thao tác sẽ không bị làm hai lần.",
    on_page="Hệ thống chưa xác nhận thao tác; hãy đợi một lát rồi bấm lại, thao tác sẽ không bị làm hai lần.",
)
ACT_NOT_RECORDED = Kind(
    "act-not-recorded",
    500,
    "Thao tác không được ghi nhận",
    "Hệ thống không ghi được thao tác này và đã báo lỗi; hãy tải lại hồ sơ rồi làm lại với act_id mới.",
    on_page="Hệ thống không ghi được thao tác này và đã báo lỗi; hãy tải lại trang rồi làm lại.",
)
TOO_MANY_PASSWORDS = Kind(
    "too-many-tries",
    429,
    "Thử sai quá nhiều lần",
    "Đã nhập sai mật khẩu quá nhiều lần; hãy đợi {wait} rồi đăng nhập lại. Nếu quên mật khẩu, hãy nhờ quản trị đặt lại.",
)
TOO_MANY_KEYS = Kind(
    "too-many-tries",
    429,
    "Thử sai quá nhiều lần",
    "Đã nhập sai mã tra cứu quá nhiều lần; hãy đợi {wait} rồi nhập lại đúng mã đã nhận khi gửi phản ánh.",
)
TOO_MANY_REPORTS = Kind(
    "too-many-reports",
    429,
    "Gửi quá nhiều phản ánh",
    "Từ mạng bạn đang dùng đã gửi quá nhiều phản ánh trong thời gian ngắn; hãy đợi {wait} rồi gửi lại y như cũ, "
    "hoặc gọi điện cho trung tâm.",
)
TOO_MANY_FILES = Kind(
    "too-many-files",
    429,
    "Gửi quá nhiều tệp",
    "Từ mạng bạn đang dùng đã gửi quá nhiều tệp trong thời gian ngắn; hãy đợi {wait} rồi gửi lại y như cũ, "
    "hoặc gửi không kèm tệp.",
)
TOO_MANY_DEADLINES = Kind(
    "too-many-deadlines",
    429,
    "Hỏi quá nhiều lần",
    "Từ mạng bạn đang dùng đã tính quá nhiều thời hạn trong thời gian ngắn; hãy đợi {wait} rồi hỏi lại.",
)
TOO_MANY_READS = Kind(
    "too-many-reads",
    429,
    "Đọc quá nhiều lần",
    "Từ mạng bạn đang dùng đã đọc quá nhiều lần trong thời gian ngắn; hãy đợi {wait} rồi mở lại.",
)
CHANGED_MEANWHILE = Kind(
    "changed-meanwhile",
    412,
    "Người khác đã đổi mục này",
    "Từ lúc bạn đọc mục này, người khác đã đổi nó, nên chưa ghi gì; "
    "hãy đọc lại, so với thay đổi của bạn rồi gửi với `version` mới.",
    on_page="Từ lúc bạn mở trang này, người khác đã đổi cùng mục, nên chưa ghi gì. Hãy so hai bên dưới đây; "
    "những gì bạn nhập vẫn còn, lưu lần nữa là ghi theo bạn.",
)
UNEXPECTED = Kind(
    "unexpected", 500, "Lỗi của hệ thống", "Hệ thống gặp lỗi ngoài dự kiến và đã ghi lại; hãy thử lại sau ít phút."
)
NOT_FOUND = Kind(
    "not-found",
    404,
    "Không có trang này",
    "Không có gì ở đường dẫn này; hãy xem tài liệu tại /docs.",
    on_page="Không có gì ở đường dẫn này; hãy kiểm tra lại địa chỉ hoặc về trang đầu.",
)
WRONG_METHOD = Kind(
    "method-not-allowed",
    405,
    "Cách gọi không đúng",
    "Đường dẫn này không nhận cách gọi đó; hãy xem /docs.",
    on_page="Địa chỉ này không mở ra như một trang được; hãy quay lại trang trước hoặc về trang đầu.",
)
