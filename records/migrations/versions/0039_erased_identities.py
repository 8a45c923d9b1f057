"""Keep which identities were erased, and find those that are still kept without reading all reporters."""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE identity_erasures (
        code       text PRIMARY KEY REFERENCES cases,
        erased_at  timestamptz NOT NULL DEFAULT now(),
        ended_at   timestamptz,
        years      integer CHECK (years > 0),
        source     text NOT NULL
    )
    """,
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON identity_erasures"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    """
    CREATE INDEX reporters_kept ON reporters (code)
    WHERE name <> '' OR address <> '' OR phone <> '' OR email IS NOT NULL
    """,
)


def upgrade() -> None:
    """Create the table and the index."""
    for statement in _STATEMENTS:
        op.execute(statement)
