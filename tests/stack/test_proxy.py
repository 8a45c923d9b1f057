"""The proxy of the compose file, as a real nginx: TLS, time-outs for slow senders, and who it says that somebody is."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from stack.ports import LOOPBACK, free_port
from tests.support.stack.processes import eventually

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("openssl")), reason="there is no nginx here"),
]

NGINX = Path(__file__).parents[2] / "deploy" / "nginx"
SITE = "pakn.vidu.vn"
WRITABLE = "/tmp/"  # noqa: S108 - where a container may write


class Echo(BaseHTTPRequestHandler):
    """A front that answers with the headers that it was sent."""

    def do_GET(self) -> None:
        answer = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        return


@dataclass(frozen=True)
class Proxy:
    https: int
    http: int
    authority: Path
    log: Path

    def connect(self, name: str = SITE) -> ssl.SSLSocket:
        context = ssl.create_default_context(cafile=str(self.authority))
        return context.wrap_socket(socket.create_connection((LOOPBACK, self.https), timeout=60), server_hostname=name)

    def get(self, path: str, *headers: str) -> tuple[int, str]:
        with self.connect() as connection:
            return _answer(connection, path, f"Host: {SITE}", *headers)

    def get_plain(self, path: str, *headers: str) -> tuple[int, str]:
        with socket.create_connection((LOOPBACK, self.http), timeout=60) as connection:
            return _answer(connection, path, *headers)


def _answer(connection: socket.socket, path: str, *headers: str) -> tuple[int, str]:
    connection.sendall("\r\n".join((f"GET {path} HTTP/1.1", *headers, "Connection: close", "", "")).encode())
    answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    return int(answer.split()[1]), answer


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("proxy")
    certificate = [
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={SITE}"),
        *(
            "-addext",
            f"subjectAltName=DNS:{SITE}",
            "-keyout",
            str(folder / "site.key"),
            "-out",
            str(folder / "site.crt"),
        ),
    ]
    subprocess.run(certificate, check=True, capture_output=True)
    front = ThreadingHTTPServer((LOOPBACK, 0), Echo)
    threading.Thread(target=front.serve_forever, daemon=True).start()
    https, http, inside = free_port(), free_port(), free_port()
    template = (NGINX / "nginx.conf").read_text()
    for port, ours in (("8443", https), ("8080", http), ("127.0.0.1:8081", f"127.0.0.1:{inside}")):
        template = re.sub(rf"(listen ){re.escape(port)}\b", rf"\g<1>{ours}", template)
    # A folder of its own in place of the container's.
    template = template.replace("/dev/stdout", f"{folder}/log").replace(WRITABLE, f"{folder}/")
    (folder / "template.conf").write_text(template)
    start = (NGINX / "start.sh").read_text().replace(WRITABLE, f"{folder}/")
    (folder / "start.sh").write_text(start)
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "SITE_NAME": SITE,
        "FRONT_ADDRESS": f"{LOOPBACK}:{front.server_port}",
        "RESOLVER": LOOPBACK,
        "CERTIFICATES": str(folder),
        "TEMPLATE": str(folder / "template.conf"),
    }
    process = subprocess.Popen(["sh", folder / "start.sh"], env=environment, stderr=subprocess.PIPE)
    try:
        eventually(lambda: _listens(https) or process.poll() is not None)
        assert process.poll() is None, process.stderr and process.stderr.read()
        yield Proxy(https, http, folder / "site.crt", folder / "log")
    finally:
        process.terminate()
        process.communicate(timeout=30)
        front.shutdown()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def test_a_request_reaches_the_front_with_the_address_it_came_from_whatever_it_says_itself(proxy: Proxy) -> None:
    status, answer = proxy.get("/", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: http", "X-Request-ID: mine")
    assert status == 200
    seen = json.loads(answer.partition("\r\n\r\n")[2])
    assert seen["x-forwarded-for"] == LOOPBACK
    assert seen["x-forwarded-proto"] == "https"
    assert seen["host"] == SITE
    assert re.fullmatch(r"[0-9a-f]{32}", seen["x-request-id"])
    assert "Strict-Transport-Security: max-age=" in answer


def test_plain_http_is_sent_to_the_site_s_own_name_whatever_name_was_asked_for(proxy: Proxy) -> None:
    status, answer = proxy.get_plain("/a?b=1", "Host: evil.example")
    assert status == 301
    assert f"Location: https://{SITE}/a?b=1\r\n" in answer


def test_another_name_is_shown_no_certificate(proxy: Proxy) -> None:
    with pytest.raises(ssl.SSLError):
        proxy.connect("evil.example")


def test_the_figures_for_operators_are_not_open_to_the_world(proxy: Proxy) -> None:
    assert proxy.get("/metrics")[0] == 404


def test_a_sender_that_trickles_its_header_is_cut_off_and_others_are_served_meanwhile(proxy: Proxy) -> None:
    held = [proxy.connect() for _ in range(50)]
    began = time.monotonic()
    for connection in held:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {SITE}\r\nX-Slow: ".encode())
    assert proxy.get("/")[0] == 200
    for connection in held:
        with connection:
            assert connection.recv(100) == b""
    assert time.monotonic() - began < 60


def test_the_log_names_neither_a_path_nor_an_address(proxy: Proxy) -> None:
    proxy.get("/ho-so/KH-2026-000001?khoa=rat-bi-mat")
    eventually(lambda: '"status":200' in proxy.log.read_text())
    logged = proxy.log.read_text()
    assert "KH-2026" not in logged
    assert "rat-bi-mat" not in logged
    assert LOOPBACK not in logged
