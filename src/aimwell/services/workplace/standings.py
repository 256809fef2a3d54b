"""How many targets stand at once: one read of released figures for those that are not known yet, kept in the process."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import CharField
from django.db.models.functions import Cast

from aimwell.catalogue.standing import read_standing_rule
from aimwell.domain.workplace.standing import Reason, StandingRule, cannot_tell
from aimwell.services.workplace.declared import catalogue_of
from aimwell.site.promises import Surroundings
from aimwell.site.reader import Release
from aimwell.site.standings import Judged, JudgedBy, chart_rules, in_figures, judge_targets, place_ids
from aimwell.store.folder import StoreFolder
from aimwell.store.released.places import ReleasedPlace
from aimwell.store.released.promises import PublicTarget
from aimwell.store.released.reading import figures_version, places_path
from aimwell.store.workplace.models import Target, TrajectoryPoint

MOST_KEPT = 50_000

Key = tuple[str, str]  # a target's id, and a mark of what it said then: 'draft 3' or 'public 17'


FieldsOf = Callable[[Sequence[Key]], Mapping[Key, Mapping[str, Any]]]
"""Gives the fields of targets by key; `draft_fields` and `public_fields` make them."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Where figures and definitions are, and the day."""

    store: Path
    definitions: Path
    today: date


class _Known:
    """Standings worked out before; all of one release and day."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.of: tuple[str, Ask] | None = None
        self.standings: dict[Key, Judged] = {}


KNOWN = _Known()


def standings(*, ask: Ask, keys: Sequence[Key], fields_of: FieldsOf) -> Mapping[Key, Judged]:
    """How targets stand, by key. fields_of gives the fields of those that are not known yet, and is asked once at most."""
    folder = StoreFolder(ask.store)
    mark = (figures_version(folder), ask)
    with KNOWN.lock:
        if mark != KNOWN.of or len(KNOWN.standings) > MOST_KEPT:
            KNOWN.of, KNOWN.standings = mark, {}
        unknown = [key for key in keys if key not in KNOWN.standings]
        if unknown:
            KNOWN.standings.update(_judge(folder, ask, fields_of(unknown)))
        return {key: KNOWN.standings[key] for key in keys}


def standings_of_drafts(*, ask: Ask, targets: Sequence[Target]) -> Mapping[str, Judged]:
    """How targets stand as they are in the workplace, by id. Trajectories are read only for those not known yet."""
    by_key = {draft_key(target): target for target in targets}

    made = standings(
        ask=ask,
        keys=list(by_key),
        fields_of=lambda unknown: fields_of_drafts([by_key[key] for key in unknown]),
    )
    return {key[0]: judged for key, judged in made.items()}


def fields_of_drafts(targets: Sequence[Target]) -> dict[Key, Mapping[str, Any]]:
    """Targets of the workplace as judging needs them, with their trajectories in one query."""
    ways = ways_of(targets)
    return {draft_key(target): draft_fields(target, ways.get(target.pk, {})) for target in targets}


def ways_of(targets: Sequence[Target]) -> Mapping[UUID, Mapping[str, float]]:
    """The trajectories of targets in one query. Ids are read as text: making one of each row takes longer than reading."""
    rows = TrajectoryPoint.objects.filter(target__in=[target.pk for target in targets])
    found: dict[str, dict[str, float]] = {}
    for target, period, value in rows.values_list(Cast("target_id", CharField()), "period", "value"):
        found.setdefault(target, {})[period] = value
    return {UUID(target): way for target, way in found.items()}


def draft_key(target: Target) -> Key:
    """What a target says now."""
    return str(target.pk), f"draft {target.version}"


def draft_fields(target: Target, way: Mapping[str, float]) -> dict[str, Any]:
    """A target of the workplace as judging needs it. way: its trajectory by period."""
    return {**{name: getattr(target, name) for name in FIELDS}, "trajectory": way}


def public_key(target: PublicTarget) -> Key:
    """What a target said when it was approved."""
    return target.id, f"public {target.decided.get('number', 0)}"


def public_fields(target: PublicTarget) -> dict[str, Any]:
    """A published target as judging needs it."""
    return {name: getattr(target, name) for name in (*FIELDS, "trajectory")}


FIELDS = (
    "id", "measure", "place", "breakdown", "direction", "baseline", "baseline_period", "value", "by",
    "gap_by", "gap_baseline", "gap_value", "gap_due",
)  # fmt: skip


def _judge(folder: StoreFolder, ask: Ask, unknown: Mapping[Key, Mapping[str, Any]]) -> dict[Key, Judged]:
    measures = catalogue_of(ask.definitions).measures
    if not places_path(folder).is_file():
        nothing = cannot_tell(Reason.NO_RECORD)
        return {
            key: Judged(nothing, nothing if in_figures(target, measures).gap else None)
            for key, target in unknown.items()
        }
    asked = {f"{key[0]} {key[1]}": key for key in unknown}
    targets = [in_figures({**unknown[key], "id": name}, measures) for name, key in asked.items()]
    held = _held_to(folder, figures_version(folder), ask)
    made = judge_targets(targets, folder, held.ids, held.by)
    return {asked[name]: judged for name, judged in made.items()}


@dataclass(frozen=True, slots=True)
class _HeldTo:
    """Places of a release by id, ids by the codes people know, and what promises are held to."""

    places: Mapping[str, ReleasedPlace]
    ids: Mapping[str, str]
    by: JudgedBy


@lru_cache(maxsize=2)
def _held_to(folder: StoreFolder, figures: str, ask: Ask) -> _HeldTo:
    """Read once a release and day."""
    del figures
    release, profiles = Release(folder), catalogue_of(ask.definitions).profiles
    by = JudgedBy(chart_rules(release, profiles), standing_rule(ask.definitions), ask.today)
    return _HeldTo(release.places, place_ids(release.places.values(), ask.today), by)


def surroundings(ask: Ask) -> Surroundings:
    """What a line about a promise needs besides it: measures, and places of the release."""
    folder = StoreFolder(ask.store)
    held = _held_to(folder, figures_version(folder), ask)
    return Surroundings(catalogue_of(ask.definitions).measures, held.ids, held.places)


@lru_cache(maxsize=4)
def standing_rule(definitions: Path) -> StandingRule:
    """How many figures it takes, read once."""
    return read_standing_rule(definitions)
