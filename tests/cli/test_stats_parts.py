"""`aimwell stats` of large files: worked through in parts, with the answers and the words of the whole."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from aimwell.services.statistics_of_files import parts, write_results
from tests.cli.stats_runner import Row, Terminal, Told

DEFINITIONS = str(Path(__file__).resolve().parents[2] / "definitions")
AGES = (0, 1, 15, 45, 75)
COMMANDS = {
    "proportion": ("proportion", "--numerator", "deaths", "--denominator", "pop"),
    "proportion of groups": ("proportion", "--by", "area", "--numerator", "deaths", "--denominator", "pop"),
    "rate": ("rate", "--by", "area,sex", "--numerator", "deaths", "--denominator", "pop"),
    "mean": ("mean", "--by", "area", "--value", "deaths"),
    "dsr": ("dsr", "--by", "area,sex", "--confidence", "95", "--confidence", "99.8"),
    "dsr of areas": ("dsr", "--by", "area", "--band", "age,sex"),
    "isr": ("isr", "--by", "area,sex", "--reference-events", "stdpop", "--reference-population", "pop"),
    "excess": ("excess", "--by", "area,sex", "--reference-events", "stdpop", "--reference-population", "pop"),
    "le": ("le", "--by", "area,sex"),
    "sii": ("sii", "--by", "area,sex", "--quantile", "age", "--value", "deaths", "--error", "error"),
    "xmr": ("xmr", "--by", "area,sex", "--date", "age", "--value", "deaths"),
    "run": ("run", "--by", "area,sex", "--date", "age", "--value", "deaths"),
}  # fmt: skip


def _deaths() -> list[Row]:
    """Twelve areas, two sexes, five ages; in one area an age is blank."""
    random = np.random.default_rng(3)
    rows: list[Row] = []
    for area in range(12):
        for sex in "fm":
            for age in AGES:
                people = int(random.integers(500, 900))
                deaths: int | None = int(random.integers(1, 20))
                if (area, sex, age) == (5, "m", 45):
                    deaths = None
                rows.append(
                    {"area": f"A{area}", "sex": sex, "age": age, "deaths": deaths, "pop": people, "stdpop": 50 + age, "error": 1.5}
                )  # fmt: skip
    return rows


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Has every file read in parts from then on."""

    def begin() -> None:
        monkeypatch.setattr(parts, "ROWS_OF_A_PART", 17)
        monkeypatch.setattr(parts, "LARGE_TEXT", 0)
        monkeypatch.setattr(write_results, "ROWS_AT_ONCE", 40)

    return begin


def _files(terminal: Terminal, rows: Sequence[Row]) -> tuple[str, str]:
    terminal.table("deaths.csv", rows)
    pq.write_table(pa.Table.from_pylist(list(rows)), terminal.folder / "deaths.parquet")
    return "deaths.csv", "deaths.parquet"


def _answer(terminal: Terminal, command: Sequence[str], source: str, out: str) -> tuple[Told, bytes | None]:
    (terminal.folder / out).unlink(missing_ok=True)
    told = terminal.say("stats", command[0], source, *command[1:], "-o", out)
    path = terminal.folder / out
    return told, path.read_bytes() if path.exists() else None


def _same(terminal: Terminal, command: Sequence[str], rows: Sequence[Row], begin: Callable[[], None]) -> Told:
    """In parts and as a whole, of text and of Parquet, the answers are the same; what was said of the text."""
    asked = [(source, out) for source in _files(terminal, rows) for out in ("out.csv", "out.parquet")]
    of_whole = [_answer(terminal, command, source, out) for source, out in asked]
    table = pq.read_table(terminal.folder / "out.parquet") if of_whole[-1][1] else None
    begin()
    of_parts = [_answer(terminal, command, source, out) for source, out in asked]
    assert [told for told, _ in of_parts] == [told for told, _ in of_whole]
    assert [written for _, written in of_parts[::2]] == [written for _, written in of_whole[::2]]
    if table is not None:
        assert pq.read_table(terminal.folder / "out.parquet").equals(table)
    return of_parts[0][0]


