"""Add which cases are public and when their public part last changed, and index the lists of the public and of staff."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, fill them from the stored cases, and create the indexes."""
    for statement in (*_COLUMNS, FILL, *_INDEXES):
        op.execute(statement)


_COLUMNS = (
    """
    ALTER TABLE cases
        ADD COLUMN place text,
        ADD COLUMN public boolean NOT NULL DEFAULT false,
        ADD COLUMN public_changed_at timestamptz,
        ADD CONSTRAINT cases_public_since CHECK (NOT public OR public_changed_at IS NOT NULL)
    """,
)

# A snapshot that is older than one of these fields lacks it. A missing field counts as false.
FILL = """
UPDATE cases SET
    place = snapshot ->> 'place',
    public = (
        procedures.body -> 'visibility' -> 'public' ? cases.status
        AND NOT coalesce((snapshot ->> 'secret')::boolean, false)
        AND NOT coalesce((snapshot ->> 'restricted')::boolean, false)
        AND NOT coalesce((snapshot ->> 'hidden')::boolean, false)
        AND NOT coalesce((snapshot ->> 'test')::boolean, false)
        AND NOT snapshot -> 'moments' ? 'withheld'
    ),
    public_changed_at = (
        SELECT max(moment.value::timestamptz) FROM jsonb_each_text(snapshot -> 'moments') AS moment
        WHERE moment.key IN (
            'filed', 'verified', 'dispatched', 'accepted', 'extended', 'temporarily_fixed', 'approved', 'published',
            'rated', 'forwarded', 'taken_on', 'progress_reported', 'reopened', 'returned', 'reclassified', 'unhidden',
            'rating_lapsed'
        )
    )
FROM procedures WHERE procedures.digest = cases.procedure_digest
"""

_IS_OPEN = "status NOT IN ('closed', 'refused', 'withdrawn', 'merged', 'deleted')"
_BY_DUE = "(coalesce(due, 'infinity'::timestamptz)), code"
_INDEXES = (
    "DROP INDEX cases_of_officer",
    f"CREATE INDEX cases_of_status ON cases (authority, status, {_BY_DUE})",
    f"CREATE INDEX cases_of_officer ON cases (officer, {_BY_DUE}) WHERE officer IS NOT NULL",
    f"CREATE INDEX cases_open_of_authority ON cases (authority, {_BY_DUE}) WHERE {_IS_OPEN}",
    f"CREATE INDEX cases_open_of_lead ON cases (authority, lead, {_BY_DUE}) WHERE {_IS_OPEN}",
    f"CREATE INDEX cases_open_of_field_by_due ON cases (authority, field, {_BY_DUE}) WHERE {_IS_OPEN}",
    f"CREATE INDEX cases_open_of_co_ordinating ON cases USING gin (co_ordinating) WHERE {_IS_OPEN}",
    f"""
    CREATE INDEX cases_unassigned ON cases (authority, lead, {_BY_DUE})
    WHERE lead IS NOT NULL AND officer IS NULL AND {_IS_OPEN}
    """,
    f"CREATE INDEX cases_overdue ON cases (authority, {_BY_DUE}) WHERE overdue",
    f"CREATE INDEX cases_paused ON cases (authority, {_BY_DUE}) WHERE paused",
    "CREATE INDEX cases_public ON cases (received_at, code) WHERE public",
    "CREATE INDEX cases_public_of_authority ON cases (authority, received_at, code) WHERE public",
    "CREATE INDEX cases_public_of_field ON cases (authority, field, received_at, code) WHERE public",
    "CREATE INDEX cases_public_of_place ON cases (authority, place, received_at, code) WHERE public",
    "CREATE INDEX cases_public_of_status ON cases (authority, status, received_at, code) WHERE public",
    "CREATE INDEX cases_public_changed ON cases (public_changed_at, code) WHERE public",
    "CREATE INDEX cases_public_changed_of_authority ON cases (authority, public_changed_at, code) WHERE public",
)
