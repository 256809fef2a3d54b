"""Aims of all systems, asked at once: published targets of everybody, and drafts of one's own systems."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import Lock
from typing import Any
from uuid import UUID

from aimwell.domain.measures import Better, Measure
from aimwell.domain.periods import Period
from aimwell.domain.values import EVERYONE
from aimwell.domain.workplace.aims_compared import (
    BY_STANDING,
    AimsQuestion,
    ComparedAim,
    Part,
    SystemsCount,
    change_since,
    counted,
    fitting,
    made_of,
    ordered,
    per_year,
    rankable,
)
from aimwell.domain.workplace.states import WORDS, State
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.standings import (
    Ask,
    Key,
    draft_key,
    fields_of_drafts,
    public_fields,
    public_key,
    standings,
)
from aimwell.site.promises import likely_proof
from aimwell.site.reader import Release
from aimwell.site.standings import Judged, period_text, place_ids
from aimwell.store.folder import StoreFolder
from aimwell.store.released.places import ReleasedPlace
from aimwell.store.released.promises import (
    PublicPriority,
    PublicTarget,
    SystemPromises,
    promises_version,
    read_promises,
)
from aimwell.store.released.reading import figures_version
from aimwell.store.released.series import ReleasedSeries, SeriesKey, read_series
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Target

ENGLAND = "ENG"
MOST_OWN = 50  # sets of systems whose drafts are kept in order; each set is some people's


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


class _Known:
    """Aims as they were last made; thrown away when promises or figures change."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.of: tuple[str, str, Ask] | None = None
        self.public: tuple[ComparedAim, ...] = ()
        self.drafts: dict[tuple[Any, ...], ComparedAim] = {}
        self.own: dict[frozenset[UUID] | None, tuple[str, list[ComparedAim]]] = {}  # as of a log entry
        self.england: dict[str, Mapping[SeriesKey, ReleasedSeries]] = {}
        self.around: _Around | None = None


KNOWN = _Known()


def compare_aims(*, ask: Ask, question: AimsQuestion, own: frozenset[UUID] | None) -> AimsAnswer:
    """Which systems aim for what, how ambitious, and how near. own: systems whose drafts may be seen; None: all.

    `told` says how those stand that are shown: few of the thousands.
    """
    with KNOWN.lock:
        around = _refreshed(ask)
        everything = [*KNOWN.public, *_drafts(around, own)]
    found = fitting(everything, question)
    if question.sort in BY_STANDING:
        found = told(ask=ask, aims=found)
    named = {aim.measure: aim.measure_words for aim in everything if aim.measure}
    return AimsAnswer(
        aims=ordered(found, question.sort),
        counts=counted(found),
        systems=len({aim.system for aim in found}),
        publishing=len({aim.system for aim in everything}),
        rankable=rankable(found),
        measures=tuple(sorted(named.items(), key=lambda pair: pair[1])),
        themes=tuple(sorted({aim.theme for aim in everything if aim.theme})),
    )


def told(*, ask: Ask, aims: Sequence[ComparedAim]) -> list[ComparedAim]:
    """Aims with how each stands, and what England changed a year since its baseline."""
    with KNOWN.lock:
        around = _refreshed(ask)
        _read_england(ask, aims)
        keys = {(aim.target, aim.mark): aim for aim in aims}
        known = standings(ask=ask, keys=list(keys), fields_of=partial(_fields_of, ask))
        return [_told(aim, known[aim.target, aim.mark], around) for aim in aims]


def _told(aim: ComparedAim, judged: Judged, around: _Around) -> ComparedAim:
    standing = judged.standing
    place = around.places.get(around.ids.get(aim.place.upper(), ""))
    proved = bool(aim.measure and standing.value_id)
    return replace(
        aim,
        england_per_year=_england(aim, around),
        travelled=standing.travelled,
        standing=standing.kind,
        value_id=standing.value_id,
        proof=likely_proof(aim.measure, place, standing.value_id) if proved else "",
    )


def _fields_of(ask: Ask, keys: Sequence[Key]) -> dict[Key, Mapping[str, Any]]:
    """The fields of targets, published ones or drafts, for those who judge them."""
    wanted = frozenset(keys)
    found: dict[Key, Mapping[str, Any]] = {
        key: public_fields(target)
        for system in read_promises(StoreFolder(ask.store)).values()
        for target in system.targets
        if (key := public_key(target)) in wanted
    }
    drafts = {key[0]: key for key in keys if key not in found}
    made = fields_of_drafts(list(Target.objects.filter(pk__in=list(drafts))))
    return found | {
        drafts[key[0]]: fields for key, fields in made.items()
    }  # as it was asked for, if changed since


def _read_england(ask: Ask, aims: Sequence[ComparedAim]) -> None:
    unknown = {aim.measure for aim in aims} - KNOWN.england.keys()
    groups = {aim.breakdown.partition(":")[0] for aim in aims}
    read = read_series(StoreFolder(ask.store), unknown, [ENGLAND], groups) if unknown else {}
    for measure in unknown:
        KNOWN.england[measure] = {key: series for key, series in read.items() if key[0] == measure}


