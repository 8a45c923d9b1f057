"""Tests who sees what of which case (`who_sees.txt`): one table for the JSON API and for the pages."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from typing import Any

import pytest
from httpx2 import Response

from domain.words import Status
from procedures import all_procedures
from records.letters.rows import LetterFile, LetterFormat, LetterKey, LetterLine, LetterStatus
from tests.permissions.test_acts import KEPT, seen_from
from tests.support.attachments.pictures import photo
from tests.support.fronts.desk import MONDAY_8, REPORT
from tests.support.permissions.doors import Api, Pages
from tests.support.permissions.tables import AUTHORITIES, Address, Sight, sights
from tests.support.permissions.town import NOBODY, OWN, Town, Whose

SIGHTS = sights("who_sees.txt")
SAME_EVERYWHERE = "khanh-hoa"
"""The authority under which those sights are tested that are the same under every regulation."""

LETTER = 9
_AREA = {"x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1}


@pytest.fixture(scope="module")
def photos(town: Town) -> dict[str, str]:
    """The photo of each authority's case, by authority. Each case has a letter too."""
    found = {}
    for authority, code in town.cases.items():
        town.stands(authority, "operator", Status.SUBMITTED)
        files = [("files", ("anh.jpg", photo(), "image/jpeg"))]
        address = f"/api/v1/complaints/{code}/attachments"
        added = town.client.post(address, files=files, headers=town.desk.headers("reporter", code))
        assert added.status_code == 201, added.text
        found[authority] = added.json()["items"][0]["id"]
        _sends_letter(town, authority, code)
    return found


def _sends_letter(town: Town, authority: str, code: str) -> None:
    rule, made = all_procedures()[authority].letter("published"), b"Nguyen Thi Hoa"
    assert rule is not None
    files = tuple(LetterFile(form, hashlib.sha256(made).hexdigest(), len(made)) for form in LetterFormat)
    line = LetterLine(code, LETTER, rule, OWN, 7, MONDAY_8, LetterStatus.RENDERED, files)
    town.desk.record.letters_[code] = [line]
    town.desk.record.letter_files |= {(LetterKey(code, LETTER), form): made for form in LetterFormat}


