"""Provinces from outside the program: which folders are read, and what is said of one that is wrong."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from procedures import NoForm, ProvinceFault, all_procedures, loading, provinces, use_provinces
from procedures.loading import SHIPPED, load_provinces
from procedures.province import load_province, nearest
from settings import ProvinceSettings, read
from templates.letters import FOLDER
from tests.support.cli import type_in
from tests.support.procedures.provinces import make_song_huong

KHANH_HOA = SHIPPED / "khanh-hoa"


@pytest.fixture
def song_huong(tmp_path: Path) -> Path:
    """A province beside those that ship."""
    return make_song_huong(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A province outside the program, soon read: a copy of Khánh Hòa's."""
    return shutil.copytree(KHANH_HOA, tmp_path / "khanh-hoa")


@pytest.fixture
def as_shipped(folder: Path, monkeypatch) -> Path:
    """The same copy, in place of all that ships: Khánh Hòa's own would be a second one of the id."""
    monkeypatch.setattr(loading, "SHIPPED", folder)
    return folder


@pytest.fixture
def only_shipped() -> Iterator[None]:
    yield
    use_provinces(())


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def amended(folder: Path, *, name: str = "procedure-2031.toml", begins: str = "2031-03-01") -> Path:
    """A second version beside the first, which ends on 01/03/2031."""
    first, beginning = folder / "procedure.toml", "valid_from = 2022-10-05"
    (folder / name).write_text(first.read_text("utf-8").replace(beginning, f"valid_from = {begins}"), "utf-8")
    change(first, beginning, f"{beginning}\nvalid_to = 2031-03-01")
    return folder / name


def fault_of(*folders: Path) -> ProvinceFault:
    with pytest.raises(ProvinceFault) as fault:
        load_provinces(folders)
    assert "\n" not in fault.value.sentence
    return fault.value


def test_a_folder_is_a_province_or_holds_those_of_several(folder: Path) -> None:
    shutil.copytree(SHIPPED / "dien-bien", folder.parent / "dien-bien")
    (folder.parent / ".git").mkdir()
    assert list(load_provinces([folder]).by_id) == ["khanh-hoa"]
    assert list(load_provinces([folder.parent]).by_id) == ["dien-bien", "khanh-hoa"]


def test_the_provinces_of_the_setting_come_beside_those_that_ship(song_huong: Path, only_shipped: None) -> None:
    shipped = set(all_procedures())
    use_provinces([song_huong])
    assert set(all_procedures()) == shipped | {"song-huong"}
    assert "song-huong" in {office.authority for office in provinces().offices}
    use_provinces(())
    assert set(all_procedures()) == shipped


def test_a_province_names_its_own_forms_and_the_shared_ones(folder: Path) -> None:
    found = load_provinces([folder])
    assert found.form("khanh-hoa", "result").folder == folder / "letters"
    assert found.form("khanh-hoa", "plain_result").folder == FOLDER
    for procedure, template in (("khanh-hoa", "layout"), ("binh-dinh", "result")):
        with pytest.raises(NoForm):
            found.form(procedure, template)


def test_an_amended_regulation_is_a_second_file_from_the_day_on_which_the_first_ends(folder: Path) -> None:
    amended(folder)
    first, second = load_province(folder).versions
    assert first.valid_to == second.valid_from


def test_a_province_needs_no_office_and_no_letters_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "lai-chau").mkdir()
    shutil.copy(SHIPPED / "lai-chau" / "procedure.toml", tmp_path / "lai-chau")
    assert load_province(tmp_path / "lai-chau").office is None


def test_a_regulation_to_come_has_its_office_already(folder: Path) -> None:
    amended(folder, begins="2126-03-01").replace(folder / "procedure.toml")
    province = load_province(folder)
    assert province.office
    assert nearest(province.versions).valid_from.year == 2126


def _misspelt(folder: Path) -> None:
    (folder / "office.toml").rename(folder / "ofice.toml")


def _renamed(folder: Path) -> None:
    change(folder / "procedure.toml", 'id = "khanh-hoa"', 'id = "khanh_hoa"')


def _without_procedure(folder: Path) -> None:
    (folder / "procedure.toml").unlink()


def _of_another(folder: Path) -> None:
    change(folder / "office.toml", 'authority = "khanh-hoa"', 'authority = "binh-dinh"')


def _without_form(folder: Path) -> None:
    (folder / "letters" / "result.docx").unlink()


FAULTS = {
    "a misspelt file": (_misspelt, "ofice.toml: (cả tệp): không có tệp nào tên như vậy ở đây"),
    "an id that is not the folder's name": (_renamed, "procedure.toml: id: “khanh_hoa” không phải tên thư mục"),
    "the office of another": (_of_another, "office.toml: authority: không có quy trình “binh-dinh”"),
    "half a form": (_without_form, "procedure.toml: letters[published].template: không có mẫu “result”"),
    "versions that overlap": (
        lambda folder: amended(folder, begins="2031-02-28"),
        "procedure-2031.toml: valid_from: ngày 28/02/2031 procedure.toml còn hiệu lực",
    ),
    "versions that leave a day between them": (
        lambda folder: amended(folder, begins="2031-03-02"),
        "procedure-2031.toml: valid_from: từ 01/03/2031 đến trước 02/03/2031 không văn bản nào có hiệu lực",
    ),
    "versions that begin together": (
        lambda folder: amended(folder, begins="2022-10-05"),
        "valid_from: ngày 05/10/2022 procedure",
    ),
    "a version with other codes": (
        lambda folder: change(amended(folder), 'code_prefix = "KH"', 'code_prefix = "KO"'),
        "procedure-2031.toml: authority.code_prefix: phải là “KH” như ở procedure.toml",
    ),
}


