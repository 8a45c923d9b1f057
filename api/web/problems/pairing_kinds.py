"""The kinds of problem of a record and a Temporal that do not belong together."""

from __future__ import annotations

from api.web.problems.kinds import Kind

ANOTHER_FILING_RUNS = Kind(
    "another-filing-runs",
    503,
    "Quy trình của hồ sơ đang được dựng lại",
    "Mã hồ sơ này từng được cấp cho một phản ánh khác trước khi sổ hồ sơ được khôi phục; quy trình của hồ sơ này đang được dựng "
    "lại từ sổ. Hồ sơ và các hạn vẫn còn nguyên; hãy gửi lại sau một phút với cùng mã thao tác.",
    on_page="Mã hồ sơ này từng được cấp cho một phản ánh khác trước khi sổ hồ sơ được khôi phục; quy trình của hồ sơ này đang "
    "được dựng lại từ sổ. Hồ sơ và các hạn vẫn còn nguyên; hãy bấm lại sau một phút.",
)
NOT_PAIRED = Kind(
    "not-paired",
    503,
    "Hệ thống đang được đối chiếu",
    "Chưa nhận phản ánh và thao tác cho tới khi đối chiếu xong, để không mã nào cấp hai lần; các hạn vẫn tính. Hãy gửi lại y như "
    "cũ sau ít phút.",
)
