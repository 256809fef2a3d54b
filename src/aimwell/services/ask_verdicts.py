"""Which verdicts there are: by place, measure and footprint."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from aimwell.domain.problems import Problem, Where
from aimwell.domain.verdicts import Change, Comparison, Gap, Prospect, Verdict
from aimwell.sqltext import literal
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import places_path, verdicts_path


@dataclass(frozen=True, slots=True)
class PlacedVerdict:
    """A verdict and the place it is about, as readers know it."""

    place_code: str
    place_name: str
    level: str
    verdict: Verdict


def verdicts_for(
    folder: StoreFolder, *, place: str = "", measure: str = "", footprint: date | None = None
) -> list[PlacedVerdict]:
    """Verdicts on systems, regions and England; of one place or measure, and on one footprint, when asked.

    Without a footprint: of the systems that are there at present.
    """
    path = verdicts_path(folder)
    if not path.exists():
        raise Problem(
            code="store.no-verdicts",
            found="The store has no verdicts yet.",
            expected="A store with values.",
            remedy="Take a published file first: aimwell take FILE --store DIR",
            where=Where(str(folder.root)),
        )
    conditions, parameters = ["true"], list[object]()
    if place:
        conditions.append("upper(?) in (upper(place.code), upper(place.ons), upper(place.id))")
        parameters.append(place)
    if measure:
        conditions.append("verdict.measure = ?")
        parameters.append(measure)
    if not place:
        conditions.append("verdict.level in ('england', 'region', 'ics')")
        wanted = (
            literal(footprint.isoformat())
            if footprint
            else f"(select max(s) from (select unnest(string_split(footprints, ' ')) as s from {literal(places_path(folder))}))"
        )
        conditions.append(f"(verdict.level <> 'ics' or contains(place.footprints, {wanted}))")
    with duckdb.connect() as connection:
        cursor = connection.execute(
            f"""
            select coalesce(place.code, verdict.place_id) as place_code,
                   coalesce(place.name, verdict.place_id) as place_name, verdict.*
            from {literal(path)} as verdict left join {literal(places_path(folder))} as place
              on place.id = verdict.place_id
            where {" and ".join(conditions)} order by verdict.level, place_name, verdict.measure
            """,
            parameters,
        )
        names = [column[0] for column in cursor.description or ()]
        return [_verdict(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _verdict(row: dict[str, Any]) -> PlacedVerdict:
    own = {name: row[name] for name in Verdict.__slots__ if name in row}
    gap = Gap(**{name: row[f"gap_{name}"] for name in Gap.__slots__}) if row["gap_breakdown"] else None
    own |= {
        "place": row["place_id"],
        "change": Change(row["change"]),
        "prospect": Prospect(row["prospect"]),
        "comparison": Comparison(row["comparison"]),
        "gap": gap,
    }
    return PlacedVerdict(row["place_code"], row["place_name"], row["level"], Verdict(**own))
