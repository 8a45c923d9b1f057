"""Every setting of every process, read from environment variables. Entry points read it once; no other room imports it."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from attachments.map_archive import MapArchive, NoMapArchive
from domain.words import Role
from language.system_errors import reason_of
from safe_start import dangers

TASK_QUEUE = "complaints"

_Settings = TypeVar("_Settings", bound=BaseSettings)


class KeyPurpose(StrEnum):
    """The purposes of keys that are derived from the master secret."""

    ACTORS = "actors"
    BACKUPS = "backups"
    EXPORTS = "exports"
    FORMS = "forms"
    INSTALLATION = "installation"
    SEALED_WORDS = "sealed"
    SECOND_FACTORS = "second-factors"
    SIGN_INS = "sign-ins"
    THROTTLING = "throttling"
    STORE = "store"
    TRACKING = "tracking"


def derive_key(master: bytes, purpose: KeyPurpose) -> bytes:
    """Return the 32-byte key for one purpose. It reveals neither the master secret nor the keys of other purposes."""
    return hmac.new(master, b"hientruong/" + purpose.encode(), hashlib.sha256).digest()


def installation_of(master: bytes) -> str:
    """Return the name by which a system knows its own Temporal. It follows from the master secret, which opens what is sealed
    there, and reveals nothing of it."""
    return derive_key(master, KeyPurpose.INSTALLATION).hex()[:32]


def derived_keys(master: bytes) -> Mapping[str, bytes]:
    """Return the key for every purpose, by that purpose."""
    return {purpose.value: derive_key(master, purpose) for purpose in KeyPurpose}


class SettingsError(Exception):
    """A setting that is missing or wrong, as one sentence."""


def _database(url: str) -> str:
    scheme, separator, _ = url.partition("://")
    if not separator or scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError("phải có dạng postgresql://người-dùng:mật-khẩu@máy:cổng/cơ-sở-dữ-liệu")
    return url


def _mail_server(url: SecretStr) -> SecretStr:
    try:
        parts = urlsplit(url.get_secret_value())
        known = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise ValueError("phải có dạng smtp://người-dùng:mật-khẩu@máy:cổng hoặc smtps://…")
    return url


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("phải có dạng https://máy/đường-dẫn")
    return url.rstrip("/")


def _scanner(address: str) -> str:
    try:
        parts = urlsplit(address)
        known = (parts.scheme == "unix" and bool(parts.path) and not parts.netloc) or (
            parts.scheme == "tcp" and bool(parts.hostname) and bool(parts.port)
        )
    except ValueError:
        known = False
    if not known:
        raise ValueError("phải có dạng unix:///run/clamav/clamd.ctl hoặc tcp://máy:3310")
    return address


def _sender(sender: str) -> str:
    name, address = parseaddr(sender)
    if not re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9.-]+", address) or not (name + address).isprintable():
        raise ValueError("phải có dạng Tên <dia-chi@vidu.vn>")
    return sender


def _map_tiles(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not all(f"{{{name}}}" in url for name in "zxy"):
        raise ValueError("phải có dạng https://máy/{z}/{x}/{y}.png")
    return url


def _map_archive(path: Path) -> Path:
    try:
        return MapArchive.at(path.absolute()).path
    except NoMapArchive as fault:
        raise ValueError(str(fault)) from fault


def _folders(written: Any) -> Any:
    """Read a list of folders, separated as in PATH."""
    return (
        tuple(Path(each).absolute() for each in written.split(os.pathsep) if each)
        if isinstance(written, str)
        else written
    )


def _listed(written: Any) -> Any:
    """Read a list, separated by commas."""
    return tuple(filter(None, map(str.strip, written.split(",")))) if isinstance(written, str) else written


def _mail_addresses(written: Any) -> Any:
    """Read a list of e-mail addresses, separated by commas."""
    addresses = _listed(written)
    if any(not re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9.-]+", each) for each in addresses):
        raise ValueError("phải là các địa chỉ thư, cách nhau bằng dấu phẩy")
    return addresses


MailAddresses = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_mail_addresses)]
MailUrl = Annotated[SecretStr, AfterValidator(_mail_server)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Sender = Annotated[str, AfterValidator(_sender)]
MapArchivePath = Annotated[Path, AfterValidator(_map_archive)]
MapTiles = Annotated[str, AfterValidator(_map_tiles)]
ScannerAddress = Annotated[str, AfterValidator(_scanner)]
Folders = Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_folders)]
Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]


def _roles(written: Any) -> Any:
    """Read a list of roles of staff, separated by commas."""
    known = {str(role) for role in Role} - {Role.REPORTER}
    if unknown := sorted(set(_listed(written)) - known):
        raise ValueError(f"không có vai trò {', '.join(unknown)}; các vai trò là {', '.join(sorted(known))}")
    return _listed(written)


Roles = Annotated[tuple[Role, ...], NoDecode, BeforeValidator(_roles)]
Tries = Annotated[int, Field(ge=0, le=1_000_000)]
Wait = Annotated[int, Field(ge=1, le=3600)]
Pause = Annotated[int, Field(ge=0, le=3600)]


class ProvinceSettings(BaseSettings):
    """The settings that every command and every process reads."""

    model_config = SettingsConfigDict(
        env_prefix="HIENTRUONG_", env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    secrets_dir: Path | None = None  # a folder of files, each named as a setting that it holds, such as database_url
    provinces: Folders = ()  # beside those that ship, separated as in PATH: a province's folder, or a folder of such folders


class CommonSettings(ProvinceSettings):
    """The settings that the processes and the command that starts them have in common."""

    temporal_namespace: str = Field(default="default", validation_alias="TEMPORAL_NAMESPACE")
    task_queue: str = TASK_QUEUE
    front_host: str = "127.0.0.1"
    front_port: int = Field(default=8000, ge=1, le=65535)
    otlp_endpoint: WebAddress | None = None  # where traces go, such as http://127.0.0.1:4318/v1/traces
    metrics_host: str = "127.0.0.1"  # where Prometheus reads the metrics of a process; never the public address
    metrics_port: int | None = Field(default=None, ge=1, le=65534)  # `hientruong up` gives the worker the next one
    log_level: str = "INFO"
    log_format: Literal["json", "console"] = "json"  # console: for a person who watches the process itself
    site: WebAddress | None = None  # the front's address for people, as written in messages
    mail_from: Sender = "Phản ánh hiện trường <khong-tra-loi@localhost>"
    smtp_url: MailUrl | None = None
    gateway_url: WebAddress | None = None  # for SMS and push, see docs/message-gateway.md
    gateway_token: SecretStr | None = None
    allow_plain_temporal: bool = False  # Temporal on another machine without TLS or without asking who calls
    data_dir: Path = Path(".data")
    store_url: str | None = None  # where attachments lie: file:///…, s3://bucket/path; a folder of data_dir otherwise

    @property
    def front_address(self) -> str:
        """The front's address for people."""
        return self.site or f"http://{self.front_host}:{self.front_port}"

    @property
    def store_address(self) -> str:
        """The address of the store of attachments."""
        return self.store_url or (self.data_dir / "attachments").absolute().as_uri()

    def dangers(self) -> list[str]:
        """Return what is too dangerous to start with, each in a sentence that says what to do."""
        return []


