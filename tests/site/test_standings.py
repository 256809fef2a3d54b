"""Series for judging promises: limits as released for everyone, worked out for groups, and gaps between groups."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.standing import read_standing_rule
from aimwell.domain.measures import Better
from aimwell.domain.periods import Period
from aimwell.domain.workplace.standing import Promised, Reason, StandingKind
from aimwell.site.standings import JudgedBy, TargetInFigures, gap_series, in_figures, judge_targets, place_ids
from aimwell.store.folder import StoreFolder
from aimwell.store.released.places import ReleasedPlace
from aimwell.store.released.reading import values_path
from aimwell.store.released.series import ReleasedSeries, read_series

TODAY = date(2026, 11, 22)
MEASURE = "ae_within_4_hours"


def months(count: int, start: str = "2024-01") -> list[Period]:
    found = [Period.parse(start)]
    while len(found) < count:
        found.append(found[-1].next())
    return found


def series(values: list[float], *, width: float | None = None, mark: str = "v") -> ReleasedSeries:
    count = len(values)
    nothing: list[float | None] = [None] * count
    return ReleasedSeries(
        period=[each.text for each in months(count)], value=values,
        lower=nothing if width is None else [value - width for value in values],
        upper=nothing if width is None else [value + width for value in values],
        value_id=[f"{mark}{number}" for number in range(count)],
        mean=nothing, lower_limit=nothing, upper_limit=nothing, signal=[None] * count,
    )  # fmt: skip


def write(folder: StoreFolder, groups: dict[str, list[float]], *, means: list[float]) -> None:
    """Released values of one measure in one place, by group."""
    rows = [
        {
            "measure": MEASURE, "level": level, "place_id": "QE1", "breakdown": group, "period": period.text,
            "period_start": period.start, "value": value, "lower": value - 1, "upper": value + 1,
            "value_id": f"{group} {period.text}", "mean": mean if group == "all" else None,
            "lower_limit": mean - 3 if group == "all" else None,
            "upper_limit": mean + 3 if group == "all" else None, "signal": 1 if group == "all" else 0,
        }
        for group, values in groups.items()
        for level in ("council", "district")  # the same numbers under two names
        for period, value, mean in zip(months(len(values)), values, means, strict=True)
    ]  # fmt: skip
    values_path(folder, MEASURE).parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), values_path(folder, MEASURE))


@pytest.fixture
def folder(tmp_path: Path) -> StoreFolder:
    return StoreFolder(tmp_path)


@pytest.fixture
def by(definitions: Path) -> JudgedBy:
    profile = Catalogue(definitions).profiles["mdc-excel"]
    return JudgedBy(profile, read_standing_rule(definitions), TODAY)


TARGET = TargetInFigures(
    "t", MEASURE, "QE1", "all",
    Promised(Better.HIGHER, baseline=50.0, baseline_period="2024-06", value=60.0, by=date(2028, 12, 31)),
)  # fmt: skip


def judged(folder: StoreFolder, by: JudgedBy, target: TargetInFigures = TARGET):  # type: ignore[no-untyped-def]
    return judge_targets([target], folder, {"QE1": "QE1"}, by)["t"]


def test_only_figures_since_the_chart_began_anew_are_counted(folder: StoreFolder, by: JudgedBy) -> None:
    write(folder, {"all": [50.0] * 24}, means=[40.0] * 14 + [50.0] * 10)
    made = judged(folder, by).standing
    assert (made.reason, made.points) == (Reason.TOO_SHORT, 10)


def test_a_figure_that_stands_at_two_levels_counts_once(folder: StoreFolder, by: JudgedBy) -> None:
    write(folder, {"all": [50.0] * 24}, means=[50.0] * 24)
    assert judged(folder, by).standing.points == 24


def test_limits_of_a_group_are_worked_out_from_its_own_figures(folder: StoreFolder, by: JudgedBy) -> None:
    write(folder, {"all": [50.0] * 24, "sex:f": [70.0, 71.0] * 12}, means=[50.0] * 24)
    made = judged(folder, by, replace(TARGET, breakdown="sex:f")).standing
    assert (made.kind, made.value) == (StandingKind.KEPT, 71.0)


def test_a_group_without_figures_is_not_available(folder: StoreFolder, by: JudgedBy) -> None:
    write(folder, {"all": [50.0] * 24}, means=[50.0] * 24)
    assert judged(folder, by, replace(TARGET, breakdown="sex:x")).standing.reason is Reason.NOT_AVAILABLE


def test_a_measure_without_figures_has_none(folder: StoreFolder, by: JudgedBy) -> None:
    assert judged(folder, by).standing.reason is Reason.NO_VALUES


def test_a_measure_that_is_a_path_opens_no_file(folder: StoreFolder, by: JudgedBy) -> None:
    write(folder, {"all": [50.0] * 24}, means=[50.0] * 24)
    made = judged(folder, by, replace(TARGET, measure=f"../values/{MEASURE}")).standing
    assert made.reason is Reason.NO_VALUES


def test_a_gap_stands_by_itself(folder: StoreFolder, by: JudgedBy) -> None:
    write(folder, {"all": [50.0] * 24, "sex:f": [60.0] * 24, "sex:m": [50.0] * 24}, means=[50.0] * 24)
    gap = Promised(Better.LOWER, baseline=10.0, baseline_period="2024-06", value=10.0, by=date(2028, 12, 31))
    made = judged(folder, by, replace(TARGET, gap_by="sex", gap=gap))
    assert (made.gap.kind, made.gap.value) == (StandingKind.KEPT, 10.0)
    assert made.standing.kind is not StandingKind.KEPT


def test_a_gap_is_between_the_highest_and_the_lowest_group_of_each_period() -> None:
    made = gap_series(
        [series([10.0, 30.0], mark="a"), series([20.0, 5.0], mark="b"), series([15.0], mark="c")]
    )
    assert (made.period, made.value, made.value_id) == (["2024-01", "2024-02"], [10.0, 25.0], ["b0", "a1"])
    assert made.lower == [None, None]


def test_the_likely_range_of_a_gap_combines_those_of_both_groups() -> None:
    made = gap_series([series([10.0], width=3.0), series([20.0], width=4.0)])
    assert (made.lower, made.upper) == ([5.0], [15.0])


def test_one_group_makes_no_gap() -> None:
    assert gap_series([series([10.0])]).value == []


def test_a_code_means_the_place_that_has_it_today() -> None:
    def place(identity: str, code: str, starts: date, ends: date | None) -> ReleasedPlace:
        return ReleasedPlace(identity, code, "", "ics", identity, starts, ends, "", "")

    ids = place_ids(
        [
            place("QRL", "QRL", date(2026, 4, 1), None),
            place("QRL-2026", "QRL", date(2022, 7, 1), date(2026, 3, 31)),
            place("QXX-1", "QXX", date(2013, 4, 1), date(2016, 3, 31)),
            place("QXX-2", "QXX", date(2016, 4, 1), date(2020, 3, 31)),
        ],
        TODAY,
    )
    assert (ids["QRL"], ids["QRL-2026"], ids["QXX"]) == ("QRL", "QRL-2026", "QXX-2")


def test_text_that_is_no_period_is_left_out_instead_of_failing(folder: StoreFolder, by: JudgedBy) -> None:
    write(folder, {"all": [50.0] * 24}, means=[50.0] * 24)
    fields = {
        "id": "t", "measure": MEASURE, "place": "QE1", "breakdown": "", "direction": "", "baseline": 50.0,
        "baseline_period": "last spring", "value": 60.0, "by": "2028-12-31", "gap_by": "", "gap_baseline": None,
        "gap_value": None, "gap_due": "", "trajectory": {"soon": 55.0, "2028-06": 58.0},
    }  # fmt: skip
    target = in_figures(fields, {})
    assert target.promised.baseline_period == ""
    assert judged(folder, by, target).standing.expected == 58.0


def test_nothing_is_read_where_nothing_is_asked(folder: StoreFolder) -> None:
    assert read_series(folder, [MEASURE], ["QE1"]) == {}
