"""Second factors of one's own account by the API: an app and passkeys begun, confirmed, listed and removed, as on the page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pyotp
import pytest
from cbor2 import dumps
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from httpx2 import Response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from domain.words import Role
from tests.support.fronts.confirming import asking_again
from tests.support.fronts.desk import PASSWORD, Desk

OWN = "/api/v1/me/second-factor"
VERIFIED_WITH_KEY = 0x45


def asks(desk: Desk, method: str, rest: str = "", body: Any = None, who: str = "officer") -> Response:
    return desk.client.request(method, OWN + rest, json=body, headers=desk.headers(who))


def sets_up(desk: Desk, who: str = "officer") -> list[str]:
    """Set an app up. Return its recovery codes."""
    begun = asks(desk, "POST", "/authenticator", who=who).json()
    assert begun == asks(desk, "POST", "/authenticator", who=who).json()
    assert begun["uri"].startswith("otpauth://totp/")
    given = {"code": pyotp.TOTP(begun["secret"]).at(desk.now)}
    done = asks(desk, "POST", "/authenticator/confirmation", given, who)
    assert done.status_code == 201, done.text
    codes: list[str] = done.json()["recovery_codes"]
    return codes


def browser_makes(options: dict[str, Any], origin: str) -> dict[str, Any]:
    """Return what a browser answers to these options, as a device does that attests nothing."""
    point = generate_private_key(SECP256R1()).public_key().public_numbers()
    key = dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})
    id_ = hashlib.sha256(key).digest()
    party = hashlib.sha256(options["rp"]["id"].encode()).digest()
    data = party + bytes([VERIFIED_WITH_KEY]) + bytes(4) + bytes(16) + len(id_).to_bytes(2) + id_ + key
    client = {"type": "webauthn.create", "challenge": options["challenge"], "origin": origin}
    return {
        "id": bytes_to_base64url(id_),
        "rawId": bytes_to_base64url(id_),
        "type": "public-key",
        "response": {
            "clientDataJSON": bytes_to_base64url(json.dumps(client).encode()),
            "attestationObject": bytes_to_base64url(dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        },
    }


def test_an_app_is_begun_confirmed_shown_renewed_and_switched_off(desk: Desk) -> None:
    assert asks(desk, "GET").json() == {"required": False, "authenticator": None, "passkeys": []}
    codes = sets_up(desk)
    assert len(codes) == 10
    shown = asks(desk, "GET").json()["authenticator"]
    assert (shown["recovery_codes_left"], bool(shown["enrolled_text"])) == (10, True)
    again = asks(desk, "POST", "/authenticator")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/enrolled-already")
    renewed = asks(desk, "POST", "/recovery-codes")
    assert (renewed.status_code, set(renewed.json()["recovery_codes"]) & set(codes)) == (201, set())
    assert asks(desk, "DELETE", "/authenticator").status_code == 204
    assert asks(desk, "GET").json()["authenticator"] is None


def test_a_wrong_code_sets_nothing_up(desk: Desk) -> None:
    asks(desk, "POST", "/authenticator")
    wrong = asks(desk, "POST", "/authenticator/confirmation", {"code": "00000x"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "code")
    assert asks(desk, "GET").json()["authenticator"] is None


def test_a_passkey_is_begun_made_named_and_revoked(desk: Desk) -> None:
    asked = asks(desk, "POST", "/passkeys/options").json()
    made = browser_makes(asked, desk.app.state.front.site.address)
    added = asks(desk, "POST", "/passkeys", {"credential": made, "name": "điện thoại của tôi"})
    assert added.status_code == 201, added.text
    [passkey] = asks(desk, "GET").json()["passkeys"]
    assert (passkey["name"], passkey["used_at"]) == ("điện thoại của tôi", None)
    excluded = asks(desk, "POST", "/passkeys/options").json()["excludeCredentials"]
    assert [base64url_to_bytes(each["id"]) for each in excluded] == [base64url_to_bytes(made["rawId"])]
    twice = asks(desk, "POST", "/passkeys", {"credential": made})
    assert twice.status_code in (403, 409)
    assert asks(desk, "DELETE", f"/passkeys/{passkey['id']}").status_code == 204
    gone = asks(desk, "DELETE", f"/passkeys/{passkey['id']}")
    assert (gone.status_code, gone.json()["type"]) == (404, "/problems/unknown-passkey")


@pytest.mark.parametrize("credential", [{}, {"response": {}}, {"id": "x", "response": {"clientDataJSON": "!"}}])
def test_what_no_browser_made_is_no_passkey(desk: Desk, credential: dict[str, Any]) -> None:
    refused = asks(desk, "POST", "/passkeys", {"credential": credential})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/passkey-refused")


def test_a_session_that_owes_the_second_factor_sets_it_up_and_then_owes_nothing(desk: Desk) -> None:
    desk.app.state.front = replace(desk.app.state.front, second_factor_roles=frozenset({Role.AGENCY_OFFICER}))
    answer = desk.client.post("/api/v1/sessions", json={"username": "officer", "password": PASSWORD}).json()
    assert answer["owes"] == "enrolment"
    headers = {"Authorization": f"Bearer {answer['token']}"}
    asking_again(desk)
    secret = desk.client.post(f"{OWN}/authenticator", headers=headers).json()["secret"]
    assert desk.client.post(f"{OWN}/recovery-codes", headers=headers).json()["type"] == "/problems/enrolment-first"
    given = {"code": pyotp.TOTP(secret).at(desk.now)}
    assert desk.client.post(f"{OWN}/authenticator/confirmation", json=given, headers=headers).status_code == 201
    assert desk.client.get("/api/v1/me", headers=headers).status_code == 200
    last = asks(desk, "DELETE", "/authenticator")
    assert last.status_code in (403, 409)


def test_what_changes_the_factors_asks_for_the_password_again(desk: Desk) -> None:
    asking_again(desk)
    for method, rest in (
        ("POST", "/authenticator"),
        ("POST", "/authenticator/confirmation"),
        ("POST", "/recovery-codes"),
        ("DELETE", "/authenticator"),
        ("POST", "/passkeys/options"),
        ("POST", "/passkeys"),
        ("DELETE", "/passkeys/nothing"),
    ):
        body: dict[str, Any] = {"code": "123456"} if rest.endswith("confirmation") else {"credential": {}}
        refused = asks(desk, method, rest, body)
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/confirm-first"), (method, rest)
    assert asks(desk, "GET").status_code == 200
