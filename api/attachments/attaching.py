"""Photos and videos that people send with a case: counted and cleaned first, kept after, blacked out in part.

For pages and for the JSON API alike. A form that files a report cleans before it files, so that a bad photo is a sentence
beside its field and nothing is lost, and keeps right after, when there is a case to keep them with:

    sent = form.files.get("photos", ())
    files = await cleaned(front, sent, AttachmentStage.REPORT, who, field="photos")   # Problem: show the form again
    filed = await take_in(front, body, key, who)
    await keep(front, filed.complaint.code, AttachmentStage.REPORT, files, by=REPORTER)

Sent again after an answer was lost, `take_in` gives the same case and `keep` the same attachments. Where `keep` raises
StoreUnavailable or RecordsUnavailable, the report is filed all the same: say so, and let the person add the photos on the case's
page. An agency's form that submits a result keeps first, and names what it kept in the act:

    files = await cleaned(front, form.files.get("photos", ()), AttachmentStage.RESULT, who, field="photos")
    kept = await keep(front, code, AttachmentStage.RESULT, files, by=actor)
    ... SubmitResultBody(images=[each.id for each in kept], ...)

To what stage somebody may add now, `domain.attachments.stage_open_to` says; the JSON API's `attach` asks it, and whoever calls
`keep` directly does too. What is shown to whom is in `api/attachments/showing.py`.
"""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.cases.acting import onlooker
from api.web.front import Front, Keys
from api.web.identity.callers import Caller, Viewer, require_case
from api.web.problems.kinds import ATTACHMENTS_FULL, CASE_ENDED, INVALID
from api.web.problems.problem import Problem, refused, wrong_field
from api.web.problems.validation import FieldError
from api.web.throttle import Throttle
from attachments.cleaned import CleanedFile, Picture
from attachments.cleaning import clean, kind_of
from attachments.errors import FileNotTaken
from attachments.photos import blacked_out
from attachments.store import Store, secret_name
from domain.actors import Actor
from domain.attachments import (
    Area,
    AttachmentKind,
    AttachmentStage,
    counted_with,
    may_black_out,
    most,
    stage_open_to,
)
from domain.complaint import Complaint
from domain.refusals import Refusal, RefusalKind
from domain.words import Role
from records.attachments.repository import Attachments
from records.attachments.rows import Attachment, BlackedOut, StoredFile
from records.errors import AttachmentsFull, CaseNotOpen

FIELD = "files"
_TELLING_BYTES = 32  # from which a file's kind is told
_KINDS = {AttachmentKind.PHOTO: "ảnh", AttachmentKind.VIDEO: "video"}

# A large photo takes some hundred megabytes while it is decoded and a video both cores: few at once, and in threads of their
# own, so that those who wait for them hold up nobody else. Those who wait have their files on the disk, not in memory.
_cleaners = ThreadPoolExecutor(max_workers=2, thread_name_prefix="cleaning")
_log = structlog.get_logger(__name__)


