"""Let a list find the cases that only a leader may dispatch."""

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index of these few cases, in the order of the lists."""
    op.execute(
        "CREATE INDEX cases_bounced ON cases (authority, coalesce(due, 'infinity'::timestamptz), code) "
        "WHERE (snapshot ->> 'bounced') = 'true'"
    )
