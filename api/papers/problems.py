"""The problems that the register of papers can end in."""

from __future__ import annotations

from api.web.problems.kinds import Kind

PAPERS_FOR_OFFICES = Kind(
    "papers-for-offices",
    403,
    "Sổ văn bản dành cho các cơ quan",
    "Sổ văn bản do trung tâm, cơ quan xử lý, lãnh đạo UBND, người kiểm tra và quản trị xem; hãy chuyển cho người có quyền.",
)
KEEPERS_ONLY = Kind(
    "paper-keepers-only",
    403,
    "Chỉ nơi giữ sổ ghi được",
    "Chỉ cán bộ, lãnh đạo của trung tâm và của cơ quan xử lý ghi văn bản vào sổ của cơ quan mình; hãy chuyển cho họ.",
)
