"""The few pieces of SVG that all charts share."""

from collections.abc import Sequence
from math import isfinite

from markupsafe import Markup, escape

WIDE = 1000  # units across a plot; the browser stretches them, strokes keep their width
FINE = 10  # units down a plot per pixel, so that whole numbers are exact enough


def framed(*, chart_id: str, kind: str, height: str, title: str, description: str, body: str) -> Markup:
    """A chart as one image with a title and a description that screen readers say."""
    return Markup(  # noqa: S704 - parts from outside are escaped here or by the caller
        f'<svg class="aw-{kind}" id="{escape(chart_id)}" role="img" aria-labelledby="{escape(chart_id)}-t {escape(chart_id)}-d"'
        f' width="100%" height="{height}" overflow="visible">'
        f'<title id="{escape(chart_id)}-t">{escape(title)}</title><desc id="{escape(chart_id)}-d">{escape(description)}</desc>'
        f"{body}</svg>"
    )


def stretched(height: int, body: str) -> str:
    """A part whose units run from 0 to 1000 across whatever width the chart has, and in tenths of a pixel down."""
    return (
        f'<svg viewBox="0 0 {WIDE} {FINE * height}" preserveAspectRatio="none" width="100%" height="{height}"'
        f' overflow="visible">{body}</svg>'
    )


def path(kind: str, data: str) -> str:
    """A path of one class; nothing at all when there is nothing to draw."""
    return f'<path class="aw-{kind}" d="{data}"/>' if data else ""


def line_through(across: Sequence[int], heights: Sequence[int | None]) -> str:
    """A broken line: a gap where a height is missing, a dot where a point stands alone."""
    parts: list[str] = []
    pen_down = False
    for x, y in zip(across, heights, strict=True):
        if y is None:
            pen_down = False
            continue
        parts.append(f"{'L' if pen_down else 'M'}{x} {y}")
        pen_down = True
    return "".join(parts)


def round_dots(points: Sequence[tuple[int, int]]) -> str:
    """Points as strokes without length: their round caps are the marks, which no stretching can distort."""
    return "".join(f"M{x} {y}h0" for x, y in points)


def square_dots(points: Sequence[tuple[int, int]]) -> str:
    """Points as the shortest strokes: on paper, square caps need a direction."""
    return "".join(f"M{x} {y}h1" for x, y in points)


def middles(count: int) -> list[int]:
    """The middle of each period's share of the width."""
    return [(2 * index + 1) * WIDE // (2 * count) for index in range(count)]


def is_number(value: float | None) -> bool:
    """Whether a value can be drawn."""
    return value is not None and isfinite(value)
