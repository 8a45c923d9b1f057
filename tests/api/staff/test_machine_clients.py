"""Machine clients: what they may do and nothing else, how they prove who they are, and what is on record of them."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import Engine

from api.web.identity.machines import SCOPE_OF
from api.web.throttle import Limits
from domain.offices.machine_clients import MachineRefusal, as_networks, is_within, refusal_of
from records.engine import connect
from tests.permissions.test_offices import routes
from tests.support.fronts.desk import KH, NHA_TRANG, REPORT, TRANSPORT, Desk
from tests.support.fronts.real_desk import RealDesk

NEW: dict[str, Any] = {
    "authority": KH,
    "name": "Hệ thống văn bản Nha Trang",
    "agency": NHA_TRANG,
    "purpose": "Nhận và trả kết quả; phụ trách: Trần Bình",
    "scopes": ["cases.read", "cases.act"],
    "expires_on": "2027-12-31",
}
CHANNEL = NEW | {"name": "Chatbot", "agency": "", "scopes": ["cases.file"]}


class Machines:
    """The programs of one test, at a front over a real record."""

    def __init__(self, desk: RealDesk) -> None:
        self.desk, self.client = desk, desk.client

    def admin(self, method: str, rest: str = "", **more: Any) -> Response:
        """Send an admin's request."""
        path = f"/api/v1/admin/machine-clients{rest}"
        return self.client.request(method, path, headers=self.desk.headers("kh_admin"), **more)

    def registered(self, **other: Any) -> tuple[str, str]:
        """Register a machine client. Return its id and its secret."""
        answer = self.admin("POST", json=NEW | other)
        assert answer.status_code == 201, answer.text
        return answer.json()["client_id"], answer.json()["client_secret"]

    def asks(self, client_id: str, secret: str, /, **more: str) -> Response:
        """Ask for a token."""
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret} | more
        return self.client.post("/api/v1/oauth/token", data=form)

    def token(self, client_id: str, secret: str, **more: str) -> dict[str, str]:
        """Return the headers of a request with a new token."""
        answer = self.asks(client_id, secret, **more)
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def gets(self, path: str, headers: dict[str, str]) -> Response:
        return self.client.get(f"/api/v1{path}", headers=headers)

    def acts(self, code: str, act: str, headers: dict[str, str], **said: Any) -> Response:
        body = {"act": act, "act_id": str(uuid.uuid4())} | said
        return self.client.post(f"/api/v1/complaints/{code}/acts", json=body, headers=headers)

    def seen(self, client_id: str) -> dict[str, Any]:
        """Return a machine client as its admin sees it."""
        found: dict[str, Any] = self.admin("GET", f"/{client_id}").json()
        return found


@pytest.fixture(scope="module")
def machines(shared_database_url: str) -> Iterator[Machines]:
    engine: Engine = connect(shared_database_url)
    desk = RealDesk(engine)
    with desk.client:
        yield Machines(desk)
    engine.dispose()


@pytest.mark.parametrize(
    ("networks", "address", "within"),
    [
        ((), "198.51.100.7", True),
        ((), "testclient", True),
        (("203.0.113.0/24",), "203.0.113.9", True),
        (("203.0.113.0/24",), "::ffff:203.0.113.9", True),
        (("203.0.113.0/24",), "203.0.114.9", False),
        (("203.0.113.0/24",), "2001:db8::1", False),
        (("203.0.113.0/24",), "testclient", False),
        (("198.51.100.7/32", "2001:db8::/32"), "2001:db8::1", True),
    ],
)
def test_a_machine_calls_from_its_networks_only(networks: tuple[str, ...], address: str, within: bool) -> None:
    assert is_within(networks, address) is within


def test_a_machine_that_is_revoked_or_has_expired_is_refused() -> None:
    desk = Desk()
    standing: dict[str, Any] = {
        "revoked_at": None, "expires_at": desk.now + timedelta(days=1), "networks": (), "address": "", "at": desk.now
    }  # fmt: skip
    assert refusal_of(**standing) is None
    assert refusal_of(**standing | {"expires_at": desk.now}) is MachineRefusal.EXPIRED
    assert refusal_of(**standing | {"revoked_at": desk.now}) is MachineRefusal.REVOKED
    assert as_networks([" 203.0.113.5 ", "203.0.113.9/24"]) == ("203.0.113.5/32", "203.0.113.0/24")


