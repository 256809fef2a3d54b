"""Verdicts in plain words: four questions, one sentence for a councillor, and the evidence under it.

Written for readers of about twelve: short words, no terms of statistics. "More than chance" stands for what a
statistician calls special cause. A missing, withheld or too short series is said to be so, with the next step.
"""

from dataclasses import dataclass
from typing import Literal, assert_never

from aimwell.domain.measures import Better
from aimwell.domain.values import ValueStatus
from aimwell.domain.verdicts import BAD, GOOD, Change, Comparison, Gap, Prospect, Verdict
from aimwell.presentation.absence import because, next_step
from aimwell.presentation.figures import Unit, between, declared, difference, figure, is_known, said


@dataclass(frozen=True, slots=True)
class Topic:
    """What a verdict is about, in words that can stand in a sentence."""

    measure: str  # the measure's short title
    place: str
    period: str  # "February 2026"
    unit: Unit
    better: Better
    enough_points: int = 0  # how many figures the chart's rules ask for; 0 where the reader need not know


def verdict_sentence(topic: Topic, verdict: Verdict) -> str:
    """One sentence that a councillor understands."""
    about = f"{topic.measure} in {topic.place}"
    if verdict.change is Change.NO_VALUES or not is_known(verdict.value):
        return f"{about}: there is no figure for {topic.period}, {because(verdict.status)}."
    latest = f"{said(verdict.value, topic.unit)} in {topic.period}"
    if verdict.status == ValueStatus.ESTIMATED:
        latest += ", an estimate"
    if verdict.change is Change.TOO_SHORT:
        return f"{about}: {latest}, with too few figures so far to tell if it is changing{beside(verdict)}."
    then = prospect_clause(topic, verdict)
    if not then:
        return f"{about}: {latest}, {change_clause(verdict.change)}{beside(verdict)}."
    return f"{about}: {latest}, {change_clause(verdict.change)}, {joining(verdict)} {then}."


def evidence_sentence(topic: Topic, verdict: Verdict) -> str:
    """What the verdict rests on, in one sentence."""
    if verdict.change is Change.NO_VALUES or not is_known(verdict.value):
        return next_step(verdict.status)
    likely = between(verdict.lower, verdict.upper, topic.unit)
    parts = [
        f"the latest is {said(verdict.value, topic.unit)}" + (f" (likely to be {likely})" if likely else ""),
        f"England is {figure(verdict.england, topic.unit)}" if is_known(verdict.england) else "",
        f"the target is {target_words(topic, verdict)}" if is_known(verdict.target) else "",
    ]
    count = "1 figure" if verdict.points == 1 else f"{verdict.points:,} figures"
    return f"Based on {count} up to {topic.period}: {listed([part for part in parts if part])}."


def is_it_changing(topic: Topic, verdict: Verdict) -> str:
    """Whether the latest figures differ from the usual ones by more than chance."""
    match verdict.change:
        case (
            Change.IMPROVING_HIGH
            | Change.IMPROVING_LOW
            | Change.CONCERNING_HIGH
            | Change.CONCERNING_LOW
            | Change.RISING
            | Change.FALLING
        ):
            return f"Yes. It is {movement(verdict.change)}"
        case Change.STEADY:
            return "No. It goes up and down, but no more than chance explains. To shift it, the way things are done has to change."
        case Change.TOO_SHORT:
            return f"Too soon to tell. {points_so_far(topic, verdict)} Look again when more are published."
        case Change.NO_VALUES:
            return f"We cannot tell: there are no figures, {because(verdict.status)}. {next_step(verdict.status)}"
        case _ as never:
            assert_never(never)


Moving = Literal[
    Change.IMPROVING_HIGH,
    Change.IMPROVING_LOW,
    Change.CONCERNING_HIGH,
    Change.CONCERNING_LOW,
    Change.RISING,
    Change.FALLING,
]


def movement(change: Moving) -> str:
    """Which way it moves, and what that means."""
    match change:
        case Change.IMPROVING_HIGH:
            return "rising by more than chance, and higher is better."
        case Change.IMPROVING_LOW:
            return "falling by more than chance, and lower is better."
        case Change.CONCERNING_HIGH:
            return "rising by more than chance, and lower would be better."
        case Change.CONCERNING_LOW:
            return "falling by more than chance, and higher would be better."
        case Change.RISING:
            return "rising by more than chance. Whether that is good depends on the reason."
        case Change.FALLING:
            return "falling by more than chance. Whether that is good depends on the reason."


def will_it_get_there(topic: Topic, verdict: Verdict) -> str:
    """Whether things as they are will meet the target."""
    target = target_words(topic, verdict)
    match verdict.prospect:
        case Prospect.WILL:
            return f"Yes. As things are, it can be expected to keep meeting its target of {target}."
        case Prospect.WILL_NOT:
            return f"No. As things are, it will keep missing its target of {target}. Something has to change."
        case Prospect.MAY:
            return f"Perhaps. As things are, it may or may not meet its target of {target}, by chance."
        case Prospect.NO_TARGET:
            return (
                "Nobody has set a target that we know of. Ask who should set one, or whether none is needed."
            )
        case Prospect.TOO_SHORT:
            return f"Too soon to tell if it will meet its target of {target}. {points_so_far(topic, verdict)}"
        case _ as never:
            assert_never(never)


