"""Verdicts as rows that people and programs read: codes and the sentences made from them."""

from typing import Any

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.periods import Period
from aimwell.presentation.figures import unit_named
from aimwell.presentation.sentences import Topic, evidence_sentence, verdict_sentence
from aimwell.services.ask_verdicts import PlacedVerdict

VERDICT_COLUMNS = (
    "measure", "place", "place_name", "level", "period", "value", "lower", "upper", "unit", "status", "points",
    "change", "prospect", "target", "comparison", "england", "gap_breakdown", "gap_worst", "gap_best",
    "profile", "verdict", "evidence", "value_id",
)  # fmt: skip


def in_words(placed: PlacedVerdict, catalogue: Catalogue) -> tuple[Any, ...]:
    """One row of VERDICT_COLUMNS."""
    verdict = placed.verdict
    measure = catalogue.measures[verdict.measure]
    topic = Topic(
        measure=measure.short,
        place=placed.place_name,
        period=Period.parse(verdict.period).words,
        unit=unit_named(measure.unit),
        better=measure.better,
    )
    gap = verdict.gap
    return (
        verdict.measure, placed.place_code, placed.place_name, placed.level, verdict.period, verdict.value,
        verdict.lower, verdict.upper, verdict.unit, verdict.status, verdict.points, verdict.change.value,
        verdict.prospect.value, verdict.target, verdict.comparison.value, verdict.england,
        gap.breakdown if gap else None, gap.worst if gap else None, gap.best if gap else None,
        verdict.profile, verdict_sentence(topic, verdict), evidence_sentence(topic, verdict), verdict.value_id,
    )  # fmt: skip
