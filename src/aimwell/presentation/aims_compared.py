"""Aims of many systems in words, and as the table that a download holds."""

from collections.abc import Mapping, Sequence

from aimwell.domain.workplace.aims_compared import AgainstEngland, ComparedAim, Made, Part, SortBy
from aimwell.presentation.figures import MINUS, declared, number, unit_named
from aimwell.presentation.promise_words import KIND_WORDS

MADE_WORDS: Mapping[Made, str] = {
    Made.WHOLE: "A number, a day, a baseline and a gap to narrow",
    Made.NO_GAP: "A number, a day and a baseline; no gap to narrow",
    Made.NO_BASELINE: "A number and a day; no baseline",
    Made.VAGUE: "No number or no day",
}
PART_WORDS: Mapping[Part, str] = {
    Part.NUMBER: "a number",
    Part.DATE: "a day",
    Part.BASELINE: "a baseline",
    Part.GAP: "a gap to narrow",
    Part.OWNER: "an owner",
}
SORT_WORDS: Mapping[SortBy, str] = {
    SortBy.SYSTEM: "System",
    SortBy.DATE: "Day",
    SortBy.NEAR: "Nearest first",
    SortBy.STANDING: "How it stands",
    SortBy.AMBITION: "Most ambitious first",
}
ENGLAND_WORDS: Mapping[AgainstEngland, str] = {
    AgainstEngland.MORE: "more than England changed",
    AgainstEngland.LESS: "no more than England changed",
    AgainstEngland.UNKNOWN: "",
}


def share_words(share: float | None) -> str:
    """A change a year as people say it: "3.2% better a year"; above zero is for the better."""
    if share is None:
        return ""
    size = number(abs(100 * share), 1)
    if size == "0.0":
        return "no change"
    return f"{size}% {'worse' if share < 0 else 'better'} a year"


def way_words(travelled: float | None) -> str:
    """How much of the way lies behind."""
    if travelled is None:
        return ""
    share = round(100 * travelled)
    return f"{MINUS if share < 0 else ''}{abs(share)}%"


def from_words(aim: ComparedAim) -> str:
    """The baseline with its unit; empty where there is none."""
    return "" if aim.baseline is None else declared(aim.baseline, unit_named(aim.unit))


def to_words(aim: ComparedAim) -> str:
    """The number aimed for with its unit; empty where there is none."""
    return "" if aim.value is None else declared(aim.value, unit_named(aim.unit))


AIM_COLUMNS = (
    "system", "system_name", "state", "made", "aim", "level", "theme", "priority", "target", "measure", "breakdown",
    "unit", "baseline", "baseline_period", "value", "by", "asked_per_year", "england_per_year", "against_england",
    "share_of_the_way", "standing", "value_id", "gap_target", "owner", "illustrative", "target_id",
)  # fmt: skip


def aim_rows(aims: Sequence[ComparedAim]) -> list[tuple[str | float | int | None, ...]]:
    """Aims under the columns above, in the order in which they are shown."""
    return [
        (
            aim.system, aim.system_name, aim.state, MADE_WORDS[aim.made], aim.aim, aim.level, aim.theme, aim.priority,
            aim.title, aim.measure, aim.breakdown, aim.unit, aim.baseline, aim.baseline_period, aim.value,
            aim.by.isoformat() if aim.by else "", aim.per_year, aim.england_per_year,
            ENGLAND_WORDS[aim.against_england], aim.travelled, KIND_WORDS[aim.standing], aim.value_id,
            "yes" if Part.GAP in aim.parts else "no", aim.owner, "illustrative" if aim.illustrative else "", aim.target,
        )
        for aim in aims
    ]  # fmt: skip