class Settings(CommonSettings):
    """The settings of the worker and the front."""

    database_url: DatabaseUrl = Field(validation_alias="DATABASE_URL", repr=False)
    temporal_address: str = Field(default="127.0.0.1:7233", validation_alias="TEMPORAL_ADDRESS")
    secret: SecretStr = SecretStr("")  # master secret; every key is derived from it
    secret_file: Path | None = None  # a file that holds it instead
    alive_file: Path | None = None  # touched while the worker runs, for a container's health check
    worker_versioning: bool = False  # whether Temporal tells releases of the worker apart
    build_id: str = ""  # the name of this release there; a digest of the code otherwise
    demo: bool = False  # whether the demo accounts may sign in; everybody knows their password
    roots_to: MailAddresses = ()  # auditors who get each daily root by e-mail, separated by commas
    stamp_authority: WebAddress | None = None  # has each daily root stamped (RFC 3161)
    oidc_issuer: WebAddress | None = None  # OpenID provider for staff, besides our own passwords
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_claim: str = "sub"  # the claim that identifies an account; `email` counts only where it is verified
    oidc_name: str = "tài khoản cơ quan"  # the provider's name on the sign-in page
    clamd: ScannerAddress | None = None  # has what people send scanned for viruses: unix:///…, tcp://máy:cổng
    letter_certificates: Path | None = None  # a folder of PKCS#12 files that PDF letters are signed with, one an office
    letter_certificates_password: SecretStr = SecretStr("")  # opens each of them
    letter_stamps: bool = False  # whether a signed letter shows who signed it, and when
    map_tiles: MapTiles | None = None  # background of maps; check first how its tiles draw national boundaries
    map_archive: MapArchivePath | None = None  # a PMTiles archive drawn under the maps in place of tiles
    temporal_web_ui: WebAddress | None = (
        None  # its origin; the front opens sealed words for it, to people who may read them
    )
    operator_emails: Listed = ()  # of the people who keep the system running, separated by commas
    operator_phones: Listed = ()  # their mobile numbers
    trusted_proxies: str = "127.0.0.1,::1"  # addresses or networks whose X-Forwarded-For is trusted
    idle_minutes: Tries = 30  # without a request, after which a session of staff has ended; 0 means no limit
    confirm_minutes: Tries = 5  # for which a password that was given again serves for acts of weight; 0: none is asked
    second_factor_roles: Roles = ()  # roles that cannot be used with a password alone, separated by commas
    unused_days: Tries = 90  # without a sign-in, after which an account is locked; 0 means never
    passwords_per_username: Tries = 10  # wrong passwords in 15 minutes; 0 means no limit, here and below
    passwords_per_address: Tries = 100
    keys_per_case: Tries = 10  # wrong tracking keys from one address in 15 minutes
    keys_per_address: Tries = 100
    reports_per_address: Tries = 120  # in an hour; many people may share the address of a mobile provider
    uploads_per_address: Tries = 240  # requests with attachments in an hour
    videos_per_address: Tries = 60  # in an hour
    deadlines_per_address: Tries = 120  # questions for the end of an amount of time, in a minute
    connections_per_address: Tries = 256  # open at the same time; a trusted proxy may hold any number
    header_seconds: Wait = 15  # for the headers of a request to arrive
    body_seconds: Wait = 30  # without a byte of the body, or with fewer than 500 of them a second
    drain_seconds: Pause = 0  # from the signal to stop until no request is accepted; `/ready` says 503 meanwhile
    finish_seconds: Pause = 15  # for requests in flight, after that
    reads_per_address: Tries = 240  # of what is public, in a minute, at each front
    exports_per_address: Tries = 30  # whole tables as files, in a minute, at each front
    requests_per_machine: Tries = 600  # of one machine client, in a minute, at each front

    @model_validator(mode="after")
    def _has_a_secret(self) -> Self:
        if not self.master_secret():
            raise ValueError("cần HIENTRUONG_SECRET hoặc HIENTRUONG_SECRET_FILE")
        return self

    @model_validator(mode="after")
    def _has_names_that_temporal_takes(self) -> Self:
        if self.worker_versioning and not re.fullmatch(r"[\w-]{1,100}", self.task_queue):
            raise ValueError("có HIENTRUONG_WORKER_VERSIONING thì HIENTRUONG_TASK_QUEUE chỉ gồm chữ, số, - và _")
        if not re.fullmatch(r"[\w.+-]{0,100}", self.build_id):
            raise ValueError("HIENTRUONG_BUILD_ID chỉ gồm chữ, số và các dấu . + - _")
        return self

    @model_validator(mode="after")
    def _is_known_to_the_provider(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_claim):
            raise ValueError("có HIENTRUONG_OIDC_ISSUER thì cần HIENTRUONG_OIDC_CLIENT_ID và HIENTRUONG_OIDC_CLAIM")
        return self

    @property
    def histories(self) -> str | None:
        """The address of the workflow list in Temporal's Web UI."""
        return f"{self.temporal_web_ui}/namespaces/{self.temporal_namespace}" if self.temporal_web_ui else None

    def master_secret(self) -> str:
        """Return the secret that every key is derived from."""
        given = self.secret.get_secret_value()
        if given or self.secret_file is None:
            return given
        return self.secret_file.read_text().strip()

    def dangers(self) -> list[str]:
        return list(
            dangers(
                self,
                secret=self.master_secret(),
                database_url=self.database_url,
                temporal_address=self.temporal_address,
            )
        )


