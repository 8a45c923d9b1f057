"""`hientruong export` writes a file that the script in docs/ checks alone, and that names any change."""

from __future__ import annotations

import hashlib
import io
import json
import random
import secrets
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from PIL import Image
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from attachments.store import open_store
from cli import main
from docs.check_export import canonical
from domain import acts
from domain.acts import Sealed
from domain.attachments import AttachmentKind, AttachmentStage
from domain.offices.office import Agency
from domain.words import Role
from records.attachments.rows import Attachment, StoredFile
from records.letters.rows import LetterFormat
from records.record import Record
from records.staff.rows import LookedAt
from tests.support.cli import NOWHERE
from tests.support.letters import pdf_text
from tests.support.records.desk import CENTRE, FRIDAY, IDENTITY, LEADER, OFFICER, Desk, dispatch
from tests.support.records.furnishing import add_agency

SCRIPT = Path(__file__).parents[2] / "docs" / "check_export.py"
SECRET = secrets.token_urlsafe(32)
Files = dict[str, bytes]
LETTERS = {LetterFormat.PDF: b"%PDF to Mrs Anh", LetterFormat.DOCX: b"PK to Mrs Anh"}


def typed(database_url: str, store: str, *arguments: str) -> Result:
    env = NOWHERE | {"DATABASE_URL": database_url, "HIENTRUONG_STORE_URL": store, "HIENTRUONG_SECRET": SECRET}
    return CliRunner().invoke(main, ["export", *arguments], env=env)


def checked(file: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, SCRIPT, file, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 6), (90, 120, 140)).save(made, "JPEG")
    return made.getvalue()


@dataclass(frozen=True)
class Town:
    """A case with a photo and a letter that is in a daily root and went on afterwards."""

    record: Record
    database_url: str
    store: str
    folder: Path
    code: str
    day: str
    photo: str

    def exports(self, *arguments: str) -> Path:
        """Export the case. Return the file."""
        file = self.folder / "ho-so.zip"
        done = typed(self.database_url, self.store, self.code, str(file), *arguments)
        assert done.exit_code == 0, done.output
        return file


@pytest.fixture
def town(engine: Engine, database_url: str, tmp_path: Path) -> Town:
    record, store = Record(engine), (tmp_path / "store").as_uri()
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải"))
    for name, role, agency in (("trungtam", Role.CENTRE_OPERATOR, None), ("canbo", Role.AGENCY_OFFICER, "so-gtvt")):
        record.accounts.add(
            username=name, role=role, authority="khanh-hoa", agency=agency, display_name=name, password_hash="-"
        )
    desk = Desk(record)
    desk.take_in()
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    desk.take_in()
    content = jpeg()
    open_store(store).put("whole", content)
    kept = StoredFile("whole", "thumbnail", len(content), 8, 6, hashlib.sha256(content).hexdigest())
    photo = Attachment(
        uuid.uuid4(), complaint.code, AttachmentKind.PHOTO, AttachmentStage.REPORT, None, "0" * 64, kept, FRIDAY
    )
    record.attachments.add((photo,))
    day = record.roots.make(date(2026, 11, 23))
    assert day is not None
    for act, by in (
        (acts.Accept(), OFFICER),
        (acts.SubmitResult(result=Sealed("Đã vá “ổ gà” 🚧")), OFFICER),
        (acts.Approve(), LEADER),
        (acts.Publish(), LEADER),
    ):
        complaint = desk.act(complaint, act, by)
    [waiting] = record.letters.waiting(10)
    record.letters.keep(waiting, LETTERS)
    return Town(record, database_url, store, tmp_path, complaint.code, day.hash.hex(), f"anh/{photo.id}.jpg")


def opened(file: Path) -> Files:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
def test_the_script_alone_finds_the_export_whole_and_no_identity_is_in_it(town: Town) -> None:
    file = town.exports()
    key, fingerprint = typed(town.database_url, town.store, "--key").stdout.split("\n")[:2]
    status, said = checked(file, "--key", key, "--day", town.day)
    assert (status, "unchanged, gathered on 2026-11-23" in said) == (0, True), said
    assert checked(file, "--key", fingerprint.rpartition(" ")[2])[0] == 0
    assert checked(file, "--key", "00" * 32)[0] == 1
    assert checked(file, "--day", "00" * 32)[0] == 1
    files = opened(file)
    assert set(files) == {"ban-ke.json", "chu-ky.json", "ho-so.json", "ho-so.pdf", town.photo}
    document, readable = files["ho-so.json"].decode(), pdf_text(files["ho-so.pdf"])
    for words in (town.code, "Diễn biến", "Thời hạn", "Điều 7", "không kèm", "Đã vá"):
        assert words in readable
    assert not any(word in document + readable for word in (IDENTITY.name, IDENTITY.phone, IDENTITY.address))
    assert {each["sha256"] for each in json.loads(document)["letters"]} == {None}
    assert town.record.export_keys.all()[0][0].hex() == key


