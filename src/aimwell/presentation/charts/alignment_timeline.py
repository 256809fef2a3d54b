"""When partners learn of their money and until when they have it: one line per settlement, under its receivers.

Narrow, so that a phone shows its words at a size that can be read; it carries its own colours, so that it prints.
Each mark has a shape of its own: nothing rests on colour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import escape

WIDTH = 480
SHOWN_WIDTH = 680
SIDE = 12
HEAD = 82  # two lines of legend and the names of years
ROW = 46
GROUP = 30
SIGNS = 58  # of a label that fit on a line
BLUE, PALE, INK, GREY, GREEN, RED = "#005eb8", "#cfe0f2", "#212b32", "#4c6272", "#007f3b", "#8a1538"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One settlement. verified: that its facts were read on a page; others are drawn hollow."""

    label: str
    spend_from: date
    spend_by: date
    announced: date | None = None
    confirmed: date | None = None
    paid: tuple[date, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True)
class TimelineGroup:
    """The settlements of the same receivers."""

    heading: str
    rows: tuple[TimelineRow, ...]


@dataclass(frozen=True, slots=True)
class AlignmentTimeline:
    """What is drawn between two days; what lies outside is cut, with an arrow."""

    title: str
    words: str
    first: date
    last: date
    groups: tuple[TimelineGroup, ...]


def alignment_timeline(timeline: AlignmentTimeline) -> str:
    """The drawing as SVG. Raises ValueError where there is no time between its two days."""
    if timeline.last <= timeline.first:
        raise ValueError("a timeline needs a first and a later last day")
    rows = sum(len(group.rows) for group in timeline.groups)
    height = HEAD + GROUP * len(timeline.groups) + ROW * rows + 10
    body = "".join([*_years(timeline, height), *_legend(), *_groups(timeline)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(timeline.title)}. {escape(timeline.words)}"'
        f' viewBox="0 0 {WIDTH} {height}" width="{SHOWN_WIDTH}" height="{height * SHOWN_WIDTH // WIDTH}"'
        f' font-family="Arial, Liberation Sans, sans-serif" font-size="13" fill="{INK}">'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{body}</svg>'
    )


def _across(timeline: AlignmentTimeline, on: date) -> float:
    share = (on - timeline.first).days / (timeline.last - timeline.first).days
    return SIDE + min(max(share, 0.0), 1.0) * (WIDTH - 2 * SIDE)


def _years(timeline: AlignmentTimeline, height: int) -> Iterator[str]:
    """Financial years as bands that take turns, each named where there is room for its name."""
    for number, starting in enumerate(range(timeline.first.year - 1, timeline.last.year + 1)):
        begins, ends = date(starting, 4, 1), date(starting + 1, 4, 1)
        if ends <= timeline.first or begins > timeline.last:
            continue
        left, right = _across(timeline, begins), _across(timeline, ends)
        fill = "#f0f4f5" if number % 2 else "#ffffff"
        yield f'<rect x="{left:.1f}" y="{HEAD - 20}" width="{right - left:.1f}" height="{height - HEAD + 16}" fill="{fill}"/>'
        if begins >= timeline.first:
            yield f'<line x1="{left:.1f}" y1="{HEAD - 20}" x2="{left:.1f}" y2="{height - 4}" stroke="#aeb7bd" stroke-width="1"/>'
        if right - left > 50:
            middle = (left + right) / 2
            yield (
                f'<text x="{middle:.1f}" y="{HEAD - 6}" text-anchor="middle" font-weight="bold">'
                f"{starting}/{(starting + 1) % 100:02}</text>"
            )


def _legend() -> Iterator[str]:
    upper, lower = 18, 42
    yield _announced(SIDE + 6, upper) + _said(SIDE + 16, upper, "announced")
    yield _confirmed(SIDE + 116, upper) + _said(SIDE + 127, upper, "confirmed")
    yield _paid(SIDE + 226, upper) + _said(SIDE + 236, upper, "paid")
    yield _bar(SIDE + 296, SIDE + 326, upper, verified=True) + _said(SIDE + 334, upper, "to be spent")
    yield _end(SIDE + 6, lower) + _said(SIDE + 16, lower, "ends")
    yield _arrow(SIDE + 116, lower) + _said(SIDE + 127, lower, "goes on")
    yield _bar(SIDE + 296, SIDE + 326, lower, verified=False) + _said(SIDE + 334, lower, "not verified")


def _said(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="12">{escape(words)}</text>'


def _groups(timeline: AlignmentTimeline) -> Iterator[str]:
    top = HEAD
    for group in timeline.groups:
        yield f'<text x="{SIDE}" y="{top + 20}" font-size="15" font-weight="bold" fill="{BLUE}">{escape(group.heading)}</text>'
        top += GROUP
        for row in group.rows:
            yield from _row(timeline, row, top)
            top += ROW


def _row(timeline: AlignmentTimeline, row: TimelineRow, top: int) -> Iterator[str]:
    label = row.label if len(row.label) <= SIGNS else row.label[: SIGNS - 1].rstrip() + "…"
    yield f'<text x="{SIDE}" y="{top + 12}">{escape(label)}</text>'
    y = top + 27
    left, right = _across(timeline, row.spend_from), _across(timeline, row.spend_by)
    if row.announced and row.announced < row.spend_from:
        yield (
            f'<line x1="{_across(timeline, row.announced):.1f}" y1="{y}" x2="{left:.1f}" y2="{y}" stroke="{GREY}"'
            ' stroke-width="1.5" stroke-dasharray="3 3"/>'
        )
    yield _bar(left, right, y, verified=row.verified)
    yield _arrow(right, y) if row.spend_by > timeline.last else _end(right, y)
    yield from (_paid(_across(timeline, on), y) for on in row.paid if _inside(timeline, on))
    if row.announced and _inside(timeline, row.announced):
        yield _announced(_across(timeline, row.announced), y)
    if row.confirmed and _inside(timeline, row.confirmed):
        yield _confirmed(_across(timeline, row.confirmed), y)


def _inside(timeline: AlignmentTimeline, on: date) -> bool:
    return timeline.first <= on <= timeline.last


def _bar(left: float, right: float, y: float, *, verified: bool) -> str:
    look = (
        f'fill="{PALE}" stroke="{BLUE}"'
        if verified
        else f'fill="#ffffff" stroke="{GREY}" stroke-dasharray="4 3"'
    )
    return f'<rect x="{left:.1f}" y="{y - 6}" width="{max(right - left, 2):.1f}" height="12" {look} stroke-width="1.5"/>'


def _announced(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="#ffffff" stroke="{INK}" stroke-width="2"/>'


def _confirmed(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y - 8}L{x + 7:.1f} {y}L{x:.1f} {y + 8}L{x - 7:.1f} {y}Z" fill="{INK}" stroke="#ffffff"/>'


def _paid(x: float, y: float) -> str:
    return f'<path d="M{x - 5:.1f} {y + 5}L{x + 5:.1f} {y + 5}L{x:.1f} {y - 5}Z" fill="{GREEN}" stroke="#ffffff"/>'


def _end(x: float, y: float) -> str:
    return f'<line x1="{x:.1f}" y1="{y - 10}" x2="{x:.1f}" y2="{y + 10}" stroke="{RED}" stroke-width="3"/>'


def _arrow(x: float, y: float) -> str:
    return f'<path d="M{x - 7:.1f} {y - 9}L{x + 5:.1f} {y}L{x - 7:.1f} {y + 9}Z" fill="{BLUE}"/>'
