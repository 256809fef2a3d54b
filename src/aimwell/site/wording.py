"""Small pieces of wording that several pages share."""

from aimwell.domain.places import Place
from aimwell.presentation.absence import because
from aimwell.presentation.figures import Unit, between, figure
from aimwell.site.contents import day_words


def range_words(lower: float | None, upper: float | None, unit: Unit) -> str:
    """A likely range as tables show it: "61.2% to 63.8%"; empty where none is known."""
    return between(lower, upper, unit).removeprefix("between ").replace(" and ", " to ")


def value_words(value: float | None, unit: Unit, status: str) -> str:
    """A value, or why there is none."""
    return figure(value, unit) if value is not None else because(status).removeprefix("because ")


def name_with_end(place: Place) -> str:
    """A system's name, with the day it ended if it has."""
    return f"{place.name} (until {day_words(place.valid_to)})" if place.valid_to else place.name
