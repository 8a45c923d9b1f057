"""Stores cleaned files in a folder or any object store that `obstore` opens, under names that nobody can guess."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import unquote, urlsplit

import obstore
import structlog
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import ObjectStore, from_url

from attachments.errors import NotInStore, StoreUnavailable, UnusableStore

# Plain HTTP happens only if the endpoint that the deployer wrote is plain HTTP. `AWS_ALLOW_HTTP` has no effect once
# options are given.
_CLIENT: Any = {"connect_timeout": "3s", "timeout": "30s", "allow_http": True}
_RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
_AT_ONCE = 16  # requests that wait for a slow store; the remaining threads serve other requests
_IN_LINE = 0.5  # seconds that a further request waits for its turn
_NOBODYS = "asked-for"  # a prefix without objects, so that the answer is short
_ERROR_CODE = re.compile(r"<Code>(\w+)</Code>")
_log = structlog.get_logger(__name__)


def open_store(url: str) -> Store:
    """Open the store at this address: `file:///folder`, `s3://bucket/path`, or another that obstore knows.

    Keys and region come from the environment, as the provider's own tools read them. A new folder is readable by our
    account only.

    Raises:
        UnusableStore: there is no such store, or the folder cannot be made.
    """
    try:
        if url.startswith("file:"):
            Path(unquote(urlsplit(url).path)).mkdir(mode=0o700, parents=True, exist_ok=True)
            return Store(from_url(url))
        return Store(from_url(url, client_options=_CLIENT, retry_config=_RETRIES))
    except (BaseError, OSError, ValueError, TypeError) as error:
        raise UnusableStore(f"Không mở được nơi lưu tệp {url}: {_first_line(error)}.") from error


def secret_name(key: bytes, *parts: str) -> str:
    """Return a name that cannot be guessed, the same for the same parts. So a retry after a lost answer stores the file
    once."""
    name = hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()
    return f"{name[:2]}/{name[2:]}"


class Store:
    """Reads and writes files, a few at once. Every method may raise StoreUnavailable; `put` may then have stored the
    file all the same."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects
        self._creates = True
        self._turns = BoundedSemaphore(_AT_ONCE)

    def is_there(self) -> bool:
        """Return whether the store answers and is the one that was named. The log says why not."""
        try:
            obstore.list(self._objects, prefix=_NOBODYS).collect()
        except (BaseError, OSError) as error:
            _unavailable(error)
            return False
        return True

    def put(self, name: str, content: bytes) -> None:
        """Store the content under this name, unless the name exists: nothing is ever overwritten."""
        with self._turn():
            try:
                if self._creates:
                    self._create(name, content)
                else:
                    self._put_where_nothing_is(name, content)
            except AlreadyExistsError:
                return
            except (BaseError, OSError) as error:
                raise _unavailable(error) from error

    def get(self, name: str, start: int = 0, end: int | None = None) -> bytes:
        """Return the content under this name, from byte `start` up to, not including, byte `end`.

        Raises:
            NotInStore: the name does not exist.
        """
        with self._turn():
            try:
                if end is not None:
                    return bytes(obstore.get_range(self._objects, name, start=start, end=end))
                return bytes(obstore.get(self._objects, name).bytes())[start:]
            except FileNotFoundError as error:
                if _code(error) == "NoSuchBucket":
                    raise _unavailable(error) from error
                _log.error("not in store", name=name)
                raise NotInStore(name) from error
            except (BaseError, OSError) as error:
                raise _unavailable(error) from error

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=_IN_LINE):
            raise StoreUnavailable(f"{_AT_ONCE} requests wait for it already")
        try:
            yield
        finally:
            self._turns.release()

    def _create(self, name: str, content: bytes) -> None:
        try:
            obstore.put(self._objects, name, content, mode="create")
        except BaseError as error:
            if _code(error) != "NotImplemented":
                raise
            # Some stores, such as OpenStack Swift, have no conditional put. Two requests may then both find nothing and
            # both put. That is harmless: files of the same name are the same file.
            self._creates = False
            self._put_where_nothing_is(name, content)

    def _put_where_nothing_is(self, name: str, content: bytes) -> None:
        try:
            obstore.head(self._objects, name)
        except FileNotFoundError:
            obstore.put(self._objects, name, content)


def _unavailable(error: Exception) -> StoreUnavailable:
    """Make the error for the caller, and log the address and the store's own error code for the operator."""
    why = " ".join(filter(None, (_first_line(error), _code(error))))
    _log.error("store unavailable", why=why)
    return StoreUnavailable(why)


def _code(error: Exception) -> str:
    """Return the object store's code for the error, empty if the request did not reach a store."""
    found = _ERROR_CODE.search(str(error))
    return found[1] if found else ""


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
