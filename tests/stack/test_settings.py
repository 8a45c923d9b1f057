"""Settings come from the environment. Each wrong one is reported in a sentence."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

import pytest

from records.engine import read_url

PROGRAM = """
import settings
try:
    read = settings.read(settings.{kind})
    print({shown})
except settings.SettingsError as error:
    print(error)
"""


def settings_under(environment: dict[str, str], shown: str, kind: str = "Settings") -> str:
    """Return what a process prints that is started with exactly this environment."""
    program = PROGRAM.format(kind=kind, shown=shown)
    env = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True
    ).stdout.strip()


GOOD = secrets.token_urlsafe(32)
COMPLETE = {"DATABASE_URL": "postgresql://a:b@c:5/d", "HIENTRUONG_SECRET": GOOD}


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_database_url_is_taken_in_each_of_its_spellings(scheme):
    url = settings_under({**COMPLETE, "DATABASE_URL": f"{scheme}://a:b@c:5/d"}, "read.database_url")
    assert url == f"{scheme}://a:b@c:5/d"
    assert str(read_url(url)) == "postgresql+psycopg://a:***@c:5/d"


def test_what_is_not_set_has_its_default():
    shown = "read.temporal_address, read.temporal_namespace, read.task_queue, read.front_host, read.front_port"
    assert settings_under(COMPLETE, shown) == "127.0.0.1:7233 default complaints 127.0.0.1 8000"


def test_the_stack_needs_nothing_configured():
    assert settings_under({}, "read.database_url, read.temporal_address", "StackSettings") == "None None"


def test_a_setting_that_is_set_to_nothing_is_not_set():
    environment = {"DATABASE_URL": "", "TEMPORAL_ADDRESS": ""}
    assert settings_under(environment, "read.database_url, read.temporal_address", "StackSettings") == "None None"


def test_the_secret_can_lie_in_a_file(tmp_path):
    (tmp_path / "secret").write_text(f"{GOOD}\n")
    environment = {"DATABASE_URL": COMPLETE["DATABASE_URL"], "HIENTRUONG_SECRET_FILE": str(tmp_path / "secret")}
    assert settings_under(environment, "read.master_secret()") == GOOD


def test_any_setting_can_be_a_file_in_the_folder_of_secrets_and_a_variable_outweighs_it(tmp_path):
    (tmp_path / "database_url").write_text(COMPLETE["DATABASE_URL"] + "\n")
    (tmp_path / "hientruong_secret").write_text(f"{GOOD}\n")
    (tmp_path / "hientruong_task_queue").write_text("tệp")
    environment = {"HIENTRUONG_SECRETS_DIR": str(tmp_path), "HIENTRUONG_TASK_QUEUE": "biến"}
    shown = "read.database_url, read.master_secret(), read.task_queue"
    assert settings_under(environment, shown) == f"{COMPLETE['DATABASE_URL']} {GOOD} biến"


def test_no_secret_is_shown_when_settings_are_printed():
    shown = settings_under(COMPLETE, "read")
    assert GOOD not in shown
    assert "a:b" not in shown


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL chưa được đặt"),
        ({"DATABASE_URL": "mysql://a:b@c/d"}, "DATABASE_URL phải có dạng postgresql://"),
        ({"HIENTRUONG_SECRET": ""}, "cần HIENTRUONG_SECRET hoặc HIENTRUONG_SECRET_FILE"),
        ({"HIENTRUONG_SECRET": "", "HIENTRUONG_SECRET_FILE": "/không/có"}, "Không đọc được /không/có"),
        ({"HIENTRUONG_SECRETS_DIR": "/không/có"}, "HIENTRUONG_SECRETS_DIR không nêu một thư mục: /không/có"),
        ({"HIENTRUONG_OIDC_ISSUER": "https://a.vn"}, "cần HIENTRUONG_OIDC_CLIENT_ID"),
        ({"HIENTRUONG_OIDC_ISSUER": "a.vn"}, "HIENTRUONG_OIDC_ISSUER phải có dạng https://"),
        ({"HIENTRUONG_FRONT_PORT": "99999"}, "HIENTRUONG_FRONT_PORT không hợp lệ"),
    ],
)
def test_a_wrong_setting_is_one_sentence(change, sentence):
    assert sentence in settings_under({**COMPLETE, **change}, "read")
