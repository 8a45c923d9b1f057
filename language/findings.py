"""The Vietnamese words for the differences between a case and its workflow."""

from __future__ import annotations

from domain.reconciling import Choice, FindingKind

FINDING: dict[FindingKind, str] = {
    FindingKind.MISSING: "không có quy trình",
    FindingKind.TERMINATED: "quy trình bị chấm dứt",
    FindingKind.BEHIND: "quy trình chậm hơn sổ hồ sơ",
    FindingKind.AHEAD: "quy trình đi trước sổ hồ sơ",
    FindingKind.CONTRADICTS: "quy trình trái với sổ hồ sơ",
    FindingKind.STUCK: "quy trình mắc kẹt",
    FindingKind.ANOTHER: "quy trình của một phản ánh khác",
    FindingKind.UNRUNG: "mốc đã đến mà chưa báo",
    FindingKind.UNKNOWN: "quy trình không có hồ sơ",
}

CHOICE: dict[Choice, str] = {
    Choice.REBUILD: "Dựng lại quy trình theo sổ hồ sơ",
    Choice.END: "Chấm dứt quy trình này",
    Choice.LEAVE: "Để nguyên",
}

FINDING_MEANS: dict[FindingKind, str] = {
    FindingKind.MISSING: "Temporal không có quy trình nào của hồ sơ đang mở này.",
    FindingKind.TERMINATED: "Quy trình của hồ sơ đang mở này đã bị chấm dứt từ bên ngoài hoặc hỏng.",
    FindingKind.BEHIND: "Quy trình chưa biết những diễn biến mà sổ hồ sơ đã ghi.",
    FindingKind.AHEAD: "Quy trình biết những diễn biến mà sổ hồ sơ không có: sổ đã được khôi phục về một ngày cũ hơn.",
    FindingKind.CONTRADICTS: "Quy trình và sổ hồ sơ có cùng số diễn biến nhưng không giống nhau.",
    FindingKind.STUCK: "Một bước của quy trình hỏng đi hỏng lại, nên hạn của hồ sơ có thể không được nhắc.",
    FindingKind.ANOTHER: "Mã này từng được cấp cho một phản ánh mà sổ hồ sơ không còn: sổ đã được khôi phục về một ngày cũ hơn. "
    "Quy trình ấy được thay bằng quy trình của hồ sơ trong sổ; Temporal vẫn giữ lịch sử của nó.",
    FindingKind.UNRUNG: "Một mốc nhắc hạn đã đến mà chưa được ghi.",
    FindingKind.UNKNOWN: "Temporal chạy một quy trình mà sổ hồ sơ không biết. Mã này sẽ không cấp cho phản ánh khác.",
}

CHOICE_MEANS: dict[Choice, str] = {
    Choice.REBUILD: "Sổ hồ sơ đúng: quy trình bắt đầu lại từ những gì sổ đã ghi, các mốc đã qua được báo một lần.",
    Choice.END: "Quy trình này không thuộc hồ sơ nào: dừng nó lại.",
    Choice.LEAVE: "Không làm gì; chỉ nêu lại khi khác biệt này thay đổi.",
}
