"""A rebase: a decision that a chart's limits begin anew from a date, with its reason and who decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from aimwell.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Rebase:
    """Limits of some measures begin anew at the first period from `begins` on."""

    id: str
    title: str
    measures: tuple[str, ...]
    begins: date
    decided: date
    by: str
    reason: str


def first_periods(measure: str, periods: Sequence[str], rebases: Iterable[Rebase]) -> tuple[bool, ...]:
    """For each period in order, whether a rebase of the measure begins there; never at the very first."""
    starts = [Period.parse(text).start for text in periods]
    days = [rebase.begins for rebase in rebases if measure in rebase.measures]
    return tuple(
        number > 0 and any(starts[number - 1] < day <= start for day in days)
        for number, start in enumerate(starts)
    )