def test_each_address_that_is_open_to_machines_is_one_of_the_front() -> None:
    known = {f"{method} {path}" for method, path in routes(Desk().app)}
    assert SCOPE_OF.keys() <= known


@pytest.mark.slow
def test_an_agencys_machine_does_its_agencys_work_and_nothing_else(machines: Machines) -> None:
    desk = machines.desk
    client, secret = machines.registered()
    headers = machines.token(client, secret)
    code, other = desk.filed(), desk.filed()
    assert desk.acts(code, "dispatch", "operator").status_code == 200
    assert desk.acts(other, "dispatch", "operator", lead=TRANSPORT).status_code == 200
    assert [each["code"] for each in machines.gets("/complaints", headers).json()["items"]] == [code]
    seen = machines.gets(f"/complaints/{code}", headers).json()
    assert seen["identity"] is None
    assert {each["act"] for each in seen["possible_acts"]} == {"accept", "return"}
    assert machines.gets(f"/complaints/{other}", headers).status_code == 404
    assert machines.acts(other, "accept", headers).status_code == 404
    assert machines.acts(code, "accept", headers).status_code == 200
    assert machines.acts(code, "extend", headers, reason="chưa xong").status_code == 403
    result = machines.acts(code, "submit_result", headers, result="Đã vá ổ gà")
    assert result.status_code == 200, result.text
    [accepted] = [each for each in desk.sees(code, "operator", "/events").json()["items"] if each["kind"] == "accepted"]
    assert accepted["by"]["account"]["name"] == "Hệ thống văn bản Nha Trang (máy)"
    for path in ("/notices", "/me", "/directory", "/papers", "/complaints.csv", f"/complaints/{code}/letters"):
        assert machines.gets(path, headers).status_code in (403, 404), path
    assert (
        machines.client.post("/api/v1/complaints", json=REPORT, headers=headers | {"Idempotency-Key": "a"}).status_code
        == 403
    )
    noted = machines.seen(client)
    assert (noted["uses"] > 4, noted["refusals"] > 4) == (True, True)
    assert noted["last_refusal"] == "gọi ngoài phạm vi được cấp"


@pytest.mark.slow
def test_a_channels_machine_files_for_people_and_sees_no_case(machines: Machines) -> None:
    headers = machines.token(*machines.registered(**CHANNEL))
    filed = machines.client.post("/api/v1/complaints", json=REPORT, headers=headers | {"Idempotency-Key": "mot"})
    assert filed.status_code == 201, filed.text
    code, key = filed.json()["code"], filed.json()["tracking_key"]
    assert machines.gets("/complaints", headers).status_code == 403
    assert machines.gets(f"/complaints/{code}", headers).status_code == 403
    assert machines.gets(f"/complaints/{code}", {"X-Tracking-Key": key}).json()["audience"] == "reporter"
    [first, *_] = machines.desk.sees(code, "operator", "/events").json()["items"]
    assert first["by"]["account"]["name"] == "Chatbot (máy)"


@pytest.mark.slow
def test_a_secret_is_changed_with_overlap_and_a_revoked_machine_is_refused_at_once(machines: Machines) -> None:
    client, old = machines.registered()
    by_old = machines.token(client, old)
    machines.desk.now += timedelta(minutes=1)
    more = machines.admin("POST", f"/{client}/secrets")
    new = more.json()["client_secret"]
    assert machines.admin("POST", f"/{client}/secrets").status_code == 409
    by_new = machines.token(client, new)
    assert [machines.gets("/complaints", each).status_code for each in (by_old, by_new)] == [200, 200]
    first, second = (each["id"] for each in machines.seen(client)["secrets"])
    path, others = f"/api/v1/admin/machine-clients/{client}/secrets/{first}", machines.desk.headers("dn_admin")
    assert machines.client.delete(path, headers=others).status_code == 404
    assert machines.admin("DELETE", f"/{client}/secrets/{first}").status_code == 204
    assert machines.asks(client, old).status_code == 401
    assert [machines.gets("/complaints", each).status_code for each in (by_old, by_new)] == [401, 200]
    assert machines.admin("DELETE", f"/{client}/secrets/{first}").status_code == 404
    assert machines.admin("DELETE", f"/{client}/secrets/{second}").status_code == 409
    assert machines.admin("DELETE", f"/{client}").status_code == 204
    assert machines.gets("/complaints", by_new).status_code == 401
    assert machines.asks(client, new).json()["error"] == "invalid_client"
    changes = [each for each in machines.desk.record.offices.changes(KH, None, 20) if each.subject_id == client]
    assert [each.after for each in changes[:3]] == [{"revoked": True}, {"secret": "dropped"}, {"secret": "added"}]
    assert old not in str(changes)


