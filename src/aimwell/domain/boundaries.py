"""Outlines of places on a flat grid, for maps; not for measuring."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Outline:
    """One place's outline as an SVG path of whole grid units, and where a label for it may stand."""

    place: str
    path: str
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The outlines of one footprint. North is up; x runs from 0 to `width`, y from 0 at the top to `height`."""

    footprint: date
    width: int
    height: int
    attribution: str  # must stand beside every map
    systems: tuple[Outline, ...]
    regions: tuple[Outline, ...]
