"""Process behaviour, run and control charts of the series of a file: one row for every point, with its verdict."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aimwell.catalogue.spc_profiles import read_profile
from aimwell.domain.statistics.control_charts import COUNTED, PROPORTIONS, SIZED, ChartKind
from aimwell.domain.statistics.control_charts import control_charts as charts_of
from aimwell.domain.statistics.process_codes import Assurance, PointType, Reason
from aimwell.domain.statistics.spc_profile import Profile
from aimwell.domain.statistics.xmr import process_behaviour as behaviour_of
from aimwell.services.statistics_of_files.checked_numbers import counts_of, refuse_more_than
from aimwell.services.statistics_of_files.groups import batches_of
from aimwell.services.statistics_of_files.parts import in_parts
from aimwell.services.statistics_of_files.rates import USUAL_DENOMINATORS, USUAL_VALUES, Question
from aimwell.services.statistics_of_files.results import Results, ResultTable, table_of, words_of
from aimwell.services.statistics_of_files.series import (
    Rebases,
    SeriesColumns,
    SeriesRows,
    SkippedMonths,
    checked_profile,
    direction_of,
    rebases_of,
    series_of,
    target_of,
)
from aimwell.services.statistics_of_files.table_file import TableFile, open_table

CHART_NAMES = {
    ChartKind.RUN: "Run chart with Anhøj rules",
    ChartKind.INDIVIDUALS: "I chart",
    ChartKind.MOVING_RANGE: "MR chart",
    ChartKind.PROPORTION: "p chart",
    ChartKind.PROPORTION_LANEY: "p′ chart",
    ChartKind.RATE: "u chart",
    ChartKind.RATE_LANEY: "u′ chart",
    ChartKind.COUNT: "c chart",
    ChartKind.CASES_BETWEEN: "g chart",
    ChartKind.TIME_BETWEEN: "t chart",
}


@dataclass(frozen=True, slots=True)
class ChartRules:
    """By which rules a process behaviour chart is judged. target, better: a number or word, or a column."""

    profiles: Path  # the folder of profiles
    profile: str
    better: str = "neither"
    target: str | None = None
    rebases: Path | None = None
    baseline_points: int | None = None
    keep_outlying_ranges: bool = False  # whatever the profile says about screening

    def read(self) -> Profile:
        """The profile. Raises Problem when there is none of that name."""
        names = [path.stem for path in sorted(self.profiles.glob("*.toml"))]
        profile = read_profile(self.profiles / f"{checked_profile(names, self.profile)}.toml")
        if not self.keep_outlying_ranges or profile.screening_factor is None:
            return profile
        return replace(profile, id=f"{profile.id} without screening", screening_factor=None)


@dataclass(frozen=True, slots=True, eq=False)
class ChartTable:
    """The rows of a chart, and what whoever asked for it should know once they are written."""

    result: Results
    notes: Callable[[], tuple[str, ...]]


def _charts(
    question: Question,
    columns: SeriesColumns,
    rebases_in: Path | None,
    draw: Callable[[SeriesRows, Rebases | None], ResultTable],
) -> ChartTable:
    """Charts of the series of a file, which may be large. Decisions to rebase are matched with all of its rows."""
    table = open_table(question.path)
    by = table.several(question.by, option="--by")
    skipped, unused = SkippedMonths(), list[str]()

    def of_part(part: TableFile) -> ResultTable:
        series = series_of(part, by, columns.date)
        skipped.look_at(series)
        rebases = rebases_of(series, rebases_in) if rebases_in else None
        unused.extend(rebases.unused if rebases else ())
        return draw(series, rebases)

    def notes() -> tuple[str, ...]:
        told = [
            f"No row has the date of the decision to rebase of {one}; it changes nothing." for one in unused
        ]
        return tuple(note for note in (*told, skipped.said(table)) if note)

    parted = by and rebases_in is None
    return ChartTable(in_parts(table, of_part, by=by) if parted else of_part(table), notes)


def process_behaviour(question: Question, columns: SeriesColumns, rules: ChartRules) -> ChartTable:
    """Process behaviour charts of every series: limits, reasons, variation and assurance, point by point."""
    profile = rules.read()
    return _charts(
        question,
        columns,
        rules.rebases,
        lambda series, rebases: _behaviour(series, columns, rules, profile, rebases),
    )


def _behaviour(
    series: SeriesRows, columns: SeriesColumns, rules: ChartRules, profile: Profile, rebases: Rebases | None
) -> ResultTable:
    value = series.table.column(columns.value, (*USUAL_VALUES, "y"), role="value", option="--value")
    values, target = series.numbers(value), target_of(series, rules.target)
    better = direction_of(series, rules.better)
    points = _Points(len(values))
    for batch in batches_of(series.groups):
        result = behaviour_of(
            batch.table(values),
            profile=profile,
            better=better[batch.groups],
            target=batch.table(target) if isinstance(target, np.ndarray) else target,
            rebase_at=batch.table(rebases.begins, padding=False) if rebases else None,
            baseline_points=rules.baseline_points,
        )
        for name in ("mean", "lower_limit", "upper_limit", "segment", "reason", "point_type"):
            batch.put(points.column(name, getattr(result, name)), getattr(result, name))
        for name in ("variation", "assurance", "points", "status"):
            of_series = getattr(result, name)
            batch.put(points.column(name, of_series), np.broadcast_to(of_series[:, None], batch.shape))
    return _behaviour_table(points, series.own({value: values}), target, rebases, profile.id)


class _Points:
    """Columns of all points, made when the first batch brings them."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.columns: dict[str, NDArray[Any]] = {}

    def column(self, name: str, like: NDArray[Any]) -> NDArray[Any]:
        """The column of that name; of the type that the batches bring."""
        if name not in self.columns:
            self.columns[name] = np.zeros(self.size, dtype=like.dtype)
        return self.columns[name]


