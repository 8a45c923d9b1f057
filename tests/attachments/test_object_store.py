"""The object store: a file is stored once, with or without conditional puts, and errors are reported."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest

from attachments.errors import NotInStore, StoreUnavailable
from attachments.store import Store, open_store
from tests.support.attachments.object_server import BUCKET, ObjectServer, running

NAME = "ab/cd"


@pytest.fixture(params=[True, False], ids=["with conditional puts", "without"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectServer]:
    with running(ObjectServer(knows_conditions=request.param)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.address)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "app")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        yield server


@pytest.fixture
def store(server: ObjectServer) -> Store:
    return open_store(f"s3://{BUCKET}/anh")


def test_a_stored_file_is_read_whole_and_in_parts_and_never_overwritten(server: ObjectServer, store: Store) -> None:
    for content in (b"0123456789", b"something else"):
        store.put(NAME, content)
    assert store.get(NAME) == b"0123456789"
    assert store.get(NAME, 2, 5) == b"234"
    assert store.is_there()
    assert server.objects == {f"/{BUCKET}/anh/{NAME}": b"0123456789"}
    assert open_store(f"s3://{BUCKET}/anh").get(NAME) == b"0123456789", "another process must find the file"


def test_a_name_that_was_never_stored_is_not_found(store: Store) -> None:
    with pytest.raises(NotInStore):
        store.get(NAME)


@pytest.mark.usefixtures("server")
def test_a_missing_bucket_counts_as_an_unavailable_store() -> None:
    wrong = open_store("s3://khong-co/anh")
    assert not wrong.is_there()
    with pytest.raises(StoreUnavailable, match="NoSuchBucket"):
        wrong.put(NAME, b"kept")
    with pytest.raises(StoreUnavailable, match="NoSuchBucket"):
        wrong.get(NAME)


def test_a_hanging_store_delays_a_few_requests_and_no_more(server: ObjectServer, store: Store) -> None:
    store.put(NAME, b"kept")
    server.answers.clear()
    with ThreadPoolExecutor(17) as people:
        given = [people.submit(store.get, NAME) for _ in range(17)]
        refused = next(as_completed(given))
        server.answers.set()
    assert isinstance(refused.exception(), StoreUnavailable)
    assert [each.result() for each in given if each is not refused] == [b"kept"] * 16


def test_an_unreachable_server_is_an_unavailable_store(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    store.put(NAME, b"kept")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    away = open_store(f"s3://{BUCKET}/anh")
    with pytest.raises(StoreUnavailable):
        away.put(NAME, b"kept")
    with pytest.raises(StoreUnavailable):
        away.get(NAME)
