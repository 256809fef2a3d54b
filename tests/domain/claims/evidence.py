"""Evidence made up for tests: a measure in one place with as many months as are given."""

from collections.abc import Sequence

from aimwell.domain.claims.claimed import Claim, Scope
from aimwell.domain.claims.evidence import Evidence, Interval, Point
from aimwell.domain.claims.findings import Finding
from aimwell.domain.claims.judging import Standards, judge_claim
from aimwell.domain.claims.language import ClaimKind
from aimwell.domain.claims.numbers import StatedFigure, stated_figures
from aimwell.domain.claims.times import StatedTime, stated_times
from aimwell.domain.measures import Better
from aimwell.domain.periods import Period
from aimwell.domain.statistics.process_codes import PointType
from aimwell.domain.verdicts import Change, Comparison, Gap, Prospect, Verdict

STANDARDS = Standards(best_share=0.25, newest_figures=3)


def made_evidence(
    values: Sequence[float | None],
    signal: PointType = PointType.COMMON_CAUSE,
    *,
    signals: Sequence[PointType] | None = None,
    better: Better = Better.HIGHER,
    unit: str = "percent",
    target: float | None = None,
    england: float | None = None,
    region: float | None = None,
    limits: tuple[float, float] | None = (40.0, 60.0),
    half: float | None = 1.0,
    others: Sequence[tuple[float | None, float | None]] = (),
    points: int | None = None,
    recent: bool = True,
    gap: Gap | None = None,
) -> Evidence:
    """A series that ends in April 2026, its newest value with the signal given and those before within chance."""
    period = Period.month(2026, 4)
    periods = [period]
    for _ in values[1:]:
        periods.insert(0, periods[0].previous())
    codes = list(signals or [PointType.COMMON_CAUSE] * (len(values) - 1) + [signal])
    low, high = limits or (None, None)
    series = tuple(
        Point(
            period=each.text,
            value=value,
            lower=None if value is None or half is None else value - half,
            upper=None if value is None or half is None else value + half,
            status="ok",
            value_id=f"v{number:015x}",
            mean=None,
            lower_limit=low,
            upper_limit=high,
            target=target,
            signal=int(code),
            england=england,
            region=region,
        )
        for number, (each, value, code) in enumerate(zip(periods, values, codes, strict=True))
    )
    newest = series[-1]
    verdict = Verdict(
        measure="m", place="QXX", period=newest.period, value=newest.value, lower=newest.lower, upper=newest.upper,
        unit=unit, status="ok", value_id=newest.value_id, points=len(values) if points is None else points,
        change=Change.STEADY, prospect=Prospect.NO_TARGET, target=target, target_from="", comparison=Comparison.NOT_COMPARED,
        england=england, gap=gap, profile="mdc-excel",
    )  # fmt: skip
    ranked = tuple(Interval(f"Q{number}", low, high) for number, (low, high) in enumerate(others))
    return Evidence(
        "m",
        "A measure",
        "A measure",
        better,
        unit,
        "Here",
        "The East",
        verdict,
        13,
        "rules",
        recent,
        series,
        ranked,
    )


def figure(words: str) -> StatedFigure:
    """The only figure of some words."""
    (found,) = stated_figures(words)
    return found


def time(words: str) -> StatedTime:
    """The only time of some words."""
    (found,) = stated_times(words)
    return found


def made_claim(
    kind: ClaimKind,
    *,
    denied: bool = False,
    said: StatedFigure | None = None,
    target: StatedFigure | None = None,
    at: StatedTime | None = None,
    since: StatedTime | None = None,
    scope: Scope = Scope.ENGLAND,
    place: str = "",
) -> Claim:
    """A claim as if it had been read from a sentence."""
    words = said.words if said else kind.value
    return Claim(kind, denied, words, 0, (), said, target, at, since, scope, place)


def judged(claim: Claim, evidence: Evidence) -> Finding:
    """What is found of a claim."""
    return judge_claim(claim, evidence, STANDARDS)
