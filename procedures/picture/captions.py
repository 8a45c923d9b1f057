"""The words in the boxes of a picture: a status with its limits and acts, an act, a ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.limit_rules import LimitKind, LimitRule, Rung
from domain.procedure import Procedure
from domain.words import Urgency
from language.labels import RECIPIENT, STATUS, URGENCY, length_text
from procedures.checks.course import urgencies
from procedures.picture.diagram import OURS, Arrow, Card, article
from procedures.picture.text_fitting import Lines, wrap

NUMBERS = "①②③④⑤⑥⑦⑧⑨"


def lines_of_arrow(arrow: Arrow, width: float) -> Lines:
    """Return an act's name, who does it, by which article."""
    return [*wrap("a", arrow.name, width), *wrap("n", arrow.by, width), *wrap("n", arrow.article, width)]


def lines_of_card(procedure: Procedure, card: Card, width: float) -> Lines:
    """Return a status, how long a case may be in it, and what may be done there."""
    lines = wrap("t", STATUS[card.status], width)
    for css, amount, names in _limits(procedure, card.limits):
        lines += wrap(css, amount, width)
        for name in names:
            lines += wrap("m" if css == "o" else "n", name, width)
    if card.unlimited:
        lines += wrap("u", "có thể chờ không có hạn", width)
        lines += wrap("n", article(card.unlimited), width)
    for act in card.acts:
        times = f" (tối đa {act.times} lần)" if act.times else ""
        lines += wrap("n", f"+ {act.name}{times} · {article(act)}", width)
    return lines


def lines_of_ladder(procedure: Procedure, name: str, width: float) -> Lines:
    """Return a ladder, rung by rung."""
    lines = wrap("t", f"{number_of(procedure, name)} Khi quá hạn", width)
    for rung in procedure.ladders[name]:
        after = f"sau {length_text(rung.after)}" if rung.after.value else "ngay khi quá hạn"
        lines += wrap("l", after, width)
        lines += wrap("n", f"báo {told(rung)} · {OURS if rung.ours else rung.source}", width)
    return lines


def told(rung: Rung) -> str:
    """Return whom a rung tells, and whom it tells too where several agencies have the case."""
    also = ", ".join(RECIPIENT[each] for each in rung.several_agencies_also_tells)
    besides = f"; hồ sơ nhiều cơ quan: thêm {also} ({rung.several_agencies_source})" if also else ""
    return ", ".join(RECIPIENT[each] for each in rung.tells) + besides


def amount_words(rule: LimitRule) -> str:
    """Return a limit's amount in Vietnamese, with the longer one that an extension gives."""
    longer = f", gia hạn tới {length_text(rule.extended)}" if rule.extended else ""
    shorter = " hoặc hạn ngắn hơn của cơ quan" if rule.shortened_by_agency else ""
    return length_text(rule.amount) + shorter + longer


def number_of(procedure: Procedure, ladder: str | None) -> str:
    """Return the sign that links a limit to its ladder; none where there is one ladder for all."""
    names = list(procedure.ladders)
    return NUMBERS[names.index(ladder) % len(NUMBERS)] if ladder and len(names) > 1 else ""


def _limits(procedure: Procedure, rules: Iterable[LimitRule]) -> Iterator[tuple[str, str, list[str]]]:
    """Return style, amount and names of each limit. Limits of single fields stand together under their amounts."""
    told_apart: dict[tuple[str, str], list[LimitRule]] = {}
    for rule in rules:
        told_apart.setdefault((_style(rule), _amount(procedure, rule)), []).append(rule)
    for (css, amount), alike in told_apart.items():
        for group in _together(alike):
            prefix = _shared_beginning([rule.name for rule in group])
            heading = f"{amount} · {prefix.removesuffix(' ')}" if prefix else amount
            names = (f"{'– ' if prefix else ''}{_name(procedure, rule, prefix)} · {article(rule)}" for rule in group)
            yield css, heading, list(names)


def _together(alike: list[LimitRule]) -> Iterator[list[LimitRule]]:
    of_fields = [rule for rule in alike if rule.fields]
    yield from ([rule] for rule in alike if not rule.fields)
    if of_fields:
        yield of_fields


def _shared_beginning(names: list[str]) -> str:
    """Return what several names have in common before a colon."""
    beginning = names[0].partition(": ")[0] + ": "
    return beginning if len(names) > 1 and all(name.startswith(beginning) for name in names) else ""


def _name(procedure: Procedure, rule: LimitRule, prefix: str) -> str:
    fields = [field.name for field in procedure.fields if field.id in rule.fields]
    says_so = prefix or all(field.casefold() in rule.name.casefold() for field in fields)
    return rule.name.removeprefix(prefix) + ("" if says_so else f" ({', '.join(fields)})")


def _style(rule: LimitRule) -> str:
    if rule.kind is LimitKind.OPTION:
        return "o"
    return "l" if Urgency.ORDINARY in rule.applies_to else "i"


def _amount(procedure: Procedure, rule: LimitRule) -> str:
    waits = {LimitKind.WINDOW: "chờ ", LimitKind.OPTION: "được làm trong "}.get(rule.kind, "")
    courses = [urgency for urgency in urgencies(procedure) if urgency in rule.applies_to]
    named = courses != [Urgency.ORDINARY] and len(courses) < len(urgencies(procedure))
    course = f" ({', '.join(URGENCY[urgency] for urgency in courses)})" if named else ""
    return f"{waits}{amount_words(rule)}{course} {number_of(procedure, rule.ladder)}".strip()
