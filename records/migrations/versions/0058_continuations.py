"""Note which closed case a case goes on with."""

from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE cases ADD COLUMN continues text REFERENCES cases CHECK (continues <> code)",
    "CREATE INDEX cases_continues ON cases (continues) WHERE continues IS NOT NULL",
)


def upgrade() -> None:
    """Add a column that may be empty, and the index by which a case finds those that go on with it."""
    for statement in _STATEMENTS:
        op.execute(statement)
