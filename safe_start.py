"""Judges settings before anything starts: each danger is one sentence that says what to do."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Iterable, Iterator
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

_RANDOM_BYTES: Final = 32
_CHARACTERS: Final = 43  # 32 random bytes in base64; a text in no encoding needs as many
_HARD_TO_GUESS: Final = (
    32.0  # decimal digits of guesses: 32 random bytes have more than 41 by zxcvbn, a repeated word under 10
)
_READ: Final = 72  # characters that are looked at; the time to look grows with their square

_DEFAULTS: Final = frozenset(
    (
        "123456",
        "admin",
        "changeme",
        "change-me",
        "default",
        "hientruong",
        "password",
        "postgres",
        "root",
        "secret",
        "temporal",
        "test",
    )
)


class Started(Protocol):
    """The settings that a process starts with, as far as they can be dangerous; `settings.CommonSettings` is the real one."""

    @property
    def site(self) -> str | None: ...

    @property
    def gateway_token(self) -> SecretStr | None: ...

    @property
    def allow_plain_temporal(self) -> bool: ...


def dangers(
    settings: Started, *, secret: str | None, database_url: str | None, temporal_address: str | None
) -> Iterator[str]:
    """Yield what is dangerous about these settings. None stands for a part that `hientruong up` starts by itself."""
    if secret is not None and (why := weakness(secret)):
        yield (
            f"HIENTRUONG_SECRET {why}, nên đoán được mọi khóa sinh ra từ nó; "
            "hãy tạo khóa khác bằng `openssl rand -base64 32` và đặt cho mọi tiến trình."
        )
    yield from _default_secrets(settings, database_url)
    if settings.site and not is_private_line(settings.site):
        yield (
            f"HIENTRUONG_SITE là {settings.site}, không có TLS, nên không ai đăng nhập được và mã tra cứu bị đọc trộm; "
            "hãy đặt một địa chỉ https:// (xem docs/deploying.md)."
        )
    if temporal_address and not settings.allow_plain_temporal and not _is_guarded(temporal_address):
        yield (
            f"Temporal ở {temporal_address} không có TLS hoặc không hỏi ai gọi, nên ai ở trên đường cũng đọc và sửa được hồ sơ; "
            "hãy đặt TEMPORAL_TLS_CLIENT_CERT_PATH và TEMPORAL_TLS_CLIENT_KEY_PATH hoặc TEMPORAL_API_KEY, "
            "hoặc đặt HIENTRUONG_ALLOW_PLAIN_TEMPORAL=true nếu chỉ mạng riêng đi tới máy đó."
        )


def weakness(secret: str) -> str | None:
    """Return what is wrong with a master secret, in words that follow its name. None for a secret that nobody guesses."""
    decoded = _decoded(secret)
    if decoded is not None and len(decoded) < _RANDOM_BYTES:
        return f"chỉ có {len(decoded)} byte ngẫu nhiên, cần ít nhất {_RANDOM_BYTES}"
    if decoded is None and len(secret) < _CHARACTERS:
        return f"chỉ có {len(secret)} ký tự, cần ít nhất {_CHARACTERS}"
    from zxcvbn import zxcvbn  # loads its dictionaries, which no other command needs

    if zxcvbn(secret[:_READ], max_length=_READ)["guesses_log10"] < _HARD_TO_GUESS:
        return "là chữ lặp lại hoặc những từ quen thuộc, không ngẫu nhiên"
    return None


def is_loopback(host: str | None) -> bool:
    """Return whether a host is this machine itself. No host stands for a socket in a folder."""
    if not host or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_private_line(address: str) -> bool:
    """Return whether nobody on the way can read what goes to this web address: it has TLS, or is this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or is_loopback(parts.hostname)


def _default_secrets(settings: Started, database_url: str | None) -> Iterable[str]:
    if settings.gateway_token and settings.gateway_token.get_secret_value() in _DEFAULTS:
        yield "HIENTRUONG_GATEWAY_TOKEN là một từ mặc định ai cũng biết; hãy lấy mã riêng ở nơi cấp cổng tin nhắn."
    place = urlsplit(database_url or "")
    if not is_loopback(place.hostname) and unquote(place.password or "") in _DEFAULTS:
        yield (
            "Mật khẩu trong DATABASE_URL là một từ mặc định ai cũng biết; "
            "hãy đặt mật khẩu khác cho tài khoản đó trong PostgreSQL rồi sửa DATABASE_URL."
        )


def _decoded(secret: str) -> bytes | None:
    """Return the bytes that a secret in hex or base64 stands for, None where it is in neither."""
    try:
        return bytes.fromhex(secret)
    except ValueError:
        pass
    try:
        padded = secret.rstrip("=") + "=" * (-len(secret.rstrip("=")) % 4)
        return base64.b64decode(padded.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        return None


def _is_guarded(address: str) -> bool:
    """Return whether nobody but us can use Temporal at this address: it is this machine, or TLS and a proof of who calls."""
    if is_loopback(urlsplit(f"//{address}").hostname):
        return True
    from temporalio.envconfig import ClientConfigProfile  # loads the SDK's core

    profile = ClientConfigProfile.load()
    if profile.tls is not None and profile.tls.disabled:
        return False
    return profile.api_key is not None or (profile.tls is not None and profile.tls.client_cert is not None)