@pytest.mark.slow
def test_a_token_is_given_as_oauth_says_and_holds_for_ten_minutes(machines: Machines) -> None:
    client, secret = machines.registered()
    basic = base64.b64encode(f"{client}:{secret}".encode()).decode()
    path, grant = "/api/v1/oauth/token", {"grant_type": "client_credentials", "scope": "cases.read"}
    answer = machines.client.post(path, data=grant, headers={"Authorization": f"Basic {basic}"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    said = answer.json()
    assert (said["token_type"], said["expires_in"], said["scope"]) == ("Bearer", 600, "cases.read")
    headers = {"Authorization": f"Bearer {said['access_token']}"}
    assert machines.acts("KH-2026-000001", "accept", headers).status_code == 403
    assert machines.gets("/complaints", headers).status_code == 200
    now = machines.desk.now
    machines.desk.now = now + timedelta(minutes=10)
    assert machines.gets("/complaints", headers).status_code == 401
    machines.desk.now = now
    asked: list[tuple[dict[str, str], str]] = [
        ({"scope": "cases.file"}, "invalid_scope"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"client_secret": "x"}, "invalid_client"),
        ({"client_id": "x"}, "invalid_client"),
    ]
    for more, error in asked:
        refused = machines.asks(client, secret, **more)
        assert refused.json()["error"] == error
        assert ("www-authenticate" in refused.headers) is (error == "invalid_client")


@pytest.mark.slow
def test_a_machine_waits_that_guesses_or_calls_too_often_or_from_elsewhere(machines: Machines) -> None:
    desk, (client, secret) = machines.desk, machines.registered()
    elsewhere = machines.registered(networks="203.0.113.0/24")
    assert machines.asks(*elsewhere).status_code == 401
    assert machines.seen(elsewhere[0])["last_refusal"] == "gọi từ địa chỉ mạng không được phép"
    headers = machines.token(client, secret)
    front = desk.app.state.front
    desk.has(limits=Limits(requests_of_machine=2, passwords_of_username=3))
    assert [machines.gets("/complaints", headers).status_code for _ in range(3)] == [200, 200, 429]
    wrong = [machines.asks(client, "sai").status_code for _ in range(4)]
    assert wrong == [401, 401, 401, 429]
    desk.app.state.front = front


@pytest.mark.slow
@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"scopes": ["cases.file"]}, "scopes"),
        ({"agency": "", "scopes": ["cases.read"]}, "scopes"),
        ({"agency": "khong-co"}, "agency"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": "2040-01-01"}, "expires_on"),
        ({"networks": "mạng nhà"}, "networks"),
        ({"name": ""}, "name"),
    ],
)
def test_a_machine_is_registered_for_what_fits(machines: Machines, other: dict[str, Any], field: str) -> None:
    answer = machines.admin("POST", json=NEW | other)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


@pytest.mark.slow
def test_a_machine_is_no_colleague(machines: Machines) -> None:
    client, _ = machines.registered(agency=TRANSPORT)
    record = machines.desk.record
    assert client not in {each.id for each in record.accounts.of_authority(KH)}
    assert client not in {each.id for each in record.accounts.of_agency(KH, TRANSPORT)}
    account = record.accounts.find(client)
    assert account is not None
    assert record.accounts.for_sign_in(account.username) is None
    answer = machines.client.get(f"/api/v1/admin/accounts/{client}/duties", headers=machines.desk.headers("kh_admin"))
    assert answer.status_code == 404
