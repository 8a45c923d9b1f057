"""Keep up to which recorded event the workflows were asked whether they know it."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the mark and the index that finds events by the time of their recording."""
    op.execute("CREATE INDEX events_recorded ON events USING brin (recorded_at)")
    op.execute(
        "CREATE TABLE catch_up_mark ("
        " id integer PRIMARY KEY CONSTRAINT catch_up_mark_is_one CHECK (id = 1),"
        " recorded_at timestamptz NOT NULL,"
        " code text NOT NULL)"
    )
    op.execute("INSERT INTO catch_up_mark (id, recorded_at, code) VALUES (1, now(), '')")
