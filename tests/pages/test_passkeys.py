"""A browser's answer about a passkey is taken only where its challenge is ours, in time, and for this account."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from webauthn.helpers import bytes_to_base64url

from api.staff.factors.ceremonies import WITHIN, NotProven, RelyingParty, challenge_in, credential_in
from tests.support.fronts.desk import MONDAY_8
from tests.support.pages.walker import Walker

SITE = "https://pakn.vidu.vn"
KEY = bytes(32)


def answer(challenge: bytes) -> str:
    """A browser's answer to a challenge, with a signature that is none."""
    client = {"type": "webauthn.get", "challenge": bytes_to_base64url(challenge), "origin": SITE}
    response = {
        "clientDataJSON": bytes_to_base64url(json.dumps(client).encode()),
        "authenticatorData": bytes_to_base64url(bytes(37)),
        "signature": bytes_to_base64url(b"none"),
    }
    return json.dumps({"id": "YQ", "rawId": "YQ", "type": "public-key", "response": response})


def party() -> RelyingParty:
    found = RelyingParty.at(SITE, KEY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("address", "known_as"),
    [
        (SITE, ("pakn.vidu.vn", SITE)),
        ("http://localhost:8000", ("localhost", "http://localhost:8000")),
        ("http://127.0.0.1:8000", None),
        ("http://[::1]:8000", None),
    ],
)
def test_passkeys_are_bound_to_a_domain_and_an_ip_number_has_none(
    address: str, known_as: tuple[str, str] | None
) -> None:
    found = RelyingParty.at(address, KEY)
    assert (found and (found.id, found.origin)) == known_as


@pytest.mark.parametrize(
    "written", ["", "null", "[]", "{}", '{"response": {}}', '{"response": {"clientDataJSON": "!"}}']
)
def test_what_is_no_answer_of_a_browser_proves_nothing(written: str) -> None:
    for reads in (challenge_in, credential_in):
        with pytest.raises(NotProven):
            reads(written)


def test_a_challenge_is_ours_for_its_account_and_for_ten_minutes() -> None:
    site, other = party(), RelyingParty.at(SITE, bytes([1] * 32))
    assert other is not None
    ours = site.challenge("officer", MONDAY_8)
    assert ours != site.challenge("officer", MONDAY_8)
    assert challenge_in(answer(ours)) == ours
    site._require_ours(ours, "officer", MONDAY_8 + WITHIN - timedelta(seconds=1))
    for about, at, by in (
        ("leader", MONDAY_8, site),
        ("", MONDAY_8, site),
        ("officer", MONDAY_8 + WITHIN, site),
        ("officer", MONDAY_8, other),
    ):
        with pytest.raises(NotProven):
            by._require_ours(ours, about, at)
    for changed in (b"", ours[:-1], ours[:24], bytes(56)):
        with pytest.raises(NotProven):
            site._require_ours(changed, "officer", MONDAY_8)


@pytest.mark.parametrize("credential", ["", "{}", answer(b"a challenge of theirs")])
def test_an_unknown_passkey_signs_nobody_in_and_the_page_says_so(walker: Walker, credential: str) -> None:
    walker.opens("/dang-nhap")
    refused = walker.sends("/dang-nhap/khoa-truy-cap", credential=credential)
    assert refused.status_code == 403
    assert "không phải của tài khoản nào ở đây" in refused.text
    assert walker.opens("/can-bo").url.path == "/dang-nhap"
