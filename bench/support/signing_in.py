"""The staff who do the acts of a straight case, signed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from api.web.front import fingerprint
from bench.support.straight import STRAIGHT
from domain.actors import REPORTER
from records.record import Record


def sign_in(record: Record) -> dict[str, str]:
    """Make an account for each role of a straight case and sign it in. Return the tokens by role."""
    tokens: dict[str, str] = {}
    for by, _, _ in STRAIGHT:
        role = str(by.role)
        if by == REPORTER or role in tokens:
            continue
        account = record.accounts.add(
            username=role,
            role=by.role,
            authority=by.authority,
            agency=by.agency,
            display_name=role,
            password_hash="",
        )
        tokens[role] = f"token-{role}"
        record.sessions.open(account.id, fingerprint(tokens[role]), datetime.now(UTC) + timedelta(days=1))
    return tokens
