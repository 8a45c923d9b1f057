"""Index the latest open cases, of a field and of all, in the order in which a new case is compared with them."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create two indexes."""
    is_open = "status NOT IN ('closed', 'refused', 'withdrawn')"
    op.execute(f"CREATE INDEX cases_open_latest ON cases (authority, received_at) WHERE {is_open}")
    op.execute(f"CREATE INDEX cases_open_of_field ON cases (authority, field, received_at) WHERE {is_open}")
