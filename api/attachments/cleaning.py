"""Attachments that a request brings: counted, checked and cleaned before anything is kept."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.attachments.allowances import too_many
from api.web.identity.callers import Caller
from api.web.problems.kinds import INVALID
from api.web.problems.problem import Problem, wrong_field
from api.web.problems.validation import FieldError
from api.web.throttle import Throttle
from attachments.cleaned import CleanedFile
from attachments.cleaning import clean
from attachments.errors import FileNotTaken
from attachments.scanning import Scanner
from attachments.sniffing import format_of
from domain.attachments import AttachmentKind

FIELD = "files"
Allowed = Mapping[AttachmentKind, int]
"""The kinds that are taken, and how many of each."""

_PLAYED = frozenset({AttachmentKind.VIDEO, AttachmentKind.AUDIO})  # they cost the most to clean

# Decoding a large photo takes some hundred megabytes, and a video both cores. So only two files are decoded at once, in threads
# of their own: other requests do not wait for them. Files that wait lie on the disk, not in memory.
_cleaners = ThreadPoolExecutor(max_workers=2, thread_name_prefix="cleaning")


class CleaningParts(Protocol):
    """The parts of the front that cleaning needs: who may send how often, and the virus scanner, if there is one."""

    @property
    def throttle(self) -> Throttle: ...

    @property
    def scanner(self) -> Scanner | None: ...


async def cleaned(
    parts: CleaningParts, files: Sequence[UploadFile], allowed: Allowed, caller: Caller, *, field: str = FIELD
) -> tuple[CleanedFile, ...]:
    """Return the files cleaned: all of them, or none. Where there is a virus scanner, it looks at each as it was sent.

    An upload counts against the caller's address before the first file is decoded, whether or not the files can be taken.
    Staff may send as many as their work asks for.

    Raises:
        Problem: some files cannot be taken, or there are too many (the sentence stands beside `field`); or too many came
            from this address.
        ScannerUnavailable: the virus scanner does not answer.
    """
    kinds = await kinds_of(files, allowed, field)
    if kinds and caller.staff is None:
        tries = parts.throttle.uploads(caller.address, with_video=bool(_PLAYED & set(kinds)))
        await run_in_threadpool(tries.spend)
    loop = asyncio.get_running_loop()
    outcomes = await asyncio.gather(
        *(loop.run_in_executor(_cleaners, _clean, parts.scanner, file) for file in files), return_exceptions=True
    )
    taken, faults = [], []
    for number, outcome in enumerate(outcomes, 1):
        if isinstance(outcome, FileNotTaken):
            faults.append(_fault(number, outcome, len(files)))
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            taken.append(outcome)
    _raise(faults, field)
    return tuple(taken)


async def kinds_of(files: Sequence[UploadFile], allowed: Allowed, field: str) -> list[AttachmentKind]:
    """Return the kind of each file by its content, before anything is decoded, which takes long.

    Raises:
        Problem: a file is of no known kind or of one that is not taken, or there are too many of one kind; the sentence stands
            beside `field`.
    """
    return await run_in_threadpool(_kinds_of, files, allowed, field)


def _kinds_of(files: Sequence[UploadFile], allowed: Allowed, field: str) -> list[AttachmentKind]:
    kinds, faults = [], []
    for number, file in enumerate(files, 1):
        try:
            kinds.append(format_of(file.file).kind)
        except FileNotTaken as error:
            faults.append(_fault(number, error, len(files)))
    _raise(faults, field)
    if sentence := too_many(kinds, allowed):
        raise wrong_field(field, sentence)
    return kinds


def hash_of(file: UploadFile) -> str:
    """Return the hash by which a file that is sent again is recognised."""
    file.file.seek(0)
    return hashlib.file_digest(file.file, "sha256").hexdigest()  # type: ignore[arg-type]  # it has readinto since 3.11


def _clean(scanner: Scanner | None, file: UploadFile) -> CleanedFile:
    file.file.seek(0)
    content = file.file.read()
    if scanner:
        scanner.check(content)
    return clean(content)


def _fault(number: int, error: FileNotTaken, of: int) -> str:
    return f"Tệp thứ {number}: {error}" if of > 1 else str(error)


def _raise(faults: list[str], field: str) -> None:
    if faults:
        raise Problem(INVALID, detail=" ".join(faults), errors=[FieldError(field=field, message=" ".join(faults))])
