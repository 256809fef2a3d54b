"""The golden thread as a picture: a column for each stage, a box for each record, a curve for each tie.

On a phone the page shows its list instead; the picture has no size of its own but grows with the longest column.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

BOX = 152  # width of a box
BETWEEN = 32  # room for curves between columns
TOP = 34  # room for the headings
LINE = 16  # height of a line of text
PAD = 9
GAP = 12  # between two boxes of a column
SIGNS = 20  # that fit on a line of a box
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class DrawnKnot:
    """A record as a box. note: a short line under its words; loose: that something is not tied to it."""

    id: str
    words: str
    href: str = ""
    note: str = ""
    loose: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A column."""

    heading: str
    knots: tuple[DrawnKnot, ...]


@dataclass(frozen=True, slots=True)
class ThreadDrawing:
    """What is drawn. ties: from id to id, leftmost first; each id stands in one stage."""

    chart_id: str
    title: str
    description: str
    stages: tuple[Stage, ...]
    ties: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Box:
    left: int
    top: float
    height: int

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def golden_thread(drawing: ThreadDrawing) -> Markup:
    """The thread as inline SVG."""
    boxes = _placed(drawing)
    width = len(drawing.stages) * (BOX + BETWEEN) - BETWEEN
    height = round(max((box.top + box.height for box in boxes.values()), default=TOP)) + 4
    loose = {knot.id for stage in drawing.stages for knot in stage.knots if knot.loose}
    body = "".join(
        (
            *(_heading(at, stage) for at, stage in enumerate(drawing.stages)),
            *(_curve(boxes[left], boxes[right]) for left, right in drawing.ties),
            *(
                _box(knot, boxes[knot.id], loose=knot.id in loose)
                for stage in drawing.stages
                for knot in stage.knots
            ),
        )
    )
    return Markup(  # noqa: S704 - words are escaped where they are set
        f'<svg class="aw-thread" id="{escape(drawing.chart_id)}" role="group" viewBox="0 0 {width} {height}"'
        f' aria-labelledby="{escape(drawing.chart_id)}-t {escape(drawing.chart_id)}-d" preserveAspectRatio="xMinYMin meet">'
        f'<title id="{escape(drawing.chart_id)}-t">{escape(drawing.title)}</title>'
        f'<desc id="{escape(drawing.chart_id)}-d">{escape(drawing.description)}</desc>{body}</svg>'
    )


def tallest(drawing: ThreadDrawing) -> int:
    """How many boxes the longest column has."""
    return max((len(stage.knots) for stage in drawing.stages), default=0)


def wrapped(words: str, *, signs: int = SIGNS, most: int = MOST_LINES) -> list[str]:
    """Words in lines that fit a box; what is left over ends in an ellipsis."""
    lines = [""]
    for word in _cut(words.split(), signs):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > signs:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    return [*lines[: most - 1], f"{last[: signs - 1].rstrip()}…"]


def _cut(words: Sequence[str], signs: int) -> Iterator[str]:
    """Words, with those too long for a line in pieces."""
    for word in words:
        yield from (word[at : at + signs] for at in range(0, len(word), signs))


def _height(knot: DrawnKnot) -> int:
    return 2 * PAD + LINE * (len(wrapped(knot.words)) + len(_notes(knot)))


def _notes(knot: DrawnKnot) -> list[str]:
    notes = wrapped(knot.note, signs=SIGNS + 3, most=2) if knot.note else []
    return [*notes, "loose end"] if knot.loose else notes


def _placed(drawing: ThreadDrawing) -> dict[str, _Box]:
    """Where each box is: the longest column first, its neighbours beside what they are tied to."""
    near: dict[str, list[str]] = defaultdict(list)
    for left, right in drawing.ties:
        near[left].append(right)
        near[right].append(left)
    longest = max(
        range(len(drawing.stages)), key=lambda at: sum(_height(each) for each in drawing.stages[at].knots)
    )
    boxes: dict[str, _Box] = {}
    for at in sorted(range(len(drawing.stages)), key=lambda at: abs(at - longest)):
        boxes.update(_column(drawing.stages[at].knots, at * (BOX + BETWEEN), near, boxes))
    return boxes


def _column(
    knots: Sequence[DrawnKnot], left: int, near: Mapping[str, Sequence[str]], placed: Mapping[str, _Box]
) -> Iterator[tuple[str, _Box]]:
    wanted: list[tuple[float, DrawnKnot]] = []
    free = float(TOP)  # where boxes that nothing pulls anywhere go on
    for knot in knots:
        pulls = [placed[each].middle for each in near.get(knot.id, ()) if each in placed]
        middle = sum(pulls) / len(pulls) if pulls else free + _height(knot) / 2
        free = max(free, middle + _height(knot) / 2 + GAP)
        wanted.append((middle, knot))
    top = float(TOP)
    for middle, knot in sorted(wanted, key=lambda pair: pair[0]):
        height = _height(knot)
        top = max(top, middle - height / 2)
        yield knot.id, _Box(left, top, height)
        top += height + GAP


def _heading(at: int, stage: Stage) -> str:
    return f'<text class="aw-thread-head" x="{at * (BOX + BETWEEN)}" y="18">{escape(stage.heading)}</text>'


def _curve(left: _Box, right: _Box) -> str:
    start, end = left.left + BOX, right.left
    bend = min((end - start) / 2, BETWEEN * 1.5)
    return (
        f'<path class="aw-thread-tie" d="M{start} {left.middle:.0f}C{start + bend:.0f} {left.middle:.0f} '
        f'{end - bend:.0f} {right.middle:.0f} {end} {right.middle:.0f}"/>'
    )


def _box(knot: DrawnKnot, box: _Box, *, loose: bool) -> str:
    kind = "aw-thread-box" + (" aw-thread-loose" if loose else "") + (" aw-thread-here" if knot.here else "")
    lines = wrapped(knot.words)
    texts = "".join(
        f'<tspan x="{box.left + PAD}" dy="{LINE if at else 0}">{escape(line)}</tspan>'
        for at, line in enumerate(lines)
    )
    notes = "".join(
        f'<tspan x="{box.left + PAD}" dy="{LINE if at else 0}">{escape(line)}</tspan>'
        for at, line in enumerate(_notes(knot))
    )
    first = box.top + PAD + 12
    drawn = (
        f'<rect class="{kind}" x="{box.left}" y="{box.top:.0f}" width="{BOX}" height="{box.height}" rx="3"/>'
        f'<text class="aw-thread-words" y="{first:.0f}">{texts}</text>'
    )
    if notes:
        drawn += f'<text class="aw-thread-note" y="{first + LINE * len(lines):.0f}">{notes}</text>'
    told = f"<title>{escape(knot.words)}{escape('. ' + knot.note if knot.note else '')}</title>"
    return f'<a href="{escape(knot.href)}">{told}{drawn}</a>' if knot.href else f"<g>{told}{drawn}</g>"
