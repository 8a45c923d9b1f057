"""Add the guard with which an append compares what its process remembers with what the database holds."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the function. Its error fails the transaction, with all the statements that were sent along with it."""
    op.execute(
        """
        CREATE FUNCTION as_remembered(kept text) RETURNS text LANGUAGE plpgsql AS $$
        BEGIN
            IF kept IS NULL THEN
                RAISE EXCEPTION 'the record does not stand as the writer remembers it' USING ERRCODE = 'HT001';
            END IF;
            RETURN kept;
        END
        $$
        """
    )
