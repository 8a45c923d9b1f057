"""Keep the words that an office says often, and how often each was used."""

from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE office_changes DROP CONSTRAINT office_changes_subject_check",
    """
    ALTER TABLE office_changes ADD CONSTRAINT office_changes_subject_check CHECK (subject IN (
        'agency', 'place', 'routing_rule', 'field', 'account', 'delegation', 'handover', 'succession', 'reorganisation',
        'machine_client', 'answer_template'
    ))
    """,
    """
    CREATE TABLE answer_templates (
        authority text NOT NULL,
        id text NOT NULL,
        name text NOT NULL,
        act text NOT NULL,
        text text NOT NULL,
        field text,
        active boolean NOT NULL DEFAULT true,
        by_admin boolean NOT NULL DEFAULT false,
        PRIMARY KEY (authority, id)
    )
    """,
    """
    CREATE TABLE answer_uses (
        authority text NOT NULL,
        template text NOT NULL,
        used integer NOT NULL DEFAULT 0,
        PRIMARY KEY (authority, template),
        FOREIGN KEY (authority, template) REFERENCES answer_templates (authority, id)
    )
    """,
)


def upgrade() -> None:
    """Make the two tables."""
    for statement in _STATEMENTS:
        op.execute(statement)