@pytest.mark.slow
def test_who_may_know_the_reporter_exports_identity_and_letters_and_is_on_record(town: Town) -> None:
    file = town.exports("--as", "trungtam")
    status, said = checked(file)
    assert status == 0, said
    files = opened(file)
    assert {name.rpartition(".")[2]: files[name] for name in files if name.startswith("van-ban/")} == {
        str(form): content for form, content in LETTERS.items()
    }
    assert IDENTITY.name in json.loads(files["ho-so.json"])["identity"].values()
    assert IDENTITY.name in pdf_text(files["ho-so.pdf"])
    assert json.loads(files["ho-so.json"])["looks"] is None
    looks = town.record.looks.page(None, code=town.code, account=None, before=None, limit=10)
    assert {(each.username, each.looked_at) for each in looks} == {
        ("trungtam", LookedAt.EXPORT),
        ("trungtam", LookedAt.IDENTITY),
        ("trungtam", LookedAt.LETTER),
    }
    as_auditor = json.loads(opened(town.exports())["ho-so.json"])
    assert {each["username"] for each in as_auditor["looks"]} == {"trungtam"}
    assert "bản xuất cả hồ sơ" in {each["looked_at_label"] for each in as_auditor["looks"]}


def change_document(change: Callable[[dict[str, Any]], None]) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        document = json.loads(files["ho-so.json"])
        change(document)
        files["ho-so.json"] = json.dumps(document).encode()

    return changed


def change_manifest(files: Files) -> None:
    files["ban-ke.json"] = files["ban-ke.json"].replace(b'"made_at": "2', b'"made_at": "1')


def end_of(name: str) -> Callable[[Files], None]:
    """Return the forgery of the file whose name ends so."""

    def changed(files: Files) -> None:
        [forged] = [each for each in files if each.endswith(name) and each != "ho-so.pdf"]
        files[forged] += b"!"

    return changed


def another_file(files: Files) -> None:
    files["anh/them.jpg"] = b"one more"


def hide_photo(files: Files) -> None:
    del files[next(name for name in files if name.endswith(".jpg"))]


FORGERIES: dict[str, tuple[Callable[[Files], None], str]] = {
    "event": (change_document(lambda case: case["events"][4]["body"].update(at="2026-01-01")), "event 5 was changed"),
    "actor": (change_document(lambda case: case["events"][1].update(by_account="another")), "event 2 was changed"),
    "report": (change_document(lambda case: case["report"].update(content="Không có gì")), "the report was changed"),
    "end": (change_document(lambda case: case["events"].pop()), "the last event is not the one"),
    "root": (change_document(lambda case: case["root"].update(count=7)), "does not follow from its root"),
    "proof": (change_document(lambda case: case["root"]["siblings"].pop()), "is not in the root of 2026-11-23"),
    "status": (change_document(lambda case: case.update(status="closed")), "ho-so.json was changed"),
    "manifest": (change_manifest, "the signature does not fit the list of files"),
    "letter": (end_of(".pdf"), ".pdf is not as it was stored"),
    "letter for Word": (end_of(".docx"), ".docx was changed"),
    "photo": (end_of(".jpg"), ".jpg is not as it was stored"),
    "photo taken out": (hide_photo, ".jpg is missing"),
    "file put in": (another_file, "anh/them.jpg is not in the signed list"),
}


@pytest.mark.slow
def test_each_change_of_an_export_is_named(town: Town) -> None:
    file = town.exports("--as", "trungtam")
    whole = opened(file)
    for name, (forge, said) in FORGERIES.items():
        files = dict(whole)
        forge(files)
        with zipfile.ZipFile(file, "w") as archive:
            for each, content in files.items():
                archive.writestr(each, content)
        status, told = checked(file)
        assert (status, said in told) == (1, True), (name, told)


@pytest.mark.slow
def test_a_photo_that_was_changed_in_the_store_or_lost_is_named_in_the_export(town: Town) -> None:
    kept = town.folder / "store" / "whole"
    kept.write_bytes(b"no photo at all")
    status, said = checked(town.exports())
    assert (status, f"{town.photo} is not as it was stored" in said) == (1, True), said
    kept.unlink()
    status, said = checked(town.exports())
    assert (status, f"{town.photo} was lost before the export" in said) == (1, True), said


def test_the_script_writes_json_as_the_library_does() -> None:
    chance = random.Random(8785)  # noqa: S311 - no secret
    numbers: list[Any] = [0, -0.0, 1.0, 12.24, 109.19, -109.191234, 1e21, 1e-7, 1.5e-6, 0.00001, 123456789.125]
    numbers += [chance.uniform(-1000, 1000) * 10 ** chance.randint(-12, 12) for _ in range(500)]
    for value in [*numbers, {"ổ": "gà\n\u2028\u007f😀", "a": [None, True, {"b": 1, "B": "\x01"}]}]:
        assert canonical(value).encode() == rfc8785.dumps(value), repr(value)


@pytest.mark.slow
def test_what_cannot_be_exported_is_one_sentence(town: Town) -> None:
    file = str(town.folder / "x.zip")
    for arguments, code, sentence in (
        (("KH-2026-000009", file), 1, "Không có hồ sơ KH-2026-000009.\n"),
        ((), 2, "Hãy nêu mã hồ sơ"),
        ((town.code, file, "--as", "khong-co"), 1, "Không có tài khoản khong-co nào đang dùng.\n"),
        ((town.code, file, "--as", "canbo"), 1, "Tài khoản canbo không xuất được hồ sơ"),
    ):
        refused = typed(town.database_url, town.store, *arguments)
        assert (refused.exit_code, refused.stdout, len(refused.stderr.splitlines())) == (code, "", 1), refused.output
        assert sentence in refused.stderr
