"""Puts the certificates of a time stamp in the order that DER asks for.

Many authorities send them in the order of their chain, which readers of strict DER refuse. No signature covers that order.
"""

from __future__ import annotations

from dataclasses import dataclass

_CERTIFICATES = 0xA0
_LONG = 0x80


@dataclass(frozen=True)
class _Element:
    """An element of DER: its tag, where it begins, where its content begins, and where it ends."""

    tag: int
    begin: int
    content: int
    end: int


def with_sorted_certificates(reply: bytes) -> bytes:
    """Return a reply of a time stamp authority (RFC 3161) with its certificates in order. One that cannot be read is returned as
    it is."""
    try:
        [whole] = _elements(reply, 0, len(reply))
        token = _inside(reply, whole)[1]
        [signed] = _inside(reply, _inside(reply, token)[1])
        for field in _inside(reply, signed):
            if field.tag == _CERTIFICATES:
                members = sorted(reply[each.begin : each.end] for each in _inside(reply, field))
                return reply[: field.content] + b"".join(members) + reply[field.end :]
    except (IndexError, ValueError):
        pass
    return reply


def _inside(der: bytes, element: _Element) -> list[_Element]:
    return _elements(der, element.content, element.end)


def _elements(der: bytes, at: int, end: int) -> list[_Element]:
    """Return the elements between two places. Raises IndexError or ValueError where there are none that fit."""
    found = []
    while at < end:
        begin, tag, length = at, der[at], der[at + 1]
        at += 2
        if length & _LONG:
            size = length ^ _LONG
            length, at = int.from_bytes(der[at : at + size]), at + size
        if at + length > end:
            raise ValueError("an element is longer than the one around it")
        found.append(_Element(tag, begin, at, at + length))
        at += length
    return found
