"""Keep with each letter the event whose actor signs it: a letter goes out later than it is signed."""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Letters without it are signed by the actor of their own event. Nothing changes it afterwards."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    "ALTER TABLE letters ADD COLUMN signed_event integer",
    "DROP TRIGGER numbered_once ON letters",
    """
    CREATE TRIGGER numbered_once
    BEFORE UPDATE OF code, event_number, report, template, authority, agency, year, number, signed_event ON letters
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)
