"""The certificates of a time stamp are put in the order that DER asks for; all else of a reply stays as it is."""

from __future__ import annotations

import pytest

from records.roots.der import with_sorted_certificates


def element(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = bytes([len(content)]) if len(content) < 0x80 else b"\x82" + len(content).to_bytes(2)
    return bytes([tag]) + size + content


def reply(*certificates: bytes) -> bytes:
    signed = element(
        0x30, element(2, b"\3"), element(0x31), element(0x30, b""), element(0xA0, *certificates), b"\x31\0"
    )
    return element(0x30, element(0x30, element(2, b"\0")), element(0x30, element(6, b"\x2a"), element(0xA0, signed)))


SMALL, LARGE, LATER = element(0x30, b"a"), element(0x30, b"b" * 300), element(0x30, b"c")


@pytest.mark.parametrize("order", [(SMALL, LATER, LARGE), (LARGE, SMALL, LATER), (LATER, LARGE, SMALL)])
def test_certificates_stand_in_order_afterwards(order: tuple[bytes, ...]) -> None:
    assert with_sorted_certificates(reply(*order)) == reply(SMALL, LATER, LARGE)


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"0",
        b"\x30\x00",
        b"\x30\x84",
        b"\x30\x80\x00\x00",
        b"no stamp",
        reply(SMALL)[:-1],
        reply(SMALL) + b"\0",
        reply(),
    ],
)
def test_what_cannot_be_read_stays_as_it_is(other: bytes) -> None:
    assert with_sorted_certificates(other) == other
