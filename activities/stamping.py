"""Has daily roots stamped by a time stamp authority (RFC 3161), so that somebody else tells when they existed."""

from __future__ import annotations

import httpx2
import structlog
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from records.roots.rows import DailyRoot
from records.roots.stamps import StampRefused, require_stamp

_log = structlog.get_logger(__name__)

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"
_SECONDS = 20


async def stamped(root: DailyRoot, address: str) -> bytes | None:
    """Ask the authority at this address to stamp the hash of a day. Return its reply; None where it gave no stamp of it."""
    request = TimestampRequestBuilder(data=root.hash, hash_algorithm=HashAlgorithm.SHA256).build()
    try:
        async with httpx2.AsyncClient(timeout=_SECONDS) as client:
            answer = await client.post(
                address, content=request.as_bytes(), headers={"Content-Type": _QUERY, "Accept": _REPLY}
            )
            answer.raise_for_status()
        reply = answer.content
        require_stamp(reply, root.hash, nonce=request.nonce)
    except (httpx2.HTTPError, StampRefused) as error:
        _log.warning("daily root not stamped", date=root.date.isoformat(), fault=str(error) or type(error).__name__)
        return None
    return reply
