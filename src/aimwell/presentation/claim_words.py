"""Findings of claims in plain words: what was claimed, and why it is or is not borne out."""

from collections.abc import Callable, Mapping

from aimwell.domain.claims.claimed import Claim, NotAClaim, Scope
from aimwell.domain.claims.evidence import Evidence
from aimwell.domain.claims.findings import Because, Finding, Mark
from aimwell.domain.claims.language import ClaimKind
from aimwell.domain.claims.ties import NO_MEASURE, Tie
from aimwell.domain.measures import Better, Measure
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem
from aimwell.domain.statistics.process_codes import PointType
from aimwell.domain.verdicts import Comparison
from aimwell.presentation.figures import declared, figure, unit_named

KIND_WORDS = {
    ClaimKind.IMPROVED: "it improved",
    ClaimKind.WORSENED: "it got worse",
    ClaimKind.ROSE: "it rose",
    ClaimKind.FELL: "it fell",
    ClaimKind.STEADY: "it did not change",
    ClaimKind.WILL_MEET: "it will meet its target",
    ClaimKind.KEEPS_MEETING: "it keeps meeting its target",
    ClaimKind.MET: "it met its target",
    ClaimKind.ABOVE_TARGET: "it is above its target",
    ClaimKind.BELOW_TARGET: "it is below its target",
    ClaimKind.BETTER_THAN_OTHERS: "it is better than elsewhere",
    ClaimKind.WORSE_THAN_OTHERS: "it is worse than elsewhere",
    ClaimKind.ABOVE_OTHERS: "it is higher than elsewhere",
    ClaimKind.BELOW_OTHERS: "it is lower than elsewhere",
    ClaimKind.LIKE_OTHERS: "it is like elsewhere",
    ClaimKind.AMONG_THE_BEST: "it is among the best",
    ClaimKind.AMONG_THE_WORST: "it is among the worst",
    ClaimKind.BEST: "it is the best",
    ClaimKind.WORST: "it is the worst",
    ClaimKind.HIGHEST: "it is the highest",
    ClaimKind.LOWEST: "it is the lowest",
    ClaimKind.GAP_NARROWED: "the gap narrowed",
    ClaimKind.GAP_WIDENED: "the gap widened",
    ClaimKind.NO_GAP: "there is no gap",
    ClaimKind.VALUE: "the figure is",
}
ASIDE_WORDS = {
    NotAClaim.HEADING: "a heading",
    NotAClaim.QUESTION: "a question",
    NotAClaim.QUOTATION: "somebody else's words, quoted",
    NotAClaim.INTENTION: "a plan, hope or intention",
    NotAClaim.OTHERS: "about other places, not this one",
}
MARK_WORDS = {
    Mark.SUPPORTED: "Supported",
    Mark.NOT_SUPPORTED: "Not supported",
    Mark.CANNOT_TELL: "Cannot tell",
}
MOVED = {
    PointType.IMPROVEMENT_HIGH: "is rising by more than chance, and higher is better",
    PointType.IMPROVEMENT_LOW: "is falling by more than chance, and lower is better",
    PointType.CONCERN_HIGH: "is rising by more than chance, and lower would be better",
    PointType.CONCERN_LOW: "is falling by more than chance, and higher would be better",
    PointType.NEUTRAL_HIGH: "is rising by more than chance",
    PointType.NEUTRAL_LOW: "is falling by more than chance",
}


def claim_words(claim: Claim) -> str:
    """What is claimed, in the words of a table."""
    if claim.kind is ClaimKind.VALUE:
        return f"the figure is {claim.words}"
    said = KIND_WORDS[claim.kind]
    return f"not so: {said}" if claim.denied else said


def why(
    claim: Claim,
    tie: Tie,
    finding: Finding,
    evidence: Evidence | None,
    measures: Mapping[str, Measure],
    place: str,
) -> str:
    """The reason for a mark, in one or two sentences."""
    if evidence is None or finding.because in _WITHOUT_FIGURES:
        return _without_figures(claim, tie, finding, measures, place)
    return _REASONS[finding.because](claim, finding, evidence)


def _without_figures(
    claim: Claim, tie: Tie, finding: Finding, measures: Mapping[str, Measure], place: str
) -> str:
    match finding.because:
        case Because.ASKED:
            known = [measures[each].short for each in tie.candidates if each in measures]
            named = (
                "The sentence names no measure; near it stands"
                if tie.of_sentence
                else f"“{tie.words}” may be"
            )
            return f"Which measure is meant? {named}: {'; '.join(known)}. It is not guessed."
        case Because.GROUP:
            return f"The sentence speaks of “{claim.group}”; the figures that claims are held against are of everyone in {place}."
        case Because.OTHER_PLACE:
            return f"The sentence speaks of {claim.place}; the figures at hand are of {place}."
        case Because.NO_FIGURES:
            name = measures[tie.measure].short if tie.measure in measures else "this measure"
            return f"There are no figures of “{name}” for {place} in the store."
        case _:
            if tie.answered:
                return f"It was answered that none of the measures is meant (“{NO_MEASURE}”)."
            return "None of the measures at hand is named in the sentence."


