"""A target's way from where it starts to where it ends, drawn so that it can be printed: it carries its own colours."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 70, 30, 24, 40
BLUE, INK, GRID = "#005eb8", "#212b32", "#d8dde0"


@dataclass(frozen=True, slots=True)
class TrajectoryPoint:
    """A period, its value, and the value as it is said."""

    period: str
    value: float
    said: str


def trajectory_chart(points: Sequence[TrajectoryPoint], *, title: str, words: str) -> str:
    """The drawing as SVG; two points or more. It shows where each step lies, not what became of it."""
    if len(points) < 2:
        raise ValueError("a way needs two points or more")
    low, high = min(point.value for point in points), max(point.value for point in points)
    room = (high - low or abs(high) or 1.0) * 0.15
    low, high = low - room, high + room
    across = [LEFT + index * (WIDTH - LEFT - RIGHT) / (len(points) - 1) for index in range(len(points))]
    down = [TOP + (high - point.value) / (high - low) * (HEIGHT - TOP - BOTTOM) for point in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True))
    marks = "".join(_mark(point, x, y) for point, x, y in zip(points, across, down, strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}. {escape(words)}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="Arial, Liberation Sans, sans-serif">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
        f'<line x1="{LEFT - 40}" y1="{HEIGHT - BOTTOM}" x2="{WIDTH - 4}" y2="{HEIGHT - BOTTOM}" stroke="{GRID}" stroke-width="2"/>'
        f'<polyline points="{line}" fill="none" stroke="{BLUE}" stroke-width="3"/>{marks}</svg>'
    )


def _mark(point: TrajectoryPoint, x: float, y: float) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{BLUE}"/>'
        f'<text x="{x:.1f}" y="{y - 12:.1f}" text-anchor="middle" font-size="16" font-weight="bold" fill="{INK}">{escape(point.said)}</text>'
        f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle" font-size="14" fill="{INK}">{escape(point.period)}</text>'
    )
