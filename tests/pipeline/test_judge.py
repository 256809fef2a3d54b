"""What a series of values is judged to say."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.measures import Measure
from aimwell.domain.promises import Priority, RulePack
from aimwell.domain.rebases import Rebase
from aimwell.pipeline.judge import Rules, judge

MONTHS = tuple(f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(Path(__file__).resolve().parents[2] / "definitions")


@pytest.fixture
def measure(catalogue: Catalogue) -> Measure:
    return catalogue.measures["rtt_within_18_weeks"]


def values(measure: Measure, series: dict[str, np.ndarray]) -> pa.Table:
    rows = [
        (place, month, value)
        for place, numbers in series.items()
        for month, value in zip(MONTHS, numbers, strict=True)
        if not np.isnan(value)
    ]
    count = len(rows)
    return pa.table(
        {
            "measure": [measure.id] * count,
            "level": ["england" if place == "ENG" else "ics" for place, _, _ in rows],
            "place_id": [place for place, _, _ in rows],
            "period": [month for _, month, _ in rows],
            "period_start": [date(int(month[:4]), int(month[5:]), 1) for _, month, _ in rows],
            "breakdown": ["all"] * count,
            "value": [float(value) for _, _, value in rows],
            "lower": [float(value) - 0.5 for _, _, value in rows],
            "upper": [float(value) + 0.5 for _, _, value in rows],
            "unit": ["percent"] * count,
            "status": ["ok"] * count,
            "value_id": [f"v{place}{month}" for place, month, _ in rows],
        }
    )


def wobble(level: float) -> np.ndarray:
    return level + np.tile([0.4, -0.3, 0.1, -0.4, 0.3, -0.1], 4)


def verdicts(measure: Measure, table: pa.Table, rules: Rules) -> dict[str, dict]:
    return {row["place_id"]: row for row in judge(measure, table, rules).verdicts.to_pylist()}


@pytest.fixture
def rules(catalogue: Catalogue) -> Rules:
    return Rules((), (), catalogue.profiles["mdc-excel"])


def test_a_steady_series_is_steady_and_one_that_jumps_up_improves(measure: Measure, rules: Rules):
    jump = np.concatenate([wobble(60)[:16], wobble(63)[16:]])
    found = verdicts(measure, values(measure, {"ENG": wobble(60), "A": wobble(60), "B": jump}), rules)
    assert found["A"]["change"] == "steady"
    assert found["B"]["change"] == "improving_high"


def test_a_verdict_never_rests_on_a_short_series(measure: Measure, rules: Rules):
    short = np.where(np.arange(24) < 14, np.nan, wobble(60))
    found = verdicts(measure, values(measure, {"ENG": wobble(60), "A": short}), rules)
    assert (found["A"]["change"], found["A"]["points"]) == ("too_short", 10)


def test_a_place_is_compared_with_england_and_england_with_nothing(measure: Measure, rules: Rules):
    found = verdicts(
        measure,
        values(measure, {"ENG": wobble(60), "A": wobble(60), "B": wobble(70), "C": wobble(50)}),
        rules,
    )
    assert [found[place]["comparison"] for place in "ABC"] == ["similar", "better", "worse"]
    assert (found["ENG"]["comparison"], found["ENG"]["england"]) == ("not_compared", None)


def test_a_target_is_met_missed_or_left_to_chance_by_the_limits(measure: Measure, rules: Rules):
    target = Priority(
        "p", "Waits", "Care", "https://example.org", verified=True, measure=measure.id, threshold=60.0
    )
    pack = RulePack(
        "y", "The year", "NHS", date(2024, 4, 1), date(2025, 3, 31), "https://example.org", (target,)
    )
    with_target = Rules((pack,), (), rules.profile)
    series = {"ENG": wobble(60), "A": wobble(70), "B": wobble(50), "C": wobble(60)}
    found = verdicts(measure, values(measure, series), with_target)
    assert [found[place]["prospect"] for place in "ABC"] == ["will", "will_not", "may"]
    assert found["A"]["target_from"] == "The year"


def test_a_rebase_moves_the_limits_and_is_judged_from_there(measure: Measure, rules: Rules):
    rebase = Rebase(
        "r", "New", (measure.id,), date(2023, 10, 1), date(2026, 1, 1), "an analyst", "A new service."
    )
    step = np.concatenate([wobble(50)[:9], wobble(60)[9:]])
    table = values(measure, {"ENG": wobble(60), "A": step})
    assert verdicts(measure, table, rules)["A"]["change"] != "steady"
    found = verdicts(measure, table, Rules((), (rebase,), rules.profile))["A"]
    assert (found["change"], found["points"]) == ("steady", 15)


def test_a_measure_with_groups_alone_has_values_and_no_verdict(measure: Measure, rules: Rules):
    table = values(measure, {"ENG": wobble(60)})
    groups = table.set_column(
        table.schema.get_field_index("breakdown"), "breakdown", pa.array(["sex:F"] * len(table))
    )
    judged = judge(measure, groups, rules)
    assert judged.verdicts is None
    assert len(judged.values) == len(groups)
