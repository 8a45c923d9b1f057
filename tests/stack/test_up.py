"""`hientruong up`, as a person runs it: it starts everything or prints one sentence, and leaves no process behind."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stack.data_folder import locked
from stack.ports import free_port
from stack.postgres import run_postgres
from stack.temporal import run_temporal
from tests.support.in_thread import in_thread
from tests.support.stack.processes import PATIENCE_SECONDS, eventually, ignore_a_terminal, runs
from tests.support.stack.up import Up


@pytest.fixture
def up_on() -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def start(data: Path, **environment: str) -> Up:
        started.append(Up(data, **environment))
        return started[-1]

    yield start
    for each in started:
        if each.process and each.process.poll() is None:
            each.process.terminate()
            each.process.communicate(timeout=PATIENCE_SECONDS)


def is_one_sentence(err: str) -> bool:
    return "Traceback" not in err and len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("port", "trang web"),
        ("temporal-port", "Temporal"),
        ("ui-port", "Web UI"),
        ("postgres-port", "PostgreSQL"),
        ("inbox-port", "hộp thư"),
        ("smtp-port", "hộp thư"),
    ],
)
def test_a_taken_port_is_one_sentence_that_names_the_option(up_on, tmp_path, name, whose):
    up = up_on(tmp_path)
    with socket.create_server(("127.0.0.1", up.ports[name])):
        code, err = up.start().end()
    assert code == 1
    assert is_one_sentence(err)
    assert str(up.ports[name]) in err
    assert whose in err
    assert f"--{name}" in err


def test_one_port_for_two_servers_is_one_sentence_that_names_both_options(up_on, tmp_path):
    up = up_on(tmp_path)
    up.ports["ui-port"] = up.ports["port"]
    code, err = up.start().end()
    assert code == 1
    assert is_one_sentence(err)
    assert "--port" in err
    assert "--ui-port" in err


def test_a_port_that_is_no_port_is_refused_by_its_option(up_on, tmp_path):
    up = up_on(tmp_path)
    up.ports["port"] = 99999
    code, err = up.start().end()
    assert code != 0
    assert "Traceback" not in err
    assert "--port" in err


def test_an_address_that_is_not_this_machine_s_is_not_taken_for_a_taken_port(up_on, tmp_path):
    code, err = up_on(tmp_path, HIENTRUONG_FRONT_HOST="192.0.2.1").start().end()
    assert code == 1
    assert is_one_sentence(err)
    assert "Không mở được cổng 192.0.2.1" in err


def test_a_data_folder_that_cannot_be_written_is_one_sentence(up_on, tmp_path):
    (tmp_path / "data").touch()
    code, err = up_on(tmp_path / "data").start().end()
    assert code == 1
    assert is_one_sentence(err)
    assert "Không ghi được vào thư mục dữ liệu" in err


def test_a_second_up_on_the_same_data_is_one_sentence(up_on, tmp_path):
    with locked(tmp_path):
        code, err = up_on(tmp_path).start().end()
    assert code == 1
    assert is_one_sentence(err)
    assert str(os.getpid()) in err


def test_a_configured_database_that_does_not_answer_is_one_sentence(up_on, tmp_path):
    url = f"postgresql://a:mat-khau@127.0.0.1:{free_port()}/d"
    code, err = up_on(tmp_path, DATABASE_URL=url).start().end()
    assert code == 1
    assert is_one_sentence(err)
    assert "DATABASE_URL" in err
    assert "mat-khau" not in err


def test_a_wrong_setting_is_one_sentence(up_on, tmp_path):
    code, err = up_on(tmp_path, DATABASE_URL="mysql://a:b@c/d").start().end()
    assert code == 1
    assert is_one_sentence(err)
    assert "DATABASE_URL" in err


@pytest.mark.slow
def test_up_brings_everything_and_ctrl_c_leaves_nothing(up_on, tmp_path):
    up = up_on(tmp_path).start()
    said = up.until("Ctrl-C để dừng")
    assert f"127.0.0.1:{up.ports['port']}/docs" in said
    assert f"127.0.0.1:{up.ports['ui-port']}" in said
    assert f"http://127.0.0.1:{up.ports['inbox-port']}" in said
    assert "Tài khoản dùng thử" in said
    assert up.answer("port", "/api/v1/ready") == 200
    assert up.answer("ui-port", "/") == 200
    pids = up.commands()
    assert len(pids) >= 4
    up.process.send_signal(signal.SIGINT)
    assert up.end() == (0, "")
    assert not [pid for pid in pids if runs(pid)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_kill_9_of_up_leaves_nothing_and_it_starts_again_on_its_data(up_on, tmp_path):
    up = up_on(tmp_path).start()
    up.until("Ctrl-C để dừng")
    pids = up.commands()
    up.process.kill()
    up.process.communicate()
    eventually(lambda: not [pid for pid in pids if runs(pid)])
    up.start().until("Ctrl-C để dừng")
    assert up.answer("port", "/api/v1/ready") == 200
    up.process.terminate()
    assert up.end() == (0, "")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for the parts in /proc")
def test_each_part_that_is_killed_comes_back(up_on, tmp_path):
    up = up_on(tmp_path).start()
    up.until("Ctrl-C để dừng")
    for telling in ("postgres\0-D", "start-dev", "\0worker\0", "\0api\0"):
        (victim,) = [pid for pid, command in up.commands().items() if telling in command]
        os.kill(victim, signal.SIGKILL)
        up.until("dừng bất ngờ")
        up.until("xong sau")
        eventually(lambda: up.answer("port", "/api/v1/ready") == 200)
    up.process.terminate()
    assert up.end() == (0, "")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for the parts in /proc")
def test_configured_servers_are_used_and_none_is_started_beside_them(up_on, tmp_path):
    with in_thread(run_postgres) as url, in_thread(run_temporal) as address:
        elsewhere = {
            "HIENTRUONG_SMTP_URL": f"smtp://127.0.0.1:{free_port()}",
            "HIENTRUONG_GATEWAY_URL": f"http://127.0.0.1:{free_port()}",
        }
        up = up_on(tmp_path, DATABASE_URL=url, TEMPORAL_ADDRESS=address, **elsewhere).start()
        said = up.until("Ctrl-C để dừng")
        assert "Temporal Web UI" not in said
        assert "Hộp thư thử" not in said
        assert up.answer("port", "/api/v1/ready") == 200
        commands = [command.split("\0") for command in up.commands().values()]
        assert sorted(command[-2] for command in commands) == ["api", "worker"]
        up.process.terminate()
        assert up.end() == (0, "")
    assert not (tmp_path / "postgres").exists()


@pytest.mark.slow
def test_two_stacks_run_side_by_side_one_at_a_terminal_and_one_under_nohup(up_on, tmp_path):
    before_us, behind_us = up_on(tmp_path / "một").start(), up_on(tmp_path / "hai").start(ignore_a_terminal)
    before_us.until("Ctrl-C để dừng")
    behind_us.until(f"kill {behind_us.process.pid} để dừng")
    both = (before_us, behind_us)
    assert [up.answer("port", "/api/v1/ready") for up in both] == [200, 200]
    before_us.process.send_signal(signal.SIGINT)
    behind_us.process.terminate()
    assert [up.end() for up in both] == [(0, ""), (0, "")]
