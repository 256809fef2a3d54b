"""The shipped outlines are those of the systems of each footprint, on one grid, without gaps."""

import re

import pytest

from aimwell.catalogue.boundaries import read_boundaries
from aimwell.catalogue.places import read_footprints, read_register
from aimwell.domain.footprints import systems_of

Point = tuple[int, int]


def rings(path: str) -> list[list[Point]]:
    """The corners of each ring of a path made of one move and relative steps."""
    found = []
    for ring in path.removesuffix("z").split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        x, y = numbers[:2]
        corners = [(x, y)]
        for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + step_x, y + step_y
            corners.append((x, y))
        found.append(corners)
    return found


def area(ring: list[Point]) -> float:
    """Signed area by the shoelace formula; holes run the other way round than what surrounds them."""
    following = [*ring[1:], ring[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True)) / 2


def inside(point: Point, path: str) -> bool:
    """Whether a point lies inside, by counting the edges to its right."""
    odd = False
    for ring in rings(path):
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > point[1]) != (y2 > point[1]) and point[0] < (x2 - x1) * (point[1] - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


@pytest.fixture(scope="module", params=[0, 1], ids=["42 systems", "36 systems"])
def footprint(request, definitions):
    return read_footprints(definitions)[request.param]


def test_every_system_of_a_footprint_has_an_outline_and_so_has_every_region(definitions, footprint):
    drawn = read_boundaries(definitions, footprint)
    register = read_register(definitions)
    assert {one.place for one in drawn.systems} == {place.id for place in systems_of(register, footprint)}
    assert len(drawn.regions) == 7
    assert drawn.footprint == footprint.starts


def test_outlines_lie_on_the_grid_and_their_labels_inside_them(definitions, footprint):
    drawn = read_boundaries(definitions, footprint)
    for one in (*drawn.systems, *drawn.regions):
        corners = [corner for ring in rings(one.path) for corner in ring]
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in corners)
        assert inside((one.label_x, one.label_y), one.path)


def test_systems_fill_their_regions_without_gap_or_overlap(definitions, footprint):
    drawn = read_boundaries(definitions, footprint)
    systems = sum(abs(sum(map(area, rings(one.path)))) for one in drawn.systems)
    regions = sum(abs(sum(map(area, rings(one.path)))) for one in drawn.regions)
    assert systems == pytest.approx(regions, rel=0.001)
    assert regions == pytest.approx(130_280 * (drawn.height / 652) ** 2, rel=0.04)  # km² of England


def test_a_file_of_outlines_is_small_and_names_its_source(definitions, footprint):
    path = definitions / "geographies" / f"boundaries_{footprint.starts}.json"
    assert path.stat().st_size <= 45_000
    assert "Contains OS data © Crown copyright" in read_boundaries(definitions, footprint).attribution
