"""Keep the reorganisations of authorities, each as one plan that is entered ahead of its day."""

from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. The open cases of an authority go over to one text on a day."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE reorganisations (
        id              text PRIMARY KEY,
        authority       text NOT NULL,
        day             date NOT NULL,
        decision        text NOT NULL,
        decided_by      text NOT NULL,
        "into"          text,
        ends            jsonb NOT NULL,
        renames         jsonb NOT NULL,
        entered_by      text NOT NULL REFERENCES accounts,
        entered_at      timestamptz NOT NULL,
        withdrawn_at    timestamptz,
        total           integer,
        carried_out_at  timestamptz
    )
    """,
    """
    CREATE UNIQUE INDEX reorganisations_once ON reorganisations (authority, day)
    WHERE withdrawn_at IS NULL AND "into" IS NOT NULL
    """,
    "ALTER TABLE office_changes DROP CONSTRAINT office_changes_subject_check",
    """
    ALTER TABLE office_changes ADD CONSTRAINT office_changes_subject_check CHECK (subject IN (
        'agency', 'place', 'routing_rule', 'field', 'account', 'delegation', 'handover', 'succession', 'reorganisation'
    ))
    """,
)
