"""Fills a record with many cases, written straight into PostgreSQL.

The core makes one case of each kind. The copies differ in code, field, place, agency and time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from sqlalchemy import Engine, create_engine, text

from bench.support.filing import file_now
from calendars import official_book
from calendars.filling import scheduled
from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts import Sealed
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.offices.places import PlaceKind
from domain.refusals import Refusal
from domain.words import Role
from procedures import provinces
from records.cases.writing import case_columns
from records.engine import driver, transaction
from records.record import Record
from records.statements import insert_row

AUTHORITY, AGENCY = "khanh-hoa", "ubnd-nha-trang"
_CENTRE = Actor(Role.CENTRE_OPERATOR, AUTHORITY, None, "operator")
_OFFICER = Actor(Role.AGENCY_OFFICER, AUTHORITY, AGENCY, "officer")
_LEADER = Actor(Role.AGENCY_LEADER, AUTHORITY, AGENCY, "leader")
_Step = tuple[acts.Act, Actor]
_DISPATCH: _Step = (acts.Dispatch(lead=AGENCY), _CENTRE)
_HANDLE: tuple[_Step, ...] = (_DISPATCH, (acts.Accept(), _OFFICER))
_SUBMIT: tuple[_Step, ...] = (*_HANDLE, (acts.SubmitResult(result=Sealed("Đã xử lý xong.")), _OFFICER))
_PUBLISH: tuple[_Step, ...] = (*_SUBMIT, (acts.Approve(), _LEADER), (acts.Publish(), _LEADER))


@dataclass(frozen=True)
class _Kind:
    """A course of a case, and how many of a hundred cases take it."""

    share: int
    steps: Sequence[_Step]
    is_late: bool = False


_OPEN = (
    _Kind(12, ()),
    _Kind(4, ((acts.AskSupplement(wanted=Sealed("Xin gửi thêm ảnh.")), _CENTRE),)),
    _Kind(16, (_DISPATCH,)),
    _Kind(2, (_DISPATCH, (acts.Return(reason=Sealed("Không thuộc thẩm quyền.")), _OFFICER))),
    _Kind(44, _HANDLE),
    _Kind(8, _HANDLE, is_late=True),
    _Kind(8, _SUBMIT),
    _Kind(6, _PUBLISH),
)
_ENDED = (_Kind(90, (*_PUBLISH, (acts.Rate(rating="satisfied"), REPORTER))), _Kind(10, ((acts.Withdraw(), REPORTER),)))

_PICK = """
CREATE FUNCTION pick(words text[], n integer) RETURNS text LANGUAGE sql IMMUTABLE RETURN words[1 + n % cardinality(words)]
"""
_PATTERNS = "CREATE UNLOGGED TABLE patterns (LIKE cases INCLUDING DEFAULTS, nth integer, ended boolean)"
_WORDS = (
    "Ổ gà lớn giữa đường, xe máy phải tránh rất nguy hiểm",
    "Rác thải chất đống nhiều ngày trên vỉa hè, bốc mùi hôi khó chịu",
    "Đèn đường tắt đã ba đêm liền, người dân đi lại không thấy đường",
    "Nước sinh hoạt đục và yếu vào giờ cao điểm, cả khu phố không có nước dùng",
    "Xe tải đỗ lấn chiếm lòng đường trước cổng trường vào giờ tan học",
)

_SUBMISSIONS = """
INSERT INTO submissions
SELECT 'KH-2026-' || n, 'key-' || n, '-', '-'
FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS n
"""
_CASES = """
INSERT INTO cases (code, procedure_digest, number, snapshot, authority, status, field, urgency, lead, co_ordinating,
                   officer, test, place, latitude, longitude, public, public_changed_at, received_at, due,
                   due_in_law, overdue, paused, excerpt, taken_at, started_at)
SELECT code, procedure_digest, number,
       snapshot || jsonb_build_object('code', code, 'lead', lead, 'field', field, 'place', place, 'officer', officer),
       authority, status, field, urgency, lead, co_ordinating, officer, false, place,
       CASE WHEN has_point THEN 11.8 + random() END, CASE WHEN has_point THEN 108.7 + random() END,
       public, received_at, received_at,
       due, due, overdue, paused, words, received_at, received_at
