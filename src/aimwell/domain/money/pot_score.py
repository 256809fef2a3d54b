"""The pot score: how much trouble money is for what it is worth, component by component.

Every component gives 0 to 100 points between a worst and a best case, which are data. What is not known is not guessed:
it makes the score a range, from no points for it to all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from aimwell.domain.money.lines import said
from aimwell.domain.money.streams import Round


class Aspect(StrEnum):
    """What of a round is looked at."""

    NOTICE_DAYS = (
        "notice_days"  # from confirmation to the day from which it is to be spent; negative when late
    )
    DAYS_TO_SPEND = (
        "days_to_spend"  # from when it may be spent and is confirmed, to the day it must be spent by
    )
    POUNDS_PER_REPORT = "pounds_per_report"
    CONDITIONS = "conditions"
    NON_RECURRENT_PERCENT = "non_recurrent_percent"
    MATCH_FUNDING = "match_funding"  # 1 where partners must add money of their own


@dataclass(frozen=True, slots=True)
class PotComponent:
    """How one aspect is turned into points."""

    aspect: Aspect
    title: str
    weight: int
    worst: int  # gives no points
    best: int  # gives 100
    because: str


@dataclass(frozen=True, slots=True)
class PotRules:
    """The components and their weights: somebody's judgement, dated and named."""

    title: str
    by: str
    reason: str
    components: tuple[PotComponent, ...]


@dataclass(frozen=True, slots=True)
class ScoredComponent:
    """One aspect of a round: its figure in words, and its points; None where the figure is not known."""

    component: PotComponent
    figure: Fraction | None
    words: str
    points: int | None
    remedy: str


@dataclass(frozen=True, slots=True)
class PotScore:
    """The components of a round, and the range its total lies in. Higher is less trouble."""

    components: tuple[ScoredComponent, ...]
    lowest: int
    highest: int

    @property
    def known(self) -> int:
        """How many components could be worked out."""
        return sum(1 for each in self.components if each.points is not None)


def pot_score(each: Round, rules: PotRules) -> PotScore:
    """The score of one round. Points are whole numbers, a half rounded up."""
    scored = tuple(_scored(each, component) for component in rules.components)
    weight = sum(one.component.weight for one in scored)
    worked = sum(
        one.component.weight * _points(one.figure, one.component) for one in scored if one.figure is not None
    )
    unknown = sum(100 * one.component.weight for one in scored if one.figure is None)
    return PotScore(
        scored, _rounded(worked / Fraction(weight)), _rounded((worked + unknown) / Fraction(weight))
    )


def _scored(each: Round, component: PotComponent) -> ScoredComponent:
    figure = FIGURES[component.aspect](each)
    if figure is None:
        return ScoredComponent(
            component, None, UNKNOWN[component.aspect], None, "Read it in the grant's letter and add it."
        )
    points = _rounded(_points(figure, component))
    remedy = REMEDIES[component.aspect] if points < 50 else ""
    return ScoredComponent(component, figure, _words(component.aspect, figure), points, remedy)


def _points(figure: Fraction, component: PotComponent) -> Fraction:
    share = (figure - component.worst) / (component.best - component.worst)
    return 100 * min(max(share, Fraction(0)), Fraction(1))


def _rounded(points: Fraction) -> int:
    return int(points + Fraction(1, 2))


def notice_days(each: Round) -> int | None:
    """Days from confirmation to the day from which it is to be spent; fewer than none when it came too late."""
    ruled = each.confirmed_by
    return (each.spend_from - ruled).days if ruled else None


def days_to_spend(each: Round) -> int | None:
    """Days in which it can be spent by its rules, first and last included; none if they came after the end."""
    ruled = each.confirmed_by
    if ruled is None:
        return None
    first = max(each.spend_from, ruled + timedelta(days=1))
    return max((each.spend_by - first).days + 1, 0)


def reports_due(each: Round) -> int | None:
    """How many reports one receiver owes for it; None where nobody has read that."""
    return None if each.reports is None else sum(report.times for report in each.reports)


def _pounds_per_report(each: Round) -> Fraction | None:
    reports = reports_due(each)
    if reports is None or each.pence is None:
        return None
    # No report at all is as good as one: all the money for the work of at most one.
    return Fraction(each.pence, 100 * max(reports, 1))


def _whole(number: int | None) -> Fraction | None:
    return None if number is None else Fraction(number)


FIGURES: Mapping[Aspect, Callable[[Round], Fraction | None]] = {
    Aspect.NOTICE_DAYS: lambda each: _whole(notice_days(each)),
    Aspect.DAYS_TO_SPEND: lambda each: _whole(days_to_spend(each)),
    Aspect.POUNDS_PER_REPORT: _pounds_per_report,
    Aspect.CONDITIONS: lambda each: None if each.conditions is None else Fraction(len(each.conditions)),
    Aspect.NON_RECURRENT_PERCENT: lambda each: None if each.recurrent is None else Fraction(0 if each.recurrent else 100),
    Aspect.MATCH_FUNDING: lambda each: None if each.match_funding is None else Fraction(int(each.match_funding)),
}  # fmt: skip

UNKNOWN: Mapping[Aspect, str] = {
    Aspect.NOTICE_DAYS: "the day it was confirmed is not known",
    Aspect.DAYS_TO_SPEND: "the day it was confirmed is not known",
    Aspect.POUNDS_PER_REPORT: "its reports or its amount are not known",
    Aspect.CONDITIONS: "its conditions are not known",
    Aspect.NON_RECURRENT_PERCENT: "whether it comes again is not known",
    Aspect.MATCH_FUNDING: "whether it asks for partners' own money is not known",
}

REMEDIES: Mapping[Aspect, str] = {
    Aspect.NOTICE_DAYS: "Ask for rules and shares before the period of spending begins, or for a later end.",
    Aspect.DAYS_TO_SPEND: "Ask for leave to carry money over the end of the year.",
    Aspect.POUNDS_PER_REPORT: "Ask whether a report that is written already will do.",
    Aspect.CONDITIONS: "Ask which conditions repeat those of the fund it is pooled in.",
    Aspect.NON_RECURRENT_PERCENT: "Ask for it in the baseline; do not hang permanent posts on it.",
    Aspect.MATCH_FUNDING: "Ask whether money already pooled counts as the partners' part.",
}


def _words(aspect: Aspect, figure: Fraction) -> str:
    match aspect:
        case Aspect.NOTICE_DAYS:
            late = figure < 0
            return f"{_days(abs(int(figure)))} {'after spending was to begin' if late else 'of notice'}"
        case Aspect.DAYS_TO_SPEND:
            return f"{_days(int(figure))} to spend it in"
        case Aspect.POUNDS_PER_REPORT:
            return f"{said(int(figure) * 100).removesuffix('.00')} nationally for each report a receiver owes"
        case Aspect.CONDITIONS:
            return f"{int(figure)} condition{'' if figure == 1 else 's'}"
        case Aspect.NON_RECURRENT_PERCENT:
            return f"{int(figure)}% of it does not come again"
        case Aspect.MATCH_FUNDING:
            return (
                "partners must add money of their own" if figure else "no money of partners' own is asked for"
            )


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"