def period_in_words(text: str) -> str:
    """A period as people say it; other words as they are."""
    try:
        return Period.parse(text).words
    except Problem:
        return text


def _at(finding: Finding, evidence: Evidence) -> str:
    """“Waiting within 18 weeks” stood at 59.6% in February 2026"""
    return (
        f"“{evidence.short}” stood at {_figure(finding.value, evidence)} in {period_in_words(finding.period)}"
    )


def _figure(value: float | None, evidence: Evidence) -> str:
    return figure(value, unit_named(evidence.unit))


def _threshold(value: float | None, evidence: Evidence) -> str:
    level = declared(value, unit_named(evidence.unit))
    prefix = {Better.HIGHER: "at least ", Better.LOWER: "no more than ", Better.NEITHER: ""}[evidence.better]
    return prefix + level


def _signal(finding: Finding, evidence: Evidence) -> PointType:
    point = evidence.at(finding.period)
    return PointType(point.signal) if point else PointType.NOT_JUDGED


def _change_seen(_: Claim, finding: Finding, evidence: Evidence) -> str:
    return f"{_at(finding, evidence)}. It {MOVED.get(_signal(finding, evidence), 'changes by more than chance')}."


def _no_more_than_chance(_: Claim, finding: Finding, evidence: Evidence) -> str:
    return (
        f"{_at(finding, evidence)}. It goes up and down, but no more than chance explains: "
        "two figures that differ are not yet a change."
    )


def _will_not(_: Claim, finding: Finding, evidence: Evidence) -> str:
    better = _signal(finding, evidence) in (PointType.IMPROVEMENT_HIGH, PointType.IMPROVEMENT_LOW)
    turn = " It is getting better by more than chance, but not yet by enough." if better else ""
    return f"{_at(finding, evidence)}. As things are, it will keep missing its target of {_threshold(finding.beside, evidence)}.{turn}"


def _compared(claim: Claim, finding: Finding, evidence: Evidence) -> str:
    other = evidence.region or "the region" if claim.scope is Scope.REGION else "England"
    said = {
        Comparison.BETTER: f"better than {other} by more than chance",
        Comparison.WORSE: f"worse than {other} by more than chance",
        Comparison.HIGHER: f"higher than {other} by more than chance",
        Comparison.LOWER: f"lower than {other} by more than chance",
        Comparison.SIMILAR: f"about the same as {other}; the difference could be chance",
        Comparison.NOT_COMPARED: "not compared",
    }[Comparison(finding.comparison)]
    return f"{_at(finding, evidence)}, and {_figure(finding.beside, evidence)} in {other}: {said}."


def _ranked(_: Claim, finding: Finding, evidence: Evidence) -> str:
    rank = finding.rank
    if rank is None:
        return _at(finding, evidence) + "."
    lies = (
        f"anywhere from {_ordinal(rank.first)} to {_ordinal(rank.last)}"
        if rank.first < rank.last
        else _ordinal(rank.first)
    )
    asked = "first" if rank.within == 1 else f"among the first {rank.within}"
    return (
        f"{_at(finding, evidence)}. Once chance is allowed for, it lies {lies} of {rank.of} places; "
        f"the claim asks for {asked}."
    )


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _gap(_: Claim, finding: Finding, evidence: Evidence) -> str:
    gap = evidence.verdict.gap
    groups = f"{gap.worst_value:.1f} and {gap.best_value:.1f}" if gap else ""
    return {
        Because.NO_GROUPS: f"There are no figures of “{evidence.short}” by group of people for {evidence.place}.",
        Because.GAP_OVER_TIME: "The figures tell how wide the gap is now, not how it changed.",
        Because.GAP_BEYOND_CHANCE: f"The groups that fare worst and best ({groups}) differ by more than chance.",
        Because.GAP_WITHIN_CHANCE: "The widest gap between groups could be chance; that does not show that there is no gap.",
    }[finding.because]


