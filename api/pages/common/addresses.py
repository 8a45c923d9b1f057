"""Addresses that a form or a browser names."""

from __future__ import annotations

HOME = "/can-bo"


def within(address: str, otherwise: str = HOME) -> str:
    """An address on this site, so that nobody is led elsewhere by a link to one of our forms."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_ours else otherwise
