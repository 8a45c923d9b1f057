"""Staff sign in with the accounts of a real OpenID provider, but only into existing accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import oidc_provider_mock
import pytest

from api.web.front import Clock, Site, now
from api.web.identity.provider import Provider, ProviderPlan
from stack.ports import free_port
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import HOST, Walker

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # the provider's own pages
]

BEGIN, RETURN = "/dang-nhap/lien-thong", "/dang-nhap/lien-thong/ve"
PERSON = "nguyen.van.an"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread(require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def plan(issuer: str) -> ProviderPlan:
    return ProviderPlan(issuer, "hientruong", "may-nay", "sub", "tài khoản tỉnh")


def walker(desk: RealDesk, plan: ProviderPlan | None, clock: Clock = now) -> Walker:
    """A person at the pages of a front that uses this provider."""
    provider = Provider(plan, HOST + RETURN, clock) if plan else None
    desk.app = desk.opens(site=Site(HOST), provider=provider)
    return Walker(desk)


def known_as(desk: RealDesk, identity: str, username: str = "officer") -> None:
    account = desk.accounts[username]
    about = {"role": account.role, "agency": account.agency, "display_name": account.display_name}
    path = f"/admin/accounts/{account.id}"
    assert desk.puts(path, "admin", **about, provider_identity=identity).status_code == 200


def goes_to_provider(walker: Walker, back: str = "/tai-khoan") -> str:
    walker.client.follow_redirects = False
    sent = walker.opens(f"{BEGIN}?tiep={back}")
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def consents(address: str, **typed: str) -> str:
    """Fill in the provider's form. Return the address on our site to which the person is sent back."""
    answer = httpx2.post(address, data={"sub": PERSON} | typed)
    assert answer.status_code in (302, 303), answer.text
    parts = urlsplit(answer.headers["location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == HOST + RETURN
    return f"{parts.path}?{parts.query}"


def says(issuer: str, **claims: Any) -> None:
    assert httpx2.put(f"{issuer}/users/{PERSON}", json=claims).status_code == 204


def test_staff_sign_in_with_the_account_they_have(real_desk: RealDesk, plan: ProviderPlan) -> None:
    person = walker(real_desk, plan)
    known_as(real_desk, PERSON)
    assert "Đăng nhập bằng tài khoản tỉnh" in person.opens("/dang-nhap").text
    address = goes_to_provider(person)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["nonce"] != asked["state"]
    back = person.opens(consents(address))
    assert (back.status_code, back.headers["location"]) == (303, "/tai-khoan")
    assert "Officer" in person.opens("/tai-khoan").text


@pytest.mark.parametrize(("ahead", "status"), [(timedelta(seconds=30), 303), (timedelta(hours=2), 403)])
def test_a_proof_is_judged_by_the_clock_that_the_front_is_given(
    real_desk: RealDesk, plan: ProviderPlan, ahead: timedelta, status: int
) -> None:
    person = walker(real_desk, plan, lambda: now() + ahead)
    known_as(real_desk, PERSON)
    assert person.opens(consents(goes_to_provider(person))).status_code == status


def test_nobody_gets_an_account_by_signing_in_elsewhere(real_desk: RealDesk, plan: ProviderPlan) -> None:
    person = walker(real_desk, plan)
    before = real_desk.record.accounts.of_authority(None)
    refused = person.opens(consents(goes_to_provider(person)))
    assert refused.status_code == 403
    assert "hệ thống không tự tạo tài khoản" in refused.text
    assert real_desk.record.accounts.of_authority(None) == before
    assert person.opens("/tai-khoan").headers["location"].startswith("/dang-nhap")


def test_an_account_that_is_no_longer_active_is_nobodys(real_desk: RealDesk, plan: ProviderPlan) -> None:
    person = walker(real_desk, plan)
    account = real_desk.accounts["officer"]
    about = {"role": account.role, "agency": account.agency, "display_name": "An"}
    left = about | {"provider_identity": PERSON, "active": False}
    assert real_desk.puts(f"/admin/accounts/{account.id}", "admin", **left).status_code == 200
    assert person.opens(consents(goes_to_provider(person))).status_code == 403


def test_what_another_browser_began_opens_nothing_here(real_desk: RealDesk, plan: ProviderPlan) -> None:
    one, other = walker(real_desk, plan), walker(real_desk, plan)
    known_as(real_desk, PERSON)
    back = consents(goes_to_provider(one))
    assert other.opens(back).status_code == 403  # this browser began no sign-in
    goes_to_provider(other)
    assert other.opens(back).status_code == 403  # this browser began another sign-in
    assert one.opens(back).status_code == 303
    assert one.opens(back).status_code == 403  # a code is valid once


@pytest.mark.parametrize("query", ["", "?code=x", "?error=access_denied&state=x", "?code=x&state=x"])
def test_whoever_comes_back_with_nothing_is_told_to_begin_again(
    real_desk: RealDesk, plan: ProviderPlan, query: str
) -> None:
    person = walker(real_desk, plan)
    goes_to_provider(person)
    refused = person.opens(RETURN + query)
    assert refused.status_code == 403
    assert "hãy đăng nhập lại từ đầu" in refused.text


def test_a_cookie_that_holds_none_of_our_letters_is_no_sign_in_that_was_begun(
    real_desk: RealDesk, plan: ProviderPlan
) -> None:
    refused = walker(real_desk, plan).client.get(
        f"{RETURN}?code=x&state=x", headers={b"Cookie": b"__Host-begun=\xff\xfe"}
    )
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("verified", "status"), [(True, 303), (False, 403), (None, 403)], ids=["verified", "not verified", "not said"]
)
def test_an_email_counts_where_it_is_verified(
    real_desk: RealDesk, plan: ProviderPlan, verified: bool | None, status: int
) -> None:
    said = {"email": "an@vidu.vn"} | ({} if verified is None else {"email_verified": verified})
    says(plan.issuer, **said)
    person = walker(real_desk, replace(plan, claim="email"))
    known_as(real_desk, "an@vidu.vn")
    assert person.opens(consents(goes_to_provider(person))).status_code == status


def test_an_identity_belongs_to_one_account(real_desk: RealDesk) -> None:
    known_as(real_desk, PERSON)
    account = real_desk.accounts["leader"]
    about = {"role": account.role, "agency": account.agency, "display_name": "Bình", "provider_identity": PERSON}
    refused = real_desk.puts(f"/admin/accounts/{account.id}", "admin", **about)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/identity-taken")
    [change] = real_desk.gets("/admin/changes", "admin", limit=1).json()["items"]
    assert change["after"]["provider_identity"] == PERSON


def test_a_provider_that_is_away_is_said_in_a_sentence(real_desk: RealDesk, plan: ProviderPlan) -> None:
    person = walker(real_desk, replace(plan, issuer=f"http://localhost:{free_port()}"))
    away = person.opens(BEGIN)
    assert away.status_code == 503
    assert "đăng nhập bằng tên và mật khẩu" in away.text


def test_a_provider_that_calls_itself_otherwise_is_none(real_desk: RealDesk, plan: ProviderPlan) -> None:
    person = walker(real_desk, replace(plan, issuer=plan.issuer.replace("localhost", "LOCALHOST")))
    assert person.opens(BEGIN).status_code == 503


def test_without_a_provider_nobody_is_sent_to_one(real_desk: RealDesk) -> None:
    person = walker(real_desk, None)
    assert BEGIN not in person.opens("/dang-nhap").text
    assert person.opens(BEGIN).status_code == 404
