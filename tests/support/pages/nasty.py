"""Requests that no browser sends but an attacker may: invalid text, broken forms."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import strategies as st

from tests.support.pages.reading import PageForm

NASTY = (
    "", " ", "\0", "a\0b", "\ud800", "\udfff\ud800", "\N{REPLACEMENT CHARACTER}", "\u200b", "\u202e", "\ufeff", "\x85", "\n",
    "-1", "0", "1", "9" * 30, "1e999", "-1e999", "NaN", "nan", "Infinity", "-inf", "0x10", "١٢٣", "²", "1,5", "true", "null",
    "2026-02-30", "0001-01-01", "9999-12-31", "10000-01-01", "9999-12", "0000-00", "2026-13", "31/12/9999", "2026-W01-1",
    "9999-12-31T23:59", "0001-01-01T00:00", "2026-11-23T08:00+23:59", "[]", "{}", "../..", "//x", "%", "%00", "<b>&\"'",
    "0" * 32, "00000000-0000-0000-0000-000000000000", ",", "1,2,3,4", "nan,nan,nan,nan", "inf,-inf,1e309,0",
    "109,12,109.3,12.4", "x" * 501, "đ" * 10_001, "😀" * 300, "a.b[]", "KH-2026-999999", "khanh-hoa", "' OR 1=1 --",
)  # fmt: skip
BOUNDARY = "ranh-gioi"
_KINDS_OF_CONTENT = (
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=khac",
    f"multipart/form-data; boundary={BOUNDARY}; charset=unicode_escape",
    f"multipart/form-data; boundary={BOUNDARY}; charset=undefined",
    f"multipart/form-data; boundary={BOUNDARY}; charset=utf-16",
    "application/x-www-form-urlencoded; charset=utf-7",
    "",
)

words = st.sampled_from(NASTY) | st.text(max_size=30)
"""A strategy for words that a person may type, and for words that nobody can."""


def raw(value: str) -> bytes:
    """Return the bytes of a sender who does not care whether they are UTF-8."""
    return value.encode("utf-8", "surrogatepass")


def query(pairs: list[tuple[str, str]]) -> str:
    """Encode pairs as a query or form."""
    return "&".join(f"{quote(raw(name))}={quote(raw(value))}" for name, value in pairs)


def multipart(pairs: list[tuple[str, str]], files: frozenset[str]) -> bytes:
    """Encode pairs as a form with files. Fields named in `files` are sent as files, whatever they should be."""
    parts = []
    for name, value in pairs:
        called = raw(name).replace(b'"', b"%22").replace(b"\r", b"").replace(b"\n", b"")
        more = b'; filename="anh.jpg"\r\nContent-Type: image/jpeg' if name in files else b""
        head = b'Content-Disposition: form-data; name="' + called + b'"' + more
        parts.append(b"--" + BOUNDARY.encode() + b"\r\n" + head + b"\r\n\r\n" + raw(value) + b"\r\n")
    return b"".join(parts) + b"--" + BOUNDARY.encode() + b"--\r\n"


@st.composite
def pairs_of(draw: st.DrawFn, form: PageForm, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """A strategy for forms with some faults: another value, a missing field, a field twice or under an impossible name."""
    values = {name: list(typed) for name, typed in form.values.items()}
    if form.buttons:
        values |= dict([_pressed(draw, form)])
    known = tuple(values) or names
    for name in draw(st.lists(st.sampled_from(known) | st.sampled_from(names), max_size=4)):
        match draw(st.sampled_from(("other", "other", "other", "without", "twice", "conflict"))):
            case "other":
                values[name] = [draw(words)]
            case "without":
                values.pop(name, None)
            case "twice":
                values[name] = [*values.get(name, []), draw(words)]
            case _:
                ending = draw(st.sampled_from((".name", "[]", ".a.b[]", ".0")))
                values[name + ending] = [draw(words)]
    sent = [(name, value) for name, typed in values.items() for value in typed]
    return draw(st.permutations(sent)) if draw(st.booleans()) else sent


def _pressed(draw: st.DrawFn, form: PageForm) -> tuple[str, list[str]]:
    name, value = draw(st.sampled_from(form.buttons))
    return name, [value]


@st.composite
def bodies(draw: st.DrawFn, pairs: list[tuple[str, str]]) -> tuple[bytes, str]:
    """A strategy for request bodies, mostly as browsers send them: the bytes and their content type."""
    files = draw(st.frozensets(st.sampled_from([name for name, _ in pairs] or ["photos"]), max_size=2))
    how = draw(st.sampled_from(("plain", "plain", "parts", "parts", "many", "many files", "broken", "odd")))
    in_parts = f"multipart/form-data; boundary={BOUNDARY}"
    match how:
        case "plain":
            return query(pairs).encode(), "application/x-www-form-urlencoded"
        case "many":
            return query(pairs + [("x", "1")] * 501).encode(), "application/x-www-form-urlencoded"
        case "many files":
            return multipart([*pairs, *[("photos", "x")] * 21], frozenset({"photos"})), in_parts
        case "broken":
            whole = multipart(pairs, files)
            return whole[: draw(st.integers(0, len(whole)))], in_parts
        case "odd":
            return multipart(pairs, files), draw(st.sampled_from(_KINDS_OF_CONTENT))
        case _:
            return multipart(pairs, files), in_parts