def _labels(kind: Any) -> list[str]:
    return [item.name.lower() for item in kind]


def _rebase_columns(rebases: Rebases | None, size: int) -> dict[str, Any]:
    import pyarrow as pa

    if rebases is None:
        return {name: pa.nulls(size, pa.string()) for name in ("rebase_reason", "rebase_by")}
    return {"rebase_reason": rebases.reason, "rebase_by": rebases.by}


def _behaviour_table(
    points: _Points, own: Any, target: Any, rebases: Rebases | None, profile: str
) -> ResultTable:
    found = points.columns
    size = points.size
    figures = {
        "target": target
        if isinstance(target, np.ndarray)
        else np.full(size, np.nan if target is None else target),
        "mean": found["mean"],
        "lower_limit": found["lower_limit"],
        "upper_limit": found["upper_limit"],
        "segment": found["segment"],
        "reason": words_of(found["reason"], _labels(Reason)),
        "point_type": words_of(found["point_type"], _labels(PointType)),
        "variation": words_of(found["variation"], _labels(PointType)),
        "assurance": words_of(found["assurance"], _labels(Assurance)),
        **_rebase_columns(rebases, size),
    }
    return table_of(own, figures, status=found["status"], method="XmR", n=found["points"], profile=profile)


def control_charts(
    question: Question,
    columns: SeriesColumns,
    kind: ChartKind,
    *,
    rebases_in: Path | None,
    baseline_points: int | None,
) -> ChartTable:
    """Run and control charts of one kind: lines and runs tests, point by point."""

    def draw(series: SeriesRows, rebases: Rebases | None) -> ResultTable:
        return _control_charts(series, columns, kind, rebases, baseline_points)

    return _charts(question, columns, rebases_in, draw)


def _control_charts(
    series: SeriesRows,
    columns: SeriesColumns,
    kind: ChartKind,
    rebases: Rebases | None,
    baseline_points: int | None,
) -> ResultTable:
    table = series.table
    value = table.column(columns.value, (*USUAL_VALUES, "y"), role="value", option="--value")
    values = series.counts(value) if kind in COUNTED else series.numbers(value)
    sizes = None
    if kind in SIZED:
        usual = (*USUAL_DENOMINATORS, "size")
        whole = table.column(columns.size, usual, role="denominator", option="--denominator")
        sizes = series.counts(whole)
        if kind in PROPORTIONS:
            of_file = counts_of(table, (value, whole))
            refuse_more_than(table, of_file[value], of_file[whole], value, whole)
    points = _Points(len(values))
    for batch in batches_of(series.groups):
        result = charts_of(
            batch.table(values),
            kind=kind,
            size=None if sizes is None else batch.table(sizes),
            rebase_at=batch.table(rebases.begins, padding=False) if rebases else None,
            baseline_points=baseline_points,
        )
        for name in ("value", "centre", "lower", "upper", "lower_near", "upper_near", "outside"):
            batch.put(points.column(name, getattr(result, name)), getattr(result, name))
        for name in (
            "useful_points", "longest_run", "longest_run_limit", "crossings", "crossings_limit", "long_run", "few_crossings",
        ):  # fmt: skip
            batch.put(points.column(name, getattr(result.runs, name)), getattr(result.runs, name))
        status = np.broadcast_to(result.status[:, None], batch.shape)
        batch.put(points.column("status", result.status), status)
    status = points.columns.pop("status")
    figures = {f"plotted_{k}" if k == "value" else k: v for k, v in points.columns.items()}
    figures |= _rebase_columns(rebases, len(values))
    known = np.add.reduceat((~np.isnan(values)).astype(np.int64), series.groups.starts)
    n = np.repeat(known, series.groups.sizes)
    return table_of(series.own({value: values}), figures, status=status, method=CHART_NAMES[kind], n=n)
