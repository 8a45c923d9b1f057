"""An audit of a case reads its photos, and asks Temporal where it is given."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine

from api.auditing.auditing import Auditor
from attachments.errors import NotInStore
from domain.attachments import AttachmentKind, AttachmentStage
from domain.proof.deviations import DeviationKind
from records.attachments.rows import Attachment, StoredFile
from records.record import Record
from tests.support.records.desk import FRIDAY, Desk

pytestmark = pytest.mark.slow

PHOTO = b"a photo as it was stored"


@dataclass
class Files:
    """A store in memory."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def get(self, name: str) -> bytes:
        if name not in self.kept:
            raise NotInStore(name)
        return self.kept[name]


def with_photo(record: Record, digest: str | None) -> str:
    code = Desk(record).take_in().code
    file = StoredFile("whole", "thumbnail", len(PHOTO), 4, 3, digest)
    stage, kind = AttachmentStage.REPORT, AttachmentKind.PHOTO
    record.attachments.add((Attachment(uuid.uuid4(), code, kind, stage, None, "0" * 64, file, FRIDAY),))
    return code


@pytest.mark.parametrize(
    ("digest", "kept", "found"),
    [
        (hashlib.sha256(PHOTO).hexdigest(), PHOTO, []),
        (hashlib.sha256(PHOTO).hexdigest(), PHOTO[::-1], [DeviationKind.FILE_CHANGED]),
        (hashlib.sha256(PHOTO).hexdigest(), None, [DeviationKind.FILE_MISSING]),
        (None, PHOTO, []),
        (None, PHOTO + b"!", [DeviationKind.FILE_CHANGED]),
    ],
)
async def test_a_photo_is_compared_with_what_was_stored(
    engine: Engine, digest: str | None, kept: bytes | None, found: list[DeviationKind]
) -> None:
    record = Record(engine)
    code = with_photo(record, digest)
    audit = await Auditor(record, Files({} if kept is None else {"whole": kept})).case(code)
    assert audit is not None
    assert [each.kind for each in audit.deviations] == found
    assert (audit.code, audit.told) == (code, None)


async def test_every_case_is_audited_and_an_unknown_one_is_none(engine: Engine) -> None:
    record = Record(engine)
    codes = [with_photo(record, None) for _ in range(1)] + [Desk(record).take_in().code for _ in range(3)]
    assert [each.code async for each in Auditor(record).every()] == sorted(codes)
    assert await Auditor(record).case("KH-2026-000999") is None
