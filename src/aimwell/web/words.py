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


FIELD_WORDS = {
    "title": "Title",
    "level": "Whose priority",
    "aim": "Aim",
    "why": "Why",
    "need": "Need",
    "pack": "Rule pack",
    "pack_priority": "Priority of the pack",
    "owner": "Owner",
    "starts": "From",
    "ends": "Until",
    "position": "Place in the list",
    "priority": "Priority",
    "measure": "Measure",
    "place": "Place",
    "breakdown": "For whom",
    "direction": "Direction",
    "unit": "Unit",
    "baseline_value_id": "Baseline's value id",
    "baseline": "Baseline",
    "baseline_period": "Baseline's period",
    "value": "Value to reach",
    "by": "By",
    "gap_by": "Gap between",
    "gap_words": "Gap in words",
    "gap_baseline": "Gap at the start",
    "gap_value": "Gap to reach",
    "gap_due": "Gap to be reached by",
    "evidence": "Evidence",
    "review_on": "To be reviewed on",
    "trajectory": "Trajectory",
    "asked": "People asked",
}


def field_words(name: str) -> str:
    """A field as pages call it."""
    return FIELD_WORDS.get(name, name.replace("_", " ").capitalize())
