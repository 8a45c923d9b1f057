"""A case is audited: its rows, its attachments, and what Temporal's history tells of it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from cryptography.x509 import Certificate

from attachments.errors import NotInStore
from domain.complaint import Complaint, apply_all
from domain.proof.deviations import Deviation, DeviationKind
from domain.texts.known import filed_under
from records.attachments.rows import Attachment, StoredFile
from records.auditing.rows import WholeCase
from records.codec import event_from_json
from records.record import Record
from records.roots.rows import DailyRoot
from workflows.histories import Histories, History, RecordedCase, contradictions

_BATCH = 100
_HISTORIES_AT_ONCE = 16
_SETTLED = timedelta(minutes=5)
"""The time after which a workflow has certainly heard that its case ended."""


class Files(Protocol):
    """The store of attachments, as an audit needs it."""

    def get(self, name: str) -> bytes:
        """Return the content under this name. Raises NotInStore."""
        ...


@dataclass(frozen=True)
class CaseAudit:
    """The findings of an audit in one case, and what was compared. `told` says whether Temporal still has its history, None
    where it was not asked."""

    case: WholeCase
    attachments: tuple[Attachment, ...]
    told: bool | None
    deviations: tuple[Deviation, ...]

    @property
    def code(self) -> str:
        """The code of the case."""
        return self.case.code

    @property
    def events(self) -> int:
        """The number of events that the record holds."""
        return len(self.case.events)


@dataclass(frozen=True)
class Auditor:
    """Audits cases. Without `files` no photo is read, without `histories` Temporal is not asked, and without `stamp_roots` any
    authority may have signed a time stamp.

    Each method may raise RecordsUnavailable, StoreUnavailable and WorkflowsUnavailable.
    """

    record: Record
    files: Files | None = None
    histories: Histories | None = None
    stamp_roots: tuple[Certificate, ...] = ()

    def guards_off(self) -> tuple[Deviation, ...]:
        """Return the guards of append-only tables that are off."""
        return self.record.audits.guards_off()

    def roots(self) -> tuple[Deviation, ...]:
        """Return the daily roots that do not follow from the cases, the cases that are not as they were gathered, and the time
        stamps that do not hold."""
        return (*self.record.roots.check(), *self.record.roots.check_stamps(self.stamp_roots))

    def latest_root(self) -> DailyRoot | None:
        """Return the latest daily root, to be compared with the one that left the house."""
        return self.record.roots.latest()

    async def case(self, code: str) -> CaseAudit | None:
        """Audit a case, and the daily roots that hold it; None for an unknown code."""
        found = [audit async for audit in self.cases((code,))]
        if not found:
            return None
        rooted = await asyncio.to_thread(self.record.roots.check_case, code)
        return replace(found[0], deviations=(*found[0].deviations, *rooted))

    async def every(self) -> AsyncIterator[CaseAudit]:
        """Audit all cases, in the order of their codes."""
        after = ""
        while codes := await asyncio.to_thread(self.record.audits.codes, after, _BATCH):
            async for audit in self.cases(codes):
                yield audit
            after = codes[-1]

    async def cases(self, codes: Iterable[str]) -> AsyncIterator[CaseAudit]:
        """Audit these cases."""
        turns = asyncio.Semaphore(_HISTORIES_AT_ONCE)
        whole = await asyncio.to_thread(self.record.audits.whole, codes)
        kept = await asyncio.to_thread(self._attachments, [case.code for case in whole])
        histories = await asyncio.gather(*(self._history(case.code, turns) for case in whole))
        now = await asyncio.to_thread(self.record.now)
        for case, history in zip(whole, histories, strict=True):
            told = None if self.histories is None else history is not None
            attachments = kept.get(case.code, ())
            found = await asyncio.to_thread(self._deviations, case, attachments, history, now)
            yield CaseAudit(case, attachments, told, found)

    def _attachments(self, codes: Sequence[str]) -> Mapping[str, tuple[Attachment, ...]]:
        return self.record.attachments.of_cases(codes) if self.files is not None else {}

    async def _history(self, code: str, turns: asyncio.Semaphore) -> History | None:
        if self.histories is None:
            return None
        async with turns:
            return await self.histories.of(code)

    def _deviations(
        self, case: WholeCase, kept: Sequence[Attachment], history: History | None, now: datetime
    ) -> tuple[Deviation, ...]:
        found = self.record.audits.check(case)
        files: tuple[Deviation, ...] = ()
        if self.files is not None:
            files = tuple(each for attachment in kept for each in _unlike(self.files, case.code, attachment))
        told: tuple[Deviation, ...] = ()
        # A history is compared with the fold of the events, so they must be there and be read.
        if history is not None and not {each.kind for each in found} & _UNFOLDED:
            told = tuple(contradictions(history, self._recorded(case), ended=_ended(case, now)))
        return (*found, *files, *told)

    def _recorded(self, case: WholeCase) -> RecordedCase:
        procedure = filed_under(self.record.audits.procedure(case))
        events = [event_from_json(event["body"]) for event in case.events]
        unfiled = Complaint(code=case.code, procedure=procedure)
        return RecordedCase(
            case.code,
            procedure,
            bodies=[event["body"] for event in case.events],
            act_ids=[event["act_id"] for event in case.events],
            after=lambda number: apply_all(unfiled, events[:number]),
        )


_UNFOLDED = {DeviationKind.EVENT_MISSING, DeviationKind.EVENT_UNREADABLE, DeviationKind.REGULATION_CHANGED}


def _ended(case: WholeCase, now: datetime) -> bool:
    """Tell whether the case ended a while ago."""
    is_over: bool = case.case["status"] in ("closed", "refused", "withdrawn", "merged", "deleted")
    return is_over and bool(case.events) and now - case.events[-1]["recorded_at"] > _SETTLED


def _unlike(files: Files, code: str, attachment: Attachment) -> Iterator[Deviation]:
    """Yield the files of an attachment that are missing, or have another content than when they were stored."""
    shown = attachment.blacked_out.file if attachment.blacked_out else None
    for file in filter(None, (attachment.file, shown)):
        try:
            content = files.get(file.name)
        except NotInStore:
            yield Deviation(DeviationKind.FILE_MISSING, code, about=str(attachment.id))
            continue
        if _differs(file, content):
            yield Deviation(DeviationKind.FILE_CHANGED, code, about=str(attachment.id))


def _differs(file: StoredFile, content: bytes) -> bool:
    """Compare the hash; of a file that an earlier release stored, only the size is known."""
    if file.sha256 is None:
        return len(content) != file.size
    return hashlib.sha256(content).hexdigest() != file.sha256
