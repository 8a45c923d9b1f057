"""Places boxes in layers with lines between them, after Sugiyama: few crossings, straight lines, no overlaps."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

_GAP = 24.0
_PORT_GAP = 16.0
_ORDERINGS = 40
_SWEEPS = 60


@dataclass(eq=False)
class Box:
    """A box to be placed, or (without width) the bend of a line that passes a layer. `above`, `below`: its neighbours."""

    layer: int
    width: float
    height: float
    x: float = 0
    y: float = 0
    band: tuple[float, float] = (0, 0)
    above: list[Box] = field(default_factory=list)
    below: list[Box] = field(default_factory=list)

    @property
    def is_bend(self) -> bool:
        """True if only a line passes here."""
        return not self.width

    def port(self, other: Box) -> float:
        """Return the x at which the line to a neighbour leaves or arrives."""
        ends = sorted(self.below if other in self.below else self.above, key=lambda box: box.x)
        reach = max(self.width / 2 - _PORT_GAP, 0)
        wanted = [min(max(end.x, self.x - reach), self.x + reach) for end in ends]
        gap = min(_PORT_GAP, 2 * reach / len(ends))
        number, last = ends.index(other), len(ends) - 1
        x = _apart(wanted, [gap] * len(ends))[number]
        return min(max(x, self.x - reach + gap * number), self.x + reach - gap * (last - number))


def connect(boxes: dict[Hashable, Box], one: Hashable, other: Hashable, trunk: Hashable) -> Iterator[tuple[Box, Box]]:
    """Join two boxes by a line that bends once in every layer between; yields its pieces, upper end first.

    Lines with the same `trunk` share their bends; a piece that is there already is not yielded again.
    """
    start, end = sorted((boxes[one], boxes[other]), key=lambda box: box.layer)
    bends = [boxes.setdefault((trunk, layer), Box(layer, 0, 0)) for layer in range(start.layer + 1, end.layer)]
    for upper, lower in pairwise((start, *bends, end)):
        if lower not in upper.below:
            upper.below.append(lower)
            lower.above.append(upper)
            yield upper, lower


def place(boxes: Iterable[Box], layer_gap: float) -> tuple[float, float]:
    """Set `x` (centre), `y` (top) and `band` (top and bottom of the layer) of every box. Return the size of the whole."""
    layers: dict[int, list[Box]] = {}
    for box in boxes:
        layers.setdefault(box.layer, []).append(box)
    rows = _fewest_crossings([layers[number] for number in sorted(layers)])
    for _ in range(_SWEEPS):
        for sides, order in ((("above",), rows), (("below",), rows[::-1]), (("above", "below"), rows)):
            for row in order:
                _spread(row, sides)
    left = min(box.x - box.width / 2 for row in rows for box in row)
    top = 0.0
    for row in rows:
        bottom = top + max(box.height for box in row)
        for box in row:
            box.x, box.band = box.x - left, (top, bottom)
            box.y = (top + bottom - box.height) / 2
        top = bottom + layer_gap
    return max(box.x + box.width / 2 for row in rows for box in row), top - layer_gap


def _fewest_crossings(rows: list[list[Box]]) -> list[list[Box]]:
    best, fewest = [list(row) for row in rows], _crossings(rows)
    for sweep in range(_ORDERINGS):
        down = sweep % 2 == 0
        for before, row in pairwise(rows if down else rows[::-1]):
            place_of = {box: float(number) for number, box in enumerate(before)}
            centres = {}
            for number, box in enumerate(row):
                ends = [place_of[end] for end in (box.above if down else box.below)]
                centres[box] = sum(ends) / len(ends) if ends else float(number)
            row.sort(key=centres.__getitem__)
        if (found := _crossings(rows)) < fewest:
            best, fewest = [list(row) for row in rows], found
    return best


def _crossings(rows: Sequence[Sequence[Box]]) -> int:
    count = 0
    for upper, lower in pairwise(rows):
        place_of = {box: number for number, box in enumerate(lower)}
        lines = [(number, place_of[end]) for number, box in enumerate(upper) for end in box.below]
        count += sum((one[0] - other[0]) * (one[1] - other[1]) < 0 for one, other in combinations(lines, 2))
    return count


def _spread(row: list[Box], sides: tuple[str, ...]) -> None:
    distances = [0.0] + [(one.width + other.width) / 2 + _GAP for one, other in pairwise(row)]
    for box, x in zip(row, _apart([_wanted(box, sides) for box in row], distances), strict=True):
        box.x = x


def _wanted(box: Box, sides: tuple[str, ...]) -> float:
    """Return where a box would stand if it were alone: amid its neighbours. Bends pull hardest, so long lines run straight."""
    ends = [end for side in sides for end in getattr(box, side)] or [*box.above, *box.below]
    weights = [8.0 if box.is_bend and end.is_bend else 1.0 for end in ends]
    return sum(weight * end.x for weight, end in zip(weights, ends, strict=True)) / sum(weights) if ends else box.x


def _apart(wanted: list[float], distances: list[float]) -> list[float]:
    """Return the places nearest to the wanted ones (least squares) that keep order and distance."""
    shifts = [sum(distances[1 : index + 1]) for index in range(len(wanted))]
    blocks: list[tuple[float, int]] = []
    for want, shift in zip(wanted, shifts, strict=True):
        mean, size = want - shift, 1
        while blocks and blocks[-1][0] > mean:
            other, others = blocks.pop()
            mean, size = (mean * size + other * others) / (size + others), size + others
        blocks.append((mean, size))
    starts = [mean for mean, size in blocks for _ in range(size)]
    return [start + shift for start, shift in zip(starts, shifts, strict=True)]
