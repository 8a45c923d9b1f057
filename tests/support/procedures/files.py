"""The parts that tests of procedures share: files, copies of them with something changed, and their faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.procedure import Procedure
from procedures import ProvinceFault, procedure_in_force
from procedures.loading import SHIPPED
from procedures.reading import read_procedure
from templates.letters import forms_beside

KHANH_HOA = SHIPPED / "khanh-hoa" / "procedure.toml"
FORMS = forms_beside(KHANH_HOA.parent / "letters")
A_DAY = date(2026, 11, 23)
_ENGLISH = ("should", "Input", "valid ", "Value error", "None", "must", "greater", "type=")


def khanh_hoa() -> Procedure:
    """The procedure as it ships."""
    return procedure_in_force("khanh-hoa", A_DAY)


@dataclass(frozen=True)
class Written:
    """The text of a file, for copies with something changed. A change is a text, which must stand in it, and another."""

    text: str

    def section(self, header: str) -> str:
        """Return a table, from its header to the next blank line."""
        start = self.text.index(f"{header}\n")
        return self.text[start : self.text.index("\n\n", start)]

    def changed(self, *changes: tuple[str, str]) -> str:
        """The text with each first text replaced once by the second."""
        text = self.text
        for old, new in changes:
            assert old in text, f"the file no longer says {old!r}"
            text = text.replace(old, new, 1)
        return text

    def within(self, header: str, old: str, new: str) -> tuple[str, str]:
        """A change inside one table."""
        before = self.section(header)
        assert old in before, f"{header} no longer says {old!r}"
        return before, before.replace(old, new, 1)

    def without(self, header: str) -> tuple[str, str]:
        """Return the change that removes a table."""
        return self.section(header), ""


_SHIPPED = Written(KHANH_HOA.read_text("utf-8"))
section, changed, within, without = _SHIPPED.section, _SHIPPED.changed, _SHIPPED.within, _SHIPPED.without


def read(text: str) -> Procedure:
    """Read a text that may name the forms of Khánh Hòa. Raises ProvinceFault."""
    return read_procedure(text, file="tinh-moi.toml", forms=FORMS)


def alone(text: str) -> str:
    """The text as it is sound in a folder that holds no form of its own."""
    return text.replace('template = "result"', 'template = "plain_result"')


def faults_of(text: str) -> list[tuple[str, str]]:
    """The faults of a file as key and reason; none for a good one."""
    try:
        read(text)
    except ProvinceFault as fault:
        return [(each.key, each.reason) for each in fault.faults]
    return []


def is_told(text: str, key: str | None, reason: str) -> None:
    """The file has a fault at this key (None for any) whose reason holds these words; each fault is one Vietnamese line."""
    try:
        read(text)
    except ProvinceFault as fault:
        said = fault
    else:
        raise AssertionError("the file has no fault")
    told = [(each.key, each.reason) for each in said.faults]
    assert any(key in (None, found) and reason in why for found, why in told), told
    assert str(said).splitlines() == [f"tinh-moi.toml: {found}: {why}" for found, why in told]
    assert not any(english in str(said) for english in _ENGLISH), str(said)
