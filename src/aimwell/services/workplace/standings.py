"""How many targets stand at once: one read of released figures for those that are not known yet, kept in the process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from aimwell.catalogue.standing import read_standing_rule
from aimwell.domain.workplace.standing import Reason, StandingRule, cannot_tell
from aimwell.services.workplace.declared import catalogue_of
from aimwell.site.reader import Release, figures_version
from aimwell.site.standings import Judged, JudgedBy, chart_rules, in_figures, judge_targets, place_ids
from aimwell.store.folder import StoreFolder
from aimwell.store.released.promises import PublicTarget, as_fields
from aimwell.store.released.reading import places_path
from aimwell.store.workplace.models import Target

MOST_KEPT = 50_000

Key = tuple[str, str]  # a target's id, and a mark of what it said then: 'draft 3' or 'public 17'


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


def standings(*, ask: Ask, targets: Mapping[Key, Mapping[str, Any]]) -> Mapping[Key, Judged]:
    """How targets stand. targets: their fields by key; `draft_fields` and `public_fields` make them."""
    folder = StoreFolder(ask.store)
    mark = (figures_version(folder), ask)
    with KNOWN.lock:
        if mark != KNOWN.of or len(KNOWN.standings) > MOST_KEPT:
            KNOWN.of, KNOWN.standings = mark, {}
        unknown = {key: target for key, target in targets.items() if key not in KNOWN.standings}
        if unknown:
            KNOWN.standings.update(_judge(folder, ask, unknown))
        return {key: KNOWN.standings[key] for key in targets}


def standings_of_drafts(*, ask: Ask, targets: Sequence[Target]) -> Mapping[str, Judged]:
    """How targets stand as they are in the workplace, by id. Prefetch `trajectory`."""
    keys = {draft_key(target): target for target in targets}
    made = standings(ask=ask, targets={key: draft_fields(target) for key, target in keys.items()})
    return {key[0]: judged for key, judged in made.items()}


def draft_key(target: Target) -> Key:
    """What a target says now."""
    return str(target.pk), f"draft {target.version}"


def draft_fields(target: Target) -> dict[str, Any]:
    """A target of the workplace as judging needs it."""
    return {
        **{name: getattr(target, name) for name in FIELDS},
        "trajectory": {point.period: point.value for point in target.trajectory.all()},
    }


def public_key(target: PublicTarget) -> Key:
    """What a target said when it was approved."""
    return target.id, f"public {target.decided.get('number', 0)}"


def public_fields(target: PublicTarget) -> dict[str, Any]:
    """A published target as judging needs it."""
    return as_fields(target)


FIELDS = (
    "id", "measure", "place", "breakdown", "direction", "baseline", "baseline_period", "value", "by",
    "gap_by", "gap_baseline", "gap_value", "gap_due",
)  # fmt: skip


def _judge(folder: StoreFolder, ask: Ask, unknown: Mapping[Key, Mapping[str, Any]]) -> dict[Key, Judged]:
    catalogue, release = catalogue_of(ask.definitions), Release(folder)
    measures = catalogue.measures
    if not places_path(folder).is_file():
        nothing = cannot_tell(Reason.NO_RECORD)
        return {
            key: Judged(nothing, nothing if in_figures(target, measures).gap else None)
            for key, target in unknown.items()
        }
    asked = {f"{key[0]} {key[1]}": key for key in unknown}
    made = judge_targets(
        [in_figures({**unknown[key], "id": name}, measures) for name, key in asked.items()],
        folder,
        place_ids(release.places.values(), ask.today),
        JudgedBy(chart_rules(release, catalogue.profiles), standing_rule(ask.definitions), ask.today),
    )
    return {asked[name]: judged for name, judged in made.items()}


@lru_cache(maxsize=4)
def standing_rule(definitions: Path) -> StandingRule:
    """How many figures it takes, read once."""
    return read_standing_rule(definitions)
