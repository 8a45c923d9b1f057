"""Rules for every page: sessions, form tokens, languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from api import pages
from api.pages.common.languages import Language, translations
from api.pages.common.rendering import TEMPLATES
from tests.support.fronts.desk import Desk
from tests.support.pages.walker import HOST, Walker

ASSETS = Path(pages.__file__).parent / "assets"


def test_a_member_of_staff_signs_in_and_out_on_a_page_and_the_session_ends_at_once(desk: Desk, walker: Walker) -> None:
    assert walker.signs_in("operator").url.path == "/can-bo"
    token = walker.client.cookies["__Host-session"]
    assert walker.opens("/").text.count("Đăng xuất") == 1
    walker.sends("/dang-xuat")
    assert "Đăng xuất" not in walker.opens("/").text
    walker.client.cookies.set("__Host-session", token)
    assert "Đăng xuất" not in walker.opens("/").text


def test_each_who_signs_in_or_out_at_a_browser_gets_forms_of_their_own(walker: Walker) -> None:
    names = []
    for username in ("operator", "officer"):
        walker.signs_in(username)
        names.append(walker.client.cookies["__Host-visitor"])
        walker.sends("/dang-xuat")
        names.append(walker.client.cookies["__Host-visitor"])
    assert len(set(names)) == 4


def test_the_cookies_are_bound_to_the_host_and_out_of_reach_of_scripts(walker: Walker) -> None:
    walker.opens("/dang-nhap")
    walker.client.follow_redirects = False
    answer = walker.sends("/dang-nhap", username="operator", password="mật khẩu đúng")
    set_cookies = answer.headers.get_list("set-cookie")
    assert [cookie.partition("=")[0] for cookie in set_cookies] == ["__Host-session", "__Host-visitor", "__Host-device"]
    for cookie in set_cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(re.split(r"; ", cookie)), cookie
        assert "Domain" not in cookie


def test_a_wrong_password_is_told_beside_the_form_and_the_name_is_not_lost(walker: Walker) -> None:
    answer = walker.signs_in("operator", "sai mật khẩu rồi")
    assert answer.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.text
    assert 'value="operator"' in answer.text
    assert "sai mật khẩu rồi" not in answer.text


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": HOST}, True),
        ({"Origin": "https://elsewhere.vn"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://["}, False),
    ],
)
def test_a_form_sent_from_another_site_is_not_taken(walker: Walker, said: dict[str, str], taken: bool) -> None:
    answer = walker.client.post("/ngon-ngu", data={"language": "en"}, headers=said)
    assert (answer.status_code == 200) is taken


def test_whoever_is_signed_in_is_not_fooled_by_a_form_that_carries_no_token_of_theirs(walker: Walker) -> None:
    walker.signs_in("operator")
    for token in ("", "0" * 64):
        answer = walker.client.post("/dang-xuat", data={"csrf": token}, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403
    assert "Đăng xuất" in walker.opens("/").text


@pytest.mark.parametrize("elsewhere", ["https://xau.vn", "//xau.vn", "/\\xau.vn", "javascript:alert(1)", "/a\nb"])
def test_signing_in_leads_nobody_to_another_site(walker: Walker, elsewhere: str) -> None:
    walker.opens("/dang-nhap")
    walker.client.follow_redirects = False
    answer = walker.sends("/dang-nhap", username="operator", password="mật khẩu đúng", back=elsewhere)
    assert answer.headers["location"] == "/can-bo"


def test_a_page_for_staff_asks_a_stranger_to_sign_in_and_then_goes_on_there(walker: Walker) -> None:
    asked = walker.opens("/tai-khoan?a=1")
    assert asked.url.path == "/dang-nhap"
    assert 'name="back" value="/tai-khoan?a=1"' in asked.text


def test_every_page_forbids_what_it_does_not_need(walker: Walker) -> None:
    for address in ("/", "/dang-nhap", "/khong-co-trang-nay"):
        headers = walker.opens(address).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"


def test_what_goes_wrong_is_a_page_for_people_and_rfc_9457_for_programs(walker: Walker) -> None:
    assert walker.opens("/khong-co-trang-nay").headers["content-type"].startswith("text/html")
    assert "Không có trang này" in walker.opens("/khong-co-trang-nay").text
    assert walker.opens("/api/v1/khong-co").headers["content-type"] == "application/problem+json"


def test_the_language_is_the_persons_own_choice_and_stays(walker: Walker) -> None:
    walker.opens("/dang-nhap")
    answer = walker.sends("/ngon-ngu", language="en")
    assert answer.url.path == "/dang-nhap"
    assert '<html lang="en">' in answer.text
    assert "Staff sign-in" in walker.opens("/dang-nhap").text
    walker.sends("/ngon-ngu", language="vi")
    assert '<html lang="vi">' in walker.opens("/").text


def test_the_language_can_be_chosen_where_a_form_was_sent_too(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    walker.opens(f"/can-bo/ho-so/{code}")
    assert walker.sends(f"/can-bo/ho-so/{code}/comment", text="").status_code == 422
    answer = walker.sends("/ngon-ngu", language="en")
    assert (answer.status_code, answer.url.path) == (200, f"/can-bo/ho-so/{code}")


def test_english_lacks_nothing_that_the_templates_say() -> None:
    english = translations(Language.ENGLISH)
    found = extract_from_dir(
        TEMPLATES, [("**.html.j2", "jinja2")], {"**.html.j2": {"extensions": "jinja2.ext.do", "trim_blocks": "true"}}
    )
    said = {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}
    assert said
    assert sorted(words for words in said if english.gettext(words) == words) == []


def test_no_template_holds_a_script_or_a_style_of_its_own() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    wrong = [path.name for path in TEMPLATES.rglob("*.j2") if inline.search(path.read_text())]
    assert wrong == []


def test_no_script_has_a_map_read_a_name_as_html() -> None:
    scripts = "".join(path.read_text() for path in ASSETS.glob("*.js"))
    shown = re.findall(r"\.bind(?:Tooltip|Popup)\((.+)", scripts)
    assert len(shown) > 2
    assert [each for each in shown if not each.startswith(("document.createText", "String(", "told)"))] == []
    assert re.findall(r"\bhtml: (\w+)", scripts) == ["words"]  # an element, whose text was set as text
    assert "innerHTML" not in scripts


def test_too_many_wrong_passwords_are_told_on_the_form_with_how_long_to_wait(walker: Walker) -> None:
    walker.opens("/dang-nhap")
    for _ in range(10):
        wrong = walker.sends("/dang-nhap", username="operator", password="sai rồi")
    assert (wrong.status_code, "retry-after" in wrong.headers, "www-authenticate" in wrong.headers) == (
        401,
        False,
        False,
    )
    waits = walker.sends("/dang-nhap", username="operator", password="mật khẩu đúng")
    assert (waits.status_code, waits.headers["retry-after"]) == (429, "90")
    assert "hãy đợi 90 giây" in waits.text
    assert 'value="operator"' in waits.text


@pytest.mark.parametrize("name", ["Host", "Origin", "Referer", "Cookie", "Range", "If-None-Match", "User-Agent"])
@pytest.mark.parametrize(
    "value", [b"http://[", b"\xff\xfe=\xff; __Host-session=\xff; __Host-keys=\xff:~", b"bytes=9-1", b""]
)
def test_a_header_that_is_none_breaks_no_page(walker: Walker, name: str, value: bytes) -> None:
    for method, address in (("GET", "/"), ("GET", "/theo-doi"), ("GET", "/can-bo"), ("POST", "/can-bo/phan-phoi")):
        answer = walker.client.request(
            method, address, headers={name.encode(): value}, data={"code": "x"} if method == "POST" else None
        )
        assert answer.status_code < 500
