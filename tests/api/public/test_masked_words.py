"""Words of a report are masked for the public: on its page, in lists, in the feed and in the search; nobody else loses them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from records.engine import connect
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow

CONTENT = "Ông Nguyễn Văn Tám đổ phế thải chắn lối vào chợ, gọi 0905 123 987 không nghe máy"
MASKED = "Ông [đã che] đổ phế thải chắn lối vào chợ, gọi [đã che] không nghe máy"
NAMES = ["Nguyễn Văn Tám", "0905 123 987"]


@pytest.fixture(scope="module")
def engine(shared_database_url: str) -> Iterator[Engine]:
    """The record that all cases of a module share."""
    engine = connect(shared_database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def real_desk(engine: Engine) -> RealDesk:
    """The front over that record, its people signed in."""
    return RealDesk(engine)


@pytest.fixture(scope="module")
def code(real_desk: RealDesk) -> str:
    """A public case whose centre masked a name and a number."""
    code = real_desk.walked("publish", content=CONTENT, place="Trước nhà ông Nguyễn Văn Tám, chợ Xóm Mới")
    answer = real_desk.posts(f"/complaints/{code}/masking", "operator", words=NAMES)
    assert answer.status_code == 200, answer.text
    return code


def listed(desk: RealDesk, code: str, **query: Any) -> list[dict[str, Any]]:
    answer = desk.gets("/public/complaints", **query)
    assert answer.status_code == 200, answer.text
    return [each for each in answer.json()["items"] if each["code"] == code]


def test_the_public_reads_the_mask_and_staff_and_reporter_the_words(real_desk: RealDesk, code: str) -> None:
    for who, content in (("nobody", MASKED), ("officer", CONTENT), ("operator", CONTENT), ("reporter", CONTENT)):
        report = real_desk.client.get(f"/api/v1/complaints/{code}", headers=real_desk.headers(who, code)).json()[
            "report"
        ]
        assert (report["content"], report["masked"]) == (content, who == "nobody"), who
    page = real_desk.client.get(f"/cong-khai/ho-so/{code}").text
    assert MASKED in page
    assert not any(name in page for name in NAMES)
    assert "[đã che], chợ Xóm Mới" in page, "the place is masked too"


def test_lists_map_and_feed_hold_the_mask(real_desk: RealDesk, code: str) -> None:
    [line] = listed(real_desk, code)
    assert (line["excerpt"], line["place"]) == (MASKED, "Trước nhà ông [đã che], chợ Xóm Mới")
    feed = real_desk.client.get("/api/v1/public/feed.atom").text
    assert code in feed
    assert not any(name in feed for name in NAMES)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("phế thải", True),
        ("phe thai", True),
        ("Nguyễn Văn Tám", False),
        ("nguyen van tam", False),
        ("0905 123 987", False),
    ],
)
def test_nobody_finds_the_case_by_masked_words(real_desk: RealDesk, code: str, text: str, is_found: bool) -> None:
    answer = real_desk.gets("/public/complaints", text=text).json()
    assert any(each["code"] == code for each in answer["items"]) is is_found
    assert answer["count"] == len(answer["items"])
    staff = real_desk.gets("/complaints", "operator", text=text).json()
    assert any(each["code"] == code for each in staff["items"])


def test_the_last_choice_counts_and_no_choice_shows_all_again(real_desk: RealDesk) -> None:
    code = real_desk.walked("publish", content=CONTENT)
    for words, shown in (
        (NAMES, MASKED),
        (NAMES[:1], MASKED.replace("gọi [đã che]", "gọi 0905 123 987")),
        ([], CONTENT),
    ):
        assert real_desk.posts(f"/complaints/{code}/masking", "operator", words=words).status_code == 200
        assert real_desk.gets(f"/complaints/{code}").json()["report"]["content"] == shown
        [line] = listed(real_desk, code)
        assert line["excerpt"] == shown
    assert listed(real_desk, code, text="0905 123 987")


def test_numbers_and_names_are_suggested_until_they_are_masked(real_desk: RealDesk) -> None:
    code = real_desk.walked("publish", content=CONTENT)
    before = real_desk.gets(f"/complaints/{code}/masking", "operator").json()
    assert [(each["kind"], each["words"]) for each in before["suggested"]] == [
        ("name", "Nguyễn Văn Tám"),
        ("phone", "0905 123 987"),
    ]
    assert (before["words"], before["by"]) == ([], None)
    after = real_desk.posts(f"/complaints/{code}/masking", "operator", words=NAMES).json()
    assert (after["suggested"], after["words"], after["content"]) == ([], NAMES, MASKED)
    assert (after["by"]["name"], after["at_text"]) == ("Operator", "08:00 thứ Hai 23/11/2026")


def test_words_that_the_report_does_not_hold_are_told(real_desk: RealDesk) -> None:
    code = real_desk.walked("publish", content=CONTENT)
    answer = real_desk.posts(f"/complaints/{code}/masking", "operator", words=["Trần Thị Chín"])
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert (error["field"], error["message"]) == (
        "words",
        "Phản ánh không có cụm từ “Trần Thị Chín”; hãy chép đúng như trong phản ánh.",
    )
    assert real_desk.gets(f"/complaints/{code}").json()["report"]["content"] == CONTENT
