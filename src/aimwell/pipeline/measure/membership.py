"""Which places each published code counts for: itself, its system on every footprint, its region, England."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from aimwell.domain.feeds import Feed
from aimwell.domain.footprints import Bridge, Rollup
from aimwell.domain.measures import Level
from aimwell.domain.places import OUTSIDE, OUTSIDE_LEVEL, PROVIDERS, Basis, CodeUse, PlaceKind, Register
from aimwell.domain.receipts import PlaceMet
from aimwell.pipeline.measure.engine import RollupRow, Rollups

ENGLAND = "ENG"
ALWAYS = (date.min, date.max)

LEVEL_OF_KIND: Mapping[PlaceKind, Level] = {
    PlaceKind.ENGLAND: Level.ENGLAND,
    PlaceKind.REGION: Level.REGION,
    PlaceKind.ICS: Level.ICS,
    PlaceKind.SUB_ICB: Level.SUB_ICB,
    PlaceKind.COUNCIL: Level.COUNCIL,
    PlaceKind.DISTRICT: Level.DISTRICT,
    PlaceKind.TRUST: Level.PROVIDER,
    PlaceKind.PROVIDER: Level.PROVIDER,
    PlaceKind.AMBULANCE_TRUST: Level.PROVIDER,
    PlaceKind.PRACTICE: Level.PRACTICE,
}


@dataclass(frozen=True, slots=True)
class SmallArea:
    """A neighbourhood or practice, and the places it lies in; '' where that is not known."""

    code: str
    sub_icb_before: str  # by the older locations
    sub_icb_after: str  # by the newer ones
    district: str
    council: str


class Membership:
    """Answers, for codes met in facts, which places they count for. Made once for a register."""

    def __init__(
        self,
        register: Register,
        bridges: Sequence[Bridge],
        small_areas: Mapping[str, SmallArea],
        met: Iterable[PlaceMet] = (),
    ) -> None:
        self._register = register
        self._small_areas = small_areas
        self._met = {place.code: place for place in met}
        self._rollups: dict[str, list[Rollup]] = defaultdict(list)
        for bridge in bridges:
            for rollup in bridge.rollups:
                self._rollups[rollup.source_code].append(rollup)
        self._whole_locations = [_whole_locations(bridge) for bridge in bridges]
        self._uses: dict[str, list[CodeUse]] = defaultdict(list)
        for place in register.places:
            for use in register.codes_of(place.id):
                if use not in self._uses[use.code]:
                    self._uses[use.code].append(use)

    def knows(self, code: str) -> bool:
        """Whether a code is in the register, among the small areas, or was met in a file that named it."""
        return code in self._uses or code in self._small_areas or code in self._met

    def rollups(self, codes: Iterable[str], feed: Feed) -> Rollups:
        """What the codes of a feed's facts count for."""
        basis = Basis(feed.systems_by)
        rows: list[RollupRow] = []
        alike: dict[SmallArea, list[str]] = defaultdict(list)
        for code in codes:
            if code in feed.outside_england:
                continue
            if code not in self._uses and code in self._small_areas:
                area = self._small_areas[code]
                alike[replace(area, code="")].append(code)
                if self._is_practice(code):
                    rows.append(_whole(code, *ALWAYS, Level.PRACTICE.value, code, itself=True))
            else:
                rows += _or_outside(code, list(self._rows_of(code, basis)))
        return Rollups(
            rows,
            [(found, _or_outside("", list(self._small_area_rows(area)))) for area, found in alike.items()],
        )

    def _rows_of(self, code: str, basis: Basis) -> Iterable[RollupRow]:
        yield _whole(code, *ALWAYS, Level.ENGLAND.value, ENGLAND, itself=self._is_england(code))
        if code in self._uses:
            yield from self._as_itself(code)
            yield from self._upwards(code, basis)
        elif code in self._met:
            yield from self._met_rows(self._met[code])

    def _is_england(self, code: str) -> bool:
        return any(use.place == ENGLAND for use in self._uses.get(code, ()))

    def _as_itself(self, code: str) -> Iterable[RollupRow]:
        for use in _reaching_out(self._uses[code]):
            level = LEVEL_OF_KIND.get(self._register.place(use.place).kind)
            if level is not None and level is not Level.ENGLAND:
                since, until = use.valid_from or date.min, use.valid_to or date.max
                yield _whole(code, since, until, level.value, use.place, itself=True)

    def _upwards(self, code: str, basis: Basis) -> Iterable[RollupRow]:
        found = self._rollups.get(code, [])
        preferred = [rollup for rollup in found if rollup.basis is basis]
        is_provider = any(rollup.source_kind in PROVIDERS for rollup in found)
        chosen = preferred if is_provider and preferred else found
        if is_provider and not preferred:
            chosen = [rollup for rollup in found if rollup.basis is found[0].basis]
        seen: set[tuple[str, str, date]] = set()
        for rollup in _ends_reaching_out(chosen):
            key = (rollup.target_id, rollup.source_id, rollup.source_from)
            if key not in seen and rollup.target_id != rollup.source_id:
                seen.add(key)
                yield RollupRow(
                    code,
                    rollup.source_from,
                    rollup.source_to,
                    LEVEL_OF_KIND[rollup.target_kind].value,
                    rollup.target_id,
                    rollup.cumulative_from,
                    rollup.cumulative_to,
                    rollup.estimated,
                    is_itself=False,
                )

    def _small_area_rows(self, area: SmallArea) -> Iterable[RollupRow]:
        """What every code of the same location, district and council counts for; the code is left open."""
        yield _whole("", *ALWAYS, Level.ENGLAND.value, ENGLAND, itself=False)
        if area.district:
            yield _whole("", *ALWAYS, Level.DISTRICT.value, area.district, itself=False)
        if area.council:
            yield _whole("", *ALWAYS, Level.COUNCIL.value, area.council, itself=False)
        for location in dict.fromkeys((area.sub_icb_before, area.sub_icb_after)):
            if location:
                yield _whole("", *ALWAYS, Level.SUB_ICB.value, location, itself=False)
        # by the older location on the oldest footprint, by the newer on the newest: some moved between systems
        older = self._whole_locations[0].get(area.sub_icb_before, ())
        newer = self._whole_locations[-1].get(area.sub_icb_after, ())
        for system in dict.fromkeys((*older, *newer)):
            level = LEVEL_OF_KIND[self._register.place(system).kind].value
            yield _whole("", *ALWAYS, level, system, itself=False)

    def _is_practice(self, code: str) -> bool:
        return not code.startswith("E01")

    def _met_rows(self, met: PlaceMet) -> Iterable[RollupRow]:
        yield _whole(met.code, *ALWAYS, Level.PROVIDER.value, met.code, itself=True)
        seen: set[tuple[str, date]] = (
            set()
        )  # the same system is reached on every footprint that it is part of
        for rollup in self._rollups.get(met.parent, ()):
            exact = rollup.cumulative_from == 0 and rollup.cumulative_to == 1
            key = (rollup.target_id, rollup.source_from)
            if exact and key not in seen:
                seen.add(key)
                level = LEVEL_OF_KIND[rollup.target_kind].value
                yield _whole(
                    met.code, rollup.source_from, rollup.source_to, level, rollup.target_id, itself=False
                )


