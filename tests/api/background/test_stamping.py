"""A daily root is stamped by a real authority, `openssl ts` behind a small server; what fails is told and tried again."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine

from activities.roots_by_mail import ways
from activities.stamping import stamped
from api.auditing.auditing import Auditor
from api.background.gathering_roots import GatheringRoots
from docs.check_export import NotAStamp, content, elements, inside, stamp_of
from domain.proof.deviations import DeviationKind
from records.record import Record
from records.roots.rows import DailyRoot
from records.roots.stamps import certificates, is_stamp
from tests.support.records.desk import Desk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="the authority of these tests is openssl"),
]

JUST_AFTER_MIDNIGHT = datetime(2026, 11, 23, 17, 1, tzinfo=UTC)  # 00:01 on the 24th in Vietnam
CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Test
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[stamps]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = here
[here]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
certs = ca.pem
"""
MAKE = (
    "ecparam -name prime256v1 -genkey -noout -out ca.key",
    "req -x509 -new -key ca.key -subj /CN=Root -days 30 -config tsa.cnf -extensions ca -out ca.pem",
    "ecparam -name prime256v1 -genkey -noout -out tsa.key",
    "req -new -key tsa.key -subj /CN=Authority -config tsa.cnf -out tsa.csr",
    "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 30 -extfile tsa.cnf -extensions stamps -out tsa.pem",
)
REPLY = "ts -reply -config tsa.cnf -section here -queryfile query -signer tsa.pem -inkey tsa.key -out reply"


def openssl(folder: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True)


def made_in(folder: Path) -> Path:
    folder.mkdir()
    (folder / "tsa.cnf").write_text(CONFIGURATION)
    (folder / "serial").write_text("01")
    for arguments in MAKE:
        openssl(folder, arguments)
    return folder


def certificate_set_of(reply: bytes) -> bytes:
    return inside(content(inside(inside(reply)[1])[1]))[3]


@dataclass
class Authority:
    """A time stamp authority. With `closed` it answers 503, with `says` always the same, with `turned` its two certificates in
    the other order."""

    folder: Path
    address: str = ""
    closed: bool = False
    turned: bool = False
    says: bytes | None = None

    def reply(self, query: bytes) -> bytes:
        if self.says is not None:
            return self.says
        (self.folder / "query").write_bytes(query)
        openssl(self.folder, REPLY)
        reply = (self.folder / "reply").read_bytes()
        one, other = (whole for _, _, whole in elements(content(certificate_set_of(reply))))
        return reply.replace(one + other, other + one) if self.turned else reply


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    made = Authority(made_in(tmp_path / "tsa"))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(503 if made.closed else 200)
            self.end_headers()
            if not made.closed:
                self.wfile.write(made.reply(query))

        def log_message(self, *_said: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.address = f"http://127.0.0.1:{server.server_port}/tsr"
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield made
        server.shutdown()
        serving.join()


@dataclass(frozen=True)
class Leaving:
    """The settings of a system without a mail server."""

    stamp_authority: str
    smtp_url: None = None
    mail_from: str = ""
    roots_to: tuple[str, ...] = ()


@dataclass
class Operators:
    """The operators of the system, who take every message."""

    told: list[str] = field(default_factory=list)

    async def tell_of_root(self, root: DailyRoot, address: str) -> bool:
        self.told.append(address)
        return True


async def test_a_root_is_stamped_and_what_fails_is_told_once_and_tried_again(
    engine: Engine, authority: Authority, tmp_path: Path
) -> None:
    record, operators = Record(engine), Operators()
    code = Desk(record).take_in().code
    leaving = ways(Leaving(stamp_authority=authority.address))
    job = GatheringRoots(record.roots, leaving, lambda: JUST_AFTER_MIDNIGHT, operators.tell_of_root)
    authority.closed = True
    await job.round()
    await job.round()
    assert operators.told == [authority.address]
    assert record.roots.answers() == ()
    authority.closed = False
    await job.round()
    inclusion = record.roots.inclusion(code)
    assert inclusion is not None
    [(address, reply)] = record.roots.stamps_of(inclusion.day.date)
    assert address == authority.address
    assert "by CN=Authority" in stamp_of(reply, inclusion.day.hash)
    with pytest.raises(NotAStamp):
        stamp_of(reply, b"another day")
    trusted = tuple(certificates((authority.folder / "ca.pem").read_bytes()))
    assert Auditor(record, stamp_roots=trusted).roots() == ()
    other = tuple(certificates((made_in(tmp_path / "other") / "ca.pem").read_bytes()))
    [found] = Auditor(record, stamp_roots=other).roots()
    assert (found.kind, found.about) == (DeviationKind.STAMP, f"23/11/2026 ({authority.address})")


async def test_a_stamp_of_another_hash_is_found_by_the_audit(engine: Engine, authority: Authority) -> None:
    record = Record(engine)
    Desk(record).take_in()
    await GatheringRoots(record.roots, {}, lambda: JUST_AFTER_MIDNIGHT).round()
    day = record.roots.latest()
    assert day is not None
    another = DailyRoot(day.date, day.root, day.count, day.previous, b"\7" * 32)
    reply = await stamped(another, authority.address)
    assert reply is not None
    record.roots.sent(day.date, authority.address, reply)
    assert [each.kind for each in Auditor(record).roots()] == [DeviationKind.STAMP]


async def test_certificates_may_come_in_any_order(authority: Authority) -> None:
    day = DailyRoot(JUST_AFTER_MIDNIGHT.date(), b"\1" * 32, 1, None, b"\2" * 32)
    trusted = certificates((authority.folder / "ca.pem").read_bytes())
    replies = []
    for authority.turned in (False, True):
        reply = await stamped(day, authority.address)
        assert reply is not None
        assert is_stamp(reply, day.hash, trusted)
        assert "by CN=Authority" in stamp_of(reply, day.hash)
        replies.append(certificate_set_of(reply))
    assert replies[0] != replies[1]


async def test_what_is_no_stamp_is_not_taken(authority: Authority) -> None:
    day = DailyRoot(JUST_AFTER_MIDNIGHT.date(), b"\1" * 32, 1, None, b"\2" * 32)
    assert await stamped(day, "http://127.0.0.1:9/tsr") is None
    authority.says = b"0\x00"
    assert await stamped(day, authority.address) is None
