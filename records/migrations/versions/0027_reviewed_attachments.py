"""Add what was decided about photos and videos that came after a case was public."""

from alembic import op

revision = "0027"
down_revision = "0021"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE attachments_reviewed (
        attachment  uuid REFERENCES attachments,
        number      integer CHECK (number > 0),
        shown       boolean NOT NULL,
        by_account  text NOT NULL REFERENCES accounts,
        at          timestamptz NOT NULL,
        PRIMARY KEY (attachment, number)
    )
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attachments_reviewed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)


def upgrade() -> None:
    """Create the table."""
    for statement in _STATEMENTS:
        op.execute(statement)
