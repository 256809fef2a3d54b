"""`aimwell money pools`: a workbook in, tables and a schedule out, and cells named where something is wrong."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aimwell.cli.money_pools import pools
from aimwell.domain.money.pools import Contribution, Gain, Pool, PoolScheme
from aimwell.domain.problems import Problem, Problems
from aimwell.services.money.pool_files import read_pool, write_pool

DEFINITIONS = Path(__file__).parents[2] / "definitions"
MADE = date(2026, 4, 1)
POOL = Pool(
    title="Care closer to home",
    system="Example system",
    host="Example council",
    starts=date(2025, 4, 1),
    ends=date(2026, 3, 31),
    basis="section 75 agreement of 1 April 2025",
    purpose="People leave hospital when they are ready to.",
    illustrative=True,
    contributions=(
        Contribution("Example council", 4_000_000_00, 4_000_000_00, 40_00),
        Contribution("Example board", 6_000_000_01, 6_000_000_01, 60_00),
    ),
    schemes=(
        PoolScheme("S1", "Reablement at home", "reablement", "Example trust", 7_000_000_00, 7_250_000_37,
                   "Fewer people wait in a bed.", ("discharge_delayed_share",)),
        PoolScheme("007", "Ramps and rails", "home adaptations", "Example council", 3_000_000_01, 2_900_000_00),
    ),
    gains=(Gain("S1", "Example trust", 1_200_000_00, "3,000 bed days at £400; an assumption"),),
)  # fmt: skip


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return written(tmp_path / "pool.xlsx", POOL)


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(pools, [*arguments])


def with_number(path: Path, old: str, new: str) -> Path:
    """The workbook with one number changed as it stands in the file."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    changed = {
        name: part.replace(f"<v>{old}</v>".encode(), f"<v>{new}</v>".encode()) for name, part in parts.items()
    }
    assert changed != parts
    with zipfile.ZipFile(path, "w") as book:
        for name, part in changed.items():
            book.writestr(name, part)
    return path


def written(path: Path, pool: Pool) -> Path:
    path.write_bytes(write_pool(pool=pool, definitions=DEFINITIONS, made=MADE))
    return path


def refused(path: Path) -> list[Problem]:
    error = asked(str(path)).exception
    assert isinstance(error, Problems)
    return list(error.problems)


def test_a_pool_comes_back_from_its_workbook_as_it_went_out(workbook: Path) -> None:
    assert read_pool(path=workbook, definitions=DEFINITIONS) == POOL


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=20))
def test_any_pence_come_back_from_a_workbook_exactly(tmp_path: Path, amounts: list[int]) -> None:
    schemes = tuple(
        PoolScheme(f"S{n}", f"Scheme {n}", "", "", pence, pence) for n, pence in enumerate(amounts)
    )
    pool = replace(POOL, schemes=schemes, gains=())
    path = written(tmp_path / "any.xlsx", pool)
    assert read_pool(path=path, definitions=DEFINITIONS) == pool


def test_the_tables_add_up_and_the_difference_is_shared_to_the_penny(workbook: Path) -> None:
    told = asked(str(workbook)).stdout
    assert "£10,000,000.01" in told
    assert "£150,000.36 over" in told
    assert "£60,000.14 over" in told
    assert "£90,000.22 over" in told
    assert "No measure will show whether it helped: Ramps and rails." in told


def test_the_schedule_in_word_has_every_partner_scheme_and_the_rounding_rule(
    workbook: Path, tmp_path: Path
) -> None:
    out = tmp_path / "schedule.docx"
    assert asked(str(workbook), "--format", "docx", "--out", str(out)).exit_code == 0
    document = Document(io.BytesIO(out.read_bytes()))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert {
        "Example council",
        "Example board",
        "Reablement at home",
        "£7,250,000.37",
        "£10,000,000.01",
    } <= cells
    assert "largest remainders" in text
    assert "Illustrative" in text


def test_the_schedule_is_made_as_page_and_as_pdf(workbook: Path, tmp_path: Path) -> None:
    out = tmp_path / "schedule.pdf"
    assert asked(str(workbook), "--format", "pdf", "--out", str(out)).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert "Whose money pays for whose gain" in asked(str(workbook), "--format", "html").stdout


def test_the_json_has_whole_pence(workbook: Path) -> None:
    told = json.loads(asked(str(workbook), "--format", "json").stdout)
    assert sum(each["planned"] for each in told["contributions"]) == POOL.planned_in


def test_a_fraction_of_a_penny_is_refused_with_its_cell(workbook: Path) -> None:
    problem = refused(with_number(workbook, "7000000", "7000000.005"))[0]
    assert problem.code == "pool.too-fine"
    assert "Schemes!E2" in problem.found
    assert (problem.where.sheet, problem.where.row) == ("Schemes", 2)


def test_shares_of_the_risk_that_do_not_make_a_hundred_are_refused(workbook: Path) -> None:
    problem = refused(
        written(
            workbook,
            replace(
                POOL, contributions=(replace(POOL.contributions[0], risk_share=41_00), POOL.contributions[1])
            ),
        )
    )[0]
    assert problem.code == "pool.risk-share"
    assert "101%" in problem.found


def test_a_measure_that_is_not_declared_is_refused(workbook: Path) -> None:
    assert (
        refused(
            written(workbook, replace(POOL, schemes=(replace(POOL.schemes[0], measures=("happiness",)),)))
        )[0].code
        == "pool.unknown-measure"
    )


def test_an_empty_workbook_is_written_and_refused_until_it_is_filled_in(tmp_path: Path) -> None:
    out = tmp_path / "blank.xlsx"
    assert asked("--blank", "--out", str(out)).exit_code == 0
    assert [each.code for each in refused(out)] == ["pool.not-one"]


@pytest.mark.parametrize("arguments", [(), ("--blank",), ("pool.xlsx", "--format", "docx")])
def test_a_command_without_what_it_needs_says_so(arguments: tuple[str, ...]) -> None:
    assert asked(*arguments).exit_code == 2
