"""Whether a figure is new enough to say how things are."""

from datetime import date

from aimwell.domain.periods import Period


def is_recent(period: str, *, years: int, today: date) -> bool:
    """Whether a period ended no more than so many years before today."""
    end = Period.parse(period).end
    return (end.year + years, end.month, end.day) >= (today.year, today.month, today.day)
