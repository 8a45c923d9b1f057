"""The supervisor, tested from outside with real processes and real signals."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.stack import household
from tests.support.stack.processes import (
    PATIENCE_SECONDS,
    eventually,
    hear_signals,
    ignore_a_terminal,
    pids_in,
    runs,
)


class Household:
    """A running household.py."""

    def __init__(self, logs: Path, *kinds: str, signals: Callable[[], None]) -> None:
        self.logs = logs
        argv = [sys.executable, household.__file__, str(logs), *kinds]
        self.process = subprocess.Popen(
            argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=signals
        )

    def until(self, line: str) -> list[str]:
        """Read its output up to and including `line`."""
        assert self.process.stdout
        said = []
        for each in self.process.stdout:
            said.append(each.rstrip("\n"))
            if line in each:
                return said
        raise AssertionError(f"it ended without saying {line!r}: {said}")

    def pids(self, *kinds: str) -> list[int]:
        return [pid for kind in kinds for pid in pids_in(self.logs / f"{kind}.log")]

    def end(self) -> tuple[int, str, str]:
        """Return its exit code and its output."""
        out, err = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, out, err


@pytest.fixture
def household_of(tmp_path: Path) -> Iterator[Callable[..., Household]]:
    started: list[Household] = []

    def start(*kinds: str, signals: Callable[[], None] = hear_signals) -> Household:
        started.append(Household(tmp_path, *kinds, signals=signals))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate()


def test_children_start_in_order_and_the_screen_says_what_is_waited_for(household_of):
    said = household_of("steady", "mother").until("all up")
    assert [line for line in said if line.startswith("Đang chờ") or "is up" in line] == [
        "Đang chờ đứa steady …",
        "steady is up",
        "Đang chờ đứa mother …",
        "mother is up",
    ]
    assert any("đứa steady: xong sau" in line for line in said)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_child_and_grandchild(household_of, number):
    home = household_of("steady", "mother")
    home.until("all up")
    pids = home.pids("steady", "mother")
    assert len(pids) == 3
    home.process.send_signal(number)
    code, _, err = home.end()
    assert (code, err) == (0, "")
    assert not [pid for pid in pids if runs(pid)]


def test_out_of_a_terminal_s_reach_only_sigterm_stops_and_the_screen_names_the_way(household_of):
    home = household_of("steady", "mother", signals=ignore_a_terminal)
    home.until("all up")
    pids = home.pids("steady", "mother")
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        home.process.send_signal(number)
    code, out, err = home.end()
    assert (code, err) == (0, "")
    assert f"Đang dừng … (kill {home.process.pid} lần nữa để dừng ngay)" in out
    assert not [pid for pid in pids if runs(pid)]


def test_a_supervisor_that_was_started_deaf_hears_sigterm_and_so_do_its_children(household_of):
    home = household_of("steady", signals=lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN))
    home.until("all up")
    home.process.terminate()
    assert home.end()[0] == 0
    assert not any(runs(pid) for pid in home.pids("steady"))


def test_a_signal_stops_every_child_when_nobody_reads_the_screen_any_more(household_of):
    home = household_of("steady", "mother")
    home.until("all up")
    pids = home.pids("steady", "mother")
    home.process.stdout.close()  # as when the window is closed
    home.process.send_signal(signal.SIGHUP)
    eventually(lambda: home.process.poll() is not None)
    assert not [pid for pid in pids if runs(pid)]


def test_a_child_that_ignores_the_polite_signal_is_killed(household_of):
    home = household_of("stubborn")
    home.until("all up")
    home.process.terminate()
    assert home.end()[0] == 0
    assert not any(runs(pid) for pid in home.pids("stubborn"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_kill_9_of_the_supervisor_leaves_no_child(household_of):
    home = household_of("steady", "stubborn")
    home.until("all up")
    pids = home.pids("steady", "stubborn")
    home.process.kill()
    eventually(lambda: not any(runs(pid) for pid in pids))


def test_a_signal_while_a_child_is_still_starting_stops_all(household_of):
    home = household_of("steady", "mute")
    home.until("Đang chờ đứa mute")
    eventually(lambda: home.pids("mute"))
    home.process.send_signal(signal.SIGINT)
    assert home.end()[0] == 0
    assert not any(runs(pid) for pid in home.pids("steady", "mute"))


def test_of_two_that_start_side_by_side_the_failure_of_one_ends_both(household_of):
    home = household_of("steady+mute+stillborn")
    code, _, err = home.end()
    assert code == 1
    assert "đứa stillborn không khởi động được" in err
    assert not any(runs(pid) for pid in home.pids("steady", "mute"))


def test_a_second_ctrl_c_does_not_wait(household_of):
    home = household_of("deaf")
    home.until("all up")
    home.process.send_signal(signal.SIGINT)
    home.until("Đang dừng")
    home.process.send_signal(signal.SIGINT)
    assert home.end()[0] == 0
    assert not any(runs(pid) for pid in home.pids("deaf"))


def test_a_child_that_dies_is_started_again(household_of):
    home = household_of("steady")
    home.until("all up")
    (first,) = home.pids("steady")
    os.kill(first, signal.SIGKILL)
    assert "SIGKILL" in home.until("khởi động lại")[-1]
    home.until("xong sau")
    _, second = home.pids("steady")
    assert runs(second)
    home.process.terminate()
    assert home.end()[0] == 0
    assert not runs(second)


def test_a_child_that_keeps_dying_ends_everything_with_its_last_lines(household_of):
    home = household_of("steady", "mayfly")
    code, _, err = home.end()
    assert code == 1
    assert "đứa mayfly đã dừng 3 lần (mã thoát 7)" in err
    assert "| giã từ" in err
    assert "Traceback" not in err
    assert len(home.pids("mayfly")) == 3
    assert not any(runs(pid) for pid in home.pids("steady", "mayfly"))


def test_a_child_that_cannot_start_ends_everything_with_its_last_lines(household_of):
    home = household_of("steady", "stillborn")
    code, _, err = home.end()
    assert code == 1
    assert "đứa stillborn không khởi động được (mã thoát 3)" in err
    assert "| không thở" in err
    assert not any(runs(pid) for pid in home.pids("steady"))


@pytest.mark.fault("the first start is slow")
def test_a_child_that_never_becomes_healthy_and_does_nothing_is_not_waited_for_for_ever(household_of):
    home = household_of("steady", "mute")
    code, _, err = home.end()
    assert code == 1
    assert re.search(r"đứa mute chưa sẵn sàng sau \d+ giây và không làm gì nữa từ \d+ giây nay", err)
    assert not any(runs(pid) for pid in home.pids("steady", "mute"))


@pytest.mark.slow
@pytest.mark.fault("the first start is slow")
def test_a_child_that_works_is_waited_for_beyond_its_limit_and_the_screen_says_so(household_of):
    home = household_of("slow")
    said = home.until("all up")
    assert any(re.fullmatch(r"  vẫn chờ đứa slow sau \d+ giây: đang làm việc\.", line) for line in said)
    home.process.terminate()
    assert home.end()[0] == 0


def test_logs_of_several_lives_are_kept_one_after_another(household_of):
    household_of("mayfly").end()
    again = household_of("mayfly")
    again.end()
    assert len(again.pids("mayfly")) == 6
