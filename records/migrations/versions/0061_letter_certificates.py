"""Note until when the certificates hold that letters are signed with."""

from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE letter_certificates (
    office      text PRIMARY KEY,
    valid_until timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL DEFAULT now()
)
"""


def upgrade() -> None:
    """Create the table."""
    op.execute(_TABLE)
