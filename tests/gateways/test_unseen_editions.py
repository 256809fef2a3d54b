"""Every published table, as its publisher may write it next: the same figures come out, or words about what is wrong."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems
from aimwell.gateways.document import open_documents
from aimwell.gateways.reading import Reading
from aimwell.gateways.register import gateways, recognise
from tests.gateways.editions import EDITIONS, Rows, as_csv, line_of_headings, rows_of

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
# Answers to check against; copies that are always refused; ledgers, which are taken as money (tests/gateways/ledgers).
OF_NO_FEED = ("places", "undated_copies", "ledgers", "prevention", "claims")
TABLES = sorted(
    path.relative_to(FIXTURES).as_posix()
    for path in FIXTURES.rglob("*.csv")
    if path.parent.name not in OF_NO_FEED
)
WITHOUT_HEADINGS = ("ods_organisations", "ods_memberships")
BY_POSITION = {"another column at the front", "another column at the end", "the columns in another order"}
OF_HEADINGS = {how for how in EDITIONS if how.startswith("headings ")} | {
    "a sheet of a workbook"
}  # loses empty columns
NOT_PUBLISHED_SO = {
    ("fingertips/indicator_93356.csv", "the columns in another order"),  # the last cell may be left out
    ("ae_monthly/export-March-2026.csv", "the columns in another order"),  # three columns share a heading
}
DIGITS = 9  # a spreadsheet keeps fifteen, and a sum of such numbers fewer
COLUMNS_TRIED = 6

Read = Callable[[Path], tuple[str, Reading]]


@pytest.fixture
def read(feed_of: Callable[[str], Feed], tmp_path: Path) -> Read:
    """Recognise and read the one document in a file, as the pipeline does."""

    def _read(path: Path) -> tuple[str, Reading]:
        room = tmp_path / f"room-{len(list(tmp_path.iterdir()))}"
        room.mkdir()
        (document,) = open_documents(path, scratch=room)
        found = recognise(document, gateways())
        facts = room / "facts"
        facts.mkdir()
        return found.recognition.feed, found.gateway.read(
            document, feed_of(found.recognition.feed), scratch=facts
        )

    return _read


def figures(reading: Reading) -> Counter[str]:
    """The facts without the addresses of their cells."""
    table = pq.read_table(reading.facts).drop_columns(["source_row", "source_sheet"])
    return Counter(str([_shortened(value) for value in row.values()]) for row in table.to_pylist())


def _shortened(value: object) -> object:
    return f"{value:.{DIGITS}g}" if isinstance(value, float) else value


def problems_of(read: Read, path: Path) -> tuple[Problem, ...]:
    """What is said against a file: that it is refused, or rows of it are."""
    try:
        return read(path)[1].refused
    except Problem as problem:
        return (problem,)
    except Problems as several:
        return several.problems


def save(content: bytes, like: str, folder: Path) -> Path:
    target = folder / Path(like).name  # some tables state their period in their name alone
    target.write_bytes(content)
    return target


@pytest.mark.parametrize("table", TABLES)
def test_another_edition_of_a_table_gives_the_same_figures(table: str, read: Read, tmp_path: Path):
    rows = rows_of(FIXTURES / table)
    feed, published = read(FIXTURES / table)
    for how, made in EDITIONS.items():
        if (feed in WITHOUT_HEADINGS and how in BY_POSITION | OF_HEADINGS) or (
            table,
            how,
        ) in NOT_PUBLISHED_SO:
            continue
        found, reading = read(save(made(rows), table, tmp_path))
        assert found == feed, how
        assert figures(reading) == figures(published), how
        assert len(reading.refused) == len(published.refused), how


@pytest.mark.parametrize("table", [table for table in TABLES if table.startswith(WITHOUT_HEADINGS)])
def test_a_table_without_headings_in_another_order_is_refused(table: str, read: Read, tmp_path: Path):
    for how in BY_POSITION:
        for problem in problems_of(read, save(EDITIONS[how](rows_of(FIXTURES / table)), table, tmp_path)):
            assert problem.code in ("file.not-recognised", "feed.missing-column"), how


@pytest.mark.parametrize("table", TABLES)
def test_a_table_under_a_meaningless_name_gives_the_same_figures_or_asks_for_its_period(
    table: str, read: Read, tmp_path: Path
):
    feed, published = read(FIXTURES / table)
    renamed = tmp_path / "q9z.bin"
    renamed.write_bytes((FIXTURES / table).read_bytes())
    refusal = _refusal(read, renamed)
    if refusal:
        assert {problem.code for problem in refusal} <= {"feed.no-period", "period.not-stated"}
        assert all("name" in problem.remedy + problem.expected for problem in refusal)
        return
    found, reading = read(renamed)
    assert (found, figures(reading)) == (feed, figures(published))


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_recognised_as_its_own_feed_and_no_other_claims_it_more(table: str, tmp_path: Path):
    (document,) = open_documents(FIXTURES / table, scratch=tmp_path)
    claims = {gateway.FEED: claim for gateway in gateways() if (claim := gateway.recognise(document))}
    own = claims[recognise(document, gateways()).recognition.feed]
    assert own.feed == Path(table).parent.name
    assert own.share == 1
    assert [feed for feed, claim in claims.items() if claim.share >= own.share] == [own.feed]


def _without(rows: Rows, at: int, index: int) -> Rows:
    return [row if number < at else [*row[:index], *row[index + 1 :]] for number, row in enumerate(rows)]


def _refusal(read: Read, path: Path) -> tuple[Problem, ...]:
    try:
        read(path)
    except Problem as problem:
        return (problem,)
    except Problems as several:
        return several.problems
    return ()


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_a_column_that_it_needs_says_which(table: str, read: Read, tmp_path: Path):
    rows = rows_of(FIXTURES / table)
    at = line_of_headings(rows)
    width = len(rows[at])
    told = 0
    for index in range(0, width, max(1, width // COLUMNS_TRIED)):
        problems = _refusal(read, save(as_csv(_without(rows, at, index)), table, tmp_path))
        if not problems:
            continue
        told += 1
        assert {problem.code for problem in problems} <= {
            "feed.missing-column",
            "feed.changed-heading",
            "file.not-recognised",  # of a table of three columns, or of none with headings
            "period.not-stated",
            "feed.no-period",
        }, rows[at][index]
        assert all(problem.remedy for problem in problems)
    assert told, "no column is needed"


def test_the_emergency_sheet_with_its_columns_in_another_order_is_refused(read: Read, tmp_path: Path):
    table = "ae_monthly/export-March-2026.csv"
    turned = EDITIONS["the columns in another order"](rows_of(FIXTURES / table))
    (problem,) = problems_of(read, save(turned, table, tmp_path))
    assert problem.code == "feed.columns-out-of-order"
