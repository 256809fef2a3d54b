"""Which verdicts there are: by place, measure and footprint."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from aimwell.domain.problems import Problem, Where
from aimwell.domain.verdicts import Change, Comparison, Gap, Prospect, Verdict
from aimwell.services.ask_values import unknown_place
from aimwell.sqltext import literal
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import footprint_in_force, places_path, verdicts_path


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

    Without a footprint: of the systems that are there at present. Raises Problem for a place there is none of.
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
    with duckdb.connect() as connection:
        if place and not _is_place(connection, folder, place):
            raise unknown_place(connection, folder, place)
        cursor = connection.execute(
            f"""
            with place as (select * from {literal(places_path(folder))})
            select coalesce(place.code, verdict.place_id) as place_code,
                   coalesce(place.name, verdict.place_id) as place_name, verdict.*
            from {literal(path)} as verdict left join place on place.id = verdict.place_id
            where ($measure = '' or verdict.measure = $measure)
              and {_ASKED_FOR if place else "verdict.level in ('england', 'region', 'ics') and $place = ''"}
              and (verdict.level <> 'ics' or {_of_footprint(footprint, of_one=bool(place))})
            order by verdict.level, place_name, verdict.measure
            """,
            {"measure": measure, "place": place},
        )
        names = [column[0] for column in cursor.description or ()]
        return [_verdict(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


_ASKED_FOR = (
    "upper($place) in (upper(place.code), upper(place.ons), upper(place.id), upper(verdict.place_id))"
)


def _is_place(connection: duckdb.DuckDBPyConnection, folder: StoreFolder, code: str) -> bool:
    """Whether a code is a place's in the register, or of an organisation that there are verdicts on."""
    found = connection.execute(
        f"""select 1 from {literal(places_path(folder))} where upper($1) in (upper(code), upper(ons), upper(id))
            union all select 1 from {literal(verdicts_path(folder))} where upper(place_id) = upper($1) limit 1""",
        [code],
    )
    return found.fetchone() is not None


def _of_footprint(asked: date | None, *, of_one: bool) -> str:
    """SQL for the systems of the footprint asked for, else of the latest; of one code, the latest that had it."""
    if asked is None and of_one:
        return """not exists (from place as later where later.kind = 'ics'
            and upper($place) in (upper(later.code), upper(later.ons), upper(later.id))
            and coalesce(later.valid_to, '9999-12-31') > coalesce(place.valid_to, '9999-12-31'))"""
    day = literal(asked.isoformat()) + "::date" if asked else "'9999-12-31'::date"
    return f"list_contains(string_split(place.footprints, ' '), {footprint_in_force('place', day)})"


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