def _whole_locations(bridge: Bridge) -> Mapping[str, Sequence[str]]:
    """For each location that lies wholly in one system of a footprint, that system and its region."""
    found: dict[str, list[str]] = defaultdict(list)
    for rollup in bridge.rollups:
        if rollup.source_kind is PlaceKind.SUB_ICB and not rollup.estimated:
            found[rollup.source_id].append(rollup.target_id)
    return {location: tuple(dict.fromkeys(systems)) for location, systems in found.items()}


def _or_outside(code: str, rows: list[RollupRow]) -> list[RollupRow]:
    """What counts for England and for no system, such as a commissioning hub, stands apart, so that sums agree."""
    if any(row.level == Level.ICS.value for row in rows):
        return rows
    return [*rows, _whole(code, *ALWAYS, OUTSIDE_LEVEL, OUTSIDE, itself=False)]


def _whole(code: str, since: date, until: date, level: str, place: str, *, itself: bool) -> RollupRow:
    return RollupRow(code, since, until, level, place, 0.0, 1.0, estimated=False, is_itself=itself)


def _reaching_out(uses: Sequence[CodeUse]) -> list[CodeUse]:
    """The first meaning of a code reaches back and the last reaches on: figures outlive the bodies they count."""
    ordered = sorted(uses, key=lambda use: use.valid_from or date.min)
    if ordered:
        ordered[0] = replace(ordered[0], valid_from=None)
        ordered[-1] = replace(ordered[-1], valid_to=None)
    return ordered


def _ends_reaching_out(rollups: Sequence[Rollup]) -> list[Rollup]:
    """As _reaching_out, for rollups: all those of the first and last source."""
    if not rollups:
        return []
    first = min(rollup.source_from for rollup in rollups)
    last = max(rollup.source_to for rollup in rollups)
    return [
        replace(
            rollup,
            source_from=date.min if rollup.source_from == first else rollup.source_from,
            source_to=date.max if rollup.source_to == last else rollup.source_to,
        )
        for rollup in rollups
    ]
