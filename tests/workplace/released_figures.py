"""A release for tests: one measure, one real place, made-up figures that rise by half a point a month."""

from pathlib import Path

import duckdb

from aimwell.sqltext import literal
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import values_path

MEASURE = "rtt_within_18_weeks"
PLACE = "QHL"
MONTHS = 24  # from January 2024


def value_id(month: int) -> str:
    """The id of the value of a month, counted from 0."""
    return f"v{month:015x}"


def value(month: int) -> float:
    """The value of a month, counted from 0."""
    return 55 + month / 2


def release(store: Path, place_id: str = PLACE) -> None:
    """Write the release."""
    path = values_path(StoreFolder(store), MEASURE)
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = ", ".join(
        f"('{MEASURE}', '{place_id}', 'ics', 'all', '{2024 + month // 12}-{month % 12 + 1:02}', "
        f"date '{2024 + month // 12}-{month % 12 + 1:02}-01', {value(month)}::double, {value(month) - 1}::double, "
        f"{value(month) + 1}::double, '{value_id(month)}', null::double, null::double, null::double, null::integer)"
        for month in range(MONTHS)
    )
    names = (
        "measure, place_id, level, breakdown, period, period_start, value, lower, upper, value_id, mean, "
        "lower_limit, upper_limit, signal"
    )
    duckdb.execute(
        f"copy (select * from (values {rows}) as given({names})) to {literal(path)} (format parquet)"
    )
