"""Running costs against the cap, with people as released values count them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from aimwell.catalogue.running_cost_caps import read_running_cost_cap
from aimwell.cli.money_running_costs import running_costs as command
from aimwell.domain.problems import Problem
from aimwell.domain.values import EVERYONE, Value
from aimwell.services.money.running_costs import running_costs


def value_of(place: str, period: str, people: float | None, breakdown: str = EVERYONE) -> Value:
    return Value("population", place, period, breakdown, people, None, people, None, None, "people", "reliable", f"v{place}{period}")  # fmt: skip


COUNTS = {
    "QAA": [value_of("QAA", "2023", 900_000), value_of("QAA", "2024", 1_000_000), value_of("QAA", "2025", 500_000, "sex=F")],
    "QBB": [value_of("QBB", "2024", 3_000_000)],
    "QCC": [value_of("QCC", "2024", None)],
}  # fmt: skip


def counts(place: str) -> list[Value]:
    return COUNTS[place]


def test_the_latest_count_of_everyone_is_taken_and_its_value_id_kept() -> None:
    (board,) = running_costs(costs={"QAA": "£21,000,000"}, mergers=(), counts=counts)
    assert (board.pence, board.people, board.value_ids, board.counted) == (
        2_100_000_000,
        1_000_000,
        ("vQAA2024",),
        "2024",
    )


def test_a_merger_has_the_costs_and_people_of_its_boards(definitions: Path) -> None:
    cap = read_running_cost_cap(definitions)
    *alone, both = running_costs(
        costs={"QAA": "21000000", "QBB": "50000000"}, mergers=[("QAA", "QBB")], counts=counts
    )
    assert cap.pence_per_head == 18_76
    assert (both.pence, both.people) == (7_100_000_000, 4_000_000)
    assert both.over(cap) == sum(board.over(cap) for board in alone) == 7_100_000_000 - 1876 * 4_000_000


@pytest.mark.parametrize(
    ("costs", "mergers", "code"),
    [
        ({"QCC": "1"}, (), "running-costs.no-people"),
        ({"QAA": "much"}, (), "running-costs.no-amount"),
        ({"QAA": "1.005"}, (), "running-costs.no-amount"),
        ({"QAA": "1"}, [("QAA", "QBB")], "running-costs.no-merger"),
        ({"QAA": "1"}, [("QAA", "QAA")], "running-costs.no-merger"),
        ({"QAA": "1"}, [("QAA",)], "running-costs.no-merger"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(
    costs: dict[str, str], mergers: list[tuple[str, ...]], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        running_costs(costs=costs, mergers=mergers, counts=counts)
    assert refused.value.code == code


def test_the_command_asks_for_a_store_that_is_one(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--cost", "QAA=1", "--store", str(tmp_path / "none")])
    assert isinstance(result.exception, Problem)