def _england(aim: ComparedAim, around: _Around) -> float | None:
    series = KNOWN.england.get(aim.measure, {}).get((aim.measure, ENGLAND, aim.breakdown))
    if series is None or not aim.baseline_period:
        return None
    changed = change_since(series.period, series.value, aim.baseline_period)
    sign = _sign(aim.direction, around.measures.get(aim.measure))
    return None if changed is None or not sign else sign * changed


def _refreshed(ask: Ask) -> _Around:
    """What aims are made with now; published aims are read again where promises or figures have changed."""
    folder = StoreFolder(ask.store)
    mark = (promises_version(folder), figures_version(folder), ask)
    if KNOWN.of != mark or KNOWN.around is None:
        catalogue, places = catalogue_of(ask.definitions), Release(folder).places
        themes = {(pack.id, each.id): each.theme for pack in catalogue.packs for each in pack.priorities}
        KNOWN.around = _Around(catalogue.measures, themes, place_ids(places.values(), ask.today), places)
        KNOWN.public = tuple(_public_aims(KNOWN.around, tuple(read_promises(folder).values())))
        KNOWN.drafts, KNOWN.own, KNOWN.england, KNOWN.of = {}, {}, {}, mark
    return KNOWN.around


def _public_aims(around: _Around, promises: Sequence[SystemPromises]) -> Iterator[ComparedAim]:
    for system in promises:
        priorities = {priority.id: priority for priority in system.priorities}
        for target in system.targets:
            said = _Said(system.code, system.name, priorities[target.priority], WORDS[State.APPROVED])
            yield _aim(target, public_key(target), target.owner, said, around)


def _drafts(around: _Around, own: frozenset[UUID] | None) -> list[ComparedAim]:
    """Targets of one's own systems that are not public as they stand; looked for again after a new entry in the log."""
    _, entry = log.head()  # asked first: what is changed while reading has a later one
    known, drafts = KNOWN.own.get(own, ("", []))
    if known != entry:
        drafts = _read_drafts(around, own)
        if len(KNOWN.own) > MOST_OWN:
            KNOWN.own.clear()
        KNOWN.own[own] = entry, drafts
    return drafts


def _read_drafts(around: _Around, own: frozenset[UUID] | None) -> list[ComparedAim]:
    """Only those that changed are read whole."""
    rows = Target.objects.filter(state__in=[State.DRAFT, State.PROPOSED])
    if own is not None:
        rows = rows.filter(system__in=own)
    keys = list(rows.order_by("pk").values_list("pk", "version", "state", "priority_id", "priority__version"))
    unknown = [key for key in keys if key not in KNOWN.drafts]
    if unknown:
        asked = rows.filter(pk__in=[key[0] for key in unknown])
        found = {row.pk: row for row in asked.select_related("priority", "system", "owner__body")}
        for key in unknown:
            target = found[key[0]]
            said = _Said(target.system.code, target.system.name, target.priority, WORDS[State(target.state)])
            KNOWN.drafts[key] = _aim(target, draft_key(target), str(target.owner or ""), said, around)
    return [KNOWN.drafts[key] for key in keys]


@dataclass(frozen=True, slots=True)
class _Said:
    """Whose a target is. priority: a published one, or a row of the workplace with the same names."""

    code: str
    name: str
    priority: PublicPriority | Any
    state: str


def _aim(target: PublicTarget | Target, key: Key, owner: str, said: _Said, around: _Around) -> ComparedAim:
    measure = around.measures.get(target.measure)
    by, began, sign = _day(target.by), period_text(target.baseline_period), _sign(target.direction, measure)
    asked = per_year(target.baseline, target.value, Period.parse(began).end if began else None, by)
    priority, parts = said.priority, _parts(target, owner)
    return ComparedAim(
        target=key[0], mark=key[1], system=said.code, system_name=said.name, state=said.state,
        priority=priority.title, level=priority.level, aim=priority.aim,
        theme=around.themes.get((priority.pack, priority.pack_priority), ""),
        title=target.title, measure=target.measure if measure else "", place=target.place,
        measure_words=measure.short if measure else "", breakdown=target.breakdown or EVERYONE,
        unit=measure.unit if measure else target.unit, direction=target.direction,
        baseline=target.baseline, baseline_period=began, value=target.value, by=by,
        parts=parts, made=made_of(parts), per_year=None if asked is None or not sign else sign * asked,
        owner=owner, illustrative=target.illustrative,
    )  # fmt: skip


def _sign(direction: str, measure: Measure | None) -> int:
    """1 where higher is what a target asks for, -1 where lower is; 0 where nobody says."""
    asked = {"higher": 1, "lower": -1}.get(direction, 0)
    good = {Better.HIGHER: 1, Better.LOWER: -1}.get(measure.better, 0) if measure else 0
    return asked or good


def _parts(target: PublicTarget | Target, owner: str) -> frozenset[Part]:
    held = (
        (Part.NUMBER, target.value is not None),
        (Part.DATE, bool(target.by)),
        (Part.BASELINE, target.baseline is not None),
        (Part.GAP, bool(target.gap_by) and target.gap_value is not None),
        (Part.OWNER, bool(owner)),
    )
    return frozenset(part for part, there in held if there)


def _day(given: date | str | None) -> date | None:
    if isinstance(given, str):
        return date.fromisoformat(given) if given else None
    return given
