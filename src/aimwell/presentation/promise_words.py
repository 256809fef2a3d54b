"""Promises in plain words: what was promised, how it stands, and what the figure behind it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from aimwell.domain.periods import Period
from aimwell.domain.workplace.standing import Reason, Standing, StandingKind
from aimwell.presentation.figures import Unit, declared, difference, said

ILLUSTRATIVE = "Illustrative: invented to show how aimwell works. Nobody promised this."


def figures_words(system: str) -> str:
    """Whose published figures an invented system is shown with; '' where nothing stands in for its own."""
    return f"The figures are published ones of {system}, which promised none of it." if system else ""


KIND_WORDS: Mapping[StandingKind, str] = {
    StandingKind.KEPT: "Kept",
    StandingKind.ON_COURSE: "On course",
    StandingKind.UNCERTAIN: "May or may not",
    StandingKind.SLIPPING: "Slipping",
    StandingKind.MISSED: "Missed",
    StandingKind.TOO_EARLY: "Too early to tell",
    StandingKind.CANNOT_TELL: "Cannot tell",
}
KIND_MEANS: Mapping[StandingKind, str] = {
    StandingKind.KEPT: "reached on the day, or held beyond what chance explains",
    StandingKind.ON_COURSE: "better than it meant to be by now, beyond what chance explains",
    StandingKind.UNCERTAIN: "within chance: as things are, it could go either way",
    StandingKind.SLIPPING: "short of where it meant to be by now, and will stay so unless something changes",
    StandingKind.MISSED: "the day has come, and the figure fell short",
    StandingKind.TOO_EARLY: "too few figures since the promise began",
    StandingKind.CANNOT_TELL: "a part of the promise is missing, or there are too few figures",
}


@dataclass(frozen=True, slots=True)
class PromiseTopic:
    """What a standing is about. target: the number promised; gap: that it is a difference between groups."""

    unit: Unit
    direction: str  # higher, lower, keep or ''
    target: float | None
    by: date | None = None
    gap: bool = False


def standing_sentence(topic: PromiseTopic, standing: Standing) -> str:
    """Why a promise stands as it does, in words that a councillor understands."""
    awaited = " The day has passed, and its figure is not out yet." if standing.awaited else ""
    return SENTENCES[standing.reason](topic, standing) + awaited


def promise_words(topic: PromiseTopic) -> str:
    """What was promised: "at least 72% by 31 March 2027"."""
    if topic.target is None:
        return "No number"
    level = _level(topic, topic.target)
    bound = {"higher": "at least ", "lower": "no more than ", "keep": "keep at "}.get(topic.direction, "")
    return f"{bound}{level} by {Period.day(topic.by).words}" if topic.by else f"{bound}{level}, no date"


def travelled_words(standing: Standing) -> str:
    """How much of the way from baseline to target lies behind: "40% of the way"; empty where nobody can say."""
    if standing.travelled is None:
        return ""
    share = round(100 * standing.travelled)
    if share < 0:
        return "further away than it began"
    return "all of the way" if share >= 100 else f"{share}% of the way"


def value_words(topic: PromiseTopic, value: float | None) -> str:
    """A value of the promise's measure as a sentence says it; a gap of percentages is in percentage points."""
    return difference(value, topic.unit) if topic.gap else said(value, topic.unit)


def _level(topic: PromiseTopic, value: float) -> str:
    return difference(value, topic.unit) if topic.gap else declared(value, topic.unit)


def _was(topic: PromiseTopic, standing: Standing) -> str:
    about = "The gap was" if topic.gap else "It was"
    return f"{about} {value_words(topic, standing.value)} in {Period.parse(standing.period).words}"


def _meant(topic: PromiseTopic, standing: Standing) -> str:
    level = value_words(topic, standing.expected)
    if standing.straight_line:
        return f"{level} would be a straight line's place by then"
    return f"it meant to be {level} by then"


def _target(topic: PromiseTopic) -> str:
    return _level(topic, topic.target) if topic.target is not None else "its target"


def _held(topic: PromiseTopic, standing: Standing) -> str:
    return (
        f"{_was(topic, standing)}. As things are, it can be expected to stay at {_target(topic)} or better."
    )


