"""The pages of the second factor: set it up, sign in with it, lose the phone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pyotp

from domain.words import Role
from tests.support.fronts.confirming import asking_again
from tests.support.fronts.desk import PASSWORD, Desk
from tests.support.pages.walker import Walker

OWN = "/tai-khoan/hai-lop"


def code(desk: Desk, secret: str) -> str:
    return pyotp.TOTP(secret).at(desk.now)


def sets_up(desk: Desk, walker: Walker) -> tuple[str, list[str]]:
    """Set up an app on the page that is open. Return its secret and the recovery codes."""
    assert walker.page is not None
    [shown] = re.findall(r'<code class="secret">([A-Z2-7 ]+)</code>', walker.page.text)
    assert 'src="data:image/svg+xml' in walker.page.text
    secret = shown.replace(" ", "")
    done = walker.sends(OWN, code=code(desk, secret))
    assert done.status_code == 201, done.text
    codes = re.findall(r"<li><code>([a-z2-7-]+)</code></li>", done.text)
    assert len(codes) == 10
    desk.now += timedelta(minutes=1)
    return secret, codes


def test_staff_set_up_an_app_and_sign_in_with_its_code(desk: Desk, walker: Walker) -> None:
    walker.signs_in("operator")
    walker.opens(OWN)
    secret, codes = sets_up(desk, walker)
    again = walker.opens(OWN).text
    assert "Còn 10 mã dự phòng" in again
    assert codes[0] not in again
    walker.sends("/dang-xuat")
    asked = walker.signs_in("operator")
    assert "sáu chữ số" in asked.text
    assert walker.opens("/can-bo").url.path == "/dang-nhap/ma"
    assert "Mã xác thực không đúng" in walker.sends("/dang-nhap/ma", code="000 00x").text
    assert walker.sends("/dang-nhap/ma", code=code(desk, secret)).url.path == "/can-bo"


def test_what_was_typed_before_the_session_ended_comes_through_the_code_too(desk: Desk, walker: Walker) -> None:
    filed = desk.filed()
    walker.signs_in("operator")
    walker.opens(OWN)
    secret, _ = sets_up(desk, walker)
    walker.opens(f"/can-bo/ho-so/{filed}")
    desk.record.sessions_.clear()
    walker.sends(f"/can-bo/ho-so/{filed}/comment", text="Một câu dài đã viết")
    walker.sends("/dang-nhap", username="operator", password=PASSWORD)
    assert "Một câu dài đã viết" in walker.sends("/dang-nhap/ma", code=code(desk, secret)).text


def test_a_wrong_first_code_sets_nothing_up(desk: Desk, walker: Walker) -> None:
    walker.signs_in("operator")
    walker.opens(OWN)
    wrong = walker.sends(OWN, code="00000x")
    assert (wrong.status_code, "Mã không đúng" in wrong.text) == (422, True)
    assert not desk.record.second_factors.enrolled


def test_a_role_that_must_have_one_is_led_to_the_setup_and_cannot_switch_it_off(desk: Desk, walker: Walker) -> None:
    desk.app.state.front = replace(desk.app.state.front, second_factor_roles=frozenset({Role.CENTRE_OPERATOR}))
    led = walker.signs_in("operator")
    assert led.url.path == OWN
    assert "không dùng được chỉ với mật khẩu" in led.text
    assert walker.opens("/can-bo/thong-bao").url.path == OWN
    sets_up(desk, walker)
    assert walker.opens("/can-bo").url.path == "/can-bo"
    own = walker.opens(OWN)
    assert f"{OWN}/tat" not in own.text
    token = re.findall(r'name="csrf" value="([^"]+)"', own.text)[0]
    refused = walker.client.post(f"{OWN}/tat", data={"csrf": token}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (refused.status_code, bool(desk.record.second_factors.enrolled)) == (409, True)


def test_switching_it_off_and_new_codes_ask_for_the_password(desk: Desk, walker: Walker) -> None:
    walker.signs_in("operator")
    walker.opens(OWN)
    _, old = sets_up(desk, walker)
    walker.opens(OWN)
    asking_again(desk)
    assert 'name="confirmation"' in walker.sends(f"{OWN}/ma-du-phong").text
    renewed = walker.sends(f"{OWN}/ma-du-phong", confirmation=PASSWORD)
    assert (renewed.status_code, old[0] in renewed.text) == (201, False)
    walker.opens(OWN)
    assert "Đã tắt xác thực hai lớp" in walker.sends(f"{OWN}/tat").text
    assert not desk.record.second_factors.enrolled