@pytest.mark.parametrize("name", COMMANDS)
def test_parts_of_a_file_give_the_rows_of_the_whole(
    name: str, terminal: Terminal, small_parts: Callable[[], None]
) -> None:
    assert _same(terminal, COMMANDS[name], _deaths(), small_parts).status == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_groups_that_are_torn_apart_are_brought_together(
    name: str, terminal: Terminal, small_parts: Callable[[], None]
) -> None:
    rows = _deaths()
    torn = rows[::2] + rows[1::2]
    assert _same(terminal, COMMANDS[name], torn, small_parts).status == 0


@pytest.mark.parametrize("name", ["dsr", "isr", "le", "sii"])
def test_a_band_that_only_later_groups_have_is_missed_in_the_first(
    name: str, terminal: Terminal, small_parts: Callable[[], None]
) -> None:
    rows = [row for row in _deaths() if row["age"] != 15 or row["area"] == "A9"]
    assert _same(terminal, COMMANDS[name], rows, small_parts).status == 0


@pytest.mark.parametrize(
    ("row", "cell"), [(100, {"deaths": -1}), (101, {"stdpop": None}), (90, {"pop": 0}), (70, {"age": 75})]
)
@pytest.mark.parametrize("name", ["proportion", "dsr", "le", "xmr"])
def test_a_wrong_cell_is_told_by_its_row_of_the_whole_file(
    name: str, row: int, cell: Row, terminal: Terminal, small_parts: Callable[[], None]
) -> None:
    rows = _deaths()
    rows[row] |= cell
    _same(terminal, COMMANDS[name], rows, small_parts)


def test_of_two_wrong_columns_parts_tell_of_the_one_that_the_whole_tells_of(
    terminal: Terminal, small_parts: Callable[[], None]
) -> None:
    rows = _deaths()
    rows[3]["pop"], rows[110]["deaths"] = -5, -1
    told = _same(terminal, COMMANDS["dsr"], rows, small_parts)
    assert told.status == 1
    assert "row 112, column 'deaths'" in told.error


def test_a_row_that_is_too_long_is_told_of_after_parts_were_read(
    terminal: Terminal, small_parts: Callable[[], None]
) -> None:
    _files(terminal, _deaths())
    with (terminal.folder / "deaths.csv").open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(["A12", "f", 0, 1, 500, 50, 1.5, "more"])
    command = COMMANDS["proportion"]
    small_parts()
    told, written = _answer(terminal, command, "deaths.csv", "out.csv")
    assert (told.status, written) == (1, None)
    assert "row 122" in told.error


def test_months_left_out_are_counted_over_all_parts(
    terminal: Terminal, small_parts: Callable[[], None]
) -> None:
    rows = [
        {"area": f"A{area}", "month": f"2024-{month:02}-01", "value": month * 1.5}
        for area in range(9)
        for month in range(1, 13)
        if month != 6 or area not in (4, 7)
    ]
    told = _same(terminal, ("run", "--by", "area", "--date", "month"), rows, small_parts)
    assert "2 of 9 series leave months out, the first before row 55:" in told.error


def test_times_of_two_kinds_are_refused_however_far_apart(
    terminal: Terminal, small_parts: Callable[[], None]
) -> None:
    rows: list[Row] = [{"area": "A", "date": str(2000 + year), "value": year} for year in range(40)]
    rows += [{"area": "B", "date": f"20{year + 10}-01-01", "value": year} for year in range(40)]
    told = _same(terminal, ("run", "--by", "area"), rows, small_parts)
    assert told.status == 1
    assert "not a date" in told.error


def test_categories_of_a_parquet_file_are_told_as_words(
    terminal: Terminal, small_parts: Callable[[], None]
) -> None:
    table = pa.Table.from_pylist(_deaths())
    column = table.column_names.index("area")
    table = table.set_column(column, "area", table["area"].dictionary_encode())
    pq.write_table(table, terminal.folder / "deaths.parquet")
    whole = terminal.rows("dsr", "deaths.parquet", "--by", "area,sex")
    small_parts()
    assert terminal.rows("dsr", "deaths.parquet", "--by", "area,sex") == whole
