"""The state diagram of a procedure as SVG, drawn from its data: statuses, the acts between them, the limits within them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from html import escape

from domain.limit_rules import LimitKind
from domain.procedure import Procedure
from domain.words import Status
from language.labels import STATUS
from procedures.picture.captions import amount_words, lines_of_arrow, lines_of_card, lines_of_ladder
from procedures.picture.diagram import Arrow, Diagram, diagram
from procedures.picture.layout import Box, connect, place
from procedures.picture.text_fitting import LINE, PAD, STYLE, Lines, height, length

_CARD, _PILL, _LADDER = 272.0, 244.0, 360.0
_MARGIN, _LAYER_GAP, _HEADER = 30.0, 30.0, 92.0
_STYLE = (
    STYLE
    + """.card{fill:#edf4fc;stroke:#2b6cb0;stroke-width:1.5}.end{fill:#eceff1;stroke:#607d8b;stroke-width:1.5}
.pill{fill:#fff;stroke:#9aa5b1}.time{fill:#fff;stroke:#9aa5b1;stroke-dasharray:4 3}.ladder{fill:#fdf6ec;stroke:#d69e2e}
.may{fill:none;stroke:#2b6cb0;stroke-dasharray:3 3}
.on,.back,.out{fill:none;stroke-width:1.6}.on{stroke:#2b6cb0}.back{stroke:#c05621}.out{stroke:#90a4ae}
.on-head{fill:#2b6cb0}.back-head{fill:#c05621}.out-head{fill:#90a4ae}
"""
)
_LEGEND = (
    "Ô vuông: trạng thái, các hạn chạy trong đó, thao tác không đổi trạng thái (+). "
    "Ô tròn: thao tác, ai làm, theo điều nào. Nét đứt: hết thời gian chờ, việc được làm mà không bắt buộc."
)
_ASIDE = (Status.REFUSED, Status.WITHDRAWN, Status.MERGED, Status.DELETED)


def draw(procedure: Procedure) -> str:
    """Return the SVG, the same for the same procedure. It holds no script and refers to nothing outside itself."""
    shown = diagram(procedure)
    texts: dict[Hashable, Lines] = {card.status: lines_of_card(procedure, card, _CARD) for card in shown.cards}
    texts |= {arrow: lines_of_arrow(arrow, _PILL) for arrow in shown.arrows}
    boxes: dict[Hashable, Box] = {
        card.status: Box(2 * card.rank, _CARD, height(texts[card.status])) for card in shown.cards
    }
    for arrow in shown.arrows:
        layer = boxes[arrow.to].layer + (1 if arrow.back else -1)
        boxes[arrow] = Box(layer, _PILL, height(texts[arrow]))
    lines = [(arrow, *line) for arrow in shown.arrows for line in _connect(boxes, arrow)]
    width, depth = place(boxes.values(), _LAYER_GAP)
    body = [
        *(_line(arrow, upper, lower, boxes[arrow.to]) for arrow, upper, lower in lines),
        *(
            _box(boxes[card.status], texts[card.status], "end" if card.status.is_final else "card")
            for card in shown.cards
        ),
        *(_box(boxes[arrow], texts[arrow], "time" if arrow.by_time else "pill") for arrow in shown.arrows),
    ]
    ladders = [lines_of_ladder(procedure, name, _LADDER) for name in procedure.ladders]
    below = depth + 2 * _LAYER_GAP
    for number, ladder in enumerate(ladders):
        box = Box(0, _LADDER, height(ladder), x=_LADDER / 2 + number * (_LADDER + _LAYER_GAP), y=below)
        body.append(_box(box, ladder, "ladder"))
        width, depth = max(width, box.x + box.width / 2), max(depth, box.y + box.height)
    return _document(procedure, shown, body, width, depth)


def _connect(boxes: dict[Hashable, Box], arrow: Arrow) -> Iterator[tuple[Box, Box]]:
    for source in arrow.sources:
        yield from connect(boxes, source, arrow, trunk=arrow)
    yield from connect(boxes, arrow, arrow.to, trunk=arrow)


def _line(arrow: Arrow, upper: Box, lower: Box, target: Box) -> str:
    """Draw one piece of an arrow: down to the end of its layer, across to the next, and with a head where it arrives."""
    style = "back" if arrow.back else "out" if arrow.to in _ASIDE else "on"
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
        f'<text class="{css}" x="{left + PAD:.1f}" y="{box.y + PAD + LINE * (number + 0.75):.1f}">{escape(text)}</text>'
        for number, (css, text) in enumerate(lines)
    )
    rows += "".join(
        f'<rect class="may" x="{left + 5:.1f}" y="{box.y + PAD + LINE * first + 1:.1f}" width="{box.width - 10:g}" '
        f'height="{LINE * (last - first):g}"/>'
        for first, last in _of_options(lines)
    )
    corner = f'x="{left:.1f}" y="{box.y:.1f}" width="{box.width:g}" height="{box.height:g}" rx="{radius}"'
    return f'<g><rect class="{style}" {corner}/>{rows}</g>'


def _of_options(lines: Lines) -> Iterator[tuple[int, int]]:
    """Return the rows that belong to each option: the first, and the one after the last."""
    for first, (css, _) in enumerate(lines):
        if css == "o" and (first == 0 or lines[first - 1][0] != "o"):
            rest = enumerate(lines[first:], first)
            yield first, next((number for number, (style, _) in rest if style not in ("o", "m")), len(lines))


def _document(procedure: Procedure, shown: Diagram, body: list[str], width: float, depth: float) -> str:
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
    full_width = max(width, *(length(text, css) for css, text in header)) + 2 * _MARGIN
    full_height = depth + 2 * _MARGIN + _HEADER
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
    """Return the picture in words, for screen readers."""
    return " ".join(
        f"{', '.join(STATUS[source] for source in arrow.sources)} → {STATUS[arrow.to]}: "
        f"{arrow.name} ({arrow.by}; {arrow.article})."
        for arrow in shown.arrows
    )
