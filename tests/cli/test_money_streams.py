"""`aimwell money streams`: the calendar of a year in each form, and refusals in words."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aimwell.cli.money_streams import streams
from aimwell.domain.problems import Problem


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(streams, [*arguments])


def test_the_discharge_fund_is_told_with_its_wait_its_tranches_and_every_part_of_its_score() -> None:
    told = asked("--year", "2022/23").stdout
    assert "paid 40% in December 2022; 60% in January 2023" in told
    assert "57 days passed between the announcement" in told
    assert "Pot score 15 to 20 of 100, from 5 of 6 components:" in told
    assert "13 days of notice" in told
    assert "121 days to spend it in" in told


def test_a_pot_of_which_nothing_is_known_gets_no_score() -> None:
    told = asked("--year", "2022/23").stdout
    assert "cannot tell: none of 6 components is known" in told
    assert "0 to 100 of 100" not in told


def test_the_csv_has_one_row_for_each_settlement_of_the_body_named() -> None:
    rows = list(
        csv.DictReader(io.StringIO(asked("--year", "2023/24", "--body", "icb", "--format", "csv").stdout))
    )
    assert {row["stream"] for row in rows} == {
        "better_care_fund",
        "discharge_funding_2023",
        "icb_allocations",
    }
    assert all("icb" in row["to"].split("; ") for row in rows)


def test_the_json_tells_the_same_streams_as_the_csv_and_the_findings_beside_them() -> None:
    told = json.loads(asked("--year", "2023/24", "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(asked("--year", "2023/24", "--format", "csv").stdout)))
    assert [one["title"] for one in told["streams"]] == [row["title"] for row in rows]
    assert any(each["kind"] == "different lengths" for each in told["findings"])


def test_the_page_has_the_drawing_and_the_table_behind_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert asked("--year", "2022/23", "--format", "html", "--out", str(page)).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "Funding streams of 2022/23" in text
    assert asked("--year", "2022/23", "--format", "svg").stdout.startswith("<svg")


def test_a_year_without_streams_says_so() -> None:
    assert asked("--year", "1999/00").stdout.startswith("The register has no stream for 1999/00.")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("--body", "bakery"), "streams.unknown-body"), (("--year", "2022"), "streams.not-a-financial-year")],
)
def test_an_unknown_body_or_year_is_refused_with_what_there_is(arguments: tuple[str, ...], code: str) -> None:
    result = asked(*arguments)
    assert isinstance(result.exception, Problem)
    assert result.exception.code == code