@pytest.mark.parametrize(("spoil", "said"), FAULTS.values(), ids=FAULTS)
def test_a_folder_that_is_wrong_is_one_sentence_with_file_key_and_reason(folder: Path, spoil, said: str) -> None:
    spoil(folder)
    assert said in fault_of(folder).sentence


def test_a_folder_without_a_province_is_named(folder: Path, tmp_path: Path) -> None:
    _without_procedure(folder)
    assert fault_of(tmp_path).sentence == f"{folder}: (cả thư mục): thiếu tệp procedure.toml."
    (tmp_path / "none").mkdir()
    assert "không có thư mục của tỉnh nào" in fault_of(tmp_path / "none").sentence
    assert fault_of(tmp_path / "nowhere").sentence == f"{tmp_path / 'nowhere'}: (cả thư mục): không có thư mục này."
    assert fault_of(folder / "office.toml").sentence == f"{folder}/office.toml: (cả thư mục): không phải thư mục."


def _round_in_circles(folder: Path) -> None:
    """Put a link to itself where the folder was: nobody can read it, root neither."""
    shutil.rmtree(folder)
    folder.symlink_to(folder)


@pytest.mark.parametrize("which", [".", "letters"])
def test_a_folder_that_cannot_be_read_names_itself_and_the_reason(folder: Path, which: str) -> None:
    _round_in_circles(folder / which)
    said = f"{folder / which}: (cả thư mục): không đọc được thư mục (liên kết trỏ vòng quanh)."
    assert fault_of(folder).sentence == said


def test_a_name_that_the_system_refuses_is_a_fault_too(tmp_path: Path) -> None:
    assert "không đọc được thư mục (tên quá dài)" in fault_of(tmp_path / ("x" * 300)).sentence
    assert "không đọc được tệp (tên quá dài)" in type_in("procedures", "check", str(tmp_path / ("x" * 300))).stderr


def test_two_provinces_share_neither_id_nor_code_prefix_nor_username(folder: Path, tmp_path: Path) -> None:
    assert fault_of(KHANH_HOA, folder).sentence == f"{folder}: (cả thư mục): tỉnh “khanh-hoa” đã có ở {KHANH_HOA}."
    other = shutil.copytree(SHIPPED / "dien-bien", tmp_path / "dien-bien")
    change(other / "office.toml", '"trungtam.dien-bien"', '"trungtam"')
    said = f"{other}/office.toml: staff[trungtam]: tên đăng nhập này đã có ở “khanh-hoa”."
    assert fault_of(KHANH_HOA, other).sentence == said
    change(other / "procedure.toml", 'code_prefix = "DB"', 'code_prefix = "KH"')
    assert "authority.code_prefix: “KH” đã là đầu mã hồ sơ của “khanh-hoa”" in fault_of(KHANH_HOA, other).sentence


@pytest.mark.parametrize("process", ["worker", "api"])
def test_a_wrong_folder_stops_the_start_with_one_sentence(folder: Path, process: str) -> None:
    change(folder / "procedure.toml", 'amount = "5 wd"', 'amount = "0 wd"')
    change(folder / "procedure.toml", 'amount = "0.5 wd"', 'amount = "0 wd"')
    known = {
        "HIENTRUONG_PROVINCES": str(folder),
        "HIENTRUONG_SECRET": secrets.token_hex(),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    ended = subprocess.run(
        [sys.executable, "-P", "-m", process], env=os.environ | known, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    said = (
        rf"{re.escape(str(folder))}/procedure\.toml: limits\.\w+\.amount: thời hạn phải dài hơn 0 \(và 1 lỗi khác\)\.\n"
    )
    assert re.fullmatch(said, ended.stderr)


@pytest.mark.parametrize(
    "command",
    [("up",), ("procedures",)],
)
def test_so_does_it_every_command(folder: Path, command, monkeypatch, only_shipped: None) -> None:
    _renamed(folder)
    monkeypatch.setenv("HIENTRUONG_PROVINCES", str(folder))
    ended = type_in(*command)
    assert ended.exit_code != 0
    assert ended.stderr.startswith(f"{folder}/procedure.toml: id: ")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("letters/result.typ", "#result", "#resulted", "(cả tệp): không lập được PDF (unknown variable: resulted)."),
        ("demo/1_returned.toml", 'does = "', 'does = "un', "then[1].does: không có thao tác "),
    ],
)
def test_a_broken_form_or_case_from_outside_stops_up_before_anything_starts(
    song_huong: Path, tmp_path: Path, file: str, old: str, new: str, said: str, monkeypatch, only_shipped: None
) -> None:
    change(song_huong / file, old, new)
    monkeypatch.setenv("HIENTRUONG_PROVINCES", str(song_huong))
    ended = type_in("up", "--data", str(tmp_path / "data"))
    assert ended.exit_code == 1
    assert ended.stderr.startswith(f"{song_huong / file}: {said}")
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_the_setting_is_written_as_path_is(monkeypatch) -> None:
    monkeypatch.setenv("HIENTRUONG_PROVINCES", "/srv/a:b:")
    assert read(ProvinceSettings).provinces == (Path("/srv/a"), Path("b").absolute())
    monkeypatch.setenv("HIENTRUONG_PROVINCES", "")
    assert read(ProvinceSettings).provinces == ()


