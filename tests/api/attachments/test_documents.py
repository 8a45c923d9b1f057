"""Tests who has the documents of a case over HTTP: staff the files, reporters their first pages, the public nothing."""

from __future__ import annotations

import pytest

from tests.support.attachments.documents import opens_with, pdf, word
from tests.support.attachments.pictures import photo
from tests.support.fronts.real_desk import RealDesk
from tests.support.fronts.uploads import added, adds, fetched, seen

pytestmark = pytest.mark.slow


def test_staff_download_a_document_and_its_reporter_sees_the_first_pages(real_desk: RealDesk) -> None:
    code, sent, written = real_desk.filed(), pdf(), word()
    paper, office = added(real_desk, code, "reporter", sent, written)
    assert (paper["kind_label"], paper["format"], paper["pages"], paper["opens"]) == ("Tài liệu", "pdf", 2, False)
    assert (office["format"], office["thumbnail"], office["width"]) == ("docx", None, None)
    answer = fetched(real_desk, code, "operator", paper)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, sent, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert fetched(real_desk, code, "operator", office).content == written
    mine = fetched(real_desk, code, "reporter", paper)
    assert (mine.status_code, mine.json()["type"]) == (403, "/problems/document-for-staff")
    assert fetched(real_desk, code, "reporter", paper, "/thumbnail").headers["content-type"] == "image/jpeg"
    assert fetched(real_desk, code, "operator", office, "/thumbnail").status_code == 404


def test_the_public_sees_no_document_of_a_public_case_whoever_sent_it(real_desk: RealDesk) -> None:
    code = real_desk.walked("accept")
    [sent] = added(real_desk, code, "reporter", pdf())
    result, shown = added(real_desk, code, "officer", pdf(pages=1), photo())
    assert real_desk.acts(code, "submit_result", "officer", images=[result["id"], shown["id"]]).status_code == 200
    real_desk.acts(code, "approve", "leader")
    real_desk.acts(code, "publish", "leader")
    assert [each["id"] for each in seen(real_desk, code, "nobody")] == [shown["id"]]
    for one in (sent, result):
        for rest in ("", "/thumbnail"):
            assert fetched(real_desk, code, "nobody", one, rest).status_code == 404
    assert [each["id"] for each in seen(real_desk, code, "reporter")] == [sent["id"], result["id"], shown["id"]]
    assert fetched(real_desk, code, "reporter", result, "/thumbnail").status_code == 200
    [later] = added(real_desk, code, "reporter", pdf(pages=3))
    assert not later["awaits_review"]


def test_a_document_that_acts_is_refused_in_a_sentence_and_nothing_is_stored(real_desk: RealDesk) -> None:
    code = real_desk.filed()
    answer = adds(real_desk, code, "reporter", pdf(change=opens_with("/JavaScript", JS="app.alert(1)")))
    assert answer.status_code == 422
    assert "mã lệnh" in answer.json()["errors"][0]["message"]
    assert seen(real_desk, code, "reporter") == []
