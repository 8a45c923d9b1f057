"""Checks a province's folder: its procedure, office, letters, demo cases and diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from api.office.rehearsal.running import run
from api.web.problems.refusals import told
from cli.procedures.summaries import summary_of_office, summary_of_procedure, summary_of_retention
from documents.letters.docx import docx
from documents.letters.letter import Letter
from documents.letters.pdf import pdf
from documents.letters.specimen import BARE, FULL
from domain.procedure import Procedure
from language.labels import STATUS
from language.system_errors import reason_of
from procedures import Fault, NoProcedure, ProvinceFault
from procedures.folders import LETTERS, files_in, known_forms
from procedures.loading import require_fits
from procedures.picture.drawing import draw
from procedures.province import (
    DEMO,
    DIAGRAM,
    PROCEDURE,
    Province,
    is_in_force,
    load_own_later_offices,
    load_own_office,
    load_own_retention,
    load_versions,
    nearest,
)
from procedures.situations import Expectation, Situation, SituationFault, departures, expectations, read_situation
from procedures.situations.course import shown
from stack.errors import FaultyProvinceError
from templates.letters import Form, forms_in

_FORMATS: dict[str, Callable[[Form, Letter], bytes]] = {"PDF": pdf, "DOCX": docx}


@dataclass
class Findings:
    """The contents of a province's folder, one sentence each, and its faults, one line each."""

    holds: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The faults, each on a line of its own."""
        return "\n".join(self.faults).splitlines()


def check_province(folder: Path) -> Findings:
    """Check everything in a province's folder. After a fault in a procedure nothing more is checked, because the rest
    depends on it."""
    findings = Findings()
    try:
        versions = load_versions(folder)
    except ProvinceFault as fault:
        findings.faults.append(str(fault))
        return findings
    findings.holds += map(summary_of_procedure, versions)
    for check in (_office, _others, _retention, _letters, _demo, _diagram):
        try:
            check(folder, versions, findings)
        except ProvinceFault as fault:
            findings.faults.append(str(fault))
    return findings


def require_whole(folders: Iterable[Path]) -> None:
    """Check everything in these provinces' folders.

    Raises:
        FaultyProvinceError: one has a fault; the error is the first fault's sentence.
    """
    for folder in folders:
        if faults := check_province(folder).lines:
            raise FaultyProvinceError(faults)


def _office(folder: Path, versions: tuple[Procedure, ...], findings: Findings) -> None:
    office = load_own_office(folder, versions)
    findings.holds.append(summary_of_office(office) if office else "Không có office.toml: quản trị thêm cơ quan sau.")
    for later in load_own_later_offices(folder, versions):
        whole, _ = later.with_wards(())
        findings.holds.append(f"Bộ máy từ {later.since:%d/%m/%Y}: {summary_of_office(whole)}")


def _others(folder: Path, versions: tuple[Procedure, ...], _: Findings) -> None:
    """Compare the province with the others in use, without its office where that has a fault of its own."""
    try:
        office = load_own_office(folder, versions)
    except ProvinceFault:
        office = None
    require_fits(Province(folder, versions, office, forms={}))


def _retention(folder: Path, _: tuple[Procedure, ...], findings: Findings) -> None:
    findings.holds.append(summary_of_retention(load_own_retention(folder)))


def _letters(folder: Path, versions: tuple[Procedure, ...], findings: Findings) -> None:
    """Make a letter of every form in the folder, and of every other form that its procedures name, in both formats."""
    known, own = known_forms(folder), forms_in(folder / LETTERS)
    named = {rule.template for procedure in versions for rule in procedure.letters}
    tried = sorted({*own, *named})
    for path in files_in(folder / LETTERS, "*.docx"):
        if path.stem not in own:
            findings.faults.append(_line(path, "(cả tệp)", f"thiếu {path.stem}.typ, cùng văn bản ở dạng PDF"))
    for name in tried:
        findings.faults += _faults_of_form(known[name])
    findings.holds.append(f"Mẫu văn bản (PDF, DOCX): {', '.join(tried) or 'không có'}.")


def _faults_of_form(form: Form) -> Iterator[str]:
    for kind, make in _FORMATS.items():
        path = form.typst if kind == "PDF" else form.docx
        try:
            for letter in (FULL, BARE):
                make(form, letter)
        except Exception as error:  # noqa: BLE001 - Typst, Jinja, Word and ZIP each fail in their own way
            reason = " ".join(str(error).split()) or type(error).__name__
            yield _line(path, "(cả tệp)", f"không lập được {kind} ({reason})")


def _demo(folder: Path, versions: tuple[Procedure, ...], findings: Findings) -> None:
    """Run every case of the demo through the core. Each must go as its file says, to its end."""
    paths = files_in(folder / DEMO, "*.toml")
    for path in paths:
        findings.faults += _faults_of_case(path, versions)
    findings.holds.append(f"Hồ sơ cho xem (demo): {len(paths)} hồ sơ.")


def _faults_of_case(path: Path, versions: tuple[Procedure, ...]) -> Iterator[str]:
    def in_force(procedure_id: str, day: date) -> Procedure:
        for each in versions:
            if each.id == procedure_id and is_in_force(each, day):
                return each
        raise NoProcedure(f"quy trình “{procedure_id}” không có ở thư mục này vào ngày {day:%d/%m/%Y}")

    try:
        situation = read_situation(path, name=str(path), in_force=in_force)
        expected = expectations(situation)
    except SituationFault as fault:
        yield str(fault)
        return
    except OSError as error:
        yield _line(path, "(cả tệp)", f"không đọc được tệp ({reason_of(error)})")
        return
    yield from _faults_of_course(path, situation, expected)


def _faults_of_course(path: Path, situation: Situation, expected: list[tuple[Expectation, ...]]) -> Iterator[str]:
    for step in situation.steps:
        if step.refused or step.decided:
            yield _line(path, step.key, "hồ sơ cho xem không có thao tác bị từ chối, không có văn bản mới về ngày nghỉ")
            return
    course = run(situation, code=situation.written.file)
    last = course[-1]
    if last.refusal:
        title, detail = told(last.refusal, situation.procedure)
        yield _line(path, last.step.key, f"{title}: {detail}")
        return
    for each in departures(expected, course):
        key = f"{each.passage.step.key}.expect.{each.what}"
        yield _line(path, key, f"phải là {shown(each.expected, situation)}, nhưng là {shown(each.found, situation)}")
    if not last.after.status.is_final:
        yield _line(path, last.step.key, f"hồ sơ chưa kết thúc: còn ở “{STATUS[last.after.status]}”")


def _diagram(folder: Path, versions: tuple[Procedure, ...], findings: Findings) -> None:
    """Compare the diagram with the one that the procedure draws."""
    path = folder / DIAGRAM
    command = f"hientruong procedures draw {folder / PROCEDURE} --output {path}"
    if not path.exists():
        findings.holds.append(f"Chưa có {DIAGRAM}; vẽ bằng: {command}")
        return
    try:
        is_current = path.read_text("utf-8") == draw(nearest(versions))
    except (OSError, UnicodeDecodeError):
        is_current = False
    if is_current:
        findings.holds.append(f"{DIAGRAM} khớp với quy trình.")
    else:
        findings.faults.append(_line(path, "(cả tệp)", f"không khớp với quy trình; hãy vẽ lại: {command}"))


def _line(file: Path, key: str, reason: str) -> str:
    return str(ProvinceFault(str(file), (Fault(key, reason),)))
