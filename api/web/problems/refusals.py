"""The core's refusals in Vietnamese: what is wrong, and what to do next."""

from __future__ import annotations

from datetime import date

from domain.procedure import Procedure
from domain.refusals import Refusal, RefusalKind
from domain.words import Status, Urgency
from language.labels import EVENT, STATUS, course_name
from language.vietnamese import starting_small

_RELOAD = "hãy tải lại hồ sơ để xem việc có thể làm bây giờ."

SENTENCES: dict[RefusalKind, tuple[str, str]] = {
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
    RefusalKind.NOT_CO_ORDINATING: (
        "Không phải cơ quan phối hợp",
        "Chỉ cơ quan phối hợp của hồ sơ mới làm được thao tác này; cơ quan chủ trì thì trình kết quả xử lý.",
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
        "Từ chối vì trùng lặp thì phải nêu mã hồ sơ đã tiếp nhận; hãy điền mã ấy rồi gửi lại.",
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
    RefusalKind.ALREADY_SECRET: (
        "Hồ sơ đã được giữ bí mật",
        "Người gửi đã đề nghị giữ bí mật hồ sơ này; không cần làm lại.",
    ),
    RefusalKind.SECRECY_NOT_REQUESTED: (
        "Người gửi không đề nghị giữ bí mật",
        "Người gửi không đề nghị giữ bí mật nên không dùng được căn cứ này; hãy chọn căn cứ khác hoặc công khai.",
    ),
    RefusalKind.UNKNOWN_RATING: (
        "Mức đánh giá không đúng",
        "Quy trình không có mức đánh giá “{about}”; hãy chọn một mức trong quy trình.",
    ),
    RefusalKind.UNKNOWN_COURSE: (
        "Quy trình xử lý không đúng",
        "Quy chế không có quy trình “{urgency}”; hãy để trống hoặc chọn một quy trình có trong quy chế.",
    ),
    RefusalKind.STAFF_CHANNEL: (
        "Kênh dành cho cán bộ",
        "Phản ánh qua kênh này do cán bộ nhập; hãy chọn một kênh khác để tự gửi.",
    ),
    RefusalKind.NOT_BY_HAND: (
        "Không tự chọn được quy trình này",
        "Quy trình “{urgency}” theo lĩnh vực của hồ sơ, không chọn tay được; hãy sửa lĩnh vực nếu chưa đúng.",
    ),
    RefusalKind.AGENCY_MISSING: (
        "Chưa chọn cơ quan chủ trì",
        "Phải nêu cơ quan chủ trì xử lý; hãy chọn một cơ quan rồi gửi lại.",
    ),
    RefusalKind.GOES_TO_FOCAL_POINT: (
        "Phải chuyển cho đầu mối",
        "Theo quy trình, hồ sơ chuyển cho đầu mối tiếp nhận chứ không thẳng tới cơ quan; hãy bỏ trống phần cơ quan.",
    ),
    RefusalKind.MOVED_BY_FORWARDING: (
        "Không đổi cơ quan bằng thao tác này",
        "Ở đây chỉ sửa được lĩnh vực, mức khẩn cấp; muốn đổi cơ quan thì chuyển hồ sơ (đang ở cơ quan thì thu hồi trước).",
    ),
    RefusalKind.AGENCY_RETURNED_IT: (
        "Cơ quan này đã trả lại hồ sơ",
        "Cơ quan này đã trả lại hồ sơ vì không đúng thẩm quyền; hãy chọn cơ quan khác hoặc chuyển lãnh đạo quyết định.",
    ),
    RefusalKind.LEADER_MUST_DISPATCH: (
        "Hồ sơ bị trả lại nhiều lần",
        "Hồ sơ đã bị trả lại {about} lần nên do lãnh đạo phân phối; hãy chuyển lãnh đạo.",
    ),
    RefusalKind.NOTHING_NEW: (
        "Không có gì thay đổi",
        "Nội dung gửi lên giống hệt hiện trạng của hồ sơ; hãy kiểm tra lại điều muốn thay đổi.",
    ),
    RefusalKind.SEVERAL_AGENCIES_ONLY: (
        "Chỉ dành cho hồ sơ nhiều cơ quan",
        "Quy chế chỉ cho làm việc này khi hồ sơ liên quan nhiều ngành, lĩnh vực, địa phương; hãy chuyển phối hợp trước.",
    ),
    RefusalKind.TOO_OFTEN: (
        "Đã làm đủ số lần",
        "Thao tác này chỉ được làm {about} lần đối với một hồ sơ và đã làm đủ; hãy chọn cách khác.",
    ),
    RefusalKind.NOT_BEFORE: (
        "Còn thiếu một bước",
        "Trước đó phải có bước “{event}”; hãy thực hiện bước ấy rồi làm lại.",
    ),
    RefusalKind.LIMIT_NOT_PASSED: (
        "Thời hạn chưa qua",
        "Quy chế chỉ cho làm việc này khi đã qua hạn “{limit}”; trong hạn thì hãy xử lý, cần báo người gửi thì dùng trao đổi.",
    ),
    RefusalKind.EDIT_NOT_ALLOWED: (
        "Không được sửa nội dung kết quả",
        "Quy chế không cho sửa nội dung kết quả ở bước này; hãy chuyển lại để điều chỉnh.",
    ),
    RefusalKind.GUIDANCE_MISSING: (
        "Chưa hướng dẫn gửi lại",
        "Phải nêu các thông tin cần bổ sung và cách gửi lại phản ánh cho đúng; hãy điền phần hướng dẫn.",
    ),
    RefusalKind.DAY_MISSING: (
        "Chưa ghi ngày xử lý",
        "Kết quả phải ghi rõ thời điểm xử lý; hãy điền ngày đã xử lý rồi gửi lại.",
    ),
    RefusalKind.IMAGES_MISSING: (
        "Chưa kèm ảnh kết quả",
        "Kết quả phải kèm hình ảnh việc đã xử lý; hãy chọn ảnh đã tải lên, hoặc đánh dấu là không có hình ảnh.",
    ),
    RefusalKind.PAPER_INCOMPLETE: (
        "Chưa ghi đủ về văn bản",
        "Kết quả bằng văn bản phải ghi đủ số, ngày và nơi gửi văn bản; hãy điền cả ba mục, hoặc để trống cả ba.",
    ),
    RefusalKind.PAPER_AHEAD: (
        "Ngày văn bản chưa tới",
        "Ngày của văn bản không thể sau hôm nay; hãy kiểm tra lại ngày.",
    ),
    RefusalKind.WHY_NO_IMAGES: (
        "Chưa có hình ảnh, hồ sơ kết quả",
        "Quy chế yêu cầu cập nhật hồ sơ, hình ảnh sau xử lý; hãy thêm ảnh, hoặc ghi rõ vì sao không có.",
    ),
    RefusalKind.DAY_AHEAD: (
        "Ngày xử lý chưa tới",
        "Ngày đã xử lý không thể sau hôm nay; hãy kiểm tra lại ngày.",
    ),
    RefusalKind.EXPECTED_DAY_PAST: (
        "Ngày hẹn không hợp lệ",
        "Ngày dự kiến có kết quả phải sau hôm nay; hãy chọn một ngày khác.",
    ),
    RefusalKind.EXPECTED_DAY_FAR: (
        "Ngày hẹn xa quá",
        "Ngày dự kiến có kết quả muộn nhất là {day}; hãy chọn một ngày không sau ngày ấy.",
    ),
    RefusalKind.EXPECTED_DAY_FOR_LEADERS: (
        "Ngày hẹn xa quá",
        "Ngày dự kiến có kết quả muộn nhất là {day}; hẹn xa hơn thì lãnh đạo quyết định, bằng chính thao tác này.",
    ),
    RefusalKind.DAY_BEFORE_FILING: (
        "Ngày xử lý trước ngày gửi",
        "Phản ánh gửi ngày {day} nên ngày xử lý xong không thể trước ngày ấy; hãy kiểm tra lại ngày.",
    ),
    RefusalKind.RESTRICTED: (
        "Hồ sơ được giữ kín",
        "Hồ sơ này không công khai nên không đăng kết quả được; hãy trả lời riêng người gửi.",
    ),
    RefusalKind.ALREADY_RESTRICTED: (
        "Hồ sơ đã được giữ kín",
        "Hồ sơ này đã ở chế độ không công khai; không cần làm lại.",
    ),
    RefusalKind.ALREADY_HIDDEN: ("Nội dung đã ẩn", "Nội dung hồ sơ này đã được ẩn; không cần làm lại."),
    RefusalKind.NOT_HIDDEN: ("Nội dung đang hiện", "Nội dung hồ sơ này không bị ẩn; không cần làm gì."),
    RefusalKind.MERGED_INTO_ITSELF: (
        "Hồ sơ gộp vào chính nó",
        "Hồ sơ không gộp vào chính nó được; hãy nêu mã của hồ sơ cùng nội dung đã tiếp nhận trước.",
    ),
    RefusalKind.NO_OPEN_QUESTION: (
        "Không có câu hỏi nào chờ giải đáp",
        "Người gửi không có câu hỏi nào đang chờ; nếu muốn trao đổi, hãy dùng phần bình luận.",
    ),
    RefusalKind.QUESTION_PENDING: (
        "Câu hỏi trước chưa được giải đáp",
        "Câu hỏi trước của Ông/Bà đang chờ cơ quan giải đáp; xin chờ trả lời rồi hỏi tiếp.",
    ),
    RefusalKind.ALREADY_RATED: (
        "Kết quả này đã được đánh giá",
        "Ông/Bà đã đánh giá kết quả này; nếu còn điều muốn nói, xin dùng phần trao đổi.",
    ),
    RefusalKind.REPORTERS_OWN_RATING: (
        "Người gửi tự đánh giá",
        "Người gửi phản ánh này tự đánh giá được trên trang theo dõi; trung tâm chỉ ghi thay người gọi điện, gửi thư, gửi giấy.",
    ),
    RefusalKind.REPORTERS_OWN_QUESTION: (
        "Người gửi tự hỏi",
        "Người gửi phản ánh này tự hỏi được trên trang theo dõi; trung tâm chỉ ghi thay người gọi điện, gửi thư, gửi giấy.",
    ),
    RefusalKind.NOT_A_TEST: (
        "Không phải phản ánh thử nghiệm",
        "Chỉ phản ánh thử nghiệm của cán bộ kỹ thuật mới xóa được; nội dung vi phạm thì ẩn chứ không xóa.",
    ),
    RefusalKind.NOT_CONTINUED: (
        "Quy chế không cho tiếp nối hồ sơ",
        "Quy chế của địa phương không nêu việc tiếp nối hồ sơ đã kết thúc; hãy gửi phản ánh mới.",
    ),
    RefusalKind.NOT_OWN_REPORT: (
        "Không phải phản ánh của bạn",
        "Chỉ cán bộ kỹ thuật đã gửi phản ánh này mới đánh dấu là thử nghiệm được; hãy nhờ người ấy.",
    ),
    RefusalKind.RECIPIENT_MISSING: (
        "Chưa nêu bên nhận",
        "Hãy chọn một cơ quan của hồ sơ, hoặc ghi một bên ngoài hệ thống; mỗi lần cung cấp cho một bên.",
    ),
    RefusalKind.NOT_OF_THE_CASE: (
        "Cơ quan không có trong hồ sơ",
        "Chỉ cung cấp trên hệ thống cho cơ quan chủ trì, phối hợp của hồ sơ; bên khác thì ghi là bên ngoài hệ thống.",
    ),
    RefusalKind.ALREADY_SHARED: (
        "Cơ quan đã được cung cấp",
        "Cơ quan này đã xem được danh tính người gửi trong hồ sơ; không cần làm lại.",
    ),
    RefusalKind.OWN_RESULT: (
        "Không tự duyệt kết quả của mình",
        "Chính bạn đã trình kết quả này nên không được quyết định về nó, dù thay mặt ai; hãy để lãnh đạo khác quyết định, "
        "hoặc lãnh đạo ủy quyền cho người khác. Nơi chỉ có một người: nhờ quản trị thêm một tài khoản lãnh đạo.",
    ),
    RefusalKind.OWN_QUESTION: (
        "Không tự chỉ đạo việc mình xin ý kiến",
        "Chính bạn đã xin ý kiến chỉ đạo này nên không được tự trả lời, dù thay mặt ai; hãy để lãnh đạo UBND, "
        "hoặc người khác được ủy quyền, chỉ đạo.",
    ),
    RefusalKind.COMMITMENT_NOT_ALLOWED: (
        "Kết quả không thể là lời cam kết",
        "Quy chế không cho trả lời bằng lời cam kết hoàn thành; hãy bỏ trống ngày cam kết và nêu kết quả đã xử lý.",
    ),
    RefusalKind.NO_OPEN_COMMITMENT: (
        "Không có cam kết nào đang chờ",
        "Hồ sơ không có lời cam kết nào chưa thực hiện; hãy mở lại trang để xem hiện trạng.",
    ),
    RefusalKind.NO_COUNTERPART: (
        "Văn bản mới không có bước này",
        "Văn bản mới không nói hồ sơ đang “{status}” đi tiếp thế nào; hãy xử lý xong bước này theo văn bản cũ trước.",
    ),
    RefusalKind.NO_MISSING_PART: (
        "Không có phần việc còn thiếu",
        "Cơ quan này không còn phần việc nào phải làm ở hồ sơ; hãy chọn một cơ quan phối hợp chưa ghi nhận phần việc.",
    ),
}  # fmt: skip

CLOSED_TO_STAFF = "Hồ sơ đã ở trạng thái “{status}” nên không làm thêm được gì; " + _RELOAD
"""The sentence for staff at a closed case. Only a reporter sends a new report."""

MERGED_TO_STAFF = "Phản ánh này đã gộp vào hồ sơ {main} và được xử lý ở đó; hãy mở hồ sơ {main} để thực hiện thao tác."
"""The sentence for staff at a merged report."""

FIELD_OF: dict[RefusalKind, str] = {
    RefusalKind.UNKNOWN_FIELD: "field",
    RefusalKind.FIELD_MISSING: "field",
    RefusalKind.UNKNOWN_GROUND: "ground",
    RefusalKind.SECRECY_NOT_REQUESTED: "ground",
    RefusalKind.ORIGINAL_MISSING: "duplicate_of",
    RefusalKind.DUPLICATE_OF_ITSELF: "duplicate_of",
    RefusalKind.GUIDANCE_MISSING: "guidance",
    RefusalKind.MERGED_INTO_ITSELF: "into",
    RefusalKind.RECIPIENT_MISSING: "agency",
    RefusalKind.NOT_OF_THE_CASE: "agency",
    RefusalKind.ALREADY_SHARED: "agency",
    RefusalKind.AGENCY_MISSING: "lead",
    RefusalKind.AGENCY_RETURNED_IT: "lead",
    RefusalKind.GOES_TO_FOCAL_POINT: "lead",
    RefusalKind.MOVED_BY_FORWARDING: "lead",
    RefusalKind.LEAD_ALSO_CO_ORDINATES: "co_ordinating",
    RefusalKind.UNKNOWN_COURSE: "urgency",
    RefusalKind.NOT_BY_HAND: "urgency",
    RefusalKind.UNKNOWN_RATING: "rating",
    RefusalKind.DAY_MISSING: "handled_on",
    RefusalKind.DAY_AHEAD: "handled_on",
    RefusalKind.PAPER_INCOMPLETE: "paper_number",
    RefusalKind.PAPER_AHEAD: "paper_date",
    RefusalKind.EXPECTED_DAY_PAST: "expected",
    RefusalKind.EXPECTED_DAY_FAR: "expected",
    RefusalKind.EXPECTED_DAY_FOR_LEADERS: "expected",
    RefusalKind.DAY_BEFORE_FILING: "handled_on",
    RefusalKind.IMAGES_MISSING: "images",
    RefusalKind.WHY_NO_IMAGES: "why_no_images",
    RefusalKind.EDIT_NOT_ALLOWED: "edited",
    RefusalKind.NO_MISSING_PART: "agency",
    RefusalKind.COMMITMENT_NOT_ALLOWED: "expected",
}
"""The field of an act's body that a refusal concerns, where it concerns one."""


def told(refusal: Refusal, procedure: Procedure, *, to_staff: bool = False, main: str | None = None) -> tuple[str, str]:
    """Return a refusal's title and sentence. `main` is the case that the report was merged into, if it was."""
    title, sentence = SENTENCES[refusal.kind]
    if to_staff and main and refusal.kind in (RefusalKind.CASE_CLOSED, RefusalKind.WRONG_AGENCY):
        sentence = MERGED_TO_STAFF
    elif to_staff and refusal.kind is RefusalKind.CASE_CLOSED:
        sentence = CLOSED_TO_STAFF
    return title, sentence.format(
        about=refusal.about,
        main=main,
        day=_day(refusal.about),
        status=STATUS[Status(refusal.about)].lower() if refusal.about in set(Status) else "",
        urgency=course_name(procedure, Urgency(refusal.about)) if refusal.about in set(Urgency) else refusal.about,
        event=starting_small(EVENT.get(refusal.about, refusal.about)),
        limit=next((rule.name for rule in procedure.limits if rule.id == refusal.about), refusal.about),
        requirements=", ".join(requirement_names(refusal, procedure).values()).lower(),
    )


def _day(about: str) -> str:
    try:
        return f"{date.fromisoformat(about):%d/%m/%Y}"
    except ValueError:
        return about


def requirement_names(refusal: Refusal, procedure: Procedure) -> dict[str, str]:
    """Return the requirements that a refusal names: id and name."""
    about = refusal.about.split(",")
    return {need.id: need.name for need in procedure.requirements if need.id in about}