def _reached(topic: PromiseTopic, standing: Standing) -> str:
    return f"{_was(topic, standing)}, as promised. It may or may not stay there, by chance."


def _on_the_day(topic: PromiseTopic, standing: Standing) -> str:
    return (
        f"{_was(topic, standing)}, as promised. There are too few figures to say whether it will stay there."
    )


def _ahead(topic: PromiseTopic, standing: Standing) -> str:
    return f"{_was(topic, standing)}; {_meant(topic, standing)}. It is better than that by more than chance."


def _improving(topic: PromiseTopic, standing: Standing) -> str:
    return f"{_was(topic, standing)}; {_meant(topic, standing)}. It is getting better by more than chance."


def _within_chance(topic: PromiseTopic, standing: Standing) -> str:
    if standing.expected is None or standing.expected == topic.target:
        return f"{_was(topic, standing)}. It may or may not be at {_target(topic)}: chance alone could make the difference."
    return f"{_was(topic, standing)}; {_meant(topic, standing)}. The difference is within chance."


def _not_held(topic: PromiseTopic, standing: Standing) -> str:
    return f"{_was(topic, standing)}, as promised, but it has fallen back since by more than chance."


def _behind(topic: PromiseTopic, standing: Standing) -> str:
    return (
        f"{_was(topic, standing)}; {_meant(topic, standing)}. It will stay behind unless something changes."
    )


def _worsening(topic: PromiseTopic, standing: Standing) -> str:
    return f"{_was(topic, standing)}, and is getting worse by more than chance; {_meant(topic, standing)}."


def _fell_short(topic: PromiseTopic, standing: Standing) -> str:
    return f"{_was(topic, standing)}. {_target(topic)} was promised by then."


def _late(topic: PromiseTopic, standing: Standing) -> str:
    return f"{_was(topic, standing)}. {_target(topic)} was promised by then; it has been reached since."


def _few_since(_: PromiseTopic, standing: Standing) -> str:
    return f"{_count(standing.points)} since the promise began; at least {standing.needed} are needed."


def _too_short(_: PromiseTopic, standing: Standing) -> str:
    return f"{_count(standing.points)} so far; at least {standing.needed} are needed to tell a change from chance."


def _count(points: int) -> str:
    return "There is 1 figure" if points == 1 else f"There are {points:,} figures"


def _always(words: str) -> Callable[[PromiseTopic, Standing], str]:
    return lambda _topic, _standing: words


SENTENCES: Mapping[Reason, Callable[[PromiseTopic, Standing], str]] = {
    Reason.HELD: _held,
    Reason.REACHED: _reached,
    Reason.ON_THE_DAY: _on_the_day,
    Reason.AHEAD: _ahead,
    Reason.IMPROVING: _improving,
    Reason.WITHIN_CHANCE: _within_chance,
    Reason.NOT_HELD: _not_held,
    Reason.BEHIND: _behind,
    Reason.WORSENING: _worsening,
    Reason.FELL_SHORT: _fell_short,
    Reason.LATE: _late,
    Reason.SO_FEW_SINCE: _few_since,
    Reason.TOO_SHORT: _too_short,
    Reason.NO_MEASURE: _always(
        "It names no published measure, so nobody can show whether it is kept. Name one that shows it."
    ),
    Reason.NO_RECORD: _always(
        "No figures have been released here yet. Take the publisher's files: aimwell take FILE --store DIR."
    ),
    Reason.NO_VALUES: _always(
        "There are no figures for its measure. They appear as soon as a file that has them is taken."
    ),
    Reason.NOT_AVAILABLE: _always(
        "Its measure has figures, but none for this place and group. The measure's page says which places have them."
    ),
    Reason.NO_NUMBER: _always("It names no number, so nobody could ever say that it was kept. Give it one."),
    Reason.NO_COURSE: _always(
        "Without a baseline or a trajectory, and a date, nobody can say where it meant to be by now. Give it these."
    ),
    Reason.NO_DIRECTION: _always(
        "Nothing says whether higher or lower keeps it. Give it a direction and a baseline."
    ),
    Reason.AGAINST: _always("It asks for what its measure calls worse. Check its direction."),
}
