"""Takes every picture of README and docs: `python -m tests.pictures [NAME …]`, or `make pictures`.

It runs `hientruong up --sample` on a folder of its own, brings a few cases to where a picture needs them, and writes docs/*.png.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2
from playwright.sync_api import sync_playwright
from rich.progress import track

from attachments.sample_photos import drawn_photo
from tests.pictures.camera import Camera, beside, taken
from tests.support.browser.window import DESK, PHONE
from tests.support.stack.processes import eventually
from tests.support.system import Case, open_town

DOCS = Path(__file__).parents[2] / "docs"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PLACE: dict[str, Any] = {"place_id": "loc-tho", "latitude": 12.2388, "longitude": 109.1967}
_WORK = "Đã dọn sạch rác, lắp biển cấm đổ và giao tổ dân phố theo dõi."


class Cases:
    """The cases that the pictures need, each brought there when it is first asked for."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._at_approval: Case | None = None
        self._published: Case | None = None

    @property
    def at_approval(self) -> Case:
        """A case whose result waits for the agency's leader."""
        if self._at_approval is None:
            self._at_approval = self._filed()
            self._handled(self._at_approval)
        return self._at_approval

    @property
    def published(self) -> Case:
        """A case whose answer was published, and its letter made."""
        if self._published is None:
            case = self._published = self._filed(content="Nắp cống vỡ hai chỗ trước cổng trường, học sinh dễ vấp ngã.")
            self._handled(case)
            for act in ("approve", "publish"):
                case.does("lanhdao.ubnd-nha-trang", act)
            eventually(lambda: bool(self._answers(case)))
        return self._published

    def letter(self) -> bytes:
        """Return the letter with the answer, as PDF."""
        case = self.published
        address = f"/complaints/{case.code}/letters/{self._answers(case)[-1]['event']}.pdf"
        return case.town.http.get(address, headers=case.key).content

    def _answers(self, case: Case) -> list[dict[str, Any]]:
        items = case.town.http.get(f"/complaints/{case.code}/letters", headers=case.key).json()["items"]
        return [each for each in items if each["files"] and "kết quả" in each["name"].lower()]

    def _filed(self, **changes: str) -> Case:
        case = self._camera.town.file(None, **_PLACE | changes)
        sent = case.town.http.post(
            f"/complaints/{case.code}/attachments",
            files={"files": ("anh.jpg", drawn_photo(Random(7)), "image/jpeg")},  # noqa: S311 - the same photo
            headers=case.key,
        )
        assert sent.status_code == 201, sent.text
        return case

    def _handled(self, case: Case) -> None:
        case.does("trungtam", "dispatch", lead="ubnd-nha-trang", note="Đề nghị xử lý sớm, gần trường học.")
        case.does("canbo.ubnd-nha-trang", "accept")
        case.does("canbo.ubnd-nha-trang", "submit_result", result=_WORK)


def _of_a_report(camera: Camera, _: Cases) -> None:
    who = "trungtam.binh-dinh"
    waiting = next(each for each in _reports(camera, who) if each["owing_agencies"])
    camera.keeps("page-report", camera.sees(who, f"/can-bo/bao-cao-dinh-ky/{waiting['code']}", 1024, 1200))


def _of_a_paper(name: str, who: str, series: str, sheets: int) -> Callable[[Camera, Cases], None]:
    """Return the taking of the first sheets of the latest report of a series that was sent."""

    def take(camera: Camera, _: Cases) -> None:
        sent = next(each for each in _reports(camera, who) if (each["series"], each["status"]) == (series, "sent"))
        address = f"/periodic-reports/{sent['code']}/{sent['edition']}.pdf"
        paper = pypdfium2.PdfDocument(camera.town.http.get(address, headers=camera.town.staff(who)).content)
        camera.keeps(name, beside(*(paper[sheet].render(scale=1.1).to_pil() for sheet in range(sheets))))

    return take


def _reports(camera: Camera, who: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = camera.town.http.get(
        "/periodic-reports?limit=200", headers=camera.town.staff(who)
    ).json()["items"]
    return found


def _of_a_map(camera: Camera, _: Cases) -> None:
    with camera.at("", "/cong-khai/khanh-hoa/ban-do", height=900) as page:
        page.locator("#public-map[data-ready]").wait_for()
        page.wait_for_load_state("networkidle")
        page.locator("#public-map").scroll_into_view_if_needed()
        camera.keeps("page-map", taken(page))


def _of_a_letter(camera: Camera, cases: Cases) -> None:
    sheet = pypdfium2.PdfDocument(cases.letter())[0].render(scale=1.25).to_pil()
    camera.keeps("letter", sheet)


def _of_the_reporters_case(camera: Camera, cases: Cases) -> None:
    case = cases.published
    key = case.key["X-Tracking-Key"]
    camera.keeps("page-citizen-case", camera.sees("", f"/theo-doi/{case.code}/{key}", 1280, 1100, until="main"))


PICTURES: dict[str, Callable[[Camera, Cases], None]] = {
    "page-inbox": lambda camera, _: camera.keeps("page-inbox", camera.on_both("trungtam", "/can-bo", 960)),
    "page-case": lambda camera, cases: camera.keeps(
        "page-case", camera.on_both("trungtam", f"/can-bo/ho-so/{cases.at_approval.code}", 1200)
    ),
    "page-citizen-case": _of_the_reporters_case,
    "page-public": lambda camera, _: camera.keeps("page-public", camera.sees("", "/cong-khai/khanh-hoa", DESK, 800)),
    "page-map": _of_a_map,
    "page-report": _of_a_report,
    "page-reports": lambda camera, _: camera.keeps(
        "page-reports", camera.sees("trungtam.binh-dinh", "/can-bo/bao-cao-dinh-ky", 1024, 900)
    ),
    "report-paper": _of_a_paper("report-paper", "trungtam.binh-dinh", "department-month", 2),
    "report-letter": _of_a_paper("report-letter", "trungtam.dien-bien", "on-request", 1),
    "report-withheld": _of_a_paper("report-withheld", "trungtam.buon-ma-thuot", "reputation", 1),
    "letter": _of_a_letter,
    "page-leader": lambda camera, cases: camera.keeps(
        "page-leader", camera.sees("lanhdao.ubnd-nha-trang", f"/can-bo/ho-so/{cases.at_approval.code}", PHONE, 800)
    ),
    "page-today": lambda camera, _: camera.keeps("page-today", camera.sees("ubnd.tinh", "/can-bo/hom-nay", DESK, 900)),
}
"""The way each picture is taken, by the name of its file."""


def main(wanted: list[str]) -> None:
    """Take these pictures, or all of them."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    assert program, "there is no Chromium on this machine: `make browser` installs one"
    with (
        TemporaryDirectory(prefix="pictures-") as data,
        open_town(Path(data), "--sample") as town,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        camera = Camera(browser, town, DOCS)
        cases = Cases(camera)
        for name in track(wanted or list(PICTURES), description="Chụp trang"):
            PICTURES[name](camera, cases)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
