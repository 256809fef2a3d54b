"""Promises as pages show them: each with how it stands, in words, one click from the figure that proves it.

The workplace shows its drafts with the same lines.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aimwell.domain.measures import Aim, Level, Measure
from aimwell.domain.periods import Period
from aimwell.domain.workplace.standing import Standing, StandingKind
from aimwell.presentation.figures import Unit, unit_named
from aimwell.presentation.promise_words import (
    KIND_WORDS,
    PromiseTopic,
    promise_words,
    standing_sentence,
    travelled_words,
    value_words,
)
from aimwell.site import addresses
from aimwell.site.page import Scalar
from aimwell.site.standings import Judged
from aimwell.store.released.places import ReleasedPlace

WITH_EVIDENCE = frozenset({"ics", "england"})
WITH_LEVEL_PAGES = frozenset(level.value for level in Level) - WITH_EVIDENCE
KINDS = tuple(StandingKind)


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One standing in words. proof: the address of the figure's page, from the site's root; '' where none proves it."""

    kind: StandingKind
    words: str
    sentence: str
    promised: str
    latest: str
    period: str
    travelled: str
    value_id: str
    proof: str


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One target in words; gap None: it has no gap target."""

    id: str
    title: str
    measure: str
    standing: StandingLine
    gap: StandingLine | None
    gap_words: str
    illustrative: bool


Proof = Callable[[str, ReleasedPlace | None, str], str]
"""The address, from the site's root, of the page that shows a value: of a measure, a place (None: unknown) and its id."""


def likely_proof(measure: str, place: ReleasedPlace | None, value_id: str) -> str:
    """Where a value's page is, if the site has one: of measure × place, else of the measure for such places."""
    if place is not None and place.kind in WITH_EVIDENCE and value_id:
        return f"{addresses.evidence(place.id, measure)}#{value_id}"
    if place is not None and place.kind in WITH_LEVEL_PAGES:
        return addresses.level(measure, place.kind)
    return addresses.measure(measure)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lines are made with: measures by id, the ids of places by code, places by id, and where proofs are."""

    measures: Mapping[str, Measure]
    ids: Mapping[str, str]
    places: Mapping[str, ReleasedPlace]
    proof: Proof = likely_proof


def promise_line(target: Mapping[str, Any], judged: Judged, around: Surroundings) -> PromiseLine:
    """A target in words. target: its fields, as `in_figures` takes them, with title, unit, gap_words, illustrative."""
    measure = around.measures.get(target["measure"])
    unit = unit_named(measure.unit if measure else target["unit"])
    gap = None
    if judged.gap is not None:
        due = target["gap_due"] or target["by"]
        gap = _line(
            PromiseTopic(unit, "lower", target["gap_value"], _day(due), gap=True), judged.gap, target, around
        )
    return PromiseLine(
        id=str(target["id"]),
        title=target["title"],
        measure=measure.short if measure else "",
        standing=_line(topic_of(target, unit), judged.standing, target, around),
        gap=gap,
        gap_words=target["gap_words"] or f"by {target['gap_by'].replace('_', ' ')}",
        illustrative=bool(target["illustrative"]),
    )


def topic_of(target: Mapping[str, Any], unit: Unit) -> PromiseTopic:
    """What is said of a target besides its standing."""
    return PromiseTopic(unit, target["direction"], target["value"], _day(target["by"]))


def _line(
    topic: PromiseTopic, standing: Standing, target: Mapping[str, Any], around: Surroundings
) -> StandingLine:
    proved, known = bool(standing.value_id), target["measure"] in around.measures
    place = around.places.get(around.ids.get(target["place"].upper(), ""))
    return StandingLine(
        kind=standing.kind,
        words=KIND_WORDS[standing.kind],
        sentence=standing_sentence(topic, standing),
        promised=promise_words(topic),
        latest=value_words(topic, standing.value) if proved else "",
        period=Period.parse(standing.period).words if proved else "",
        travelled=travelled_words(standing),
        value_id=standing.value_id,
        proof=around.proof(target["measure"], place, standing.value_id) if known else "",
    )


def _day(given: date | str | None) -> date | None:
    if isinstance(given, str):
        return date.fromisoformat(given) if given else None
    return given


@dataclass(frozen=True, slots=True)
class AimTally:
    """How many promises of one aim stand how; of all aims together with aim ''."""

    aim: str
    counts: Mapping[StandingKind, int]

    @property
    def all(self) -> int:
        """How many promises there are, gap targets counted by themselves."""
        return sum(self.counts.values())


def tallies(lines: Iterable[tuple[str, PromiseLine]]) -> tuple[AimTally, ...]:
    """How promises stand by aim: a line for each aim, with or without promises, then all together.

    lines: each with the aim of its priority. A gap target is a promise of its own.
    """
    made = {aim: dict.fromkeys(KINDS, 0) for aim in (*(each.value for each in Aim), "")}
    for aim, line in lines:
        for standing in (line.standing, line.gap):
            if standing is not None:
                for own in (aim, ""):
                    made.setdefault(own, dict.fromkeys(KINDS, 0))[standing.kind] += 1
    return tuple(AimTally(aim, counts) for aim, counts in made.items())


COLUMNS = (
    "system", "aim", "level", "priority", "target", "measure", "place", "breakdown", "direction", "unit",
    "baseline", "baseline_period", "baseline_value_id", "value", "by", "standing", "because",
    "latest_period", "latest", "meant_to_be", "share_of_the_way", "value_id",
    "gap_by", "gap_baseline", "gap_value", "gap_due", "gap_standing", "gap_because",
    "owner", "approved_by", "approved_at", "log_number", "illustrative", "target_id",
)  # fmt: skip


def promise_cells(
    system: str, priority: Mapping[str, Any], target: Mapping[str, Any], line: PromiseLine, judged: Judged
) -> tuple[Scalar, ...]:
    """A target as a row of a download, with the columns above. priority, target: their fields."""
    standing, decided = judged.standing, target["decided"]
    by, due = target["by"], target["gap_due"]
    return (
        system, priority["aim"], priority["level"], priority["title"], target["title"], target["measure"],
        target["place"], target["breakdown"], target["direction"], target["unit"],
        target["baseline"], target["baseline_period"], target["baseline_value_id"], target["value"],
        str(by) if by else "", standing.kind.value, line.standing.sentence,
        standing.period, standing.value, standing.expected, standing.travelled, standing.value_id,
        target["gap_by"], target["gap_baseline"], target["gap_value"], str(due) if due else "",
        line.gap.kind.value if line.gap else "", line.gap.sentence if line.gap else "",
        str(target["owner"] or ""), decided.get("by", ""), decided.get("at", ""), decided.get("number"),
        "illustrative" if line.illustrative else "", line.id,
    )  # fmt: skip


def trajectory_rows(targets: Sequence[Mapping[str, Any]]) -> list[tuple[Scalar, ...]]:
    """Where each target means to be, period by period."""
    return [
        (str(target["id"]), target["title"], period, value, "illustrative" if target["illustrative"] else "")
        for target in targets
        for period, value in sorted(target["trajectory"].items())
    ]


TRAJECTORY_COLUMNS = ("target_id", "target", "period", "meant_to_be", "illustrative")
