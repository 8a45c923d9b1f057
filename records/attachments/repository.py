"""Stores and reads the data of attachments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from domain.attachments import Area, AttachmentKind, AttachmentStage, counted_with, most
from domain.words import DocumentFormat
from records.attachments import tables
from records.attachments.rows import Attachment, BlackedOut, Reviewed, StoredFile
from records.cases import tables as case_tables
from records.chains import main_of
from records.engine import driver, transaction
from records.errors import AttachmentsFull, CaseNotOpen, CaseUnknown
from records.later_words import word_in
from records.texts import storable

_table, _covered, _reviewed = tables.Attachment, tables.BlackedOut, tables.Reviewed


class Attachments:
    """Attachments. Every method may raise RecordsUnavailable. Calling again with the same arguments is safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, new: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        """Store attachments of one case, all or none. Return them as they are stored. For a file that was sent at the same stage
        before, return the earlier attachment.

        Raises:
            CaseUnknown: there is no such case.
            CaseNotOpen: the case has ended.
            AttachmentsFull: the case would exceed its limit.
        """
        if not new:
            return ()
        with transaction(self._engine) as session:
            # Of two requests at once, the second waits here and then counts what the first has stored. A merged report is open as
            # long as the case that it is part of.
            case = select(case_tables.Case.code, text(case_tables.IS_OPEN)).where(
                col(case_tables.Case.code) == main_of(driver(session), new[0].code)
            )
            found = session.execute(case.with_for_update(key_share=True)).one_or_none()
            if found is None:
                raise CaseUnknown(f"no case {new[0].code}")
            kept = {(each.stage, each.sha256): each for each in _of_case(session, new[0].code)}
            to_keep = {(each.stage, each.sha256): each for each in new}
            fresh = {key: each for key, each in to_keep.items() if key not in kept}
            if fresh and not found[1]:
                raise CaseNotOpen(f"nothing more happens to {new[0].code}")
            _check_room((*kept.values(), *fresh.values()), {each.stage for each in fresh.values()})
            session.add_all(map(_row, fresh.values()))
            kept |= fresh
            return tuple(kept[each.stage, each.sha256] for each in new)

    def of_case(self, code: str) -> tuple[Attachment, ...]:
        """Return the attachments of a case in the order of arrival, none for an unknown code."""
        with transaction(self._engine) as session:
            return _of_case(session, storable(code))

    def of_cases(self, codes: Sequence[str]) -> Mapping[str, tuple[Attachment, ...]]:
        """Return the attachments of several cases by code, in the order of arrival. A case without any is left out."""
        with transaction(self._engine) as session:
            return _of_cases(session, [storable(code) for code in codes])

    def black_out(self, attachment: Attachment, shown: BlackedOut) -> Attachment:
        """Show this instead of the attachment from now on. What was shown before stays in the record."""
        with transaction(self._engine) as session:
            session.execute(text("SELECT FROM attachments WHERE id = :id FOR UPDATE"), {"id": attachment.id})
            before = session.exec(
                select(_covered).where(col(_covered.attachment) == attachment.id).order_by(col(_covered.number).desc())
            ).first()
            areas = [asdict(area) for area in shown.areas]
            if before is None or (before.areas, before.name is None) != (areas, shown.file is None):
                file = {} if shown.file is None else _file_columns(shown.file)
                row = _covered(
                    attachment=attachment.id,
                    number=before.number + 1 if before else 1,
                    areas=areas,
                    by_account=shown.by_account,
                    at=shown.at,
                    **file,
                )
                session.add(row)
                session.flush()
            [changed] = (each for each in _of_case(session, attachment.code) if each.id == attachment.id)
            return changed

    def review(self, attachment: Attachment, decided: Reviewed) -> Attachment:
        """Show the attachment in public or keep it back from now on. Earlier decisions stay in the record."""
        with transaction(self._engine) as session:
            session.execute(text("SELECT FROM attachments WHERE id = :id FOR UPDATE"), {"id": attachment.id})
            before = session.exec(
                select(_reviewed)
                .where(col(_reviewed.attachment) == attachment.id)
                .order_by(col(_reviewed.number).desc())
            ).first()
            if before is None or before.shown is not decided.shown:
                number = before.number + 1 if before else 1
                session.add(_reviewed(attachment=attachment.id, number=number, **vars(decided)))
                session.flush()
            [changed] = (each for each in _of_case(session, attachment.code) if each.id == attachment.id)
            return changed


def _check_room(all_of_them: tuple[Attachment, ...], stages: set[AttachmentStage]) -> None:
    for stage in stages:
        counted = Counter(each.kind for each in all_of_them if each.stage in counted_with(stage))
        for kind in AttachmentKind:
            if counted[kind] > most(kind, stage):
                raise AttachmentsFull(kind, stage)


def _of_case(session: Session, code: str) -> tuple[Attachment, ...]:
    return _of_cases(session, [code]).get(code, ())


def _of_cases(session: Session, codes: Sequence[str]) -> dict[str, tuple[Attachment, ...]]:
    rows = session.exec(select(_table).where(col(_table.code).in_(codes)).order_by(col(_table.arrived))).all()
    if not rows:
        return {}
    ids = [row.id for row in rows]
    covered = select(_covered).where(col(_covered.attachment).in_(ids)).order_by(col(_covered.number))
    shown = {over.attachment: _blacked_out(over) for over in session.exec(covered)}
    reviewed = select(_reviewed).where(col(_reviewed.attachment).in_(ids)).order_by(col(_reviewed.number))
    decided = {one.attachment: Reviewed(one.shown, one.by_account, one.at) for one in session.exec(reviewed)}
    found: dict[str, tuple[Attachment, ...]] = {}
    for row in rows:
        kept = _read(row, shown.get(row.id), decided.get(row.id))
        found[row.code] = (*found.get(row.code, ()), kept)
    return found


def _read(row: tables.Attachment, shown: BlackedOut | None, decided: Reviewed | None) -> Attachment:
    return Attachment(
        id=row.id,
        code=row.code,
        kind=word_in(AttachmentKind, row.kind),
        stage=AttachmentStage(row.stage),
        by_account=row.by_account,
        sha256=row.sha256,
        file=StoredFile(row.name, row.thumbnail, row.size, row.width, row.height, row.stored_sha256),
        at=row.at,
        seconds=row.seconds,
        format=DocumentFormat(row.format) if row.format else None,
        pages=row.pages,
        blacked_out=shown,
        reviewed=decided,
    )


def _blacked_out(row: tables.BlackedOut) -> BlackedOut:
    file = None
    if row.name and row.thumbnail and row.size and row.width and row.height:
        file = StoredFile(row.name, row.thumbnail, row.size, row.width, row.height, row.stored_sha256)
    return BlackedOut(file, tuple(Area(**area) for area in row.areas), row.by_account, row.at)


def _row(new: Attachment) -> tables.Attachment:
    return _table(
        id=new.id,
        code=new.code,
        kind=new.kind,
        stage=new.stage,
        by_account=new.by_account,
        sha256=new.sha256,
        seconds=new.seconds,
        format=new.format,
        pages=new.pages,
        at=new.at,
        **_file_columns(new.file),
    )


def _file_columns(file: StoredFile) -> dict[str, Any]:
    columns = dict(vars(file))
    digest = columns.pop("sha256")
    return {**columns, "stored_sha256": digest}
