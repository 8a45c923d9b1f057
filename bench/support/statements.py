"""Counts the statements that an engine sends to the database, those through the bare driver included."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import Engine
from sqlalchemy.event import listen


@dataclass
class Statements:
    """The statements that an engine has sent. BEGIN and COMMIT are not among them."""

    sent: list[str] = field(default_factory=list)

    def of(self, engine: Engine) -> Statements:
        """Hear every statement of this engine from now on."""
        sent = self.sent

        class Heard(psycopg.Cursor[Any]):
            def execute(self, query: Any, *args: Any, **kwargs: Any) -> Heard:
                sent.append(query if isinstance(query, str) else str(query))
                return super().execute(query, *args, **kwargs)

        def hear(connection: psycopg.Connection[Any], _record: object) -> None:
            connection.cursor_factory = Heard

        engine.dispose()  # connections made before would not be heard
        listen(engine, "connect", hear)
        return self

    def take(self) -> list[str]:
        """Return the statements that were sent since the last time."""
        taken, self.sent[:] = list(self.sent), []
        return taken
