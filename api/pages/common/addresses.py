"""Addresses that come from a form or a browser."""

from __future__ import annotations

HOME = "/can-bo"


def within(address: str, otherwise: str = HOME) -> str:
    """Return the address where it is on this site, `otherwise` where not, so that no link to our forms leads elsewhere."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_ours else otherwise
