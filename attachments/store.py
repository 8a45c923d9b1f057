"""Where cleaned files lie: a folder, or any object store that `obstore` opens, under names that nobody can guess."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import ObjectStore, from_url

from attachments.errors import NotInStore, StoreUnavailable, UnusableStore

_PATIENCE: Any = {"connect_timeout": "5s", "timeout": "60s"}
_RETRIES: Any = {"max_retries": 3}


def open_store(url: str) -> Store:
    """The store at this address: `file:///folder`, `s3://bucket/path`, or another that obstore knows. What opens it (keys,
    region) it reads from the environment as its provider's own tools do. A folder is made for our eyes alone.

    Raises:
        UnusableStore: there is no such store, or its folder cannot be made.
    """
    try:
        if url.startswith("file:"):
            Path(unquote(urlsplit(url).path)).mkdir(mode=0o700, parents=True, exist_ok=True)
            return Store(from_url(url))
        return Store(from_url(url, client_options=_PATIENCE, retry_config=_RETRIES))
    except (BaseError, OSError, ValueError, TypeError) as error:
        raise UnusableStore(f"Không mở được nơi lưu ảnh, video {url}: {_first_line(error)}.") from error


def secret_name(key: bytes, *parts: str) -> str:
    """A name that says nothing and that nobody guesses, the same for the same parts: so what is kept again after an answer was
    lost is kept once."""
    name = hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()
    return f"{name[:2]}/{name[2:]}"


class Store:
    """Keeps and gives. Every method may raise StoreUnavailable; `put` may then have kept it all the same."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put(self, name: str, content: bytes) -> None:
        """Keep this under this name, unless something is there already: nothing is ever overwritten."""
        try:
            obstore.put(self._objects, name, content, mode="create")
        except AlreadyExistsError:
            return
        except (BaseError, OSError) as error:
            raise StoreUnavailable(_first_line(error)) from error

    def get(self, name: str, start: int = 0, end: int | None = None) -> bytes:
        """What was kept under this name, from byte `start` up to byte `end`, not included.

        Raises:
            NotInStore: nothing was.
        """
        try:
            if end is not None:
                return bytes(obstore.get_range(self._objects, name, start=start, end=end))
            return bytes(obstore.get(self._objects, name).bytes())[start:]
        except FileNotFoundError as error:
            raise NotInStore(name) from error
        except (BaseError, OSError) as error:
            raise StoreUnavailable(_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
