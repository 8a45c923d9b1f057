"""Tell which authority goes on with the work of one that has joined another."""

from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the function. An authority that has joined none goes on with its own work."""
    op.execute(_HEIR)


_HEIR = """
CREATE FUNCTION heir_of(authority text) RETURNS text LANGUAGE sql STABLE AS $$
    WITH RECURSIVE led (id, steps) AS (
        SELECT heir_of.authority, 0
        UNION ALL
        SELECT reorganisations."into", steps + 1 FROM led JOIN reorganisations ON reorganisations.authority = led.id
        WHERE reorganisations.authority <> reorganisations."into" AND reorganisations.withdrawn_at IS NULL
          AND reorganisations.day <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AND steps < 20
    )
    SELECT id FROM led ORDER BY steps DESC LIMIT 1
$$
"""
