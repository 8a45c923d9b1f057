"""An admin rehearses a made-up case on a page: act by act, on the real calendar, and nothing of it is recorded."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from domain.actors import Actor
from domain.visibility import scope_of
from domain.words import Role
from records.cases.rows import Filters
from tests.support.fronts.real_desk import KH, RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow

ADMIN = Actor(Role.ADMIN, KH)
FILED = {"dia-phuong": KH, "linh-vuc": "moi-truong", "luc": "2026-11-16T09:00"}
DISPATCHED = "2026-11-16T10:00~dispatch~centre_operator~~ubnd-nha-trang"


@pytest.fixture
def admin(real_desk: RealDesk) -> Walker:
    walker = Walker(real_desk)
    walker.signs_in("kh_admin")
    return walker


def played(*moves: str, **more: str) -> str:
    return "/quan-tri/dien-thu?" + urlencode([*FILED.items(), *(("buoc", move) for move in moves), *more.items()])


def test_each_act_shows_what_followed_the_clocks_and_who_may_do_what_next(admin: Walker) -> None:
    page = admin.opens(played()).text
    assert "11:15 thứ Hai 16/11/2026" not in page  # Điều 6 khoản 3: 0,5 ngày = 3 giờ 45; 09:00–11:15, rồi 13:15–14:45
    assert "14:45 thứ Hai 16/11/2026" in page
    assert 'value="dispatch~centre_operator~"' in page
    page = admin.opens(
        played(**{"viec": "dispatch~centre_operator~", "khi": "2026-11-16T10:00", "co-quan": "ubnd-nha-trang"})
    ).text
    assert "Bây giờ: Chờ cơ quan xử lý tiếp nhận" in page
    assert "15:45 thứ Hai 16/11/2026" in page  # Điều 7 khoản 3: 10:00–11:15, rồi 13:15–15:45
    assert f'name="buoc" value="{DISPATCHED}"' in page
    page = admin.opens(played(DISPATCHED, "2026-11-16T16:00~~~~")).text
    assert "Quá hạn: Tiếp nhận hoặc trả lại" in page
    assert "Điều 16 khoản 3" in page


def test_an_act_out_of_turn_is_shown_refused_and_can_be_undone(admin: Walker) -> None:
    page = admin.opens(played(DISPATCHED, "2026-11-16T10:30~rate~reporter~~")).text
    assert "Bị từ chối." in page
    assert "Không đúng lúc" in page
    assert "Bỏ bước cuối" in page


@pytest.mark.parametrize(
    "address",
    [
        played("hôm qua"),
        played("2026-99-99T10:00~dispatch~centre_operator~~"),
        played("2026-11-16T10:00~dance~centre_operator~~"),
        played(khi="2026-11-16T10:00", viec="~"),
        played(khi="mai"),
        played() + "&luc=mai",
        played() + "&linh-vuc=khong-co",
        "/quan-tri/dien-thu?dia-phuong=khanh-hoa&luc=0001-01-01T00:00",
        "/quan-tri/dien-thu?dia-phuong=khanh-hoa&luc=9999-12-31T23:59",
        played(khi="9999-12-31T23:00", viec="dispatch~centre_operator~"),
    ],
)
def test_an_address_that_tells_no_case_is_a_sentence(admin: Walker, address: str) -> None:
    answered = admin.opens(address)
    assert answered.status_code == 422
    assert 'role="alert"' in answered.text


def test_nothing_of_a_rehearsal_is_recorded(real_desk: RealDesk, admin: Walker) -> None:
    def cases() -> int:
        return real_desk.record.cases.count(scope_of(ADMIN), Filters(authority=KH), 1000)

    before = cases()
    admin.opens(played(DISPATCHED))
    assert cases() == before


def test_only_admins_and_auditors_rehearse(real_desk: RealDesk) -> None:
    operator = Walker(real_desk)
    operator.signs_in("operator")
    assert operator.opens(played()).status_code == 403