@pytest.mark.parametrize("column", SIGHTS[0].cells)
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_each_sees_of_a_case_what_the_table_says(
    town: Town, photos: dict[str, str], authority: str, column: str
) -> None:
    eyes, wrong = Eyes(town, photos), []
    for sight in rows_of(authority):
        for whose, address in itertools.product(seen_by(column), sight.addresses):
            who = looking(authority, column, whose)
            if not leads_there(address, who):
                continue
            answer = eyes.ask(address, authority, column, whose)
            sees = whose.value in sight.cells[column]
            if sees is not (answer.status_code == address.status) or not (sees or is_refused(answer)):
                wrong.append((sight.name, whose.name, address.method, address.path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_who_reports_stands_on_a_case_for_those_alone_who_may_know_it(
    town: Town, photos: dict[str, str], authority: str
) -> None:
    eyes, case, wrong = Eyes(town, photos), SIGHTS[0], []
    [known] = [each for each in rows_of(authority) if each.name == "who reports"]
    for column, address in itertools.product(case.cells, case.addresses):
        for whose in seen_by(column):
            if whose.value not in case.cells[column] or not leads_there(address, looking(authority, column, whose)):
                continue
            text = eyes.ask(address, authority, column, whose).text
            knows = whose.value in known.cells[column] and not address.path.endswith("/events")
            if any((said in text) is not knows for said in (REPORT["reporter"]["name"], "905123456")):
                wrong.append((column, whose.name, address.path))
    assert wrong == []


def test_lists_and_their_files_hold_the_cases_that_each_may_see(town: Town) -> None:
    case, authority, wrong = SIGHTS[0], SAME_EVERYWHERE, list[object]()
    api, pages = Api(town), Pages(town)
    for column in case.cells:
        for whose in seen_by(column):
            who = looking(authority, column, whose)
            code = town.stands(authority, column, Status.PROCESSING, whose, **of_column(column, whose))
            if who == NOBODY or column == "reporter":
                continue
            texts = [pages.opens(f"/can-bo{rest}", who).text for rest in ("?xem=tat-ca", "/ho-so.csv?xem=tat-ca")]
            texts += [api.opens(f"/api/v1/complaints{rest}", who).text for rest in ("", ".csv")]
            if [code in text for text in texts] != [whose.value in case.cells[column]] * len(texts):
                wrong.append((column, whose.name, [code in text for text in texts]))
    assert wrong == []


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_guessed_addresses_lead_to_no_photo_and_no_letter(town: Town, photos: dict[str, str], authority: str) -> None:
    eyes, code = Eyes(town, photos), town.cases[authority]
    another = AUTHORITIES[AUTHORITIES.index(authority) - 1]
    guessed = (str(uuid.uuid4()), photos[another], "../" + photos[another])
    for column in SIGHTS[0].cells:
        who = looking(authority, column, Whose.OWN)
        town.stands(authority, column, Status.PROCESSING, **of_column(column, Whose.OWN))
        for photo_id in guessed:
            assert eyes.opens(f"/api/v1/complaints/{code}/attachments/{photo_id}", who, code).status_code in (404, 422)
            assert eyes.opens(f"/tep/{code}/{photo_id}", who, code).status_code in (404, 422)
        for letter in (LETTER + 1, 1):
            assert eyes.opens(f"/api/v1/complaints/{code}/letters/{letter}.pdf", who, code).status_code == 404


def rows_of(authority: str) -> list[Sight]:
    """Return the rows of this regulation. One regulation also gets the rows that hold everywhere."""
    parts = {authority, "everywhere"} if authority == SAME_EVERYWHERE else {authority}
    return [sight for sight in SIGHTS if sight.part in parts]


def seen_by(column: str) -> list[Whose]:
    """Return the relations to a case that differ for this column. Only people of an agency co-ordinate."""
    co_ordinates = column in ("officer", "a.leader")
    return [whose for whose in Whose if co_ordinates or whose is not Whose.CO_ORDINATED]


def looking(authority: str, column: str, whose: Whose) -> str:
    """Return the person who looks. A reporter looks at another person's case with the key of the own one."""
    if column == NOBODY:
        return NOBODY
    return seen_from(authority, "neighbour" if column == "reporter" and whose is not Whose.OWN else column, whose)


def of_column(column: str, whose: Whose) -> dict[str, Any]:
    """Return the state of the case: hidden from the public, answered once so that its letter was given; a trial if it
    is a technician's own."""
    moments = {"filed": MONDAY_8, "withheld": MONDAY_8}
    return KEPT | {"moments": moments, "test": (column, whose) == ("technician", Whose.OWN)}


def leads_there(address: Address, who: str) -> bool:
    """Return whether the address is for these people at all: a case has one page for reporters and another for staff."""
    reports = who.partition("@")[0] in ("reporter", "neighbour")
    if address.path.startswith("/ho-so/"):
        return reports or who == NOBODY
    return not (reports and address.path.startswith("/can-bo/"))


def is_refused(answer: Response) -> bool:
    """Return whether the answer is a refusal in a sentence, or a redirect to the sign-in."""
    if answer.status_code == 303:
        return answer.headers["location"].startswith("/dang-nhap")
    return answer.status_code in (401, 403, 404) and "hãy" in answer.text


class Eyes:
    """Looks at addresses of a case in processing, as a given person."""

    def __init__(self, town: Town, photos: dict[str, str]) -> None:
        self._town, self._photos = town, photos
        self._api, self._pages = Api(town), Pages(town)

    def ask(self, address: Address, authority: str, column: str, whose: Whose) -> Response:
        """Send a request, filled in far enough to show whether the person may."""
        code = self._town.stands(authority, column, Status.PROCESSING, whose, **of_column(column, whose))
        who = looking(authority, column, whose)
        path = address.path.format(code=code, photo=self._photos[authority], letter=LETTER)
        if address.method == "GET":
            return self.opens(path, who, code)
        no_photo = ("anh.jpg", b"no photo", "image/jpeg")
        if path.endswith("/black-out"):
            return self._api.sends(path, who, code, json={"areas": [_AREA]})
        if path.endswith("/review"):
            return self._api.sends(path, who, code, json={"shown": True})
        if path.endswith("/masking"):
            return self._api.sends(path, who, code, json={"words": []})
        if address.of_api:
            return self._api.sends(path, who, code, files=[("files", no_photo)])
        return self._pages.sends(
            path, who, {}, code, files=None if path.endswith(("/che", "/duyet", "/che-loi")) else [("photos", no_photo)]
        )

    def opens(self, path: str, who: str, code: str) -> Response:
        """Get the address."""
        return (self._api if path.startswith("/api/") else self._pages).opens(path, who, code)
