"""The keys that sign exports are published, the earlier ones too."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from api.auditing.packing import public_key
from tests.support.fronts.desk import Desk
from tests.support.fronts.real_desk import RealDesk


def test_before_the_first_export_the_present_key_is_listed() -> None:
    desk = Desk()
    key = public_key(desk.app.state.front.keys.exports)
    [listed] = desk.client.get("/.well-known/hientruong-keys.json").json()["keys"]
    assert listed == {
        "ed25519": key.hex(),
        "fingerprint": hashlib.sha256(key).hexdigest(),
        "current": True,
        "first_used_at": None,
    }


@pytest.mark.slow
def test_a_key_that_signed_stays_listed_after_the_secret_was_changed(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    before = real_desk.app.state.front.keys
    answer = real_desk.gets(f"/complaints/{code}/export", "kh_auditor")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"] == f'attachment; filename="{code}.zip"'
    real_desk.has(keys=replace(before, exports=b"\1" * 32))
    current, earlier = real_desk.client.get("/.well-known/hientruong-keys.json").json()["keys"]
    assert (current["current"], current["ed25519"]) == (True, public_key(b"\1" * 32).hex())
    assert (earlier["current"], earlier["ed25519"]) == (False, public_key(before.exports).hex())
    assert earlier["first_used_at"] is not None
