"""Add photos and videos of cases, and the areas blacked out in them."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE attachments (
        id          uuid PRIMARY KEY,
        code        text NOT NULL REFERENCES cases,
        kind        text NOT NULL CHECK (kind IN ('photo', 'video')),
        stage       text NOT NULL CHECK (stage IN ('report', 'supplement', 'result')),
        by_account  text REFERENCES accounts,
        sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        name        text NOT NULL UNIQUE,
        thumbnail   text NOT NULL UNIQUE,
        size        integer NOT NULL CHECK (size > 0),
        width       integer NOT NULL CHECK (width > 0),
        height      integer NOT NULL CHECK (height > 0),
        seconds     double precision CHECK ((seconds IS NOT NULL) = (kind = 'video')),
        at          timestamptz NOT NULL,
        arrived     bigint GENERATED ALWAYS AS IDENTITY
    )
    """,
    "CREATE UNIQUE INDEX attachments_once ON attachments (code, stage, sha256)",
    """
    CREATE TABLE attachments_blacked_out (
        attachment  uuid REFERENCES attachments,
        number      integer CHECK (number > 0),
        areas       jsonb NOT NULL,
        name        text,
        thumbnail   text,
        size        integer CHECK (size > 0),
        width       integer CHECK (width > 0),
        height      integer CHECK (height > 0),
        by_account  text NOT NULL REFERENCES accounts,
        at          timestamptz NOT NULL,
        PRIMARY KEY (attachment, number),
        CHECK (num_nulls(name, thumbnail, size, width, height) IN (0, 5))
    )
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attachments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attachments_blacked_out
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)
