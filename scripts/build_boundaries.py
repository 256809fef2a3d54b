"""Builds the outlines of the systems on each footprint, small enough to stand in a page.

    uv run --with shapely --with pyproj scripts/build_boundaries.py [FOLDER OF PUBLISHED FILES]

Neighbours are simplified together, so that they keep their common line and no gap opens between them.
Run scripts/build_geographies.py first: the register says which location belongs to which system.
"""

import gzip
import json
import sys
import tomllib
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from aimwell.catalogue.places import read_footprints, read_register
from aimwell.domain.footprints import Footprint
from aimwell.domain.places import PlaceKind, Register

REPOSITORY = Path(__file__).resolve().parents[1]
TARGET = REPOSITORY / "definitions" / "geographies"
HEIGHT = 1000  # units of the grid from the south coast to the Scottish border
GRID = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)  # the British National Grid, in metres
TOLERANCE = 900  # metres; a little more than one unit of the grid
SMALLEST_ISLAND = 3.0  # square units; the largest part of a system stays however small it is
LARGEST_FILE = 45_000
LARGEST_PINHOLE = 2_000_000  # square metres; the smallest enclave of one system in another is larger
DIVIDED = "D4U1Y"
ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
    "Contains OS data © Crown copyright and database right 2023 and 2024. Simplified."
)
Shapes = dict[str, BaseGeometry]


def main(data: Path) -> None:
    """Write one file for each footprint."""
    register = read_register(REPOSITORY / "definitions")
    folder = data / "boundaries"
    older, newer = read_footprints(REPOSITORY / "definitions")
    systems = read_shapes(folder / "icb_2023_bsc.geojson", "ICB23CD")
    write(older, {register.named(code, older.starts).id: area for code, area in systems.items()}, register)
    write(newer, dissolved(folder, register, newer), register)


