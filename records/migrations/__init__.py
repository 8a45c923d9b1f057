"""Migrations of the database. `upgrade` brings a database to the newest version. There is no downgrade, because reports must
not be lost. A new version is a file in versions/, reviewed before it runs.
"""

from __future__ import annotations

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.pool import NullPool
from sqlmodel import create_engine

from records.engine import named_errors, read_url

# The key of the advisory lock. Any number works, as long as every migration takes the same one.
_LOCK = 4_018_2022
# Alembic keeps its state in module globals, so one process migrates one database at a time.
_in_this_process = threading.Lock()


def upgrade(database_url: str) -> None:
    """Bring the database to the newest version in one transaction. Do nothing where it is there already.

    Of two processes that migrate at once, the second waits for the first, however long that takes.

    Raises:
        RecordsUnavailable: the database cannot be reached.
        RecordsFault: the database refused a statement, and is as it was before.
        BadDatabaseUrl: the address is not a URL of PostgreSQL.
    """
    # Statements prepared here would be left with a pooler's session, and clash with those of its next user.
    connecting = {"connect_timeout": 3, "prepare_threshold": None}
    engine = create_engine(read_url(database_url), poolclass=NullPool, connect_args=connecting)
    with named_errors(), engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        with _in_this_process:
            command.upgrade(config, "head")


def revisions() -> frozenset[str]:
    """Return the revisions of the schema that this program knows."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
