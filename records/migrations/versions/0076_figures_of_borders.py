"""Count a case under the authority that it went over to, and remember the one that it was filed with."""

from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

_TABLES = ("outcomes", "past_outcomes", "steps", "past_steps", "answers", "ratings", "returns")


def upgrade() -> None:
    """Add the column, move the figures of cases that went over, and tell which authorities have become one."""
    op.execute("ALTER TABLE outcomes ADD COLUMN filed_with text")
    op.execute(
        """
        UPDATE outcomes SET filed_with = outcomes.authority FROM cases
        WHERE cases.code = outcomes.code AND cases.authority <> outcomes.authority
        """
    )
    for table in _TABLES:
        op.execute(
            f"""
            UPDATE {table} SET authority = cases.authority FROM cases
            WHERE cases.code = {table}.code AND cases.authority <> {table}.authority
            """  # noqa: S608 - the tables are constants
        )
    op.execute("CREATE INDEX outcomes_filed_with ON outcomes (authority, filed_with) WHERE filed_with IS NOT NULL")
    op.execute(_ALL_OF)


_ALL_OF = """
CREATE FUNCTION authorities_of(heir text) RETURNS text[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE joined (id) AS (
        SELECT heir
        UNION
        SELECT reorganisations.authority FROM joined JOIN reorganisations ON reorganisations."into" = joined.id
        WHERE reorganisations.authority <> reorganisations."into" AND reorganisations.withdrawn_at IS NULL
          AND reorganisations.day <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    )
    SELECT array_agg(id) FROM joined
$$
"""
