"""Keep what accounts of long periods are made of as sums by day and by month.

Triggers note each change of a row that figures are counted from; a background job adds the notes to the sums. A record that is
migrated has the sums of its rows from the first.
"""

from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

_TABLES = (
    "ALTER TABLE outcomes ADD COLUMN late_from timestamptz",
    """
    CREATE TABLE outcome_changes (
        id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        authority    text NOT NULL,
        sign         integer NOT NULL,
        channel      text,
        field        text,
        lead         text,
        place        text,
        status       text NOT NULL,
        withheld     boolean NOT NULL,
        received_at  timestamptz NOT NULL,
        ended_at     timestamptz,
        late         boolean NOT NULL
    )
    """,
    """
    CREATE TABLE step_changes (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        authority  text NOT NULL,
        sign       integer NOT NULL,
        limit_id   text NOT NULL,
        closed_at  timestamptz NOT NULL,
        used       integer,
        missed     boolean NOT NULL
    )
    """,
    """
    CREATE TABLE day_sums (
        authority   text NOT NULL,
        grouped_by  text NOT NULL,
        day         date NOT NULL,
        id          text NOT NULL,
        received    integer NOT NULL,
        answered    integer NOT NULL,
        withheld    integer NOT NULL,
        refused     integer NOT NULL,
        withdrawn   integer NOT NULL,
        merged      integer NOT NULL,
        late        integer NOT NULL,
        PRIMARY KEY (authority, grouped_by, day, id)
    )
    """,
    """
    CREATE TABLE month_times (
        authority  text NOT NULL,
        month      date NOT NULL,
        limit_id   text NOT NULL,
        minutes    integer NOT NULL,
        done       integer NOT NULL,
        late       integer NOT NULL,
        PRIMARY KEY (authority, month, limit_id, minutes)
    )
    """,
)

_FILL = (
    """
    UPDATE outcomes SET late_from = late.first
    FROM (SELECT code, min(late_from) AS first FROM steps WHERE late_from IS NOT NULL GROUP BY code) AS late
    WHERE outcomes.code = late.code
    """,
    """
    INSERT INTO outcome_changes (
        authority, sign, channel, field, lead, place, status, withheld, received_at, ended_at, late
    )
    SELECT
        authority, 1, channel, field, lead, place, status, withheld, received_at, ended_at,
        coalesce(late_from < ended_at, false)
    FROM outcomes WHERE status <> 'deleted'
    """,
    """
    INSERT INTO step_changes (authority, sign, limit_id, closed_at, used, missed)
    SELECT authority, 1, limit_id, closed_at, used, missed FROM steps
    WHERE closed_at IS NOT NULL AND outcome IN ('met', 'late')
    """,
)

# What a row adds to the sums: nothing where the report was a trial.
_OUTCOME = """
    INSERT INTO outcome_changes (
        authority, sign, channel, field, lead, place, status, withheld, received_at, ended_at, late
    )
    SELECT
        {row}.authority, {sign}, {row}.channel, {row}.field, {row}.lead, {row}.place, {row}.status, {row}.withheld,
        {row}.received_at, {row}.ended_at, coalesce({row}.late_from < {row}.ended_at, false)
    WHERE {row}.status <> 'deleted';
"""
_STEP = """
    INSERT INTO step_changes (authority, sign, limit_id, closed_at, used, missed)
    SELECT {row}.authority, {sign}, {row}.limit_id, {row}.closed_at, {row}.used, {row}.missed
    WHERE {row}.closed_at IS NOT NULL AND {row}.outcome IN ('met', 'late');
"""
_OUTCOME_TELLS = (
    "{row}.authority, {row}.channel, {row}.field, {row}.lead, {row}.place, {row}.received_at, {row}.ended_at,"
    " CASE WHEN {row}.ended_at IS NOT NULL OR {row}.status = 'deleted' THEN {row}.status END,"
    " CASE WHEN {row}.ended_at IS NOT NULL THEN {row}.withheld END,"
    " {row}.late_from < {row}.ended_at"
)
_STEP_TELLS = "{row}.authority, {row}.limit_id, {row}.closed_at, {row}.outcome, {row}.used, {row}.missed"


def _function(name: str, noted: str) -> str:
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN {noted.format(row="OLD", sign=-1)} END IF;
        IF TG_OP <> 'DELETE' THEN {noted.format(row="NEW", sign=1)} END IF;
        RETURN NULL;
    END $$
    """


def _triggers(table: str, tells: str, function: str) -> tuple[str, ...]:
    changed = f"({tells.format(row='OLD')}) IS DISTINCT FROM ({tells.format(row='NEW')})"
    return (
        f"CREATE TRIGGER counted AFTER INSERT OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"CREATE TRIGGER counted_anew AFTER UPDATE ON {table} FOR EACH ROW WHEN ({changed})"
        f" EXECUTE FUNCTION {function}()",
    )


_TRIGGERS = (
    _function("note_outcome", _OUTCOME),
    _function("note_step", _STEP),
    *_triggers("outcomes", _OUTCOME_TELLS, "note_outcome"),
    *_triggers("steps", _STEP_TELLS, "note_step"),
)

_INDEXES = (
    "CREATE INDEX outcomes_of_lead ON outcomes (authority, lead, received_at)",
    "CREATE INDEX outcomes_late_after_end ON outcomes (authority, ended_at) WHERE late_from >= ended_at",
    "CREATE INDEX steps_ended_of_agency ON steps (authority, agency, closed_at) WHERE closed_at IS NOT NULL",
)


def upgrade() -> None:
    """Add the tables, note what the rows tell now, then let triggers note each change."""
    for statement in (*_TABLES, *_FILL, *_TRIGGERS, *_INDEXES):
        op.execute(statement)
