"""The forms of the acts on a case, made from the bodies of the JSON API and from the case's regulation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from api.cases.bodies import BODIES, ActBody
from api.cases.views.case import CaseView, PossibleAct
from api.pages.common.forms import SEVERAL, Form
from api.pages.staff.act_fields import FieldKind, Question, question
from api.pages.staff.answers import OfferedAnswer, answers_for, inserted
from api.pages.staff.choices import (
    Option,
    agency_options_to_send,
    field_options,
    named_options,
    officers_of,
    result_options,
)
from domain.complaint import Complaint
from domain.procedure import ActRule, Course, Named, Procedure
from domain.words import ActKind, Urgency
from language.labels import course_name
from records.attachments.rows import Attachment
from records.cases.rows import CaseRecord
from records.record import Record

_PAGES_OWN = frozenset({"act", "act_id"})
_NEEDED = frozenset({(ActKind.DISPATCH, "lead"), (ActKind.SUBMIT_RESULT, "handled_on")})
"""Fields that a body may leave out, but that the regulation requires wherever it uses them."""

_FIRST = (
    ActKind.ACCEPT, ActKind.SUBMIT_RESULT, ActKind.APPROVE, ActKind.PUBLISH, ActKind.DIRECT, ActKind.FORWARD,
    ActKind.DISPATCH, ActKind.VERIFY, ActKind.ANSWER,
)  # fmt: skip
"""Acts that carry a case on. The form of the first possible one is open."""


@dataclass(frozen=True)
class ActField:
    """A field of one act's form."""

    name: str
    asked: Question
    options: tuple[Option, ...]
    required: bool
    otherwise: str

    @property
    def kind(self) -> FieldKind:
        """The kind of input."""
        return self.asked.kind


@dataclass(frozen=True)
class ActForm:
    """The form of one act. `form` holds what was typed. `on_behalf_of` names the leader who is away, `answers` are the templates
    that may be inserted, `begun` is the one that was."""

    act: PossibleAct
    fields: tuple[ActField, ...]
    form: Form
    act_id: str
    on_behalf_of: str | None
    is_open: bool
    answers: tuple[OfferedAnswer, ...] = ()
    begun: OfferedAnswer | None = None

    @property
    def problem(self) -> str:
        """The sentence on the whole form, empty where nothing is wrong."""
        return self.form.problem

    @property
    def offers_images(self) -> bool:
        """True if there are images to choose from and no field `no_images`. Choosing none then says that there are none."""
        return "no_images" not in {field.name for field in self.fields} and any(
            field.name == field_name("images") and field.options for field in self.fields
        )


def act_forms(
    record: Record,
    case: CaseRecord,
    view: CaseView,
    tried: dict[ActKind, Form],
    suggested: str | None,
    chosen: str = "",
) -> list[ActForm]:
    """Return a form for each act that is possible now, and for each that was tried, so that nothing typed is lost.

    `suggested` is the agency that the routing rules name, `chosen` the answer template that opens the form of its act.
    """
    names = record.accounts.display_names(
        frozenset(each.on_behalf_of for each in view.possible_acts if each.on_behalf_of)
    )
    possible = {each.act: each for each in view.possible_acts}
    shown = {each.act: each for each in _tried(case, tried)} | possible
    first = next((act for act in _FIRST if act in possible), None)
    asking = _Asking(record, case, suggested)
    answers_of = answers_for(record.offices, case, view)
    answers = {act: answers_of(act) for act in shown}
    begun = {act: each for act in possible for each in answers[act] if each.id == chosen}
    return [
        ActForm(
            act=each,
            fields=tuple(_begun_with(begun.get(each.act), field) for field in asking.fields(each.act)),
            form=tried.get(each.act, Form()),
            act_id=tried.get(each.act, Form()).act_id,
            on_behalf_of=names.get(each.on_behalf_of, each.on_behalf_of) if each.on_behalf_of else None,
            is_open=each.act in (tried or begun) or (each.act is first and not (tried or begun)),
            answers=answers[each.act],
            begun=begun.get(each.act),
        )
        for each in sorted(shown.values(), key=lambda each: each.act is not first)
    ]


def _begun_with(answer: OfferedAnswer | None, field: ActField) -> ActField:
    """Return the field with the template inserted, where it is the one that takes templates."""
    if answer is None or field.name != answer.into:
        return field
    return replace(field, otherwise=inserted(answer, field.otherwise))


def _tried(case: CaseRecord, tried: Iterable[ActKind]) -> Iterator[PossibleAct]:
    for act in tried:
        if rule := case.complaint.procedure.act(act):
            yield PossibleAct(act=act, name=rule.name, article=rule.source, ours=rule.ours)


def read_act(form: Form, act: ActKind, shown_result: str | None) -> ActBody:
    """Return the act that the form says.

    A result that was left as it was shown does not count as edited. A result that was offered images and chose none has none.

    Raises:
        Problem: a field is wrong.
    """
    body = BODIES[act]
    names = {field_name(name) for name in body.model_fields} - {"act"}
    said = form.only(*names)
    if shown_result is not None and said.value("edited").strip() == shown_result.strip():
        said = said.only(*(names - {"edited"}))
    if act is ActKind.SUBMIT_RESULT and form.value("offers_images") and not form.values.get(field_name("images")):
        said = replace(said, values={**said.values, "no_images": ("true",)})
    return cast("ActBody", said.read(body, act=act))