def how_does_it_compare(topic: Topic, verdict: Verdict) -> str:
    """How the place stands beside England, once chance is allowed for."""
    figures = f"{figure(verdict.value, topic.unit)} here, {figure(verdict.england, topic.unit)} in England"
    match verdict.comparison:
        case Comparison.BETTER:
            return f"Better than England by more than chance: {figures}."
        case Comparison.WORSE:
            return f"Worse than England by more than chance: {figures}."
        case Comparison.SIMILAR:
            return f"About the same as England: {figures}. The difference could be chance."
        case Comparison.HIGHER:
            return f"Higher than England by more than chance: {figures}."
        case Comparison.LOWER:
            return f"Lower than England by more than chance: {figures}."
        case Comparison.NOT_COMPARED:
            return not_compared(topic, verdict)
        case _ as never:
            assert_never(never)


def who_is_left_behind(topic: Topic, gap: Gap | None) -> str:
    """Which group fares worst, and whether that is more than chance."""
    if gap is None or not is_known(gap.worst_value) or not is_known(gap.best_value):
        return (
            "We cannot tell. There are no figures by group of people for this measure. "
            "Ask whoever publishes it for figures by deprivation, age, sex and ethnic group."
        )
    size = difference(gap.worst_value - gap.best_value, topic.unit)
    values = f"{gap.worst}: {figure(gap.worst_value, topic.unit)}; {gap.best}: {figure(gap.best_value, topic.unit)}"
    if not gap.beyond_chance:
        return f"No group clearly. The widest gap could be chance: {size} ({values})."
    if topic.better is Better.NEITHER:
        return f"Groups differ by more than chance: {size} ({values})."
    return f"{gap.worst}. The gap to {gap.best} is more than chance: {size} ({values})."


def change_clause(change: Change) -> str:
    """The change as part of a sentence."""
    match change:
        case Change.IMPROVING_HIGH | Change.IMPROVING_LOW:
            return "getting better by more than chance"
        case Change.CONCERNING_HIGH | Change.CONCERNING_LOW:
            return "getting worse by more than chance"
        case Change.RISING:
            return "rising by more than chance"
        case Change.FALLING:
            return "falling by more than chance"
        case Change.STEADY:
            return "not changing by more than chance"
        case Change.TOO_SHORT:
            return "with too few figures so far to tell if it is changing"
        case Change.NO_VALUES:
            return "with no figures"
        case _ as never:
            assert_never(never)


def prospect_clause(topic: Topic, verdict: Verdict) -> str:
    """The target as part of a sentence; empty where there is none."""
    target = target_words(topic, verdict)
    match verdict.prospect:
        case Prospect.WILL:
            return f"it can be expected to keep meeting its target of {target}"
        case Prospect.WILL_NOT:
            return f"it will keep missing its target of {target} unless something changes"
        case Prospect.MAY:
            return f"it may or may not meet its target of {target}"
        case Prospect.TOO_SHORT:
            return f"it is too soon to tell if it will meet its target of {target}"
        case Prospect.NO_TARGET:
            return ""
        case _ as never:
            assert_never(never)


def joining(verdict: Verdict) -> str:
    """The word between change and target: "but" where one is good and the other is not."""
    met = verdict.prospect is Prospect.WILL
    if verdict.change in GOOD:
        return "and" if met else "but"
    if verdict.change in BAD:
        return "but" if met else "and"
    return "and"


def beside(verdict: Verdict) -> str:
    """The comparison as the end of a sentence; empty where there is none."""
    match verdict.comparison:
        case Comparison.BETTER:
            return "; it is better than England"
        case Comparison.WORSE:
            return "; it is worse than England"
        case Comparison.SIMILAR:
            return "; it is about the same as England"
        case Comparison.HIGHER:
            return "; it is higher than England"
        case Comparison.LOWER:
            return "; it is lower than England"
        case Comparison.NOT_COMPARED:
            return ""
        case _ as never:
            assert_never(never)


def target_words(topic: Topic, verdict: Verdict) -> str:
    """The target with its direction: "at least 65%", "no more than 5%"."""
    if not is_known(verdict.target):
        return "a level we do not know"
    level = declared(verdict.target, topic.unit)
    match topic.better:
        case Better.HIGHER:
            return f"at least {level}"
        case Better.LOWER:
            return f"no more than {level}"
        case Better.NEITHER:
            return level
        case _ as never:
            assert_never(never)


def points_so_far(topic: Topic, verdict: Verdict) -> str:
    """How many figures there are, and how many it takes."""
    there = "There is 1 figure" if verdict.points == 1 else f"There are {verdict.points:,} figures"
    needed = f"; at least {topic.enough_points} are needed" if topic.enough_points > verdict.points else ""
    return f"{there} so far{needed}."


def not_compared(topic: Topic, verdict: Verdict) -> str:
    """Why there is no comparison."""
    if not is_known(verdict.value):
        return f"We cannot compare: there is no figure for {topic.period}, {because(verdict.status)}."
    if not is_known(verdict.england):
        return f"We cannot compare: there is no figure for England for {topic.period}."
    return f"{figure(verdict.value, topic.unit)} here, {figure(verdict.england, topic.unit)} in England. We cannot tell if the difference is more than chance."


def listed(parts: list[str]) -> str:
    """Parts joined as people say them: "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
