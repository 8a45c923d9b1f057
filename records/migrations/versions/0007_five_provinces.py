"""Add what four more regulations need: statuses, roles, a case's officer, trials of the system, and acting for a leader."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Extend the checks and add the columns."""
    for statement in _STATEMENTS:
        op.execute(statement)


_IS_OPEN = "status NOT IN ('closed', 'refused', 'withdrawn', 'merged', 'deleted')"
_STATEMENTS = (
    "ALTER TABLE cases DROP CONSTRAINT cases_status_check, DROP CONSTRAINT cases_urgency_check",
    """
    ALTER TABLE cases
        ADD COLUMN officer text,
        ADD COLUMN test boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT cases_status_check CHECK (status IN (
            'unfiled', 'submitted', 'awaiting_supplement', 'verified', 'awaiting_direction', 'with_focal_point',
            'dispatched', 'returned', 'processing', 'awaiting_approval', 'approved', 'resolved', 'published', 'withheld',
            'closed', 'refused', 'withdrawn', 'merged', 'deleted')),
        ADD CONSTRAINT cases_urgency_check CHECK (urgency IN ('ordinary', 'instant', 'urgent'))
    """,
    "ALTER TABLE cases ALTER COLUMN test DROP DEFAULT",
    "DROP INDEX cases_open, cases_open_latest, cases_open_of_field",
    f"CREATE INDEX cases_open ON cases (code) WHERE {_IS_OPEN}",
    f"CREATE INDEX cases_open_latest ON cases (authority, received_at) WHERE {_IS_OPEN}",
    f"CREATE INDEX cases_open_of_field ON cases (authority, field, received_at) WHERE {_IS_OPEN}",
    "CREATE INDEX cases_of_officer ON cases (officer) WHERE officer IS NOT NULL",
    "CREATE INDEX cases_tried ON cases (authority, (coalesce(due, 'infinity'::timestamptz)), code) WHERE test",
    "ALTER TABLE events DROP CONSTRAINT events_by_role_check",
    """
    ALTER TABLE events
        ADD COLUMN by_on_behalf_of text,
        ADD CONSTRAINT events_by_role_check CHECK (by_role IN (
            'reporter', 'centre_operator', 'centre_leader', 'focal_point', 'agency_officer', 'agency_leader',
            'authority_leader', 'technician', 'auditor', 'admin'))
    """,
    "ALTER TABLE accounts DROP CONSTRAINT accounts_role_check",
    """
    ALTER TABLE accounts ADD CONSTRAINT accounts_role_check CHECK (role IN (
        'centre_operator', 'centre_leader', 'focal_point', 'agency_officer', 'agency_leader', 'authority_leader',
        'technician', 'auditor', 'admin'))
    """,
)