def read_shapes(path: Path, code: str) -> Shapes:
    """Areas of a GeoJSON file in metres of the National Grid, by their code."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return {feature["properties"][code]: in_metres(shape(feature["geometry"])) for feature in features}


def in_metres(area: BaseGeometry) -> BaseGeometry:
    """On the National Grid, to the metre, so that neighbours meet in the same points."""
    projected = shapely.transform(area, GRID.transform, interleaved=False)
    return _areas_only(shapely.set_precision(shapely.make_valid(projected), 1.0))


def dissolved(folder: Path, register: Register, footprint: Footprint) -> Shapes:
    """Systems put together from the locations of 2023, the divided one by the districts it was divided by."""
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, area in read_shapes(folder / "sicbl_2023_bsc.geojson", "SICBL23CD").items():
        location = register.named(code, date(2023, 4, 1), PlaceKind.SUB_ICB)
        if location.ods == DIVIDED:
            for target, piece in divide(area, folder).items():
                parts[_system(register, target, footprint)].append(piece)
        else:
            parts[_system(register, location.ods, footprint)].append(area)
    whole = {
        system: _areas_only(shapely.union_all(pieces, grid_size=1.0)) for system, pieces in parts.items()
    }
    return {system: _without_pinholes(area) for system, area in whole.items()}


def _system(register: Register, location: str, footprint: Footprint) -> str:
    place = register.named(location, footprint.starts, PlaceKind.SUB_ICB)
    return register.parents(place, PlaceKind.ICS, footprint.starts)[0].id


def divide(area: BaseGeometry, folder: Path) -> Shapes:
    """The parts of the divided location; slivers that no district covers go to the nearest part."""
    declared = tomllib.loads((TARGET / "declared.toml").read_text(encoding="utf-8"))
    targets: dict[str, list[str]] = next(x["targets"] for x in declared["split"] if x["source"] == DIVIDED)
    districts = read_shapes(folder / "lad_2024_uk_bsc.geojson.gz", "LAD24CD")
    pieces = {
        target: shapely.intersection(
            area, shapely.union_all([districts[code] for code in codes]), grid_size=1.0
        )
        for target, codes in targets.items()
    }
    covered = _areas_only(shapely.union_all(list(pieces.values()), grid_size=1.0))
    rest = shapely.difference(area, covered, grid_size=1.0)
    for sliver in _areas_only(rest).geoms:
        nearest = min(pieces, key=lambda target: (-_touching(sliver, pieces[target]), target))
        pieces[nearest] = _areas_only(shapely.union(pieces[nearest], sliver, grid_size=1.0))
    return dict(pieces)


def _touching(sliver: BaseGeometry, piece: BaseGeometry) -> float:
    return float(shapely.length(shapely.intersection(sliver.boundary, piece.boundary)))


def _without_pinholes(area: BaseGeometry) -> BaseGeometry:
    """Fills the holes that two sources leave where they draw the same line a little differently."""
    filled = []
    for part in area.geoms:
        kept = [ring for ring in part.interiors if Polygon(ring).area > LARGEST_PINHOLE]
        filled.append(Polygon(part.exterior, kept))
    return MultiPolygon(filled)


def _areas_only(area: BaseGeometry) -> BaseGeometry:
    """Without the stray lines and points that repairing and cutting leave behind."""
    parts = shapely.get_parts(shapely.get_parts(area))
    return MultiPolygon([part for part in parts if isinstance(part, Polygon)])


def write(footprint: Footprint, areas: Shapes, register: Register) -> None:
    """Simplify all systems together, put them on the grid and write them with their regions."""
    codes = sorted(areas)
    simple = shapely.coverage_simplify([areas[code] for code in codes], TOLERANCE)
    west, south, east, north = shapely.total_bounds(simple)
    scale = HEIGHT / (north - south)

    def on_grid(points: Any) -> Any:
        return (points - [west, south]) * [scale, -scale] + [0, HEIGHT]

    grid = {code: shapely.transform(area, on_grid) for code, area in zip(codes, simple, strict=True)}
    rounded = {code: shapely.set_precision(area, 1.0, mode="pointwise") for code, area in grid.items()}
    regions: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code in codes:
        place = register.place(code)
        region = register.parents(place, PlaceKind.REGION, footprint.starts)[0].id
        regions[region].append(shapely.buffer(rounded[code], 0))
    outlines = {code: outline(area, grid[code]) for code, area in rounded.items()}
    around = {code: shapely.union_all(parts, grid_size=1.0) for code, parts in sorted(regions.items())}
    content = {
        "footprint": footprint.starts.isoformat(),
        "label": footprint.label,
        "attribution": ATTRIBUTION,
        "width": round((east - west) * scale),
        "height": HEIGHT,
        "systems": outlines,
        "regions": {code: outline(area, area) for code, area in around.items()},
    }
    path = TARGET / f"boundaries_{footprint.starts}.json"
    path.write_text(
        json.dumps(content, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise SystemExit(f"{path.name} has {size:,} bytes; raise the tolerance")
    print(f"{path.name}: {len(outlines)} systems, {size:,} bytes")


def outline(area: BaseGeometry, exact: BaseGeometry) -> dict[str, Any]:
    """The path of an area in whole units, and a point well inside its largest part for a label."""
    polygons = sorted(
        (part for part in getattr(area, "geoms", [area]) if isinstance(part, Polygon)),
        key=lambda part: -part.area,
    )
    kept = [part for number, part in enumerate(polygons) if number == 0 or part.area >= SMALLEST_ISLAND]
    rings = [ring for part in kept for ring in (part.exterior, *part.interiors)]
    largest = max(
        (part for part in getattr(exact, "geoms", [exact]) if isinstance(part, Polygon)),
        key=lambda part: part.area,
    )
    inside = shapely.maximum_inscribed_circle(largest, tolerance=0.5).coords[0]
    return {
        "path": "".join(_ring(list(ring.coords)) for ring in rings),
        "label": [round(value) for value in inside],
    }


def _ring(points: list[tuple[float, float]]) -> str:
    """One ring as relative steps, which take fewer characters than positions."""
    whole = [(round(x), round(y)) for x, y in points]
    steps, previous = [], whole[0]
    for x, y in whole[1:-1]:
        if (x, y) != previous:
            steps.append(f"{x - previous[0]} {y - previous[1]}".replace(" -", "-"))
            previous = (x, y)
    joined = "".join(
        step if step.startswith("-") or not number else f" {step}" for number, step in enumerate(steps)
    )
    return f"M{whole[0][0]} {whole[0][1]}l{joined}z" if steps else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY.parent / "shared" / "data")
