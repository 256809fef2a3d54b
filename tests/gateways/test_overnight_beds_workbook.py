"""The quarterly workbook of overnight beds: the figures of the Parquet copy, written in the workbook's layout."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from aimwell.domain.feeds import Feed
from aimwell.gateways import overnight_beds, overnight_beds_workbook
from tests.gateways.read_file import Taken, problems_of, recognised, take

SECTORS = {
    "general_and_acute": "General & Acute",
    "learning_disabilities": "Learning Disabilities",
    "maternity": "Maternity",
    "mental_illness": "Mental Illness",
}
ROW_OF_HEADINGS = 15


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("overnight_beds")


@pytest.fixture
def copy(feed: Feed, fixtures: Path, tmp_path: Path) -> Taken:
    """The quarter January to March 2022 of the copy."""
    taken = take(overnight_beds, fixtures / "overnight_beds" / "kh03.parquet", feed, tmp_path)
    latest = max(row["period"] for row in taken.rows)
    return Taken(taken.reading, taken.only(period=latest, specialty="all"))


def save(copy: Taken, path: Path, *, period: str = "January to March 2022", drop: str = "") -> Path:
    """The copy's figures as the publisher lays them out, with three groups of the same headings."""
    trusts = sorted({row["provider"] for row in copy.rows})
    beds = {(row["provider"], row["sector"]): row for row in copy.rows}
    group = ["Total", *SECTORS.values()]
    headings = ["Year", "Period End", "Region Code", "Org Code", "Org Name", *group, "", *group, "", *group]
    if drop:
        headings[headings.index(drop)] = ""

    def line(code: str, name: str, of: list[str]) -> list[object]:
        numbers = {
            which: [
                sum((beds[trust, sector][which] or 0.0) for trust in of if (trust, sector) in beds)
                for sector in SECTORS
            ]
            for which in ("available", "occupied")
        }
        cells: list[object] = ["2021-22", "March", "", code, name]
        for which in ("available", "occupied"):
            cells += [sum(numbers[which]), *numbers[which], ""]
        return [*cells, *["-"] * len(group)]

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("NHS Trust by Sector")
        sheet.write_row(1, 1, ["Title:", "Average daily number of beds open overnight by sector"])
        sheet.write_row(3, 1, ["Period:", period])
        sheet.write_row(6, 1, ["Published:", "19th May 2022"])
        sheet.write_row(ROW_OF_HEADINGS - 1, 0, headings)
        sheet.write_row(ROW_OF_HEADINGS, 0, line("", "England", trusts))
        for number, trust in enumerate(trusts):
            sheet.write_row(ROW_OF_HEADINGS + 2 + number, 0, line(trust, f"Trust {trust}", [trust]))
    return path


def test_the_workbook_gives_the_figures_of_the_copy(copy: Taken, feed: Feed, tmp_path: Path):
    taken = take(overnight_beds_workbook, save(copy, tmp_path / "beds.xlsx"), feed, tmp_path)
    assert taken.disagreements == []
    assert str(taken.reading.vintage.published) == "2022-05-19"
    for row in copy.rows:
        told = taken.one(provider=row["provider"], sector=row["sector"])
        assert (told["period"], told["specialty"]) == (row["period"], "all")
        assert told["available"] == pytest.approx(row["available"])
        assert told["occupied"] == pytest.approx(row["occupied"])
        assert told["source_row"] > ROW_OF_HEADINGS


def test_a_workbook_without_a_sector_is_recognised_and_says_which(copy: Taken, feed: Feed, tmp_path: Path):
    path = save(copy, tmp_path / "beds.xlsx", drop="Mental Illness")
    assert recognised(overnight_beds_workbook, path, tmp_path).share < 1
    (problem,) = problems_of(overnight_beds_workbook, path, feed, tmp_path)
    assert (problem.where.column, problem.where.row) == ("Mental Illness (3)", ROW_OF_HEADINGS)


def test_a_workbook_that_does_not_say_its_quarter_is_refused(copy: Taken, feed: Feed, tmp_path: Path):
    path = save(copy, tmp_path / "beds.xlsx", period="March 2022")
    (problem,) = problems_of(overnight_beds_workbook, path, feed, tmp_path)
    assert problem.code == "feed.no-period"
    assert problem.where.sheet == "NHS Trust by Sector"
