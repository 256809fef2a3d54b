"""Aims of all systems, asked at once: published targets of everybody, and drafts of one's own systems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID

from aimwell.domain.measures import Better, Measure
from aimwell.domain.periods import Period
from aimwell.domain.values import EVERYONE
from aimwell.domain.workplace.aims_compared import (
    AimsQuestion,
    ComparedAim,
    Part,
    SystemsCount,
    answer,
    change_since,
    counted,
    per_year,
    rankable,
)
from aimwell.domain.workplace.states import WORDS, State
from aimwell.presentation.promise_words import KIND_WORDS
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.standings import (
    Ask,
    draft_fields,
    draft_key,
    public_fields,
    public_key,
    standings,
)
from aimwell.site.promises import likely_proof
from aimwell.site.reader import Release, figures_version
from aimwell.site.standings import Judged, period_text, place_ids
from aimwell.store.folder import StoreFolder
from aimwell.store.released.places import ReleasedPlace
from aimwell.store.released.promises import PublicPriority, SystemPromises, promises_version, read_promises
from aimwell.store.released.series import ReleasedSeries, SeriesKey, read_series
from aimwell.store.workplace.models import Target

ENGLAND = "ENG"


@dataclass(frozen=True, slots=True)
class AimsAnswer:
    """The aims that were asked for, in groups and order; `systems`: how many have any, of how many that publish."""

    aims: Sequence[ComparedAim]
    counts: tuple[SystemsCount, ...]
    systems: int
    publishing: int
    rankable: bool
    measures: tuple[tuple[str, str], ...]  # ids and names of measures that any target names
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Around:
    """What aims are made with."""

    measures: Mapping[str, Measure]
    themes: Mapping[tuple[str, str], str]
    ids: Mapping[str, str]
    places: Mapping[str, ReleasedPlace]
    england: Mapping[SeriesKey, ReleasedSeries]


class _Known:
    """Published aims as they were last read; thrown away when promises or figures change."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.of: tuple[str, str, Ask] | None = None
        self.aims: tuple[ComparedAim, ...] = ()
        self.around: _Around | None = None


KNOWN = _Known()


def compare_aims(*, ask: Ask, question: AimsQuestion, own: frozenset[UUID] | None) -> AimsAnswer:
    """Which systems aim for what, how ambitious, and how near. own: systems whose drafts may be seen; None: all."""
    public, around = _published(ask)
    everything = [*public, *_drafts(ask, around, own)]
    found = answer(everything, question)
    named = {aim.measure: aim.measure_words for aim in everything if aim.measure}
    return AimsAnswer(
        aims=found,
        counts=counted(found),
        systems=len({aim.system for aim in found}),
        publishing=len({aim.system for aim in everything}),
        rankable=rankable(found),
        measures=tuple(sorted(named.items(), key=lambda pair: pair[1])),
        themes=tuple(sorted({aim.theme for aim in everything if aim.theme})),
    )


def _published(ask: Ask) -> tuple[tuple[ComparedAim, ...], _Around]:
    folder = StoreFolder(ask.store)
    mark = (promises_version(folder), figures_version(folder), ask)
    with KNOWN.lock:
        if KNOWN.of != mark or KNOWN.around is None:
            promises = tuple(read_promises(folder).values())
            KNOWN.around = _around(ask, folder, promises)
            KNOWN.aims, KNOWN.of = tuple(_public_aims(ask, KNOWN.around, promises)), mark
        return KNOWN.aims, KNOWN.around


def _around(ask: Ask, folder: StoreFolder, promises: Sequence[SystemPromises]) -> _Around:
    catalogue = catalogue_of(ask.definitions)
    targets = [target for system in promises for target in system.targets]
    groups = {target.breakdown.partition(":")[0] for target in targets}
    places = Release(folder).places
    return _Around(
        measures=catalogue.measures,
        themes={(pack.id, each.id): each.theme for pack in catalogue.packs for each in pack.priorities},
        ids=place_ids(places.values(), ask.today),
        places=places,
        england=read_series(folder, catalogue.measures, [ENGLAND], groups),
    )


