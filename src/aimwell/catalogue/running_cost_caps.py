"""Reads the caps on boards' running costs in definitions/money/running_cost_cap.toml."""

from dataclasses import dataclass
from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.money.running_costs import RunningCostCap
from aimwell.domain.problems import Problem, Problems, Where

NAME = "running_cost_cap.toml"


@dataclass(frozen=True, slots=True)
class _Caps:
    caps: tuple[RunningCostCap, ...]


rename_keys(_Caps, {"caps": "cap"})


def read_running_cost_cap(folder: Path) -> RunningCostCap:
    """The newest cap. Raises Problems with all the faults of the file."""
    declared, problems = read_definition(folder / "money" / NAME, _Caps)
    if declared is None:
        raise Problems(problems)
    if not declared.caps or any(
        cap.pence_per_head < 1 or (cap.verified and not cap.source) for cap in declared.caps
    ):
        raise Problems([_fault()])
    return max(declared.caps, key=lambda cap: cap.from_year)


def _fault() -> Problem:
    return Problem(
        code="definition.fault",
        found=f"In money/{NAME}, there is no cap, or one is nothing or verified without a source.",
        expected="Caps in whole pence for each head, with the page that states them.",
        remedy=f"Correct money/{NAME}; the one that comes with aimwell shows the form.",
        where=Where(f"money/{NAME}"),
    )
