"""The way from a baseline to a target: where it means to be in each period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aimwell.domain.periods import Period, PeriodKind
from aimwell.domain.problems import Problem

MOST_POINTS = 240  # twenty years of months: more is a mistyped date


@dataclass(frozen=True, slots=True)
class Point:
    """Where a target means to be in a period (in its canonical form)."""

    period: str
    value: float


def periods_between(baseline_period: str, by: date) -> tuple[Period, ...]:
    """The periods after a baseline's, of its kind, up to the one in which the target is due.

    Raises Problem where the baseline's period is none, or is of days, or the way would be longer than anybody plans.
    """
    period = Period.parse(baseline_period)
    if period.kind in (PeriodKind.DAY, PeriodKind.QUARTERS):
        raise _no_way(f"A baseline of {period.words} does not repeat as months, quarters or years do.")
    found: list[Period] = []
    while period.end < by:
        period = period.next()
        found.append(period)
        if len(found) > MOST_POINTS:
            raise _no_way(f"There are more than {MOST_POINTS} periods between {baseline_period} and {by}.")
    return tuple(found)


def straight_line(baseline: float, value: float, periods: Sequence[Period]) -> tuple[Point, ...]:
    """Equal steps from the baseline to the value, which the last period reaches exactly."""
    count = len(periods)
    return tuple(
        Point(
            period.text,
            value if index == count else round(baseline + (value - baseline) * index / count, 4),
        )
        for index, period in enumerate(periods, start=1)
    )


def pasted_numbers(text: str) -> tuple[float | None, ...]:
    """The numbers of a column (or row) copied from a spreadsheet, in order; an empty line is an empty cell.

    Raises Problem that names the first line which is no number.
    """
    lines = text.replace("\r", "").strip("\n").replace("\t", "\n").split("\n")
    if not text.strip():
        return ()
    return tuple(_number(line, at) for at, line in enumerate(lines, start=1))


def _number(line: str, at: int) -> float | None:
    plain = line.strip().removesuffix("%").removeprefix("£").replace(",", "").strip()
    if not plain:
        return None
    try:
        found = float(plain)
    except ValueError:
        found = float("nan")
    if found != found or found in (float("inf"), float("-inf")):
        raise Problem(
            code="target.not-a-number",
            found=f"Line {at} of what was pasted is '{line.strip()[:40]}'.",
            expected="One number a line, as a column of a spreadsheet is copied.",
            remedy="Copy the column of figures alone, without its heading.",
        )
    return found


def value_at(points: Sequence[Point], by: date) -> float | None:
    """What a trajectory says for the last of its periods that a day does not come before the start of."""
    reached = [point for point in points if Period.parse(point.period).start <= by]
    return max(reached, key=lambda point: Period.parse(point.period)).value if reached else None


def reaches(points: Sequence[Point], value: float, by: date, direction: str) -> bool:
    """Whether a trajectory is at its target's value, or beyond it in the target's direction, when it is due."""
    final = value_at(points, by)
    if final is None:
        return False
    near = abs(final - value) <= 1e-9 * max(1.0, abs(value))
    match direction:
        case "higher":
            return near or final > value
        case "lower":
            return near or final < value
        case _:
            return near


def _no_way(found: str) -> Problem:
    return Problem(
        code="target.no-trajectory",
        found=found,
        expected="A baseline for a month, quarter or year, and a date within reach of it.",
        remedy="Check the baseline's period and the date of the target.",
    )