def checked(folder: Path) -> list[str]:
    """Return the faults that `hientruong procedures check DIR` prints."""
    ended = type_in("procedures", "check", str(folder))
    assert (ended.exit_code == 0) == (not ended.stderr), ended.output
    return ended.stderr.splitlines()


def _stale(folder: Path) -> None:
    (folder / "diagram.svg").write_text("<svg/>", "utf-8")


def _case(old: str, new: str):
    return lambda folder: change(folder / "demo" / "1_straight.toml", old, new)


WHOLE = {
    "typst that fails": (
        lambda folder: change(folder / "letters" / "result.typ", "#result", "#resulted"),
        "letters/result.typ: (cả tệp): không lập được PDF (unknown variable: resulted)",
    ),
    "a file that Word does not know": (
        lambda folder: (folder / "letters" / "result.docx").write_bytes(b"PK"),
        "letters/result.docx: (cả tệp): không lập được DOCX",
    ),
    "a docx alone": (
        lambda folder: shutil.copy(folder / "letters" / "result.docx", folder / "letters" / "other.docx"),
        "letters/other.docx: (cả tệp): thiếu other.typ",
    ),
    "a picture of something else": (_stale, "diagram.svg: (cả tệp): không khớp với quy trình; hãy vẽ lại: hientruong"),
    "a case that cannot be read": (
        _case('does = "dispatch"', 'does = "send"'),
        "then[1].does: không có thao tác 'send'",
    ),
    "a case that is not TOML": (
        _case("[filed]", "[filed"),
        "demo/1_straight.toml: dòng ",
    ),
    "a case of another province": (
        _case('procedure = "khanh-hoa"', 'procedure = "binh-dinh"'),
        "procedure: quy trình “binh-dinh” không có ở thư mục này vào ngày 02/03/2026",
    ),
    "an act that may not be": (
        _case('who = "agency_officer of ubnd-nha-trang"', 'who = "centre_operator"'),
        "then[2]: ",
    ),
    "something expected that is not so": (
        _case('expect = { status = "closed"', 'expect = { status = "published"'),
        "then[6].expect.status: phải là published, nhưng là closed",
    ),
    "a case without an end": (
        _case(
            'does = "rate"\nrating = "very_satisfied"\nexpect = { status = "closed", ',
            'does = "ask"\nquestion = "?"\nexpect = { ',
        ),
        "then[6]: hồ sơ chưa kết thúc: còn ở “Đã công khai kết quả”",
    ),
    "a case with a refusal": (
        _case('does = "dispatch"', 'does = "dispatch"\nrefused = "wrong_role"'),
        "then[1]: hồ sơ cho xem không có thao tác bị từ chối",
    ),
    "an office that is wrong": (_of_another, "office.toml: authority: "),
    "a procedure that is wrong": (_renamed, "procedure.toml: id: "),
}


@pytest.mark.parametrize(("spoil", "said"), WHOLE.values(), ids=WHOLE)
def test_a_whole_province_is_checked(as_shipped: Path, spoil, said: str) -> None:
    spoil(as_shipped)
    [line, *more] = checked(as_shipped)
    assert line.startswith(str(as_shipped))
    assert said in line
    assert not more


def test_faults_of_several_parts_are_told_together(as_shipped: Path) -> None:
    for spoil in (_stale, _of_another, WHOLE["typst that fails"][0]):
        spoil(as_shipped)
    assert len(checked(as_shipped)) == 3


def test_the_check_refuses_what_the_start_would_refuse_beside_the_others(
    folder: Path, song_huong: Path, only_shipped: None, monkeypatch
) -> None:
    assert checked(folder) == [f"{folder}: (cả thư mục): tỉnh “khanh-hoa” đã có ở {KHANH_HOA}"]
    monkeypatch.setenv("HIENTRUONG_PROVINCES", str(song_huong))
    assert checked(song_huong) == []
    change(song_huong / "office.toml", '"trungtam.song-huong"', '"trungtam"')
    said = "office.toml: staff[trungtam]: tên đăng nhập này đã có ở “khanh-hoa”"
    assert checked(song_huong) == [f"{song_huong}/{said}"]


@pytest.mark.parametrize("which", provinces().by_id)
def test_every_province_that_ships_is_whole(which: str) -> None:
    assert checked(SHIPPED / which) == []
