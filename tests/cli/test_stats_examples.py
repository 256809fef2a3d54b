"""Every example in the help of `aimwell stats` runs, on a table with the columns it names."""

import shlex
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from aimwell.cli.stats import stats
from tests.cli.stats_runner import Row, Terminal

AGES = (0, 1, *range(5, 95, 5))
MONTHS = [f"{2023 + month // 12}-{month % 12 + 1:02d}" for month in range(30)]
TRUSTS = ("Ash", "Beech", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Yew")

EXAMPLES = {"": stats.epilog} | {name: command.epilog for name, command in sorted(stats.commands.items())}


def _deaths() -> list[Row]:
    """Deaths of one year by age in two areas and in England, with a standard and a reference population."""
    rows = []
    for area, people, factor in (("North", 9_000, 1.2), ("South", 7_000, 0.9), ("England", 900_000, 1.0)):
        for age in AGES:
            chance = min(0.0004 * float(np.exp(0.075 * age)), 0.3)
            rows.append(
                {
                    "area": area,
                    "sex": "all",
                    "ageband": age,
                    "obs": max(round(people * chance * factor), 1),
                    "pop": people,
                    "stdpop": 5_000,
                    "refcount": round(900_000 * chance),
                    "refpop": 900_000,
                }
            )
    return rows


def _series(group: str, names: tuple[str, ...], **columns: int) -> list[Row]:
    """Months of each group; the columns vary about the number given."""
    return [
        {group: name, "month": month} | {column: level + (3 * i + j) % 5 for column, level in columns.items()}
        for j, name in enumerate(names)
        for i, month in enumerate(MONTHS)
    ]


def _each(**columns: int) -> list[Row]:
    """A row for each of twelve places; the columns vary about the number given."""
    return [
        {"icb": name, "year": 2025}
        | {column: level + 7 * i % 11 for i, (column, level) in enumerate(columns.items(), start=j + 1)}
        for j, name in enumerate(TRUSTS)
    ]


TABLES: dict[str, list[Row]] = {
    "deaths.csv": _deaths(),
    "screened.csv": [
        row | {"x": row["screened"], "n": row["eligible"]} for row in _each(screened=60, eligible=90)
    ],
    "admissions.csv": _each(events=40, population=9_000),
    "mortality.csv": _each(observed=100, expected=102),
    "life.csv": [
        {"area": area, "decile": decile, "population": 900, "le": 75 + decile / 2, "se": 0.4}
        for area in ("North", "South")
        for decile in range(1, 11)
    ],
    "deprivation.csv": [{"place": name, "score": 3.5 * i} for i, name in enumerate(TRUSTS)],
    "rates.csv": [
        {"area": area, "fifth": fifth, "value": value, "lower": value - 2, "upper": value + 2}
        for area in TRUSTS[:2]
        for fifth, value in (("most", 52), ("second", 55), ("third", 56), ("fourth", 57), ("least", 60))
    ],
    "smoking.csv": [{"smokers": 0.2, "relative_risk": 1.6}],
    "falls.csv": _series("ward", ("Ash", "Beech"), falls=20),
    "infections.csv": _series("ward", ("Ash",), cases=12, bed_days=2_000),
    "waits.csv": _series("trust", ("Ash", "Beech"), within_18_weeks=60),
    "waits.parquet": _series("trust", ("Ash", "Beech"), days=12),
    "decisions.csv": [{"trust": "Ash", "date": "2024-06-01", "reason": "a new ward", "by": "the board"}],
}


def _needed(terminal: Terminal, words: list[str]) -> None:
    for name in words:
        if name.endswith(".parquet") and name in TABLES:
            pq.write_table(pa.Table.from_pylist(TABLES[name]), terminal.folder / name)
        elif name in TABLES:
            terminal.table(name, TABLES[name])


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_in_the_help_runs(name: str, terminal: Terminal) -> None:
    example = EXAMPLES[name]
    assert example is not None
    command, *words = shlex.split(example.removeprefix("Example: "))
    assert command == "aimwell"
    _needed(terminal, words)
    told = terminal.say(*words)
    assert (told.status, told.error) == (0, "")
    if "-o" in words:
        written = pq.read_table(Path(words[words.index("-o") + 1])).to_pylist()
        statuses = {row["status"] for row in written}
    else:
        heading, *rows = told.output.splitlines()
        statuses = {row.split(",")[heading.split(",").index("status")] for row in rows}
    assert statuses == {"ok"}
