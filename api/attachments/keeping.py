"""Cleaned attachments are kept with a case."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from typing import Protocol

import structlog
from starlette.concurrency import run_in_threadpool

from api.attachments.allowances import full, require_room
from api.web.front import Clock, Keys
from api.web.problems.kinds import CASE_ENDED
from api.web.problems.problem import Problem
from attachments.cleaned import CleanedFile, Picture
from attachments.store import Store, secret_name
from domain.actors import Actor
from domain.attachments import AttachmentStage
from domain.words import Role
from records.attachments.rows import Attachment, StoredFile
from records.errors import AttachmentsFull, CaseNotOpen
from records.record import Record

_log = structlog.get_logger(__name__)


class KeepingParts(Protocol):
    """The parts of the front that keeping files needs: the record, the store with its key, and the time."""

    @property
    def record(self) -> Record: ...

    @property
    def store(self) -> Store: ...

    @property
    def keys(self) -> Keys: ...

    @property
    def clock(self) -> Clock: ...


async def keep(
    parts: KeepingParts, code: str, stage: AttachmentStage, files: Iterable[CleanedFile], *, by: Actor
) -> tuple[Attachment, ...]:
    """Keep cleaned files with a case, in their order. A file that was kept for this stage before stays as it was kept then.

    Raises:
        Problem: the case has ended, or has as many as it takes.
        StoreUnavailable, RecordsUnavailable: some may have been kept; sent again, none is kept twice.
    """
    return await run_in_threadpool(_keep, parts, code, stage, tuple(files), by)


def stored(store: Store, keys: Keys, named_by: tuple[str, ...], file: CleanedFile | Picture) -> StoredFile:
    """Put a file and its thumbnail, if it has one, into the store, under names that only the key and `named_by` give."""
    name, thumbnail = secret_name(keys.store, *named_by, "whole"), None
    store.put(name, file.content)
    if file.thumbnail is not None:
        thumbnail = secret_name(keys.store, *named_by, "thumbnail")
        store.put(thumbnail, file.thumbnail)
    digest = hashlib.sha256(file.content).hexdigest()
    return StoredFile(name, thumbnail, len(file.content), file.width, file.height, digest)


def _keep(
    parts: KeepingParts, code: str, stage: AttachmentStage, files: tuple[CleanedFile, ...], by: Actor
) -> tuple[Attachment, ...]:
    at = parts.clock()
    require_room(parts.record.attachments, code, stage, {file.sha256: file.kind for file in files})
    # The files first: a row must never name a file that is not in the store.
    new = tuple(
        Attachment(
            id=uuid.uuid4(),
            code=code,
            kind=file.kind,
            stage=stage,
            by_account=None if by.role is Role.REPORTER else by.account,
            sha256=file.sha256,
            file=stored(parts.store, parts.keys, (code, stage, file.sha256), file),
            at=at,
            seconds=file.seconds,
            format=file.format,
            pages=file.pages,
        )
        for file in files
    )
    try:
        kept = parts.record.attachments.add(new)
    except CaseNotOpen as error:
        raise Problem(CASE_ENDED) from error
    except AttachmentsFull as error:
        raise full(error.kind, error.stage) from error
    _log.info("attachments kept", case=code, stage=stage, number=len(kept))
    return kept
