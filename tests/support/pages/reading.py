"""Reads a page's forms as a browser does: targets, values, fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TICKED = ("checkbox", "radio")


@dataclass
class Asked:
    """A field that a person fills in. `described_by` are the ids of the texts that describe it."""

    kind: str
    id: str
    options: list[str] = field(default_factory=list)
    described_by: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    """A form: its values as they would be sent, its fields by name, its buttons."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self.texts: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self._fieldset: dict[str, str] = {}
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        self.links += [said[name] for name in ("href", "hx-get") if name in said]
        if tag not in ("input", "img", "meta", "link", "br", "source"):
            self._open.append((tag, said.get("id", "")))
        if tag == "fieldset":
            self._fieldset = said
        if tag == "form":
            self.forms.append(PageForm(said.get("action", ""), said.get("method", "get")))
        if self.forms and (tag == "option" or "name" in said):
            self._field(tag, said, self.forms[-1])

    def _field(self, tag: str, said: dict[str, str], form: PageForm) -> None:
        match tag:
            case "input":
                self._input(said.get("type", "text"), said, form)
            case "select":
                self._select = said["name"]
                self._asks(form, "select", said)
            case "option" if self._select:
                form.asked[self._select].options.append(said.get("value", ""))
                if "selected" in said or self._select not in form.values:
                    form.values[self._select] = [said.get("value", "")]
            case "textarea":
                self._area = said["name"]
                form.values[self._area] = [""]
                self._asks(form, "textarea", said)
            case "button":
                form.buttons.append((said["name"], said.get("value", "")))

    def _input(self, kind: str, said: dict[str, str], form: PageForm) -> None:
        if kind != "hidden":
            self._asks(form, kind, said).options.append(said.get("value", "on"))
        if kind not in ("file", *TICKED) or "checked" in said:
            form.values.setdefault(said["name"], []).append(said.get("value", "on" if kind in TICKED else ""))

    def _asks(self, form: PageForm, kind: str, said: dict[str, str]) -> Asked:
        beside = said.get("aria-describedby", "") or (
            self._fieldset.get("aria-describedby", "") if self._fieldset else ""
        )
        return form.asked.setdefault(said["name"], Asked(kind, said.get("id", ""), described_by=beside.split()))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].values[self._area][0] += data
        for _, known_as in self._open:
            if known_as:
                self.texts[known_as] = self.texts.get(known_as, "") + data

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        match tag:
            case "select":
                self._select = None
            case "fieldset":
                self._fieldset = {}
            case "textarea" if self._area:
                typed = self.forms[-1].values[self._area]
                typed[0] = typed[0].removeprefix("\n")
                self._area = None


def forms_of(page: str) -> list[PageForm]:
    """Return the forms of a page."""
    return _read(page).forms


def links_of(page: str) -> list[str]:
    """Return the links of a page."""
    return _read(page).links


def texts_of(page: str) -> dict[str, str]:
    """Return the text of each element that has an id."""
    return _read(page).texts


def _read(page: str) -> _Reading:
    reading = _Reading()
    reading.feed(page)
    return reading
