"""Fills in a form as people do, with one of its fields wrong."""

from __future__ import annotations

from tests.support.pages.reading import TICKED, Asked, PageForm

TOO_LONG = "Chữ dài quá. " * 800
_BY_KIND = {
    "date": "2026-12-15",
    "datetime-local": "2026-12-20T08:00",
    "month": "2026-11",
    "email": "canbo@vidu.vn",
    "tel": "0905 123 456",
}
_BY_NAME = {
    "id": "muc-moi",
    "username": "nguoi.moi",
    "own_limit": "4 wd",
    "symbol": "SYT",
    "next_symbol": "SXD",
    "code": "22366",
    "succeeded_by": "",
    "latitude": "12.25",
    "longitude": "109.19",
    "duplicate_of": "",
    "ends_at": "2026-12-24T08:00",
    "x[]": "10",
    "y[]": "10",
    "width[]": "20",
    "height[]": "20",
    "days.0.off": "04/01/2027",
    "date": "01/12/2026",
    "valid_to": "2027-12-15",
}
_DAYS = "days."


def filled_in(form: PageForm) -> dict[str, list[str]]:
    """Return the form with a plausible value in each field."""
    values = {name: list(typed) for name, typed in form.values.items()}
    for number, (name, asked) in enumerate(form.asked.items()):
        if asked.kind not in ("file", "password", *TICKED):
            values[name] = [_plausible(name, asked, number), *values.get(name, [])[1:]]
        elif asked.kind == "radio":
            values[name] = asked.options[-1:]
    return values


def wrongly(asked: Asked) -> str:
    """Return a value that this field must not accept."""
    if asked.kind in ("select", *TICKED):
        return "khong-co-trong-danh-sach"
    return TOO_LONG


def _plausible(name: str, asked: Asked, number: int) -> str:
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name.startswith(_DAYS) and not name.startswith(f"{_DAYS}0."):
        return ""
    if asked.kind == "select":
        return next((each for each in asked.options if each), "")
    return _BY_KIND.get(asked.kind, f"Điều đã gõ thứ {number}")
