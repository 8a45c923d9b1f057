"""The pages of a merged report and of the case that it is part of."""

from __future__ import annotations

from tests.pages.test_case_page import follows
from tests.support.fronts.desk import Desk
from tests.support.pages.walker import Walker


def test_a_merged_reporter_acts_on_the_page_of_the_own_report(desk: Desk, walker: Walker) -> None:
    main, merged = desk.walked("publish"), desk.filed()
    desk.acts(merged, "merge", "operator", into=main)
    page = follows(desk, walker, merged)
    for said in ("được xử lý chung trong hồ sơ", "Đã công khai kết quả", "Đánh giá kết quả", "Đã kiểm tra, xử lý xong"):
        assert said in page
    assert f"hồ sơ chung {main}" in page
    answer = walker.sends(f"/ho-so/{merged}/comment", text="Cảm ơn, tôi đã thấy đội thi công.")
    assert "Đã ghi nhận" in answer.text
    walker.opens(f"/ho-so/{merged}")
    assert walker.sends(f"/ho-so/{merged}/rate", rating="satisfied").status_code == 200
    assert dict(desk.record.complaints[main].rated) == {merged: "satisfied"}


def test_the_page_of_the_case_shows_the_merged_reports(desk: Desk, walker: Walker) -> None:
    main, merged = desk.walked("accept"), desk.filed(content="Ổ gà nhìn từ phía chợ, sâu 20 cm.")
    desk.acts(merged, "merge", "operator", into=main)
    walker.signs_in("officer")
    page = walker.opens(f"/can-bo/ho-so/{main}").text
    assert "Phản ánh gộp vào hồ sơ này" in page
    assert "Ổ gà nhìn từ phía chợ, sâu 20 cm." in page
    assert "Nguyễn Thị Hoa" not in page
    assert walker.opens(f"/can-bo/ho-so/{merged}").status_code == 200


def test_an_internal_note_is_on_the_staff_s_page_and_on_no_other(desk: Desk, walker: Walker) -> None:
    code = desk.walked("publish")
    desk.acts(code, "note", "officer", text="Người gửi hay gọi lúc nửa đêm.")
    assert "nửa đêm" not in follows(desk, walker, code)
    assert "nửa đêm" not in walker.opens(f"/cong-khai/ho-so/{code}").text
    walker.signs_in("officer")
    page = walker.opens(f"/can-bo/ho-so/{code}").text
    assert "nửa đêm" in page
    assert "chỉ cán bộ thấy" in page
