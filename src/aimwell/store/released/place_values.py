"""The values of one measure that a claim is judged by: a place's series, England and the region beside it, all places."""

from typing import Any

import duckdb

from aimwell.domain.values import EVERYONE
from aimwell.sqltext import literal
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import values_path

SERIES = (
    "period", "value", "lower", "upper", "status", "value_id", "mean", "lower_limit", "upper_limit", "target", "signal",
)  # fmt: skip


def series_beside_others(
    connection: duckdb.DuckDBPyConnection,
    folder: StoreFolder,
    measure: str,
    *,
    level: str,
    place: str,
    region: str,
) -> list[dict[str, Any]]:
    """The series of a place for everyone, oldest first, with the values of England and a region in each period."""
    own = ", ".join(f"own.{name}" for name in SERIES)
    cursor = connection.execute(
        f"""
        with everyone as (from {literal(values_path(folder, measure))} where breakdown = {literal(EVERYONE)})
        select {own}, england.value as england, region.value as region
        from everyone as own
        left join everyone as england on england.level = 'england' and england.period = own.period
        left join everyone as region on region.level = 'region' and region.place_id = $region and region.period = own.period
        where own.place_id = $place and own.level = $level
        order by own.period_start, own.period
        """,
        {"place": place, "level": level, "region": region},
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def intervals_of_others(
    connection: duckdb.DuckDBPyConnection,
    folder: StoreFolder,
    measure: str,
    *,
    level: str,
    place: str,
    period: str,
    among: tuple[str, ...],
) -> list[tuple[str, float | None, float | None]]:
    """Id and interval of the other places of a level in a period; `among` limits which, where it is given."""
    return connection.execute(
        f"""select place_id, lower, upper from {literal(values_path(folder, measure))}
            where breakdown = {literal(EVERYONE)} and level = $level and period = $period and place_id <> $place
              and value is not null and (len($among) = 0 or list_contains($among, place_id))
            order by place_id""",
        {"level": level, "place": place, "period": period, "among": list(among)},
    ).fetchall()
