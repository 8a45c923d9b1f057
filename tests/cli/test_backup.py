"""A backup is complete or not there, names every file by its hash, holds no secret, and is put back wholly or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from cli import main
from records.backups import contents
from records.engine import connect
from records.record import Record
from tests.support.cli import NOWHERE
from tests.support.records.desk import CENTRE, Desk, dispatch

pytestmark = pytest.mark.slow

SECRET = "Jw3xPq8ZtY1nVb6KcR0sLdF5hGm2uEaO7iQwXzTySvUk"


@pytest.fixture
def typed(tmp_path: Path, database_url: str) -> Callable[..., Result]:
    """The command as a person types it on a machine of its own, with this test's database."""

    def type_in(*arguments: str, **env: str) -> Result:
        ours = {
            "DATABASE_URL": database_url,
            "HIENTRUONG_DATA_DIR": str(tmp_path / "data"),
            "HIENTRUONG_SECRET": SECRET,
        }
        return CliRunner().invoke(main, list(arguments), env=NOWHERE | ours | env)

    return type_in


@pytest.fixture
def filled(database_url: str, tmp_path: Path) -> list[str]:
    """The codes of two cases in the record, one of them dispatched; and two photos in the store."""
    for name in ("ab/cd", "ef/gh"):
        photo = tmp_path / "data" / "attachments" / name
        photo.parent.mkdir(parents=True)
        photo.write_bytes(name.encode() * 1000)
    return [*files(database_url, 2)]


def files(database_url: str, number: int) -> Iterator[str]:
    """File reports, and dispatch each."""
    engine = connect(database_url, pool_size=2)
    desk = Desk(Record(engine))
    for _ in range(number):
        yield desk.act(desk.take_in(), dispatch(), CENTRE).code
    engine.dispose()


def is_refused(result: Result, sentence: str) -> bool:
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    assert sentence in result.stderr, result.stderr
    return True


@pytest.fixture
def saved(typed: Callable[..., Result], filled: list[str], tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    taken = typed("backup", str(folder))
    assert taken.exit_code == 0, taken.output
    assert "2 hồ sơ" in taken.stdout
    assert "2 tệp kèm theo" in taken.stdout
    return folder


def test_what_was_saved_comes_back_whole_into_an_empty_database(
    typed: Callable[..., Result], saved: Path, database_url: str, postgres_server_url: str, tmp_path: Path
) -> None:
    empty = database_url + "_empty"
    with psycopg.connect(postgres_server_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {empty.rpartition('/')[2]}")
    before = contents(database_url)
    elsewhere = str(tmp_path / "elsewhere")
    back = typed("restore", str(saved), DATABASE_URL=empty, HIENTRUONG_DATA_DIR=elsewhere)
    assert back.exit_code == 0, back.output
    after = contents(empty)
    assert (after.rows, after.revision, after.latest) == (before.rows, before.revision, before.latest)
    assert (tmp_path / "elsewhere/attachments/ab/cd").read_bytes() == b"ab/cd" * 1000
    assert "Mã mới không trùng" in back.stdout
    # The append-only triggers came back too, and new reports have codes that nobody was given in the time that is lost.
    with psycopg.connect(empty) as connection, pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        connection.execute("DELETE FROM events")
    [code] = files(empty, 1)
    assert int(code.rpartition("-")[2]) > 1000
    # It can be saved and put back again.
    again = tmp_path / "again"
    assert typed("backup", str(again), DATABASE_URL=empty).exit_code == 0
    twice = typed("restore", str(again), "--replace", DATABASE_URL=empty)
    assert twice.exit_code == 0, twice.output
    with psycopg.connect(postgres_server_url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {empty.rpartition('/')[2]} WITH (FORCE)")


def test_a_replaced_database_tells_the_cases_that_lose_events(
    typed: Callable[..., Result], saved: Path, database_url: str, tmp_path: Path
) -> None:
    assert is_refused(typed("restore", str(saved)), "Cơ sở dữ liệu đã có dữ liệu (2 hồ sơ)")
    [lost] = files(database_url, 1)
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE of_a_newer_program (id int)")
    back = typed("restore", str(saved), "--replace")
    assert back.exit_code == 0, back.output
    assert lost in back.stdout
    [kept] = (tmp_path / "data" / "restores").iterdir()
    assert list(json.loads(kept.read_text())["events_lost_by_case"]) == [lost]
    after = contents(database_url)
    assert (after.rows["cases"], "of_a_newer_program" in after.rows) == (2, False)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), "không phải là một bản sao lưu"),
        (lambda folder: (folder / "manifest.json").write_text("{}"), "tệp hỏng"),
        (lambda folder: (folder / "database" / "toc.dat").unlink(), "thiếu database/toc.dat"),
        (lambda folder: (folder / "attachments" / "ab" / "cd").write_bytes(b"ab/cX" * 1000), "SHA-256 khác"),
        (lambda folder: (folder / "database" / "other.dat").write_text("-"), "không có trong bản kê"),
        (lambda folder: renamed_revision(folder), "mới hơn chương trình này"),
    ],
    ids=[
        "no manifest",
        "no manifest's words",
        "a file missing",
        "a photo changed",
        "a file too much",
        "a newer schema",
    ],
)
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    typed: Callable[..., Result], saved: Path, database_url: str, harm: Callable[[Path], object], sentence: str
) -> None:
    assert typed("restore", str(saved), "--check").exit_code == 0
    before = contents(database_url)
    harm(saved)
    assert is_refused(typed("restore", str(saved), "--replace"), sentence)
    assert is_refused(typed("restore", str(saved), "--check"), sentence)
    assert contents(database_url) == before


