"""The front signs who does what to which case; nothing signed may be read as something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.actors import Actor, is_signed, sign
from domain.words import Role
from tests.support.domain.people import LEADER, OFFICER

KEY = b"k" * 32
SAID: dict[str, Any] = {"code": "KH-2026-000001", "act_id": "a1", "act": "accept", "actor": OFFICER}

ALTERED: dict[str, dict[str, Any]] = {
    "another case": {"code": "KH-2026-000002"},
    "another act id": {"act_id": "a2"},
    "another act": {"act": "return"},
    "another role": {"actor": replace(OFFICER, role=Role.AGENCY_LEADER)},
    "another authority": {"actor": replace(OFFICER, authority="binh-dinh")},
    "another agency": {"actor": replace(OFFICER, agency="so-gtvt")},
    "another account": {"actor": replace(OFFICER, account="9")},
    "no agency": {"actor": replace(OFFICER, agency=None)},
}


def test_what_the_front_said_is_signed() -> None:
    assert is_signed(KEY, sign(KEY, **SAID), **SAID)


@pytest.mark.parametrize("altered", ALTERED.values(), ids=ALTERED.keys())
def test_what_was_altered_is_not_signed(altered: dict[str, Any]) -> None:
    assert not is_signed(KEY, sign(KEY, **SAID), **SAID | altered)


def test_another_key_signs_nothing_of_ours() -> None:
    assert not is_signed(KEY, sign(b"x" * 32, **SAID), **SAID)


@pytest.mark.parametrize("signature", ["", "0" * 64, "chữ ký", "\ud800"])
def test_what_is_no_signature_is_not_signed(signature: str) -> None:
    assert not is_signed(KEY, signature, **SAID)


@pytest.mark.parametrize("separator", ["\x1f", '", "', ",", "\x00"])
def test_an_act_id_cannot_be_worded_to_sign_for_somebody_else(separator: str) -> None:
    want = ["a1", "approve", LEADER.role, LEADER.authority, LEADER.agency, LEADER.account]
    signature = sign(KEY, **SAID | {"act_id": separator.join(map(str, want))})
    rest = ["accept", OFFICER.role, OFFICER.authority, OFFICER.agency, OFFICER.account]
    forged = replace(LEADER, account=separator.join(map(str, [LEADER.account, *rest])))
    assert not is_signed(KEY, signature, code=SAID["code"], act_id="a1", act="approve", actor=forged)


def test_nobodys_agency_is_not_an_agency_without_a_name() -> None:
    assert sign(KEY, **SAID | {"actor": Actor(Role.ADMIN)}) != sign(
        KEY, **SAID | {"actor": Actor(Role.ADMIN, "", "", "")}
    )
