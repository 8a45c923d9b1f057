"""A file is taken only on the scanner's clear word, over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from structlog.testing import capture_logs

from attachments.errors import InfectedFile, ScannerUnavailable
from attachments.scanning import Scanner
from tests.support.attachments.virus_scanner import VIRUS, VirusScanner, listening


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose path is short enough for a socket."""
    with TemporaryDirectory(dir="/tmp") as made:
        yield Path(made)


@pytest.fixture(params=[False, True], ids=["unix", "tcp"])
def daemon(request: pytest.FixtureRequest, folder: Path) -> Iterator[VirusScanner]:
    """A daemon that answers."""
    with listening(folder, over_tcp=request.param) as running:
        yield running


def test_what_it_finds_nothing_in_is_taken_and_it_saw_every_byte(daemon: VirusScanner) -> None:
    content = bytes(range(256)) * 1000
    Scanner(daemon.address).check(content)
    assert daemon.seen == [content]


def test_what_it_finds_is_refused_in_a_sentence_and_named_in_the_log(daemon: VirusScanner) -> None:
    with capture_logs() as logged, pytest.raises(InfectedFile, match="hãy quét máy"):
        Scanner(daemon.address).check(b"before " + VIRUS)
    assert [(each["event"], each["found"]) for each in logged] == [("infected file refused", "Test-Virus")]


@pytest.mark.parametrize(
    "reply", [b"", b"stream: ERROR\0", b"OK\0", b"stream: \0", b"\xff\xfe\0", b"stream: OK FOUND not\0"]
)
def test_any_other_word_takes_no_file(daemon: VirusScanner, reply: bytes) -> None:
    daemon.reply = reply
    with pytest.raises(ScannerUnavailable):
        Scanner(daemon.address).check(b"a file")


def test_a_file_that_is_too_large_for_it_is_not_taken(daemon: VirusScanner) -> None:
    daemon.largest = 100_000
    with pytest.raises(ScannerUnavailable):
        Scanner(daemon.address).check(bytes(20_000_000))


@pytest.mark.parametrize(
    ("reply", "answers"), [(None, True), (b"", False), (b"PONG", True), (b"UNKNOWN COMMAND\0", False)]
)
def test_a_daemon_that_answers_a_ping_is_there(daemon: VirusScanner, reply: bytes | None, *, answers: bool) -> None:
    daemon.reply = reply
    assert Scanner(daemon.address).answers() is answers


def test_a_daemon_that_is_away_answers_no_ping(folder: Path) -> None:
    for address in (f"unix://{folder}/none.ctl", "tcp://127.0.0.1:1"):
        assert not Scanner(address).answers()


def test_while_it_is_away_no_file_is_taken(folder: Path) -> None:
    for address in (f"unix://{folder}/none.ctl", "tcp://127.0.0.1:1"):
        with pytest.raises(ScannerUnavailable):
            Scanner(address).check(b"a file")