def _no_such_period(claim: Claim, finding: Finding, evidence: Evidence) -> str:
    words = finding.other_period or (claim.time.words if claim.time else "")
    year = " without a year" if claim.time and claim.time.month and not finding.other_period else ""
    return (
        f"The sentence speaks of {words}{year}; there is no such figure of “{evidence.short}” to hold it against. "
        f"The newest is of {period_in_words(finding.period)}."
    )


def _other_target(_: Claim, finding: Finding, evidence: Evidence) -> str:
    side = "above" if (finding.value or 0) > (finding.beside or 0) else "below"
    target = declared(finding.beside, unit_named(evidence.unit))
    return f"{_at(finding, evidence)}, which is {side} {target}."


Words = Callable[[Claim, Finding, Evidence], str]
_WITHOUT_FIGURES = frozenset(
    {Because.ASKED, Because.OTHER_PLACE, Because.GROUP, Because.NO_FIGURES, Because.NO_MEASURE}
)
_REASONS: Mapping[Because, Words] = {
    Because.TIME_UNCLEAR: lambda c, _, e: (
        f"The sentence speaks of “{c.time.words if c.time else ''}” as part of a longer stretch, which figures of "
        f"“{e.short}” are not published for."
    ),
    Because.NO_SUCH_PERIOD: _no_such_period,
    Because.TOO_OLD: lambda _, f, e: (
        f"The newest figure of “{e.short}” is of {period_in_words(f.period)}: too old to say how things are now."
    ),
    Because.TOO_SHORT: lambda _, f, e: (
        f"{_at(f, e)}. There {'is 1 figure' if e.verdict.points == 1 else f'are {e.verdict.points} figures'}; "
        f"{e.enough_points} are needed to tell change from chance."
    ),
    Because.CHANGE_SEEN: _change_seen,
    Because.OTHER_CHANGE_SEEN: _change_seen,
    Because.NO_MORE_THAN_CHANCE: _no_more_than_chance,
    Because.NO_BETTER_SINCE: lambda _, f, e: (
        f"{_at(f, e)}, and {_figure(f.beside, e)} in {period_in_words(f.other_period)}: it has not moved that way since."
    ),
    Because.CHANGED_BEFORE: lambda _, f, e: (
        f"{_at(f, e)}. It had changed by more than chance already by {period_in_words(f.other_period)}; "
        "the chart does not tell how much came after."
    ),
    Because.DIRECTION_NOT_DECLARED: lambda _, f, e: (
        f"{_at(f, e)}. Neither direction of “{e.short}” is declared to be better."
    ),
    Because.NO_TARGET: lambda c, f, e: (
        f"{_at(f, e)}. No target for it that is due by {c.time.words} is known, and the sentence names no figure."
        if c.time and e.verdict.target is not None
        else f"{_at(f, e)}. No target for it is known, and the sentence names none."
    ),
    Because.OWN_PLAN: lambda _, f, e: (
        f"{_at(f, e)}. The sentence speaks of a plan or trajectory; these are not among the released targets."
    ),
    Because.OTHER_TARGET: _other_target,
    Because.WILL: lambda _, f, e: (
        f"{_at(f, e)}. As things are, it can be expected to keep meeting its target of {_threshold(f.beside, e)}."
    ),
    Because.WILL_NOT: _will_not,
    Because.MAY: lambda _, f, e: f"{_at(f, e)}. As things are, it may or may not meet its target of {_threshold(f.beside, e)}, by chance.",
    Because.TARGET_MET: lambda _, f, e: f"{_at(f, e)}, which meets the target of {_threshold(f.beside, e)}.",
    Because.TARGET_MISSED: lambda _, f, e: f"{_at(f, e)}, which misses the target of {_threshold(f.beside, e)}.",
    Because.NOT_COMPARED: lambda _, f, e: f"{_at(f, e)}. Whether that differs from elsewhere by more than chance cannot be worked out.",
    Because.COMPARED: _compared,
    Because.NO_ORDER: lambda _, f, e: f"{_at(f, e)}. Without likely ranges for that period, places cannot be put in order beyond chance.",
    Because.RANKED: _ranked,
    Because.GAP_OVER_TIME: _gap,
    Because.GAP_BEYOND_CHANCE: _gap,
    Because.GAP_WITHIN_CHANCE: _gap,
    Because.NO_GROUPS: _gap,
    Because.FIGURE_AGREES: lambda _, f, e: f"{_at(f, e)}.",
    Because.FIGURE_DIFFERS: lambda c, f, e: f"{_at(f, e)}; the sentence says {c.words}.",
    Because.FIGURE_OF_ANOTHER_PERIOD: lambda c, f, e: (
        f"{_at(f, e)}. {c.words} was the figure of {period_in_words(f.other_period)}; the sentence does not say of when."
    ),
}  # fmt: skip
