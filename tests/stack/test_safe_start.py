"""Settings that anybody could guess, or that send secrets in the clear, stop the start with a sentence that says what to do."""

from __future__ import annotations

import base64
import secrets

import pytest

from safe_start import is_private_line, weakness
from tests.stack.test_settings import COMPLETE, settings_under


@pytest.mark.parametrize(
    "secret",
    [
        secrets.token_urlsafe(32),
        secrets.token_hex(32),
        base64.b64encode(secrets.token_bytes(48)).decode(),
        "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789-._") for _ in range(60)),
    ],
    ids=["token_urlsafe", "token_hex", "openssl rand -base64", "in no encoding"],
)
def test_thirty_two_random_bytes_are_a_secret_in_whatever_letters(secret: str) -> None:
    assert weakness(secret) is None


@pytest.mark.parametrize(
    ("secret", "why"),
    [
        pytest.param("a", "cần ít nhất", id="one letter"),
        pytest.param("bí mật", "chỉ có 6 ký tự", id="a word"),
        pytest.param(secrets.token_hex(31), "chỉ có 31 byte", id="31 bytes in hex"),
        pytest.param(secrets.token_urlsafe(31), "chỉ có 31 byte", id="31 bytes in base64"),
        pytest.param("a" * 64, "lặp lại", id="one letter often"),
        pytest.param("hientruong" * 8, "lặp lại", id="a word often"),
        pytest.param("0123456789abcdef" * 4, "lặp lại", id="a row of digits"),
        pytest.param("matkhau-matkhau-matkhau-matkhau-matkhau-matkhau", "lặp lại", id="words with dashes"),
    ],
)
@pytest.mark.fault("weak passwords, secrets or demo accounts in production")
def test_a_secret_that_can_be_guessed_is_refused(secret: str, why: str) -> None:
    assert why in (weakness(secret) or "")
    said = settings_under({**COMPLETE, "HIENTRUONG_SECRET": secret}, "read")
    assert "HIENTRUONG_SECRET" in said
    assert "openssl rand -base64 32" in said


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("https://pakn.vidu.vn", True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://pakn.vidu.vn", False),
        ("http://10.0.0.5", False),
    ],
)
def test_a_web_address_is_private_with_tls_or_on_this_machine(address: str, private: bool) -> None:
    assert is_private_line(address) is private


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"HIENTRUONG_SITE": "http://pakn.vidu.vn"}, "HIENTRUONG_SITE là http://pakn.vidu.vn, không có TLS"),
        ({"TEMPORAL_ADDRESS": "temporal.vidu.vn:7233"}, "HIENTRUONG_ALLOW_PLAIN_TEMPORAL=true"),
        (
            {"TEMPORAL_ADDRESS": "temporal.vidu.vn:7233", "TEMPORAL_API_KEY": "k", "TEMPORAL_TLS": "false"},
            "không có TLS",
        ),
        ({"HIENTRUONG_GATEWAY_TOKEN": "changeme"}, "HIENTRUONG_GATEWAY_TOKEN là một từ mặc định"),
        ({"DATABASE_URL": "postgresql://hientruong:hientruong@db.vidu.vn/hientruong"}, "Mật khẩu trong DATABASE_URL"),
    ],
)
def test_what_could_be_read_on_the_way_or_guessed_is_refused(change: dict[str, str], sentence: str) -> None:
    said = settings_under({**COMPLETE, **change}, "read")
    assert sentence in said
    assert "hãy" in said


@pytest.mark.parametrize(
    "change",
    [
        {"HIENTRUONG_SITE": "https://pakn.vidu.vn"},
        {"TEMPORAL_ADDRESS": "127.0.0.1:7233"},
        {"TEMPORAL_ADDRESS": "temporal.vidu.vn:7233", "TEMPORAL_API_KEY": "k"},
        {"TEMPORAL_ADDRESS": "temporal.vidu.vn:7233", "HIENTRUONG_ALLOW_PLAIN_TEMPORAL": "true"},
        {"DATABASE_URL": "postgresql://postgres:postgres@127.0.0.1/hientruong"},
    ],
    ids=lambda change: " ".join(change.values()),
)
def test_what_is_guarded_or_accepted_with_open_eyes_starts(change: dict[str, str]) -> None:
    assert settings_under({**COMPLETE, **change}, "'taken'") == "taken"


def test_the_command_that_starts_all_is_held_to_the_same() -> None:
    assert "HIENTRUONG_SECRET" in settings_under({"HIENTRUONG_SECRET": "a"}, "read", "StackSettings")
    far = {"TEMPORAL_ADDRESS": "temporal.vidu.vn:7233"}
    assert "HIENTRUONG_ALLOW_PLAIN_TEMPORAL" in settings_under(far, "read", "StackSettings")
