"""Keep which passwords were given by another person, and what a session owes before it may be used for anything else.

Accounts that are there keep their passwords as their own.
"""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE accounts ADD provisional boolean NOT NULL DEFAULT false",
    "ALTER TABLE sessions ADD owes text CHECK (owes IN ('password'))",
)


def upgrade() -> None:
    """Add both columns. Neither rewrites its table."""
    for statement in _STATEMENTS:
        op.execute(statement)
