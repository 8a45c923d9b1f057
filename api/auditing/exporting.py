"""A whole case is exported with its proof, as much of it as the person who asks may see.

Auditors get all but the reporter's identity, and who looked at it. People who may know the reporter get the identity and the
letters, which name the reporter. Each export is recorded as a look.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from api.attachments.showing import Shown, shown
from api.auditing.auditing import Files
from api.auditing.case_document import case_document
from api.auditing.case_file import case_file
from api.auditing.packing import fingerprint_of, packed, public_key
from api.auditing.parts import ExportedCase, ExportedLetter, ExportedPicture
from api.auditing.problems import EXPORT_FOR_FEW
from api.cases.views.case import case_view
from api.cases.views.events import course_views
from api.web.front import Front
from api.web.identity.callers import Caller, Viewer, actor_of, require_case
from api.web.merged import answering
from api.web.problems.kinds import UNKNOWN_CASE
from api.web.problems.problem import Problem
from attachments.errors import NotInStore
from documents.letters.pdf import pdf
from domain.actors import Actor
from domain.attachments import AttachmentKind
from domain.visibility import Audience, knows_reporter, scope_of
from domain.words import Role
from records.attachments.rows import Attachment
from records.auditing.rows import WholeCase
from records.cases.rows import CaseRecord
from records.letters.rows import LetterFormat, LetterKey
from records.record import Record
from records.staff.rows import Account, Look, LookedAt
from templates.letters import CASE_FILE

DOCUMENT, READABLE = "ho-so.json", "ho-so.pdf"
_ENDINGS = {AttachmentKind.PHOTO: "jpg", AttachmentKind.VIDEO: "mp4", AttachmentKind.AUDIO: "m4a"}
_LOOKS_AT_ONCE = 200


@dataclass(frozen=True)
class Exporter:
    """Exports cases of a record. `files` are the attachments, `key` signs."""

    record: Record
    files: Files
    key: bytes

    def export(self, case: CaseRecord, viewer: Viewer, at: datetime) -> bytes:
        """Return a ZIP of the case as this viewer may see it, and record the export as a look.

        Raises:
            Problem: the viewer may neither audit the case nor know its reporter.
        """
        knows = _knows(self.record, case, viewer)
        if not (knows or _audits(viewer)):
            raise Problem(EXPORT_FOR_FEW)
        found = self.record.audits.whole((case.code,))
        if not found:
            raise Problem(UNKNOWN_CASE)
        self._note(viewer, case.code)
        inclusion = self.record.roots.inclusion(case.code)
        # The view of somebody who may know the reporter holds the identity, and records the look at it.
        exported = ExportedCase(
            rows=found[0],
            case=case_view(self.record, case, viewer, at),
            course=course_views(self.record, case, viewer),
            letters=tuple(self._letters(found[0], viewer, opens=knows)),
            pictures=tuple(self._pictures(case, viewer)),
            inclusion=inclusion,
            stamps=self.record.roots.stamps_of(inclusion.day.date) if inclusion else (),
            looks=self._looks(case.code) if _audits(viewer) else None,
            at=at,
            fingerprint=fingerprint_of(public_key(self.key)),
        )
        document = json.dumps(case_document(exported), ensure_ascii=False, indent=1).encode()
        files = {DOCUMENT: document, READABLE: pdf(CASE_FILE, case_file(exported))}
        files |= {each.name: each.content for each in exported.letters if each.name and each.content is not None}
        files |= {each.name: each.content for each in exported.pictures if each.name and each.content is not None}
        self.record.export_keys.keep(public_key(self.key))
        about = {"format": "hientruong-export-2", "code": case.code, "made_at": at.isoformat()}
        return packed(files, about, self.key)

    def _note(self, viewer: Viewer, code: str) -> None:
        if viewer.actor and viewer.actor.account:
            self.record.looks.note(viewer.actor.account, LookedAt.EXPORT, code)

    def _letters(self, rows: WholeCase, viewer: Viewer, *, opens: bool) -> Iterator[ExportedLetter]:
        seen = set[str]()
        for row in rows.letters:
            if row["format"] is None:
                continue
            if not opens or self.record.identities.restricted_since(row["report"]) is not None:
                yield ExportedLetter(row, "", None)
                continue
            if row["report"] not in seen and viewer.actor and viewer.actor.account:
                self.record.looks.note(viewer.actor.account, LookedAt.LETTER, row["report"])
            seen.add(row["report"])
            key = LetterKey(rows.code, row["event_number"], row["report"])
            content = self.record.letters.content(key, LetterFormat(row["format"]))
            yield ExportedLetter(row, f"van-ban/{row['event_number']}-{row['report']}.{row['format']}", content)

    def _pictures(self, case: CaseRecord, viewer: Viewer) -> Iterator[ExportedPicture]:
        for each in shown(self.record.attachments, self.record.cases, case, viewer):
            yield ExportedPicture(each, _file_name(each.attachment), self._content(each))

    def _content(self, one: Shown) -> bytes | None:
        try:
            return self.files.get(one.file.name)
        except NotInStore:
            return None

    def _looks(self, code: str) -> tuple[Look, ...]:
        """Return every look at the case, the first one first."""
        found: list[Look] = []
        before = None
        while page := self.record.looks.page(None, code=code, account=None, before=before, limit=_LOOKS_AT_ONCE):
            found += page
            before = page[-1].number
        return tuple(reversed(found))


def _file_name(attachment: Attachment) -> str:
    if attachment.format:
        return f"tai-lieu/{attachment.id}.{attachment.format}"
    return f"anh/{attachment.id}.{_ENDINGS[attachment.kind]}"


def exported(front: Front, code: str, caller: Caller) -> bytes:
    """Return a ZIP of the case for this caller.

    Raises:
        Problem: there is no case that the caller may know of, or they may not export it.
    """
    case, viewer = require_case(front, code, caller)
    return Exporter(front.record, front.store, front.keys.exports).export(case, viewer, front.clock())


def viewer_of(case: CaseRecord, account: Account | None) -> Viewer | None:
    """Return this account as a viewer of the case, None where the case lies outside its scope. Without an account, return an
    auditor of everything."""
    actor = actor_of(account) if account else Actor(Role.AUDITOR)
    complaint = case.complaint
    covers = scope_of(actor).covers(
        authority=complaint.procedure.id,
        lead=complaint.lead,
        co_ordinating=complaint.co_ordinating,
        test=complaint.test,
    )
    return Viewer(Audience.STAFF, actor) if covers else None


def may_export(record: Record, case: CaseRecord, viewer: Viewer) -> bool:
    """Tell whether the viewer may export the case."""
    return _audits(viewer) or _knows(record, case, viewer)


def _audits(viewer: Viewer) -> bool:
    return viewer.audience is Audience.STAFF and viewer.actor is not None and viewer.actor.role is Role.AUDITOR


def _knows(record: Record, case: CaseRecord, viewer: Viewer) -> bool:
    """Tell whether the viewer may know the reporter and open letters, by the case that answers the report."""
    if viewer.audience is not Audience.STAFF or viewer.actor is None:
        return False
    if not knows_reporter(answering(record.cases, case).complaint, viewer.actor):
        return False
    return record.identities.restricted_since(case.code) is None
