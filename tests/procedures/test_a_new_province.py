"""The guide for a new province, followed to the letter for an invented one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from api.office.rehearsal.running import run
from cli import main
from domain.offices.office import Office
from domain.offices.places import surroundings
from domain.offices.routing import route
from domain.procedure import Procedure
from domain.words import Role
from procedures import ProvinceFault, file_format
from procedures.file_format import ProcedureFile
from procedures.offices import read_office
from procedures.province import is_in_force
from procedures.situations import expectations, read_situation
from tests.support.procedures.provinces import GUIDE, make_song_huong, part_of_guide, song_huong, song_huong_text
from tests.support.rulings.judging import judge


@pytest.fixture
def folder(tmp_path):
    return make_song_huong(tmp_path)


@pytest.fixture
def file(folder):
    return folder / "procedure.toml"


def hientruong(*arguments: object) -> str:
    """Return the output of `hientruong procedures …`, which must succeed."""
    result = CliRunner().invoke(main, ["procedures", *map(str, arguments)], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.output


def test_the_parts_of_the_guide_make_a_file_without_a_fault(file):
    assert "hợp lệ. Ủy ban nhân dân tỉnh Sông Hương" in hientruong("check", file)


def test_the_parts_of_the_guide_make_a_folder_without_a_fault(folder):
    hientruong("draw", folder / "procedure.toml", "--output", folder / "diagram.svg")
    said = hientruong("check", folder)
    for part in (
        "hợp lệ.",
        "2 cơ quan, 2 đơn vị hành chính",
        "PDF, DOCX):",
        ", result.",
        "1 hồ sơ.",
        "diagram.svg khớp",
    ):
        assert part in said


def test_it_is_shown_and_drawn(file, tmp_path):
    assert "Sở Khoa học và Công nghệ" in hientruong("show", file)
    hientruong("draw", file, "--output", tmp_path / "song-huong.svg")
    assert "tỉnh Sông Hương" in (tmp_path / "song-huong.svg").read_text("utf-8")


def _keys(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Every key that a file can have: `limits.amount`, whatever the limit's name."""
    for name, field in model.model_fields.items():
        yield f"{path}{name}"
        for table in re.findall(r"file_format\.(_\w+)", str(field.annotation)):
            yield from _keys(getattr(file_format, table), f"{path}{name}.")


def _used(document: dict[str, Any], path: str = "") -> Iterator[str]:
    for key, value in document.items():
        yield f"{path}{key}"
        entries = list(value.values()) if key in ("acts", "limits", "ladders") else [value]
        for entry in entries:
            for each in entry if isinstance(entry, list) else [entry]:
                yield from _used(each, f"{path}{key}.") if isinstance(each, dict) else ()


def test_the_invented_province_uses_every_key_that_a_file_can_have():
    known, used = set(_keys(ProcedureFile)), set(_used(tomllib.loads(song_huong_text())))
    assert {key for key in known - used if not key.endswith(".ours")} == set()  # which is the same everywhere
    assert {"acts.ours", "limits.ours", "ladders.ours"} <= used


def test_the_guide_speaks_of_every_kind_of_limit_and_every_unit():
    text = GUIDE.read_text("utf-8")
    for word in ("`step`", "`case`", "`window`", "`option`", '"5 wd"', '"4 wh"', '"2 h"', '"30 min"', '"promised"'):
        assert word in text


def test_what_check_says_of_a_limit_left_out_is_what_the_guide_quotes(file):
    start = song_huong_text().index("[limits.process]")
    less = song_huong_text()[:start] + song_huong_text()[song_huong_text().index("[limits.reach_site]") :]
    file.write_text(less, "utf-8")
    result = CliRunner().invoke(main, ["procedures", "check", str(file)])
    quoted = re.search(
        r"^/srv/song-huong/procedure\.toml(: acts\.accept\.to: .*)…$", GUIDE.read_text("utf-8"), re.MULTILINE
    )
    assert quoted
    assert quoted[1].strip() in result.stderr


@pytest.fixture
def office() -> Office:
    """The office of the guide, beside its procedure."""
    return read_office(part_of_guide("office"), {song_huong().id: song_huong()}, file="office.toml")


def test_the_office_of_the_guide_is_one_without_a_fault_and_has_somebody_for_every_role_but_a_few(office: Office):
    in_procedure = {role for rule in song_huong().acts for role in rule.by} - {Role.REPORTER}
    assert {post.role for post in office.staff} <= in_procedure
    assert {Role.CENTRE_OPERATOR, Role.FOCAL_POINT, Role.AGENCY_OFFICER, Role.AGENCY_LEADER} <= {
        post.role for post in office.staff
    }
    broken = part_of_guide("office").replace('agency = "ubnd-phuong-mot", place', 'agency = "ubnd-phuong-hai", place')
    with pytest.raises(ProvinceFault, match="ubnd-phuong-hai"):
        read_office(broken, {song_huong().id: song_huong()}, file="office.toml")


@pytest.mark.parametrize(
    ("field", "place", "agency"),
    [
        ("chieu-sang", "phuong-mot", "so-xay-dung"),
        ("ve-sinh", "phuong-mot", "ubnd-phuong-mot"),
        (None, "phuong-mot", "ubnd-phuong-mot"),
        ("ve-sinh", "thanh-pho", None),
    ],
)
def test_the_routing_of_the_guide_leads_where_it_says(
    office: Office, field: str | None, place: str, agency: str | None
):
    found = route(office.routing, field, surroundings(place, office.places))
    assert (found.agency if found else None) == agency


def test_a_case_goes_through_the_core_as_the_guide_rules(tmp_path):
    path = tmp_path / "returned.toml"
    path.write_text(part_of_guide("ruling"), "utf-8")

    def in_force(procedure: str, on: date) -> Procedure:
        assert procedure == song_huong().id
        assert is_in_force(song_huong(), on)
        return song_huong()

    situation = read_situation(path, in_force=in_force)
    judge(situation, expectations(situation), run(situation, code="SH-2026-000001"))
