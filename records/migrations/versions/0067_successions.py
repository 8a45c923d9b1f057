"""Keep the successions of agencies: which agency ends on which day, and who goes on with its work."""

from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. An agency ends once: of its successions all but one were withdrawn."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE successions (
        id              text PRIMARY KEY,
        authority       text NOT NULL,
        agency          text NOT NULL,
        day             date NOT NULL,
        decision        text NOT NULL,
        decided_by      text NOT NULL,
        heir            text NOT NULL CHECK (heir <> agency),
        by_part         jsonb NOT NULL,
        entered_by      text NOT NULL REFERENCES accounts,
        entered_at      timestamptz NOT NULL,
        withdrawn_at    timestamptz,
        total           integer,
        carried_out_at  timestamptz,
        FOREIGN KEY (authority, agency) REFERENCES agencies,
        FOREIGN KEY (authority, heir) REFERENCES agencies
    )
    """,
    "CREATE UNIQUE INDEX successions_once ON successions (authority, agency) WHERE withdrawn_at IS NULL",
    "ALTER TABLE office_changes DROP CONSTRAINT office_changes_subject_check",
    """
    ALTER TABLE office_changes ADD CONSTRAINT office_changes_subject_check CHECK (subject IN (
        'agency', 'place', 'routing_rule', 'field', 'account', 'delegation', 'handover', 'succession'
    ))
    """,
)