def renamed_revision(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"revision": "9999"}))


def test_no_secret_is_in_a_backup_and_another_secret_is_noticed(
    typed: Callable[..., Result], saved: Path, database_url: str, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    secrets = {
        "HIENTRUONG_GATEWAY_TOKEN": "the-token-of-the-gateway",
        "HIENTRUONG_SMTP_URL": "smtp://mailer:the-mailers-password@mail.vidu.vn",
        "HIENTRUONG_MAP_TILES": "https://user:the-tiles-password@vidu.vn/{z}/{x}/{y}.png",
    }
    taken = typed("backup", str(again), HIENTRUONG_SITE="https://pakn.vidu.vn", **secrets)
    assert taken.exit_code == 0, taken.output
    settings = json.loads((again / "settings.json").read_text())
    assert settings["kept"]["HIENTRUONG_SITE"] == "https://pakn.vidu.vn"
    assert {*secrets, "DATABASE_URL", "HIENTRUONG_SECRET"} <= set(settings["left_out"])
    words = [SECRET, "the-token-of-the-gateway", "the-mailers-password", "the-tiles-password"]
    for path in (path for path in again.rglob("*") if path.is_file()):
        assert not [word for word in words if word.encode() in path.read_bytes()], path
    other = typed("restore", str(again), "--replace", HIENTRUONG_SECRET="aB4kWm9RzX2pLs7VnQ0tYcJ6gHd3uFeO8iTqKxZyPwUj")
    assert is_refused(other, "Khóa bí mật không phải là khóa lúc sao lưu")
    assert is_refused(typed("restore", str(again), "--replace", HIENTRUONG_SECRET=""), "Khóa bí mật không có")
    assert typed("restore", str(again), "--replace", "--new-secret", HIENTRUONG_SECRET="").exit_code == 0


def test_a_database_in_use_is_not_restored_under_its_users(
    typed: Callable[..., Result], saved: Path, database_url: str
) -> None:
    with psycopg.connect(database_url):
        assert is_refused(typed("restore", str(saved), "--replace"), "Còn 1 kết nối khác")


def test_a_backup_that_fails_leaves_nothing_and_one_that_is_there_is_not_written_over(
    typed: Callable[..., Result], saved: Path, tmp_path: Path
) -> None:
    assert is_refused(typed("backup", str(saved)), "đã có và không trống")
    (tmp_path / "data" / "attachments" / "gone").symlink_to(tmp_path / "nowhere")
    unreachable = "postgresql://nobody:x@127.0.0.1:9/x"
    assert is_refused(typed("backup", str(tmp_path / "new"), DATABASE_URL=unreachable), "Không sao lưu được")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "saved"]


def test_photos_in_an_object_store_are_named_and_not_copied(
    typed: Callable[..., Result], filled: list[str], tmp_path: Path
) -> None:
    taken = typed("backup", str(tmp_path / "saved"), HIENTRUONG_STORE_URL="s3://photos/here")
    assert taken.exit_code == 0, taken.output
    assert "s3://photos/here và không được chép" in taken.stdout
    assert not (tmp_path / "saved" / "attachments").exists()


def test_where_nothing_was_ever_kept_there_is_nothing_to_save(typed: Callable[..., Result], tmp_path: Path) -> None:
    nothing = typed("backup", str(tmp_path / "saved"), "--data", str(tmp_path / "empty"))
    assert is_refused(nothing, "Không có cơ sở dữ liệu nào")