def _public_aims(ask: Ask, around: _Around, promises: Sequence[SystemPromises]) -> list[ComparedAim]:
    told = standings(
        ask=ask,
        targets={
            public_key(target): public_fields(target) for system in promises for target in system.targets
        },
    )
    made = []
    for system in promises:
        priorities = {priority.id: priority for priority in system.priorities}
        for target in system.targets:
            said = _Said(system.code, system.name, priorities[target.priority], WORDS[State.APPROVED])
            made.append(_aim(public_fields(target), said, told[public_key(target)], around))
    return made


def _drafts(ask: Ask, around: _Around, own: frozenset[UUID] | None) -> list[ComparedAim]:
    """Targets of one's own systems that are not public as they stand."""
    rows = Target.objects.filter(state__in=[State.DRAFT, State.PROPOSED])
    rows = rows.select_related("priority", "system", "owner__body").prefetch_related("trajectory")
    if own is not None:
        rows = rows.filter(system__in=own)
    targets = list(rows)
    told = standings(ask=ask, targets={draft_key(target): draft_fields(target) for target in targets})
    made = []
    for target in targets:
        words = WORDS[State(target.state)]
        said = _Said(target.system.code, target.system.name, target.priority, words)
        fields = {
            **draft_fields(target),
            "title": target.title,
            "unit": target.unit,
            "owner": str(target.owner or ""),
            "illustrative": target.illustrative,
        }
        made.append(_aim(fields, said, told[draft_key(target)], around))
    return made


@dataclass(frozen=True, slots=True)
class _Said:
    """Whose a target is. priority: a published one, or a row of the workplace with the same names."""

    code: str
    name: str
    priority: PublicPriority | Any
    state: str


def _aim(target: Mapping[str, Any], said: _Said, judged: Judged, around: _Around) -> ComparedAim:
    measure, by = around.measures.get(target["measure"]), _day(target["by"])
    sign = _sign(target, measure)
    began = period_text(target["baseline_period"])
    since = Period.parse(began).end if began else None
    asked = per_year(target["baseline"], target["value"], since, by)
    series = around.england.get((target["measure"], ENGLAND, target["breakdown"] or EVERYONE))
    england = change_since(series.period, series.value, began) if series and began else None
    priority, standing = said.priority, judged.standing
    place = around.places.get(around.ids.get(target["place"].upper(), ""))
    return ComparedAim(
        target=str(target["id"]), system=said.code, system_name=said.name, state=said.state,
        priority=priority.title, level=priority.level, aim=priority.aim,
        theme=around.themes.get((priority.pack, priority.pack_priority), ""),
        title=target["title"], measure=target["measure"] if measure else "",
        measure_words=measure.short if measure else "", breakdown=target["breakdown"] or EVERYONE,
        unit=measure.unit if measure else target["unit"], baseline=target["baseline"],
        baseline_period=began, value=target["value"], by=by, parts=_parts(target),
        per_year=None if asked is None or not sign else sign * asked,
        england_per_year=None if england is None or not sign else sign * england,
        travelled=standing.travelled, standing=standing.kind, standing_words=KIND_WORDS[standing.kind],
        value_id=standing.value_id,
        proof=likely_proof(measure.id, place, standing.value_id) if measure and standing.value_id else "",
        owner=target["owner"], illustrative=bool(target["illustrative"]),
    )  # fmt: skip


def _sign(target: Mapping[str, Any], measure: Measure | None) -> int:
    """1 where higher is what the target asks for, -1 where lower is; 0 where nobody says."""
    asked = {"higher": 1, "lower": -1}.get(target["direction"], 0)
    good = {Better.HIGHER: 1, Better.LOWER: -1}.get(measure.better, 0) if measure else 0
    return asked or good


def _parts(target: Mapping[str, Any]) -> frozenset[Part]:
    held = {
        Part.NUMBER: target["value"] is not None,
        Part.DATE: bool(target["by"]),
        Part.BASELINE: target["baseline"] is not None,
        Part.GAP: bool(target["gap_by"]) and target["gap_value"] is not None,
        Part.OWNER: bool(target["owner"]),
    }
    return frozenset(part for part, there in held.items() if there)


def _day(given: date | str | None) -> date | None:
    if isinstance(given, str):
        return date.fromisoformat(given) if given else None
    return given
