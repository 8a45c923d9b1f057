"""Notes until when the certificates of offices hold, so that people learn of one that ends before letters wait for another.

The worker alone reads the certificates. The fronts learn of them here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from records.engine import transaction
from records.letters.rows import EndingCertificate

if TYPE_CHECKING:
    from sqlalchemy import Engine

_FORGET = text("DELETE FROM letter_certificates WHERE office <> ALL (CAST(:offices AS text[]))")
_SEEN = text(
    """
    INSERT INTO letter_certificates (office, valid_until) VALUES (:office, :valid_until)
    ON CONFLICT (office) DO UPDATE SET valid_until = excluded.valid_until, seen_at = now()
    """
)
_ENDING = text(
    """
    SELECT office, valid_until, valid_until <= now() FROM letter_certificates
    WHERE valid_until <= now() + CAST(:within AS interval) ORDER BY valid_until, office
    """
)


class Certificates:
    """The certificates that letters are signed with. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def seen(self, valid_until: Mapping[str, datetime]) -> None:
        """Note these certificates, by the names of their offices, and no others."""
        with transaction(self._engine) as session:
            session.execute(_FORGET, {"offices": sorted(valid_until)})
            for office, until in sorted(valid_until.items()):
                session.execute(_SEEN, {"office": office, "valid_until": until})

    def ending(self, within: timedelta) -> tuple[EndingCertificate, ...]:
        """Return the certificates that have ended or end within this time, by the database's clock, the earliest first."""
        with transaction(self._engine) as session:
            found = session.execute(_ENDING, {"within": within})
            return tuple(EndingCertificate(office, until.astimezone(UTC), ended) for office, until, ended in found)
