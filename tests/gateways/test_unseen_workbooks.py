"""Every published workbook, as its publisher may write it next; and every fixture known for what it is, by one gateway."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from aimwell.domain.problems import Problem
from aimwell.gateways.document import Cell, open_documents
from aimwell.gateways.register import gateways, recognise
from tests.gateways.test_unseen_editions import FIXTURES, figures, read  # noqa: F401 - `read` is a fixture

Sheet = Sequence[Sequence[Cell]]

BOOKS = sorted(path.relative_to(FIXTURES).as_posix() for path in FIXTURES.rglob("*.xlsx"))
OTHERS = sorted(
    path.relative_to(FIXTURES).as_posix()
    for kind in ("*.xlsx", "*.json", "*.parquet", "*.zip", "*.json.gz")
    for path in FIXTURES.rglob(kind)
)
EDITIONS: dict[str, Callable[[Sheet], Sheet]] = {
    "the tables lower down": lambda rows: [[], [], *rows],
    "the tables further right": lambda rows: [["", *row] for row in rows],
    "a note under the tables": lambda rows: [*rows, [], ["Note: figures may be revised."]],
}
SHEET_NAMES: dict[str, Callable[[str], str]] = {
    "in capitals": str.upper,
    "in small letters": str.lower,
    "with a space after": lambda name: f"{name[:30]} ",
}


def save(
    book: str, folder: Path, *, rows: Callable[[Sheet], Sheet] = list, name: Callable[[str], str] = str
) -> Path:
    """The workbook with other rows in every sheet, or with other names of sheets."""
    published = python_calamine.CalamineWorkbook.from_path(str(FIXTURES / book))
    target = folder / Path(book).name
    with xlsxwriter.Workbook(target) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for sheet in published.sheet_names:
            page = made.add_worksheet(name(sheet))
            cells = published.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            for number, row in enumerate(rows(cells)):
                for index, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(number, index, cell, day)
                    elif cell != "":
                        page.write(number, index, cell)
    return target


@pytest.mark.parametrize("book", BOOKS)
def test_another_edition_of_a_workbook_gives_the_same_figures(book: str, read, tmp_path: Path):  # noqa: F811
    feed, published = read(FIXTURES / book)
    for how, rows in EDITIONS.items():
        found, reading = read(save(book, tmp_path, rows=rows))
        assert (found, figures(reading)) == (feed, figures(published)), how
    for how, name in SHEET_NAMES.items():
        found, reading = read(save(book, tmp_path, name=name))
        assert found == feed, how
        assert reading.rows_kept == published.rows_kept, how


@pytest.mark.parametrize("fixture", OTHERS)
def test_every_file_is_recognised_as_its_own_feed_and_no_other_claims_it_more(fixture: str, tmp_path: Path):
    (document,) = open_documents(FIXTURES / fixture, scratch=tmp_path)
    claims = {gateway.FEED: claim for gateway in gateways() if (claim := gateway.recognise(document))}
    own = claims[recognise(document, gateways()).recognition.feed]
    assert own.feed == Path(fixture).parent.name
    assert [feed for feed, claim in claims.items() if claim.share >= own.share] == [own.feed]


def test_a_cancer_workbook_of_the_earlier_standards_is_refused_in_words(read, tmp_path: Path):  # noqa: F811
    book = "cancer_waits/september-2025.xlsx"

    def earlier(name: str) -> str:
        return "TWO WEEK WAIT-ALL CANCER" if name.startswith("UBS") else name

    path = save(book, tmp_path, name=earlier)
    with pytest.raises(Problem) as refusal:
        read(path)
    assert refusal.value.code == "feed.earlier-edition"
    assert refusal.value.where.sheet == "TWO WEEK WAIT-ALL CANCER"
