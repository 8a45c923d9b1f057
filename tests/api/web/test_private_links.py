"""The private link by which an e-mail leads a reporter to their own report."""

from __future__ import annotations

from api.web.front import fingerprint
from api.web.identity.tracking import as_written, private_link, tracking_key
from records.messages.rows import FiledAs

SITE, KEY, CODE = "https://pakn.vidu.vn", b"key", "KH-2026-000001"


def test_it_holds_the_key_that_was_given_out_with_the_report() -> None:
    given = tracking_key(KEY, code=CODE, idempotency_key="one")
    filed = FiledAs(CODE, "one", fingerprint(as_written(given)))
    assert private_link(SITE, KEY, filed) == f"{SITE}/theo-doi/{CODE}/{given}"


def test_there_is_none_where_another_secret_made_the_key() -> None:
    given = tracking_key(b"an earlier secret", code=CODE, idempotency_key="one")
    assert private_link(SITE, KEY, FiledAs(CODE, "one", fingerprint(as_written(given)))) is None
