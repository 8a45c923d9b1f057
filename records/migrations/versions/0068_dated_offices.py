"""Keep the days on which the entries of an office hold, entered ahead."""

from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the days. Two rules for the same cases may follow one another; the record checks that they do not overlap."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    "ALTER TABLE agencies ADD COLUMN valid_from date",
    *(
        f"ALTER TABLE {table} ADD COLUMN valid_from date, ADD COLUMN valid_to date CHECK (valid_to > valid_from)"
        for table in ("places", "routing_rules", "own_fields")
    ),
    "DROP INDEX routing_rules_once",
    """
    CREATE UNIQUE INDEX routing_rules_once
    ON routing_rules (authority, coalesce(field, ''), coalesce(place, ''), coalesce(valid_from, '0001-01-01'::date))
    WHERE active
    """,
)
