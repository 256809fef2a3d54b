"""Days, times and figures as pages of the workplace say them."""

from datetime import date, datetime

from django.utils import timezone


def day(value: date | None) -> str:
    """4 March 2026; an em dash for none."""
    return f"{value.day} {value:%B %Y}" if value else "—"


def moment(value: datetime | None) -> str:
    """4 March 2026, 14:05, in London."""
    if value is None:
        return "—"
    here = timezone.localtime(value)
    return f"{day(here.date())}, {here:%H:%M}"


def figure(value: float | None) -> str:
    """A number without needless digits; an em dash for none."""
    if value is None:
        return "—"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
