"""Tests the sentences for files that a case does not take."""

from __future__ import annotations

import pytest

from api.attachments.allowances import too_many
from domain.attachments import AttachmentKind, AttachmentStage, taken
from procedures import all_procedures

PHOTO, VIDEO, AUDIO, DOCUMENT = AttachmentKind


@pytest.mark.parametrize(
    ("province", "sent", "told"),
    [
        ("khanh-hoa", [PHOTO] * 5 + [VIDEO, AUDIO, AUDIO] + [DOCUMENT] * 3, None),
        ("khanh-hoa", [DOCUMENT] * 4, "Nhiều tài liệu quá; hãy gửi tối đa 3 tài liệu."),
        ("khanh-hoa", [PHOTO, VIDEO, VIDEO], "Nhiều video quá; hãy gửi tối đa 1 video."),
        ("lai-chau", [AUDIO, DOCUMENT], "hãy chụp ảnh từng trang rồi gửi ảnh."),
        ("binh-dinh", [DOCUMENT], "hãy chụp ảnh từng trang rồi gửi ảnh."),
        ("binh-dinh", [AUDIO], "hãy viết điều đã ghi vào nội dung, hoặc gửi video."),
    ],
)
def test_a_report_that_holds_what_its_regulation_does_not_name_is_told_another_way(
    province: str, sent: list[AttachmentKind], told: str | None
) -> None:
    sentence = too_many(sent, taken(all_procedures()[province], AttachmentStage.REPORT))
    assert (sentence or "").endswith(told or "")
    assert (sentence is None) is (told is None)
