"""Letters of a case over HTTP: who sees that they exist, who may open them, and how they are served."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from records.letters.rows import LetterFile, LetterFormat, LetterKey, LetterLine, LetterStatus
from tests.support.fronts.desk import NHA_TRANG, Desk

MADE = {LetterFormat.PDF: b"%PDF of Nguyen Thi Hoa", LetterFormat.DOCX: b"PK of Nguyen Thi Hoa"}
HASHES = {form: hashlib.sha256(made).hexdigest() for form, made in MADE.items()}
MAY_OPEN = ("reporter", "operator", "centre_leader", "leader")
MAY_NOT = ("officer", "authority", "auditor", "admin", "nobody")
EVENT = 9


def answered(desk: Desk, *, status: LetterStatus = LetterStatus.RENDERED) -> str:
    """Return the code of a published case. Its letter is made or still waits."""
    code = desk.walked("publish")
    complaint = desk.record.complaints[code]
    rule = complaint.procedure.letter("published")
    assert rule is not None
    files = tuple(LetterFile(form, HASHES[form], len(made)) for form, made in MADE.items())
    line = LetterLine(code, EVENT, rule, NHA_TRANG, 7, complaint.moments["published"], status, files)
    if status is not LetterStatus.RENDERED:
        line = replace(line, files=())
    desk.record.letters_[code] = [line]
    for form, made in MADE.items():
        desk.record.letter_files[LetterKey(code, EVENT), form] = made
    return code


def the_letter(desk: Desk, code: str, who: str) -> dict[str, Any]:
    (item,) = desk.sees(code, who, "/letters").json()["items"]
    return dict(item)


@pytest.mark.parametrize("who", MAY_OPEN)
@pytest.mark.parametrize("form", LetterFormat)
def test_who_may_know_the_reporter_and_the_leader_of_the_office_open_the_letter(
    desk: Desk, who: str, form: LetterFormat
) -> None:
    code = answered(desk)
    files = {file["format"]: file for file in the_letter(desk, code, who)["files"]}
    answer = desk.client.get(files[form]["address"], headers=desk.headers(who, code))
    assert (answer.status_code, answer.content) == (200, MADE[form])
    assert (files[form]["sha256"], files[form]["size"]) == (HASHES[form], len(MADE[form]))


@pytest.mark.parametrize("who", MAY_NOT)
def test_everybody_else_learns_of_the_letter_and_neither_opens_it_nor_learns_its_hash(desk: Desk, who: str) -> None:
    code = answered(desk)
    item = the_letter(desk, code, who)
    assert (item["number"], item["files"]) == ("07/PAKN", [])
    for form in LetterFormat:
        answer = desk.sees(code, who, f"/letters/{EVENT}.{form}")
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/addressee-only")
        assert HASHES[form] not in answer.text + str(answer.headers)


def test_who_signed_a_letter_or_sent_it_out_opens_it(desk: Desk) -> None:
    code = answered(desk)
    [line] = desk.record.letters_[code]
    desk.record.letters_[code] = [replace(line, hands=frozenset({"id-officer"}))]
    answer = desk.sees(code, "officer", f"/letters/{EVENT}.pdf")
    assert (answer.status_code, answer.content) == (200, MADE[LetterFormat.PDF])
    assert len(the_letter(desk, code, "officer")["files"]) == 2


def test_a_letter_that_was_given_is_closed_to_the_reporter_once_its_matter_is_a_state_secret(desk: Desk) -> None:
    code = answered(desk)
    desk.record.complaints[code] = replace(desk.record.complaints[code], restricted=True, kept_on=("state_secret",))
    assert desk.sees(code, "reporter", "/letters").json() == {"items": []}
    assert desk.sees(code, "reporter", f"/letters/{EVENT}.pdf").json()["type"] == "/problems/unknown-letter"
    assert desk.sees(code, "operator", f"/letters/{EVENT}.pdf").status_code == 200


@pytest.mark.parametrize("who", ["other_officer", "stranger"])
@pytest.mark.parametrize("rest", ["/letters", f"/letters/{EVENT}.pdf"])
def test_a_case_that_one_may_not_know_of_has_no_letters(desk: Desk, who: str, rest: str) -> None:
    code = answered(desk)
    desk.record.complaints[code] = replace(desk.record.complaints[code], secret=True)
    answer = desk.sees(code, who, rest)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-case")


def test_the_list_says_what_the_letter_is(desk: Desk) -> None:
    item = the_letter(desk, answered(desk), "reporter")
    assert {key: item[key] for key in ("event", "name", "number", "status", "status_label", "article", "ours")} == {
        "event": EVENT,
        "name": "Thông báo kết quả xử lý",
        "number": "07/PAKN",
        "status": "rendered",
        "status_label": "Đã lập",
        "article": "Phụ lục I",
        "ours": False,
    }
    assert item["signed_by"] == {"id": NHA_TRANG, "name": "UBND thành phố Nha Trang"}


def test_a_letter_that_an_earlier_regulation_makes_before_the_answer_is_the_reporters_once_it_is_given(
    desk: Desk,
) -> None:
    code = desk.walked("submit_result")
    complaint = desk.record.complaints[code]
    rule = replace(complaint.procedure.letters[0], on="result_submitted")
    at = complaint.moments["result_submitted"]
    desk.record.letters_[code] = [LetterLine(code, EVENT, rule, NHA_TRANG, 7, at, LetterStatus.TO_RENDER, ())]
    pdf = f"/letters/{EVENT}.pdf"
    assert desk.sees(code, "reporter", "/letters").json() == {"items": []}
    assert desk.sees(code, "reporter", pdf).json()["type"] == "/problems/unknown-letter"
    assert desk.sees(code, "operator", pdf).json()["type"] == "/problems/letter-not-ready"
    desk.acts(code, "approve", "leader")
    desk.acts(code, "publish", "leader")
    assert desk.sees(code, "reporter", pdf).json()["type"] == "/problems/letter-not-ready"


def test_a_case_without_letters_has_an_empty_list(desk: Desk) -> None:
    assert desk.sees(desk.filed(), "operator", "/letters").json() == {"items": []}


@pytest.mark.parametrize(
    ("form", "media"),
    [
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_letter_comes_with_its_type_its_hash_and_a_name_in_ascii(desk: Desk, form: str, media: str) -> None:
    code = answered(desk)
    headers = desk.sees(code, "reporter", f"/letters/{EVENT}.{form}").headers
    assert headers["content-type"] == media
    assert headers["etag"] == f'"{HASHES[LetterFormat(form)]}"'
    assert headers["content-disposition"] == f'attachment; filename="{code}-{EVENT}.{form}"'
    assert headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("tag", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_a_letter_that_is_there_already_is_not_sent_again(desk: Desk, tag: str) -> None:
    code = answered(desk)
    headers = desk.headers("reporter", code) | {"If-None-Match": tag.format(HASHES[LetterFormat.PDF])}
    address = f"/api/v1/complaints/{code}/letters/{EVENT}.pdf"
    answer = desk.client.get(address, headers=headers)
    assert (answer.status_code, answer.content) == (304, b"")
    assert desk.client.get(address, headers=headers | {"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("status", [LetterStatus.TO_RENDER, LetterStatus.FAILED])
def test_a_letter_that_is_being_made_has_a_number_and_is_not_ready(desk: Desk, status: LetterStatus) -> None:
    code = answered(desk, status=status)
    assert the_letter(desk, code, "reporter")["number"] == "07/PAKN"
    answer = desk.sees(code, "reporter", f"/letters/{EVENT}.pdf")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/letter-not-ready")


@pytest.mark.parametrize(("fault", "said"), [("CertificateExpired", "hết hiệu lực"), ("TypstError", ""), (None, "")])
def test_staff_alone_read_why_a_letter_waits_where_a_person_can_mend_it(
    desk: Desk, fault: str | None, said: str
) -> None:
    code = answered(desk, status=LetterStatus.FAILED)
    desk.record.letters_[code] = [replace(line, fault=fault) for line in desk.record.letters_[code]]
    told = the_letter(desk, code, "officer")["fault_label"] or ""
    assert said in told
    assert bool(told) == bool(said)
    assert the_letter(desk, code, "reporter")["fault_label"] is None


@pytest.mark.parametrize(
    ("rest", "status", "problem"),
    [
        ("8.pdf", 404, "unknown-letter"),
        ("2147483647.pdf", 404, "unknown-letter"),
        ("2147483648.pdf", 422, "invalid"),
        ("0.pdf", 422, "invalid"),
        ("-1.pdf", 422, "invalid"),
        ("nine.pdf", 422, "invalid"),
        ("9.odt", 422, "invalid"),
        ("9", 404, "not-found"),
        ("%00.pdf", 422, "invalid"),
    ],
)
def test_what_is_no_letter_is_a_problem_in_words(desk: Desk, rest: str, status: int, problem: str) -> None:
    answer = desk.sees(answered(desk), "reporter", f"/letters/{rest}")
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}")


def test_the_schema_names_both_media_and_shows_a_list(desk: Desk) -> None:
    schema = desk.client.get("/openapi.json").json()
    paths = schema["paths"]
    download = paths["/api/v1/complaints/{code}/letters/{event}.{form}"]["get"]
    assert len(download["responses"]["200"]["content"]) == 2
    assert {"304", "401", "403", "404", "409", "422", "503"} <= set(download["responses"])
    assert schema["components"]["schemas"]["LetterList"]["examples"]
