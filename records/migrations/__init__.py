"""How the tables came to be. `upgrade` brings any database of ours to the newest form; there is no way back, for what
people reported is not thrown away. A new form is a file in versions/, read before it runs.
"""

from __future__ import annotations

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.pool import NullPool
from sqlmodel import create_engine

from records.engine import named_errors, read_url

# Any number will do, as long as everyone who migrates takes the same.
_LOCK = 4_018_2022
# Alembic keeps what it works on in module globals, so one process migrates one database at a time.
_in_this_process = threading.Lock()


def upgrade(database_url: str) -> None:
    """Brings the database to the newest form, in one transaction; does nothing when it is there.

    Who comes second waits for the first, however long that takes.

    Raises:
        RecordsUnavailable: the database cannot be reached.
        RecordsFault: it refused a statement; it stands as before.
        BadDatabaseUrl: the address cannot be read.
    """
    engine = create_engine(read_url(database_url), poolclass=NullPool, connect_args={"connect_timeout": 3})
    with named_errors(), engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
        config.attributes["connection"] = connection
        with _in_this_process:
            command.upgrade(config, "head")