FROM (
    SELECT 'KH-2026-' || n AS code, procedure_digest, number, snapshot, authority, status, urgency, public, overdue, paused,
           CASE WHEN pattern.lead IS NOT NULL THEN pick(CAST(:agencies AS text[]), n * 7) END AS lead,
           CASE WHEN pattern.lead IS NOT NULL AND n % 11 = 0
                THEN ARRAY[pick(CAST(:agencies AS text[]), n * 7 + 1 + n / 7 % 5)] ELSE '{}' END AS co_ordinating,
           CASE WHEN pattern.officer IS NOT NULL THEN pick(CAST(:officers AS text[]), n) END AS officer,
           pick(CAST(:fields AS text[]), n * 3 + n / 7) AS field, pick(CAST(:places AS text[]), n * 13) AS place,
           now() - n * interval '30 seconds' AS received_at,
           pattern.due + (n % 20000 - CASE WHEN overdue THEN 40000 ELSE 0 END) * interval '1 minute' AS due,
           pick(CAST(:words AS text[]), n) || ', số nhà ' || n AS words, hashtext(n::text) % 3 <> 0 AS has_point
    FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS n
    JOIN patterns AS pattern ON pattern.ended = :ended AND pattern.nth = n % 100
) AS case_
"""
# Three words are in many reports, and each in none of one list: of a field, of an agency, of the public.
_LABELS = import_module("records.migrations.versions.0029_labels_of_reports").LABELS
_REPORTS = f"""
INSERT INTO reports (code, content, place, occurred_at, place_id, latitude, longitude, within)
SELECT code, excerpt || CASE
           WHEN n % 5 = 0 AND field <> 'moi-truong' THEN '. Cống vỡ.'
           WHEN n % 5 = 1 AND '{AGENCY}' <> ALL (lead || co_ordinating) THEN '. Kè sạt.'
           WHEN n % 5 = 2 AND NOT public THEN '. Mương tắc.'
           ELSE '' END,
       'Số ' || number % 300 || ' đường Trần Phú', 'sáng nay', place, latitude, longitude, {_LABELS}
FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS n JOIN cases ON code = 'KH-2026-' || n
"""  # noqa: S608 - constants

_INDEXES = """
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
WHERE indrelid IN ('cases'::regclass, 'reports'::regclass) AND NOT indisunique
"""
_BATCH = 250_000
"""The cases of one transaction, so that ten million of them need no transaction of that size."""

_MANY = 2_000_000
"""The number of cases from which it is quicker to make the indexes after them."""


def prepare(engine: Engine) -> None:
    """Write the offices, the regulation, and one case of each kind."""
    record = Record(engine)
    for office in provinces().offices:
        record.offices.load(office, at=datetime.now(UTC))
    [blank, _] = file_now("KH-2026-0")
    record.intake.keep_procedure(blank.procedure)
    with transaction(engine) as session:
        session.execute(text(_PICK))
        session.execute(text(_PATTERNS))
        wanted = text("SELECT digest FROM procedures WHERE id = :id LIMIT 1")
        digest = session.scalar(wanted, {"id": blank.procedure.id})
        for ended, kinds in ((False, _OPEN), (True, _ENDED)):
            nth = 0
            for kind in kinds:
                row = case_columns(_after(kind)) | {"procedure_digest": digest, "excerpt": "", "ended": ended}
                for _ in range(kind.share):
                    insert_row(driver(session), "patterns", row | {"nth": nth})
                    nth += 1


def fill(engine: Engine, first: int, last: int, *, ended: bool, officer: str) -> None:
    """Write the cases with these numbers, open or ended. One in sixty is assigned to `officer`."""
    [office] = (office for office in provinces().offices if office.authority == AUTHORITY)
    known: dict[str, Any] = {
        "first": first,
        "last": last,
        "ended": ended,
        "agencies": [agency.id for agency in office.agencies],
        "places": [place.id for place in office.places if place.kind is PlaceKind.WARD],
        "officers": [officer, *(f"officer-{number}" for number in range(59))],
        "fields": [field.id for field in file_now("-")[0].procedure.fields],
        "words": list(_WORDS),
    }
    # The record's own connections give up after seconds, and these statements take minutes.
    engine = create_engine(engine.url)
    with _indexes_last(engine) if last - first >= _MANY else nullcontext():
        for begins in range(first, last + 1, _BATCH):
            known |= {"first": begins, "last": min(begins + _BATCH - 1, last)}
            with engine.begin() as connection:
                connection.execute(text("SET LOCAL synchronous_commit = off"))
                for statement in (_SUBMISSIONS, _CASES, _REPORTS):
                    given = {name: at for name, at in known.items() if f":{name}" in statement}
                    connection.execute(text(statement), given)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


@contextmanager
def _indexes_last(engine: Engine) -> Iterator[None]:
    """Drop the indexes that no constraint needs, and make them again after the block: each is then sorted once, and not kept up
    with every row."""
    with engine.begin() as connection:
        found = connection.execute(text(_INDEXES)).all()
        for row in found:
            connection.execute(text(f'DROP INDEX "{row.name}"'))
    yield
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
        for row in found:
            connection.exec_driver_sql(row.definition)


def _after(kind: _Kind) -> Complaint:
    """Return a case after these acts, one a minute; or a case of long ago that is late."""
    complaint, _ = file_now("KH-2026-0")
    at = complaint.moments["filed"]
    late = [(acts.TimePassed(), None)] if kind.is_late else []
    for act, by in (*kind.steps, *late):
        at += timedelta(days=30) if isinstance(act, acts.TimePassed) else timedelta(minutes=1)
        events = decide(complaint, act, by=by, at=at)
        if isinstance(events, Refusal):
            raise TypeError(f"the bench's own act was refused: {events}")
        complaint = apply_all(complaint, scheduled(complaint, events, official_book()))
    return complaint