class StackSettings(CommonSettings):
    """The settings of `hientruong up`, which starts what is not configured."""

    database_url: DatabaseUrl | None = Field(default=None, validation_alias="DATABASE_URL", repr=False)
    owner_database_url: DatabaseUrl | None = Field(
        default=None, repr=False
    )  # the role that owns the tables, to migrate
    temporal_address: str | None = Field(default=None, validation_alias="TEMPORAL_ADDRESS")
    secret: SecretStr | None = None

    def dangers(self) -> list[str]:
        return list(
            dangers(
                self,
                secret=self.secret.get_secret_value() if self.secret else None,
                database_url=self.database_url,
                temporal_address=self.temporal_address,
            )
        )


class SystemSettings(StackSettings):
    """The settings of the commands that work on a system that exists, beside it or while it stands still."""

    secret_file: Path | None = None
    stamp_roots: Path | None = None  # certificates (PEM) that an audit trusts to sign time stamps

    def secret_of(self, data: Path) -> str:
        """Return the master secret of the system in the folder `data`: the configured one, else the one that lies there. Empty
        where it is not at hand."""
        if self.secret:
            return self.secret.get_secret_value()
        try:
            return (self.secret_file or data / "secret").read_text().strip()
        except OSError:
            return ""


def read(kind: type[_Settings]) -> _Settings:
    """Read the environment, then the files of the secrets' folder. Raise SettingsError, which names what is missing, wrong or
    dangerous."""
    try:
        folder = ProvinceSettings().secrets_dir
        if folder is not None and not folder.is_dir():
            raise SettingsError(f"Biến môi trường HIENTRUONG_SECRETS_DIR không nêu một thư mục: {folder}.")
        made = kind(_secrets_dir=folder)
        found = made.dangers() if isinstance(made, CommonSettings) else []
    except ValidationError as error:
        raise SettingsError("; ".join(_sentence(kind, problem) for problem in error.errors())) from error
    except OSError as error:
        raise SettingsError(f"Không đọc được {error.filename}: {reason_of(error)}.") from error
    if found:
        raise SettingsError(" ".join(found))
    return made


def _sentence(kind: type[BaseSettings], problem: Any) -> str:
    match problem["type"]:
        case "missing":
            message = "chưa được đặt"
        case "value_error":
            message = problem["msg"].removeprefix("Value error, ")
        case _:
            message = f"không hợp lệ ({problem['msg']})"
    if not problem["loc"]:
        return f"Thiếu cấu hình: {message}."
    name = str(problem["loc"][0])
    prefix = "" if name.isupper() else str(kind.model_config.get("env_prefix", ""))
    return f"Biến môi trường {(prefix + name).upper()} {message}."
