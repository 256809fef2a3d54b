"""The register, the footprints and the memberships that a run of the pipeline works with, read once.

Taking a file needs the codes of the register alone; what else a run may need is imported when it is asked for.

Who may import it: pipeline.flow, services.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aimwell.catalogue.places import read_codes, read_overlaps, read_register
from aimwell.domain.places import OUTSIDE, OUTSIDE_LEVEL, Basis, Place, PlaceKind, Register
from aimwell.domain.receipts import PlaceMet

if TYPE_CHECKING:
    from aimwell.domain.footprints import Bridge, Footprint
    from aimwell.pipeline.measure.membership import Membership, SmallArea
    from aimwell.store.released.places import ReleasedPlace


@dataclass(frozen=True)
class Geography:
    """Places through time, from a folder of definitions; each part is made when it is first asked for."""

    folder: Path

    @cached_property
    def register(self) -> Register:
        """Organisations and areas, without practices."""
        return read_register(self.folder)

    @cached_property
    def footprints(self) -> tuple["Footprint", ...]:
        """Footprints, oldest first."""
        return read_overlaps(self.folder).footprints

    @cached_property
    def bridges(self) -> tuple["Bridge", ...]:
        """What leads to each footprint, in their order."""
        from aimwell.domain.footprints import bridge

        overlaps = read_overlaps(self.folder)
        return tuple(bridge(self.register, overlaps, footprint) for footprint in self.footprints)

    @cached_property
    def small_areas(self) -> "Mapping[str, SmallArea]":
        """Neighbourhoods and practices by code; only read when a code is in no other register."""
        from aimwell.catalogue.small_areas import read_neighbourhoods
        from aimwell.pipeline.measure.membership import SmallArea

        columns = ("code", "sub_icb_2022", "sub_icb_2026", "district", "council")
        rows = zip(*(read_neighbourhoods(self.folder)[name].to_pylist() for name in columns), strict=True)
        found = {
            code: SmallArea(code, self._before(before or ""), after or "", district or "", council or "")
            for code, before, after, district, council in rows
        }
        practices = self.with_practices
        for place in practices.of_kind(PlaceKind.PRACTICE):
            found[place.id] = self._practice(practices, place)
        return found

    @cached_property
    def with_practices(self) -> Register:
        """The register with general practices and primary care networks."""
        from aimwell.catalogue.small_areas import read_practices

        return read_practices(self.folder, self.register)

    def neighbourhoods(self, kind: PlaceKind) -> tuple[Place, ...]:
        """The LSOAs of one census."""
        from aimwell.catalogue.small_areas import read_neighbourhood_places

        return read_neighbourhood_places(self.folder, kind)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every code of the register."""
        return read_codes(self.folder)

    def knows(self, code: str) -> bool:
        """Whether a code is of an organisation or area in the register, or of a neighbourhood or practice."""
        return code in self.codes or code in _WhenAsked(self)

    def membership(self, met: Iterable[PlaceMet]) -> "Membership":
        """Which places each code counts for, with organisations that files have named."""
        from aimwell.pipeline.measure.membership import Membership

        return Membership(self.register, self.bridges, _WhenAsked(self), met)

    def released_places(self) -> "list[ReleasedPlace]":
        """The places that a release tells its readers of, and what England has and no system."""
        from aimwell.store.released.places import ReleasedPlace

        nowhere = ReleasedPlace(OUTSIDE, OUTSIDE, "", OUTSIDE_LEVEL, "Not in any system", None, None, "", "")
        return [*(self._released(place) for place in self.register.places), nowhere]

    def _before(self, code: str) -> str:
        ended = f"{code}-{self.footprints[-1].starts.year}"
        return ended if ended in self.register else code

    def _practice(self, practices: Register, place: Place) -> "SmallArea":
        from aimwell.pipeline.measure.membership import SmallArea

        links = practices.relations_up(place.id, Basis.PART_OF)
        locations = [x.parent for x in links if x.parent in self.register]
        districts = practices.relations_up(place.id, Basis.RESIDENCE)
        district = districts[0].parent if districts else ""
        first, last = (locations[0], locations[-1]) if locations else ("", "")
        return SmallArea(place.id, first, last, district, "")

    def _released(self, place: Place) -> "ReleasedPlace":
        from aimwell.store.released.places import ReleasedPlace

        dates = [f.starts for f in self.footprints if place.kind is PlaceKind.ICS and place.existed(f.starts)]
        regions = self.register.parents(place, PlaceKind.REGION)
        return ReleasedPlace(
            id=place.id,
            code=place.ods or place.ons,
            ons=place.ons,
            kind=place.kind.value,
            name=place.name,
            valid_from=place.valid_from,
            valid_to=place.valid_to,
            footprints=" ".join(day.isoformat() for day in dates),
            region=regions[0].id if regions else "",
        )


class _WhenAsked(Mapping[str, "SmallArea"]):
    """The small areas, read when the first code is asked for: most feeds have none."""

    def __init__(self, geography: Geography) -> None:
        self._geography = geography

    def __getitem__(self, code: str) -> "SmallArea":
        return self._geography.small_areas[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._geography.small_areas)

    def __len__(self) -> int:
        return len(self._geography.small_areas)

    def __contains__(self, code: object) -> bool:
        looks_so = isinstance(code, str) and (code.startswith("E01") or len(code) == len("A81001"))
        return looks_so and code in self._geography.small_areas