def naming(form: Form, kept: Iterable[Attachment]) -> Form:
    """Return the form of a result with these images added to the chosen ones."""
    name = field_name("images")
    chosen = dict.fromkeys((*form.values.get(name, ()), *(str(each.id) for each in kept)))
    return replace(form, values={**form.values, name: tuple(chosen)})


def field_name(name: str) -> str:
    """Return the name of a body's field in the form."""
    return name + SEVERAL if name in ("co_ordinating", "images") else name


class _Asking:
    """The choices that a case's regulation and office offer."""

    def __init__(self, record: Record, case: CaseRecord, suggested: str | None) -> None:
        self._record = record
        self._case = case
        self._suggested = suggested
        self._agencies = agency_options_to_send(record, case.complaint.procedure.id)

    @cached_property
    def _images(self) -> list[Option]:
        return result_options(self._record.attachments, self._case.complaint)

    def fields(self, act: ActKind) -> Iterator[ActField]:
        """Return the fields of the act's form under this regulation."""
        procedure = self._case.complaint.procedure
        rule = procedure.act(act)
        if rule is None:
            return
        for name, field in BODIES[act].model_fields.items():
            if name not in _PAGES_OWN and _is_asked(procedure, rule, name):
                yield ActField(
                    name=field_name(name),
                    asked=question(act, name),
                    options=tuple(self._options(act, name)),
                    required=field.is_required() or self._is_needed(act, name),
                    otherwise=self._otherwise(act, name),
                )

    def _is_needed(self, act: ActKind, name: str) -> bool:
        """Return whether the regulation requires the field in every case. Fields of work may go to the focal point instead."""
        to_agency = not any(field.by_focal_point for field in self._case.complaint.procedure.fields)
        complaint = self._case.complaint
        if (act, name) == (
            ActKind.DISPATCH,
            "field",
        ):  # where the system dispatches by itself, nobody has to name a field
            return complaint.field is None and complaint.procedure.own_dispatch is None
        return (act, name) in _NEEDED and (name != "lead" or to_agency)

    def _options(self, act: ActKind, name: str) -> list[Option]:
        complaint = self._case.complaint
        procedure = complaint.procedure
        match name:
            case "lead" | "co_ordinating":
                return self._agencies
            case "agency":
                own = (
                    complaint.missing_parts
                    if act is ActKind.SET_PART_DAY
                    else (complaint.lead, *complaint.co_ordinating)
                )
                return [(agency, name) for agency, name in self._agencies if agency in own]
            case "field":
                return field_options(procedure)
            case "officer":
                return officers_of(self._record.accounts, complaint)
            case "urgency":
                ordinary = [(Urgency.ORDINARY, course_name(procedure, Urgency.ORDINARY).capitalize())]
                return named_options(_by_hand(procedure)) + (ordinary if act is ActKind.RECLASSIFY else [])
            case "images":
                return self._images
            case "ground":
                return named_options(_grounds(complaint, act))
            case "rating":
                return named_options(procedure.ratings)
            case _:
                return []

    def _otherwise(self, act: ActKind, name: str) -> str:
        match name:
            case "lead" if act is not ActKind.RECLASSIFY:
                return self._suggested or ""
            case "field" if act is not ActKind.RECLASSIFY:
                return self._case.complaint.field or ""
            case "edited":
                return self._case.result or ""
            case "images" if act is ActKind.SUBMIT_RESULT:
                return " ".join(value for value, _ in self._images)
            case _:
                return ""


_ASKED_BY = {
    "edited": "edits",
    "handled_on": "needs_day",
    "why_no_images": "explains_no_images",
    "paper_number": "takes_paper",
    "paper_date": "takes_paper",
    "paper_sender": "takes_paper",
}
"""The key of an act's rule that makes the form ask for the field."""


def _is_asked(procedure: Procedure, rule: ActRule, name: str) -> bool:
    """Return whether the regulation uses the field."""
    if key := _ASKED_BY.get(name):
        return bool(getattr(rule, key))
    match name:
        case "lead" | "co_ordinating" if rule.act in (ActKind.DISPATCH, ActKind.RECLASSIFY):
            return rule.names_agency
        case "no_images":
            return rule.needs_images and not rule.explains_no_images
        case "expected" if rule.act is ActKind.SUBMIT_RESULT:
            return rule.commits
        case "urgency":
            return bool(_by_hand(procedure))
        case "duplicate_of" if rule.act is ActKind.HAND_BACK:
            return any(ground.names_original for ground in procedure.grounds_found_later)
        case "duplicate_of":
            return any(ground.names_original for ground in procedure.refusal_grounds)
        case "guidance":
            return any(ground.needs_guidance for ground in procedure.refusal_grounds)
        case _:
            return True


def _by_hand(procedure: Procedure) -> list[Course]:
    return [course for course in procedure.courses if course.by_hand]


def _grounds(complaint: Complaint, act: ActKind) -> tuple[Named, ...]:
    """The grounds that this case leaves open."""
    withheld = complaint.procedure.withhold_grounds
    match act:
        case ActKind.RESTRICT:
            return tuple(ground for ground in withheld if ground.from_start)
        case ActKind.WITHHOLD:
            return tuple(ground for ground in withheld if complaint.secret or not ground.on_request)
        case _:
            return complaint.procedure.grounds(act)
