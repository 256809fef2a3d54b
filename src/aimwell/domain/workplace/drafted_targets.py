"""A row of somebody's target table as the fields of a target: what can be taken, and why the rest is left empty.

Nothing is guessed. A measure, place, owner or priority is taken only where somebody chose it or the words name it exactly.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aimwell.domain.draft_targets import DraftTarget, Read
from aimwell.domain.measures import Measure
from aimwell.domain.target_numbers import Quantity, Sense, said_of
from aimwell.domain.values import EVERYONE
from aimwell.domain.workplace.target_rules import SHARES, TargetSaid, faults_of
from aimwell.domain.workplace.trajectories import Point

LONGEST_TITLE, LONGEST_GAP, LONGEST_PERIOD = 300, 200, 10
CHANGES = (Sense.SHARE, Sense.POINTS, Sense.AMOUNT)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose for a row."""

    measure: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A row as a target. left_out: what was written and is not taken, with its cell and why."""

    fields: Mapping[str, Any]
    trajectory: tuple[Point, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass
class _Taking:
    """A row on its way to fields."""

    draft: DraftTarget
    measure: Measure | None
    fields: dict[str, Any] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def leave(self, read: Read[Any], why: str) -> None:
        self.left_out.append(f"{read.address} '{_short(read.written)}': {why}")


def drafted(
    draft: DraftTarget, chosen: Chosen, *, measures: Mapping[str, Measure], places: Collection[str]
) -> Drafted:
    """The fields that a row gives. chosen.measure and chosen.place are ids of the catalogue and the register."""
    measure = measures.get(chosen.measure)
    taking = _Taking(draft, measure)
    taking.fields |= {"measure": measure.id if measure else "", "place": chosen.place, "breakdown": EVERYONE}
    _take_words(taking)
    _take_numbers(taking)
    way = _way(taking)
    _take_direction(taking)
    return _without_faults(taking, way, measures, places)


def title_of(draft: DraftTarget) -> str:
    """What a row calls its target."""
    read = draft.target or draft.measure_words
    return _cut(read.written, LONGEST_TITLE) if read else ""


def named_exactly(words: str, named: Sequence[tuple[str, str]]) -> str:
    """The id of the one thing that is called exactly so, whatever its case; '' for none or several. named: name, id."""
    wanted = " ".join(words.casefold().split())
    found = {known for name, known in named if " ".join(name.casefold().split()) == wanted}
    return found.pop() if wanted and len(found) == 1 else ""


def _take_words(taking: _Taking) -> None:
    draft = taking.draft
    taking.fields["title"] = title_of(draft)
    read = draft.target or draft.measure_words
    if read and len(read.written) > LONGEST_TITLE:
        taking.leave(read, f"only the first {LONGEST_TITLE} letters are taken")
    taking.fields["evidence"] = draft.evidence.written if draft.evidence else ""
    if draft.inequality:
        taking.fields["gap_words"] = _cut(draft.inequality.written, LONGEST_GAP)
    if draft.due and draft.due.value:
        taking.fields["by"] = draft.due.value


def _take_numbers(taking: _Taking) -> None:
    draft, fields = taking.draft, taking.fields
    baseline = _figure(taking, draft.baseline)
    fields["baseline"] = baseline
    if baseline is not None and draft.baseline_period and draft.baseline_period.value:
        text = draft.baseline_period.value.text
        if len(text) <= LONGEST_PERIOD:
            fields["baseline_period"] = text
        else:
            taking.leave(draft.baseline_period, "the period is too long to be kept")
    fields["value"] = _value(taking, baseline)
    fields["unit"] = _unit(taking)


def _value(taking: _Taking, baseline: float | None) -> float | None:
    """The value to reach; a change is worked out from the baseline, where it says plainly which."""
    read = taking.draft.value
    if read is None or read.value is None or read.value.sense not in CHANGES:
        return _figure(taking, read)
    if baseline is None:
        taking.leave(read, f"{said_of(read.value)}, and there is no baseline to work it out from")
        return None
    change = read.value.low
    return round(baseline * (1 + change) if read.value.sense is Sense.SHARE else baseline + change, 10)


def _figure(taking: _Taking, read: Read[Quantity] | None) -> float | None:
    """A single number in the measure's own unit."""
    if read is None or read.value is None:
        return None
    quantity = read.value
    why = ""
    if quantity.sense is Sense.RANGE:
        why = f"{said_of(quantity)} is a range, and a target is one number"
    elif quantity.sense is not Sense.FIGURE:
        why = "it can mean more than one thing"
    elif any(hole.startswith(f"{read.address} holds") for hole in taking.draft.holes):
        why = "it may be a share or a percentage"
    elif taking.measure and taking.measure.unit in SHARES and quantity.unit not in ("", *SHARES):
        why = f"the measure is a percentage, and this is in {quantity.unit}"
    elif taking.measure and taking.measure.unit not in SHARES and quantity.unit in SHARES:
        why = f"it is a percentage, and the measure is in {taking.measure.unit}"
    if why:
        taking.leave(read, why)
        return None
    return quantity.low


def _unit(taking: _Taking) -> str:
    if taking.measure:
        return taking.measure.unit
    found = next(
        (read.value.unit for read in (taking.draft.value, taking.draft.baseline) if read and read.value), ""
    )
    written = taking.draft.unit.written if taking.draft.unit else ""
    return _cut(found or written, 80)


def _way(taking: _Taking) -> tuple[Point, ...]:
    points = []
    for step in taking.draft.trajectory:
        value = _figure(taking, step.quantity)
        if value is not None and len(step.period.text) <= LONGEST_PERIOD:
            points.append(Point(step.period.text, value))
    return tuple(points)


def _take_direction(taking: _Taking) -> None:
    """The direction that the words say; without words, the one that the measure calls better."""
    said = taking.draft.direction.value if taking.draft.direction else None
    better = taking.measure.better.value if taking.measure else ""
    words = {-1: "lower", 1: "higher"}.get(said or 0, "")
    taking.fields["direction"] = words or (better if better in ("higher", "lower") else "")


def _without_faults(
    taking: _Taking, way: tuple[Point, ...], measures: Mapping[str, Measure], places: Collection[str]
) -> Drafted:
    """Fields that the rules of targets refuse are left empty, and said."""
    fields = taking.fields
    names = ("measure", "place", "breakdown", "direction", "baseline", "baseline_period", "value", "by")
    said = TargetSaid(**{name: fields[name] for name in names if name in fields}, trajectory=way)
    for fault in faults_of(said, measures=measures, places=places):
        taking.left_out.append(f"{fault.found} It is left empty.")
        if fault.field == "trajectory":
            way = ()
        elif fault.field == "baseline":
            fields |= {"baseline": None, "baseline_period": ""}
        else:
            fields[fault.field] = "" if isinstance(fields.get(fault.field), str) else None
    return Drafted(dict(fields), way, tuple(taking.left_out))


def _cut(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def _short(text: str) -> str:
    return _cut(text, 60)
