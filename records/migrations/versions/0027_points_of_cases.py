"""Keep the point of each case beside what the public sees of it, so that a map of many cases reads one index alone."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, fill them from the reports, and index them: once by time, once by place."""
    op.execute("ALTER TABLE cases ADD COLUMN latitude double precision, ADD COLUMN longitude double precision")
    op.execute(
        "UPDATE cases SET latitude = reports.latitude, longitude = reports.longitude FROM reports"
        " WHERE reports.code = cases.code AND reports.latitude IS NOT NULL"
    )
    op.execute(
        "CREATE INDEX cases_public_newest_on_the_map ON cases (authority, received_at, code)"
        " INCLUDE (latitude, longitude, field, status, place) WHERE public AND latitude IS NOT NULL"
    )
    op.execute(
        "CREATE INDEX cases_public_on_the_map ON cases (latitude, longitude)"
        " INCLUDE (received_at, code, authority, field, status, place) WHERE public AND latitude IS NOT NULL"
    )
