"""Keep periodic reports, their editions, acts and files, and notices about them."""

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and their triggers, and let a notice be about an event of a periodic report."""
    for statement in _STATEMENTS:
        op.execute(statement)


_APPEND_ONLY = (
    "periodic_report_events",
    "periodic_report_editions",
    "periodic_reports_sent",
    "periodic_report_files",
)

_STATEMENTS = (
    # The agency '' is the centre.
    """
    CREATE TABLE periodic_reports (
        code              text PRIMARY KEY,
        authority         text NOT NULL,
        series            text NOT NULL,
        period            text NOT NULL,
        agency            text NOT NULL,
        first_day         date NOT NULL,
        last_day          date NOT NULL CHECK (last_day >= first_day),
        procedure_digest  text NOT NULL REFERENCES procedures,
        wanted_by         date,
        requested_at      timestamptz,
        status            text NOT NULL,
        edition           integer NOT NULL CHECK (edition >= 0),
        number            integer NOT NULL CHECK (number >= 0),
        due_at            timestamptz NOT NULL,
        explain_by        timestamptz,
        UNIQUE (authority, series, period, agency)
    )
    """,
    "CREATE INDEX periodic_reports_listed ON periodic_reports (authority, last_day, code)",
    "CREATE INDEX periodic_reports_unsent ON periodic_reports (authority) WHERE status <> 'sent'",
    """
    CREATE TABLE periodic_report_events (
        report           text REFERENCES periodic_reports,
        number           integer CHECK (number > 0),
        act_id           text NOT NULL,
        kind             text NOT NULL,
        at               timestamptz NOT NULL,
        body             jsonb NOT NULL,
        by_role          text,
        by_agency        text,
        by_account       text REFERENCES accounts,
        by_on_behalf_of  text,
        PRIMARY KEY (report, number)
    )
    """,
    "CREATE INDEX periodic_report_events_of_act ON periodic_report_events (report, act_id)",
    """
    CREATE TABLE periodic_report_editions (
        report   text REFERENCES periodic_reports,
        edition  integer CHECK (edition > 0),
        made_at  timestamptz NOT NULL,
        figures  jsonb NOT NULL,
        PRIMARY KEY (report, edition)
    )
    """,
    """
    CREATE TABLE periodic_reports_sent (
        report      text,
        edition     integer,
        authority   text NOT NULL,
        agency      text NOT NULL,
        year        integer NOT NULL,
        number      integer NOT NULL CHECK (number > 0),
        symbol      text NOT NULL,
        name        text NOT NULL,
        addressees  text NOT NULL,
        sent_at     timestamptz NOT NULL,
        PRIMARY KEY (report, edition),
        FOREIGN KEY (report, edition) REFERENCES periodic_report_editions,
        UNIQUE (authority, agency, year, number)
    )
    """,
    """
    CREATE TABLE periodic_report_files (
        report   text,
        edition  integer,
        format   text CHECK (format IN ('pdf', 'docx', 'xlsx')),
        sha256   text NOT NULL CHECK (sha256 = encode(sha256(content), 'hex')),
        content  bytea NOT NULL,
        PRIMARY KEY (report, edition, format),
        FOREIGN KEY (report, edition) REFERENCES periodic_reports_sent
    )
    """,
    *(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in _APPEND_ONLY
    ),
    """
    ALTER TABLE notices
        ADD periodic_report text,
        ADD periodic_report_event integer,
        ADD FOREIGN KEY (periodic_report, periodic_report_event) REFERENCES periodic_report_events,
        DROP CONSTRAINT notices_tell_of_one,
        ADD CONSTRAINT notices_tell_of_one CHECK (
            num_nonnulls(code, summary, periodic_report) = 1 AND (code IS NULL) = (event_number IS NULL)
            AND (periodic_report IS NULL) = (periodic_report_event IS NULL)
        )
    """,
    """
    CREATE UNIQUE INDEX notices_of_periodic_report_once
    ON notices (periodic_report, periodic_report_event, role, (coalesce(agency, '')), channel)
    WHERE periodic_report IS NOT NULL
    """,
)
