"""The state diagram of a procedure as SVG, drawn from its data: statuses, the acts between them, the limits within them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator
from html import escape

from domain.procedure import LimitKind, Procedure
from domain.wording import STATUS
from domain.words import Status
from procedures.diagram import Arrow, Card, Diagram, amount_words, article, diagram, is_instant
from procedures.layout import Box, connect, place

_CARD, _PILL = 272.0, 244.0
_PAD, _LINE, _MARGIN, _LAYER_GAP, _HEADER = 10.0, 16.0, 30.0, 30.0, 92.0
_STYLE = """
text{font-family:"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",sans-serif;fill:#1f2933}
.h{font-size:20px;font-weight:600}.s{font-size:13px;fill:#52606d}.t{font-size:14px;font-weight:600}
.l{font-size:12px;font-weight:600;fill:#0b5394}.i{font-size:12px;font-weight:600;fill:#b45309}
.n{font-size:11px;fill:#52606d}.a{font-size:12px;font-weight:600}
.card{fill:#edf4fc;stroke:#2b6cb0;stroke-width:1.5}.end{fill:#eceff1;stroke:#607d8b;stroke-width:1.5}
.pill{fill:#fff;stroke:#9aa5b1}.time{fill:#fff;stroke:#9aa5b1;stroke-dasharray:4 3}
.on,.back,.out{fill:none;stroke-width:1.6}.on{stroke:#2b6cb0}.back{stroke:#c05621}.out{stroke:#90a4ae}
.on-head{fill:#2b6cb0}.back-head{fill:#c05621}.out-head{fill:#90a4ae}
"""
_LEGEND = (
    "Ô vuông: trạng thái, các hạn chạy trong đó, thao tác không đổi trạng thái (+). "
    "Ô tròn: thao tác, ai làm, theo điều nào. Nét đứt: hết thời gian chờ."
)
_KEPT_TOGETHER = re.compile(r"\b(Điều|khoản|điểm|Phụ|lục|bước|\d) ")
_SIZES = {"h": 20, "s": 13, "t": 14, "l": 12, "i": 12, "a": 12, "n": 11}
_BOLD = {"h", "t", "l", "i", "a"}

Lines = list[tuple[str, str]]
"""Lines of text, each after its class in the style sheet."""


def draw(procedure: Procedure) -> str:
    """The SVG, the same for the same procedure. It holds no script and refers to nothing outside itself."""
    shown = diagram(procedure)
    texts: dict[Hashable, Lines] = {card.status: _card_lines(card) for card in shown.cards}
    texts |= {arrow: _pill_lines(arrow) for arrow in shown.arrows}
    boxes: dict[Hashable, Box] = {
        card.status: Box(2 * card.rank, _CARD, _height(texts[card.status])) for card in shown.cards
    }
    for arrow in shown.arrows:
        layer = boxes[arrow.to].layer + (1 if arrow.back else -1)
        boxes[arrow] = Box(layer, _PILL, _height(texts[arrow]))
    lines = [(arrow, *line) for arrow in shown.arrows for line in _connect(boxes, arrow)]
    width, height = place(boxes.values(), _LAYER_GAP)
    body = [
        *(_line(arrow, upper, lower, boxes[arrow.to]) for arrow, upper, lower in lines),
        *(
            _box(boxes[card.status], texts[card.status], "end" if card.status.is_final else "card")
            for card in shown.cards
        ),
        *(_box(boxes[arrow], texts[arrow], "time" if arrow.by_time else "pill") for arrow in shown.arrows),
    ]
    return _document(procedure, shown, body, width, height)


def _pill_lines(arrow: Arrow) -> Lines:
    return [*_wrap("a", arrow.name, _PILL), *_wrap("n", arrow.by, _PILL), *_wrap("n", arrow.article, _PILL)]


def _card_lines(card: Card) -> Lines:
    lines = _wrap("t", STATUS[card.status], _CARD)
    for rule in card.limits:
        waits = "chờ " if rule.kind is LimitKind.WINDOW else ""
        style, course = ("i", " (tức thời)") if is_instant(rule) else ("l", "")
        lines += _wrap(style, f"{waits}{amount_words(rule)}{course}", _CARD)
        lines += _wrap("n", f"{rule.name} · {article(rule)}", _CARD)
    for act in card.acts:
        lines += _wrap("n", f"+ {act.name} · {article(act)}", _CARD)
    return lines


def _connect(boxes: dict[Hashable, Box], arrow: Arrow) -> Iterator[tuple[Box, Box]]:
    for source in arrow.sources:
        yield from connect(boxes, source, arrow, trunk=arrow)
    yield from connect(boxes, arrow, arrow.to, trunk=arrow)


def _line(arrow: Arrow, upper: Box, lower: Box, target: Box) -> str:
    """One piece of an arrow: down to the end of its layer, across to the next, and with a head where it arrives."""
    style = "back" if arrow.back else "out" if arrow.to in (Status.REFUSED, Status.WITHDRAWN) else "on"
    x1, x2 = upper.port(lower), lower.port(upper)
    (_, y1), (y2, _) = upper.band, lower.band
    start = upper.band[0] if upper.is_bend else upper.y + upper.height
    middle = (y1 + y2) / 2
    path = f"M{x1:.1f} {start:.1f}V{y1:.1f}C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2:.1f}V{lower.y:.1f}"
    head = ""
    if target in (upper, lower):
        x, tip, back = (x2, lower.y, -9.0) if target is lower else (x1, upper.y + upper.height, 9.0)
        head = f'<path class="{style}-head" d="M{x:.1f} {tip:.1f}l-5 {back:.1f}h10z"/>'
    return f'<path class="{style}" d="{path}"/>{head}'


def _box(box: Box, lines: Lines, style: str) -> str:
    left, radius = box.x - box.width / 2, 8 if style in ("card", "end") else 14
    rows = "".join(
        f'<text class="{css}" x="{left + _PAD:.1f}" y="{box.y + _PAD + _LINE * (number + 0.75):.1f}">{escape(text)}</text>'
        for number, (css, text) in enumerate(lines)
    )
    corner = f'x="{left:.1f}" y="{box.y:.1f}" width="{box.width:g}" height="{box.height:g}" rx="{radius}"'
    return f'<g><rect class="{style}" {corner}/>{rows}</g>'


def _height(lines: Lines) -> float:
    return len(lines) * _LINE + 2 * _PAD


def _wrap(css: str, text: str, width: float) -> Lines:
    """The text in lines that surely fit: letters are taken as wide as in the widest font the style sheet names."""
    lines = [""]
    for word in _KEPT_TOGETHER.sub("\\1\N{NO-BREAK SPACE}", text).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if _length(longer, css) > width - 2 * _PAD and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return [(css, line.removesuffix(" ·")) for line in lines]


def _length(text: str, css: str) -> float:
    letters = (unicodedata.normalize("NFD", letter)[0] for letter in unicodedata.normalize("NFC", text))
    em = sum(
        0.36 if letter in " \N{NO-BREAK SPACE}iljt.,;:()'" else 0.86 if letter in "mwMW%" else 0.63
        for letter in letters
    )
    return em * _SIZES[css] * (1.12 if css in _BOLD else 1)


def _document(procedure: Procedure, shown: Diagram, body: list[str], width: float, height: float) -> str:
    whole = "".join(
        f". {rule.name}: {amount_words(rule)} · {rule.source}"
        for rule in procedure.limits
        if rule.kind is LimitKind.CASE
    )
    header = [
        ("h", f"{procedure.authority.name}: quy trình xử lý phản ánh, kiến nghị"),
        ("s", f"{procedure.legal_basis.act}, có hiệu lực từ {procedure.valid_from:%d/%m/%Y}{whole}"),
        ("n", _LEGEND),
    ]
    full_width = max(width, *(_length(text, css) for css, text in header)) + 2 * _MARGIN
    full_height = height + 2 * _MARGIN + _HEADER
    size = f"{full_width:.0f} {full_height:.0f}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" aria-labelledby="title desc">',
            f'<title id="title">{escape(header[0][1])}</title>',
            f'<desc id="desc">{escape(_in_words(shown))}</desc>',
            f"<style>{_STYLE}</style>",
            '<rect width="100%" height="100%" fill="#fff"/>',
            *(
                f'<text class="{css}" x="{_MARGIN:g}" y="{_MARGIN + 16 + 22 * number:g}">{escape(text)}</text>'
                for number, (css, text) in enumerate(header)
            ),
            f'<g transform="translate({_MARGIN:g} {_MARGIN + _HEADER:g})">',
            *body,
            "</g>",
            "</svg>",
            "",
        ]
    )


def _in_words(shown: Diagram) -> str:
    """The picture for whoever hears it read."""
    return " ".join(
        f"{', '.join(STATUS[source] for source in arrow.sources)} → {STATUS[arrow.to]}: "
        f"{arrow.name} ({arrow.by}; {arrow.article})."
        for arrow in shown.arrows
    )