async def cleaned(
    throttle: Throttle, files: Sequence[UploadFile], stage: AttachmentStage, who: Caller, *, field: str = FIELD
) -> tuple[CleanedFile, ...]:
    """What is left of the files that somebody sent; all are taken or none. Counted against what an address may send before
    the first is decoded, whether or not they can be taken; staff send as many as their work asks for.

    Raises:
        Problem: some cannot be taken, or there are too many, and the sentence stands beside `field`; or too many came from
            this address.
    """
    kinds = await _kinds(files, stage, field)
    if kinds and who.staff is None:
        tries = throttle.uploads(who.address, with_video=AttachmentKind.VIDEO in kinds)
        await run_in_threadpool(tries.spend)
    loop = asyncio.get_running_loop()
    outcomes = await asyncio.gather(
        *(loop.run_in_executor(_cleaners, _clean, file) for file in files), return_exceptions=True
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


async def keep(
    front: Front, code: str, stage: AttachmentStage, files: Iterable[CleanedFile], *, by: Actor
) -> tuple[Attachment, ...]:
    """Keep cleaned files with a case, in their order; one that was kept for this stage before stays as it was kept then.

    Raises:
        Problem: the case has ended, or has as many as it takes.
        StoreUnavailable, RecordsUnavailable: some may have been kept; sent again, none is kept twice.
    """
    return await run_in_threadpool(_keep, front, code, stage, tuple(files), by)


async def attach(
    front: Front, code: str, files: Sequence[UploadFile], who: Caller, *, field: str = FIELD
) -> tuple[Attachment, ...]:
    """Add files to a case, for whatever stage is open to the caller.

    Raises:
        Problem: the caller knows of no such case, may add nothing to it now, or a file cannot be taken.
    """
    known_as, stage, by = await run_in_threadpool(_open_to, front, code, who)
    kinds = await _kinds(files, stage, field)
    hashes = [await run_in_threadpool(_hash, file) for file in files]
    await run_in_threadpool(
        _require_room, front.record.attachments, known_as, stage, dict(zip(hashes, kinds, strict=True))
    )
    return await keep(front, known_as, stage, await cleaned(front.throttle, files, stage, who, field=field), by=by)


async def black_out(
    front: Front, complaint: Complaint, attachment: Attachment, areas: tuple[Area, ...], viewer: Viewer
) -> Attachment:
    """Have these areas of a photo painted over for all who may not see it whole, or have it not shown to them at all where
    there are no areas. What was sent stays as it is.

    Raises:
        Problem: the caller does not edit for publication, or it is a video, which has no areas.
    """
    by = _editor(complaint, viewer)
    if areas and attachment.kind is AttachmentKind.VIDEO:
        raise wrong_field("areas", "Video chưa che được từng phần; hãy để trống areas để ẩn cả video.")
    return await run_in_threadpool(_black_out, front, attachment, areas, by)


def stage_for(complaint: Complaint, viewer: Viewer) -> AttachmentStage | Refusal:
    """To which stage of the case the caller may add now, in whichever role; or why to none."""
    return _stage_and_actor(complaint, viewer)[0]


def _stage_and_actor(complaint: Complaint, viewer: Viewer) -> tuple[AttachmentStage | Refusal, Actor | None]:
    refusal = Refusal(RefusalKind.WRONG_ROLE)
    for actor in viewer.actors:
        stage = stage_open_to(complaint, actor)
        if isinstance(stage, AttachmentStage):
            return stage, actor
        refusal = stage
    return refusal, None


def _open_to(front: Front, code: str, who: Caller) -> tuple[str, AttachmentStage, Actor]:
    record, viewer = require_case(front, code, who)
    if viewer.actor is None:
        raise onlooker(record, who)
    stage, actor = _stage_and_actor(record.complaint, viewer)
    if isinstance(stage, Refusal) or actor is None:
        raise refused(
            stage if isinstance(stage, Refusal) else Refusal(RefusalKind.WRONG_ROLE), record.complaint.procedure
        )
    return record.code, stage, actor


def _editor(complaint: Complaint, viewer: Viewer) -> str:
    """The account that edits for publication."""
    refusals = [may_black_out(complaint, actor) for actor in viewer.actors]
    account = viewer.actor.account if viewer.actor else None
    if None not in refusals or account is None:
        raise refused(next(filter(None, refusals), Refusal(RefusalKind.WRONG_ROLE)), complaint.procedure)
    return account


async def _kinds(files: Sequence[UploadFile], stage: AttachmentStage, field: str) -> list[AttachmentKind]:
    """Before anything is decoded, which takes time: that each is something we know, and that there are not too many."""
    if len(files) > sum(most(kind, stage) for kind in AttachmentKind):
        raise wrong_field(field, _room(stage))
    kinds, faults = [], []
    for number, file in enumerate(files, 1):
        await file.seek(0)
        try:
            kinds.append(kind_of(await file.read(_TELLING_BYTES)))
        except FileNotTaken as error:
            faults.append(_fault(number, error, len(files)))
    _raise(faults, field)
    if any(kinds.count(kind) > most(kind, stage) for kind in AttachmentKind):
        raise wrong_field(field, _room(stage))
    return kinds


def _clean(file: UploadFile) -> CleanedFile:
    file.file.seek(0)
    return clean(file.file.read())


def _hash(file: UploadFile) -> str:
    """By which a file that was sent before is known."""
    file.file.seek(0)
    return hashlib.file_digest(file.file, "sha256").hexdigest()  # type: ignore[arg-type]  # it has readinto since 3.11


def _require_room(
    attachments: Attachments, code: str, stage: AttachmentStage, sent: Mapping[str, AttachmentKind]
) -> None:
    """Before files are decoded or stored, which is for good: that the case takes those, known by their hashes, that it has not
    got. Of two who send at once, the record finds out the second."""
    kept = attachments.of_case(code)
    known = {each.sha256 for each in kept if each.stage is stage}
    counted = Counter(each.kind for each in kept if each.stage in counted_with(stage))
    counted.update(kind for sha256, kind in sent.items() if sha256 not in known)
    for kind in AttachmentKind:
        if counted[kind] > most(kind, stage):
            raise _full(kind, stage)


def _full(kind: AttachmentKind, stage: AttachmentStage) -> Problem:
    sentence = f"Hồ sơ nhận tối đa {most(kind, stage)} {_KINDS[kind]} ở phần này và đã có đủ."
    return Problem(ATTACHMENTS_FULL, detail=sentence)


def _fault(number: int, error: FileNotTaken, of: int) -> str:
    return f"Tệp thứ {number}: {error}" if of > 1 else str(error)


def _raise(faults: list[str], field: str) -> None:
    if faults:
        raise Problem(INVALID, detail=" ".join(faults), errors=[FieldError(field=field, message=" ".join(faults))])


def _room(stage: AttachmentStage) -> str:
    photos, videos = most(AttachmentKind.PHOTO, stage), most(AttachmentKind.VIDEO, stage)
    return f"Nhiều tệp quá; hãy gửi tối đa {photos} ảnh và {videos} video."


def _keep(
    front: Front, code: str, stage: AttachmentStage, files: tuple[CleanedFile, ...], by: Actor
) -> tuple[Attachment, ...]:
    at = front.clock()
    _require_room(front.record.attachments, code, stage, {file.sha256: file.kind for file in files})
    # The files first: a row without its file would be a promise that nothing keeps.
    new = tuple(
        Attachment(
            id=uuid.uuid4(),
            code=code,
            kind=file.kind,
            stage=stage,
            by_account=None if by.role is Role.REPORTER else by.account,
            sha256=file.sha256,
            file=_stored(front.store, front.keys, (code, stage, file.sha256), file),
            at=at,
            seconds=file.seconds,
        )
        for file in files
    )
    try:
        kept = front.record.attachments.add(new)
    except CaseNotOpen as error:
        raise Problem(CASE_ENDED) from error
    except AttachmentsFull as error:
        raise _full(error.kind, error.stage) from error
    _log.info("attachments kept", case=code, stage=stage, number=len(kept))
    return kept


def _stored(store: Store, keys: Keys, parts: tuple[str, ...], file: CleanedFile | Picture) -> StoredFile:
    name, thumbnail = secret_name(keys.store, *parts, "whole"), secret_name(keys.store, *parts, "thumbnail")
    store.put(name, file.content)
    store.put(thumbnail, file.thumbnail)
    return StoredFile(name, thumbnail, len(file.content), file.width, file.height)


def _black_out(front: Front, attachment: Attachment, areas: tuple[Area, ...], by: str) -> Attachment:
    file = None
    if areas:
        picture = blacked_out(front.store.get(attachment.file.name), areas)
        file = _stored(front.store, front.keys, (str(attachment.id), repr(areas)), picture)
    return front.record.attachments.black_out(attachment, BlackedOut(file, areas, by, front.clock()))
