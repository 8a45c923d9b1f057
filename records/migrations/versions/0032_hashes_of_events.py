"""Chain the events of each case by hashes, so that a change of any of them shows (`records.hashes`).

Fills the hashes of all that is recorded. The columns stay empty where the earlier release goes
on appending beside the new one; the new one fills them in.
"""

from alembic import op
from sqlalchemy import text

from records.hashes import ACT_COLUMNS, REPORT_COLUMNS, event_hash, report_hash

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_BATCH = 1000

_COLUMNS = (
    "ALTER TABLE submissions ADD report_hash bytea CHECK (octet_length(report_hash) = 32)",
    "ALTER TABLE events ADD hash bytea CHECK (octet_length(hash) = 32)",
    "ALTER TABLE cases ADD head bytea CHECK (octet_length(head) = 32)",
)
_TRIGGERS = (
    "DROP TRIGGER append_only ON events",
    """
    CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE FUNCTION refuse_change_but_first_hash() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.hash IS NULL AND to_jsonb(NEW) - 'hash' = to_jsonb(OLD) - 'hash' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END
    $$
    """,
    """
    CREATE TRIGGER unchanged BEFORE UPDATE ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_but_first_hash()
    """,
    "CREATE INDEX events_unchained ON events (code) WHERE hash IS NULL",
)
_NEXT = text(
    f"SELECT code, {', '.join(REPORT_COLUMNS)} FROM reports WHERE code > :after ORDER BY code LIMIT {_BATCH}"  # noqa: S608
)
_EVENTS = text(
    f"SELECT code, number, body, {', '.join(ACT_COLUMNS)} FROM events "  # noqa: S608 - constants
    "WHERE code = ANY(:codes) ORDER BY code, number"
)
_FILL = {
    "submissions": text(
        "UPDATE submissions SET report_hash = given.hash"
        " FROM unnest(CAST(:codes AS text[]), CAST(:hashes AS bytea[])) AS given (code, hash)"
        " WHERE submissions.code = given.code"
    ),
    "events": text(
        "UPDATE events SET hash = given.hash FROM unnest(CAST(:codes AS text[]), CAST(:numbers AS integer[]),"
        " CAST(:hashes AS bytea[])) AS given (code, number, hash)"
        " WHERE events.code = given.code AND events.number = given.number"
    ),
    "cases": text(
        "UPDATE cases SET head = given.hash"
        " FROM unnest(CAST(:codes AS text[]), CAST(:hashes AS bytea[])) AS given (code, hash)"
        " WHERE cases.code = given.code"
    ),
}


def upgrade() -> None:
    """Add the columns, fill them a thousand cases at a time, then guard them."""
    for statement in _COLUMNS:
        op.execute(statement)
    op.execute("ALTER TABLE events DISABLE TRIGGER append_only")
    after = ""
    while reports := op.get_bind().execute(_NEXT, {"after": after}).mappings().all():
        _chain([dict(report) for report in reports])
        after = reports[-1]["code"]
    for statement in _TRIGGERS:
        op.execute(statement)


def _chain(reports: list[dict[str, object]]) -> None:
    """Fill the hashes of these cases."""
    connection = op.get_bind()
    first = {str(report["code"]): report_hash(str(report["code"]), report) for report in reports}
    heads = dict(first)
    codes, numbers, hashes = [], [], []
    for event in connection.execute(_EVENTS, {"codes": list(first)}).mappings():
        code = event["code"]
        heads[code] = event_hash(heads[code], code, event["number"], dict(event), event["body"])
        codes.append(code)
        numbers.append(event["number"])
        hashes.append(heads[code])
    connection.execute(_FILL["submissions"], {"codes": list(first), "hashes": list(first.values())})
    connection.execute(_FILL["events"], {"codes": codes, "numbers": numbers, "hashes": hashes})
    connection.execute(_FILL["cases"], {"codes": list(heads), "hashes": list(heads.values())})
