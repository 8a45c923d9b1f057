"""Separates the role that the processes work under from the one that owns the tables.

Who owns a table may switch its triggers off, and so change what is append-only. The owner migrates; the processes have
another role, which may do what they need and no more.
"""

from __future__ import annotations

from typing import Final

from psycopg import Connection, connect, sql
from sqlalchemy.engine import URL

from records.engine import named_errors, read_url

APPEND_ONLY: Final = frozenset({
    "attachments",
    "attachments_blacked_out",
    "attachments_reviewed",
    "events",
    "identity_corrections",
    "identity_erasures",
    "identity_restrictions",
    "incoming_papers",
    "export_keys",
    "letter_files",
    "looks",
    "masked_reports",
    "office_changes",
    "outgoing_papers",
    "past_audits",
    "daily_roots",
    "periodic_report_editions",
    "periodic_report_events",
    "periodic_report_files",
    "periodic_reports_sent",
    "personal_data_request_steps",
    "procedures",
    "root_messages",
    "rooted_heads",
    "summaries",
    "summary_files",
})  # fmt: skip
"""The tables whose rows stay as they are."""

KEPT: Final = frozenset(
    {
        "cases",
        "letters",
        "notices",
        "periodic_reports",
        "personal_data_requesters",
        "personal_data_requests",
        "reports",
        "submissions",
    }
)
"""The tables whose rows change and stay."""

READ_ONLY: Final = frozenset({"alembic_version"})

_COLUMNS: Final = {
    "events": "hash",  # once, where an earlier release appended without it; a trigger refuses all else
    "attachments": "arrived",  # to lock a row; a trigger refuses every change
}
"""The one column that may be updated in a table that is append-only."""

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
_OWNS = """
SELECT EXISTS (
    SELECT FROM pg_roles JOIN pg_tables ON schemaname = current_schema() AND pg_has_role(rolname, tableowner, 'MEMBER')
    WHERE rolname = current_user
)
"""
"""A superuser is a member of every role."""


def owns_tables(database_url: str) -> bool:
    """Return whether the role of this address may act as the owner of a table of the record.

    Raises:
        RecordsUnavailable: the database cannot be reached.
    """
    with named_errors(), _opened(database_url) as connection:
        [owns] = connection.execute(_OWNS).fetchone() or (False,)
    return bool(owns)


def grant(owner_url: str, role: str) -> None:
    """Give a role the rights that the processes need on every table, and take all others away. A repetition changes nothing.

    Raises:
        RecordsUnavailable: the database cannot be reached.
        RecordsFault: the database refused, as where the role does not exist.
    """
    with named_errors(), _opened(owner_url) as connection:
        to = sql.Identifier(role)
        tables = [name for (name,) in connection.execute(_TABLES).fetchall()]
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(_schema(connection), to))
        connection.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA {} TO {}").format(_schema(connection), to))
        for name in sorted(tables):
            table = sql.Identifier(name)
            connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(table, to))
            for rights in _rights(name):
                connection.execute(sql.SQL("GRANT {} ON {} TO {}").format(rights, table, to))


def role_of(database_url: str) -> str | None:
    """Return the role that an address names; None where it names none."""
    return read_url(database_url).username


def _rights(table: str) -> list[sql.Composable]:
    if table in READ_ONLY:
        return [sql.SQL("SELECT")]
    if table not in APPEND_ONLY:
        return [sql.SQL("SELECT, INSERT, UPDATE" if table in KEPT else "SELECT, INSERT, UPDATE, DELETE")]
    column = _COLUMNS.get(table)
    update = [sql.SQL("UPDATE ({})").format(sql.Identifier(column))] if column else []
    return [sql.SQL("SELECT, INSERT"), *update]


def _schema(connection: Connection) -> sql.Identifier:
    [name] = connection.execute("SELECT current_schema()").fetchone() or ("public",)
    return sql.Identifier(name)


def _opened(database_url: str) -> Connection:
    url: URL = read_url(database_url).set(drivername="postgresql")
    return connect(url.render_as_string(hide_password=False), connect_timeout=3)
