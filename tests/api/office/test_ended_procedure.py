"""Tests that an authority whose procedure has ended goes on with the cases it has, and that nobody can file under it."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from procedures import all_procedures, loading, provinces
from procedures.loading import SHIPPED
from tests.support.fronts.desk import NHA_TRANG, REPORT
from tests.support.fronts.real_desk import KH, RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow


@pytest.fixture
def ended(real_desk: RealDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealDesk]:
    """A desk with one open and one closed case, whose procedure then ended."""
    real_desk.walked("rate")
    real_desk.walked("dispatch")
    folder = shutil.copytree(SHIPPED / KH, tmp_path / KH)
    file = folder / "procedure.toml"
    began = "valid_from = 2022-10-05"
    file.write_text(file.read_text("utf-8").replace(began, f"{began}\nvalid_to = 2023-01-01", 1), "utf-8")
    monkeypatch.setattr(loading, "SHIPPED", folder)
    provinces.cache_clear()
    assert all_procedures()[KH].valid_to is not None
    yield real_desk
    monkeypatch.undo()
    provinces.cache_clear()


JSON = [
    ("/statistics", "operator"),
    ("/statistics.xlsx", "operator"),
    ("/accounts", "operator"),
    (f"/public/figures/period?procedure={KH}", "nobody"),
    (f"/public/figures?procedure={KH}", "nobody"),
    (f"/public/figures.csv?procedure={KH}", "nobody"),
    (f"/public/complaints?authority={KH}", "nobody"),
    ("/complaints", "operator"),
    (f"/procedures/{KH}", "nobody"),
    *((f"/admin/{KH}/{section}", "kh_admin") for section in ("agencies", "places", "fields", "routing-rules")),
    ("/admin/accounts", "kh_admin"),
    ("/admin/changes", "kh_admin"),
]

PAGES = [
    ("/cong-khai", None),
    (f"/cong-khai/{KH}", None),
    (f"/cong-khai/{KH}/ban-do", None),
    (f"/cong-khai/{KH}/so-lieu", None),
    (f"/cong-khai/{KH}/so-lieu/ky", None),
    ("/can-bo/thong-ke/ky", "operator"),
    ("/can-bo", "operator"),
    ("/can-bo/thong-ke", "operator"),
    ("/quan-tri", "kh_admin"),
    *(
        (f"/quan-tri/dia-phuong/{KH}/{section}", "kh_admin")
        for section in ("co-quan", "linh-vuc", "dia-ban", "phan-phoi")
    ),
    ("/quan-tri/tai-khoan", "kh_admin"),
]


def test_every_place_that_is_about_an_authoritys_cases_goes_on(ended: RealDesk) -> None:
    for address, caller in JSON:
        answer = ended.client.get(f"/api/v1{address}", headers=ended.headers(caller))
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:300])
    walkers = {who: Walker(ended) for who in {who for _, who in PAGES}}
    for who, walker in walkers.items():
        if who:
            walker.signs_in(who)
    for path, who in PAGES:
        shown = walkers[who].opens(path)
        assert shown.status_code == 200, (path, shown.status_code, shown.text[:300])


def test_its_open_cases_go_on_and_its_people_keep_the_office(ended: RealDesk) -> None:
    closed, opened = "KH-2026-000001", "KH-2026-000002"
    assert ended.acts(opened, "accept", "officer").status_code == 200
    line = next(each for each in ended.gets("/complaints", "operator").json()["items"] if each["code"] == opened)
    assert line["field"]["name"] != "giao-thong"
    assert ended.sees(closed, "reporter").status_code == 200
    accounts = {"from": ended.accounts["officer"].id, "to": ended.accounts["leader"].id}
    handed = ended.client.post(
        "/api/v1/handovers",
        json=accounts | {"reason": "Chuyển công tác"},
        headers=ended.headers("leader") | {"Idempotency-Key": str(uuid.uuid4())},
    )
    assert handed.status_code in (200, 201), handed.text
    assert ended.puts(f"/admin/{KH}/agencies/so-moi", "kh_admin", name="Sở mới").status_code == 201
    new = ended.posts(
        "/admin/accounts",
        "kh_admin",
        username="can-bo-moi",
        role="agency_officer",
        authority=KH,
        agency=NHA_TRANG,
        display_name="Cán bộ mới",
    )
    assert new.status_code == 201, new.text


def test_nobody_files_under_it(ended: RealDesk) -> None:
    refused = ended.sends(REPORT)
    assert refused.status_code == 422
    assert "đang có hiệu lực" in refused.text
    walker = Walker(ended)
    assert walker.opens(f"/gui/{KH}").status_code == 422
    assert f"/gui/{KH}" not in walker.opens("/").text
    assert KH not in {each["id"] for each in ended.gets("/procedures").json()["items"]}
