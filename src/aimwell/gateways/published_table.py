"""A published table with one line of headings, held as text in DuckDB while a gateway reads it.

Publishers' CSV files, sheets and Parquet copies differ in wrapping only: here they become one table,
`published`, with a column for each heading and `source_row` as a spreadsheet counts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.receipts import PlaceMet
from aimwell.gateways.cells import located
from aimwell.gateways.cut_short import refuse_last_row_of_spreadsheet
from aimwell.gateways.document import Cell, Document, Kind, as_text
from aimwell.gateways.headings import Headings, find_headings, fits, plain, require_headings
from aimwell.gateways.published_columns import clean, column, is_absent, is_withheld, number, path_of, text_of
from aimwell.gateways.reading import Recognition, duckdb_projection, share_found

MOST_PROBLEMS = 20  # as many as a person reads; the count of the rest is in the last one
HOPELESS_SHARE = 0.5  # of the rows: beyond it the file is of another shape, not a file with bad cells

PERIOD = "canonical_period"  # the column that `read_periods` fills

Renamed = Mapping[str, str]
"""Headings of other editions, as regular expressions over lower-case text, each with this gateway's own name."""


def recognise_table(
    document: Document,
    feed: str,
    expected: Sequence[str],
    *,
    renamed: Renamed | None = None,
    least: float = 0.6,
) -> Recognition | None:
    """Whether a CSV or Parquet file has the headings of a feed; quick, for it reads the first lines only."""
    headings = find_headings(_first_rows(document, renamed or {}), expected, least=least)
    if headings is None:
        return None
    return Recognition(
        feed, share_found([plain(name) for name in expected], [plain(text) for text in headings.texts])
    )


class PublishedTable:
    """The rows of one table: cells as text by heading, rows with a bad cell put aside with the reason."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, document: Document, headings: Headings, sheet: str = ""
    ) -> None:
        self._connection = connection
        self._document = document
        self._headings = headings
        self.sheet = sheet
        self.rows_read = self.count()
        refuse_last_row_of_spreadsheet(document, self.rows_read + headings.row + 1, sheet=sheet)
        self.refused: list[Problem] = []
        if not self.rows_read:
            raise self.problem(
                "file.cut-short", "There are headings and no rows.", "At least one row of figures."
            )

    def has(self, *headings: str) -> bool:
        """Whether the table has all these headings."""
        return self._headings.has(*headings)

    def count(self, where: str = "true") -> int:
        """How many rows meet a condition in SQL."""
        return int(self.query(f"select count(*) from published where {where}")[0][0])

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a query over `published` gives."""
        return self._connection.execute(sql).fetchall()

    def where(self, row: int | None = None, column: str = "") -> Where:
        """A place in this table, for a problem."""
        return Where(self._document.name, self.sheet, row, column)

    def problem(self, code: str, found: str, expected: str, *, column: str = "") -> Problem:
        """A problem of the whole table."""
        return Problem(
            code=code,
            found=found,
            expected=expected,
            remedy="Take the file as published.",
            where=self.where(self._headings.row + 1, column),
        )

    def check_numbers(self, *headings: str) -> None:
        """Put aside the rows in which one of these columns holds neither a number nor a mark for none.

        Raises Problems when that is most of the rows.
        """
        for heading in headings:
            bad = f"not {is_absent(heading)} and not {is_withheld(heading)} and {number(heading)} is null"
            for row, cell in self.query(f"select source_row, {column(heading)} from published where {bad}"):
                self.refused.append(_not_a_number(cell, self.where(row, heading)))
        self._put_aside_refused()

    def read_periods(self, heading: str, read: Callable[[str], str]) -> None:
        """Fill the column of canonical periods from the texts under a heading; rows that have none are put aside."""
        self._connection.execute(f"alter table published add column if not exists {PERIOD} varchar")
        texts = [text for (text,) in self.query(f"select distinct {column(heading)} from published")]
        periods = {text: period for text in texts if (period := self._period(heading, text, read))}
        import pyarrow as pa  # heavy, and not wanted by the gateways that only recognise

        known = pa.table(
            {"said": pa.array(periods.keys(), pa.string()), "meant": pa.array(periods.values(), pa.string())}
        )
        self._connection.register("known_periods", known)
        self._connection.execute(
            f"update published set {PERIOD} = meant from known_periods where {column(heading)} = said"
        )
        self._connection.unregister("known_periods")
        self._put_aside_refused()

    def places(
        self, code: str, name: str, kind: str, *, parent: str = "", only: str = "true"
    ) -> list[PlaceMet]:
        """The organisations that the table names under these headings; `only` limits the rows, in SQL."""
        of_parent = f"coalesce(any_value({clean(parent)}), '')" if parent else "''"
        rows = self.query(
            f"""select {clean(code)}, coalesce(any_value(trim({column(name)})), ''), {of_parent} from published
                where {clean(code)} <> '' and {only} group by 1 order by 1"""
        )
        return [PlaceMet(found, named or found, kind, within) for found, named, within in rows]

    def facts(self, feed: Feed, given: Mapping[str, str], *, only: str = "true") -> str:
        """SQL for facts of a feed, one for each row that meets `only`; `given` has an expression by column."""
        fixed = {"source_row": "source_row", "source_sheet": text_of(self.sheet), "period": PERIOD}
        return f"select {duckdb_projection(feed, {**fixed, **given})} from published where {only}"

    def remainder(
        self,
        feed: Feed,
        given: Mapping[str, str],
        amount: str,
        *,
        whole: str,
        parts: str,
        keys: Sequence[str] = (),
    ) -> str:
        """SQL for facts of what a stated whole has beyond its published parts, to the unit.

        Rounding, withheld parts and people who belong to no part make the difference; with it the parts
        add up to the whole that the publisher states. `whole` and `parts` are conditions in SQL, `keys`
        the headings that rows of both have in common; the amount is under one heading.
        """
        named = "".join(f", {column(key)}" for key in keys)
        difference = (
            f"sum({number(amount)}) filter ({whole}) - coalesce(sum({number(amount)}) filter ({parts}), 0)"
        )
        rows = f"""
            select min(source_row) filter ({whole}) as source_row, {PERIOD}{named},
                   ({difference})::varchar as {column(amount)}
            from published where ({whole}) or ({parts}) group by {PERIOD}{named} having {difference} is not null"""
        return self.facts(feed, given).replace("from published where true", f"from ({rows}) as published")

    def write(self, scratch: Path, *selects: str) -> Path:
        """Write the facts of some selects as one Parquet file."""
        target = scratch / f"facts-{len(list(scratch.iterdir()))}.parquet"
        union = " union all ".join(selects)
        self._connection.execute(f"copy ({union}) to '{target}' (format parquet, compression zstd)")
        return target

    def _period(self, heading: str, text: str | None, read: Callable[[str], str]) -> str | None:
        """The period of a text; None, with a problem for each of its rows, when it is none."""
        try:
            return read(text or "")
        except Problem as problem:
            rows = self._connection.execute(
                f"select source_row from published where {column(heading)} is not distinct from ?", [text]
            ).fetchall()
            self.refused += [located(problem, self.where(row, heading)) for (row,) in rows]
            return None

    def _put_aside_refused(self) -> None:
        rows = sorted({problem.where.row for problem in self.refused if problem.where.row is not None})
        if len(rows) > HOPELESS_SHARE * self.rows_read:
            raise Problems(self.refused[:MOST_PROBLEMS])
        if rows:
            self._connection.execute("delete from published where list_contains(?, source_row)", [rows])


@contextmanager
def open_table(
    document: Document,
    expected: Sequence[str],
    *,
    sheet: str = "",
    renamed: Renamed | None = None,
    least: float = 0.5,
) -> Iterator[PublishedTable]:
    """The table of a document, or of one sheet of a workbook, for as long as the block lasts.

    Raises Problems when a heading is absent or renamed, or a row is cut short.
    """
    rows = document.sheet(sheet) if sheet else _first_rows(document, renamed or {})
    headings = find_headings(_renamed(rows, renamed or {}), expected, sheet=sheet, least=least)
    if headings is None:
        raise Problem(
            code="feed.missing-column",
            found="The first forty lines hold no line of headings.",
            expected=f"A line with the headings {', '.join(expected)}.",
            remedy="Take the file as published.",
            where=Where(document.name, sheet, 1),
        )
    require_headings(headings, expected, document)
    with duckdb.connect() as connection:
        _load(connection, document, headings, rows if sheet else None)
        yield PublishedTable(connection, document, headings, sheet)


def _first_rows(document: Document, renamed: Renamed) -> Sequence[Sequence[Cell]]:
    if document.kind is Kind.PARQUET:
        return _renamed([document.parquet_columns], renamed)
    return _renamed(document.head, renamed)


def _renamed(rows: Sequence[Sequence[Cell]], renamed: Renamed) -> Sequence[Sequence[Cell]]:
    if not renamed:
        return rows
    return [*(_in_our_words(row, renamed) for row in rows[:40]), *rows[40:]]


def _in_our_words(row: Sequence[Cell], renamed: Renamed) -> list[Cell]:
    """A line of headings of any edition in this gateway's words; a heading that is there already stays the one."""
    words = list(row)
    there = {plain(cell) for cell in row}
    for index, cell in enumerate(row):
        said = plain(cell)
        if not said.islower():  # most cells of the first lines are figures
            continue
        ours = next((new for old, new in renamed.items() if fits(old, said)), None)
        if ours and plain(ours) not in there:
            words[index] = ours
            there.add(plain(ours))
    return words


def _load(
    connection: duckdb.DuckDBPyConnection,
    document: Document,
    headings: Headings,
    rows: Sequence[Sequence[Cell]] | None,
) -> None:
    names = _column_names(headings.texts)
    if rows is not None:
        _load_rows(connection, rows[headings.row + 1 :], names, headings.row + 1)
    elif document.kind is Kind.PARQUET:
        renamed = ", ".join(
            f'"{given}"::varchar as {column(name)}'
            for given, name in zip(document.parquet_columns, names, strict=True)
        )
        connection.execute(
            f"create table published as select row_number() over () as source_row, {renamed} from {path_of(document.path)}"
        )
    elif document.encoding == "cp1252":  # DuckDB reads no Windows-1252; such files are few and small
        lines = list(document.lines())
        if faults := _faults(document, headings):
            raise Problems(faults)
        _load_rows(connection, lines[headings.row + 1 :], names, headings.row + 1)
    else:
        _load_csv(connection, document, headings, names)


def _load_csv(
    connection: duckdb.DuckDBPyConnection, document: Document, headings: Headings, names: Sequence[str]
) -> None:
    typed = ", ".join(f"{text_of(name)}: 'VARCHAR'" for name in names)
    try:
        connection.execute(
            f"""create table published as
                select row_number() over () + {headings.row + 1} as source_row, *
                from read_csv({path_of(document.path)}, auto_detect = false, header = false, skip = {headings.row + 1},
                              delim = ',', quote = '"', escape = '"', columns = {{{typed}}})"""
        )
    except duckdb.Error as error:
        raise Problems(_faults(document, headings) or [_unreadable(document, error)]) from error
    blank = " and ".join(f"trim(coalesce({column(name)}, '')) = ''" for name in names)
    connection.execute(f"delete from published where {blank}")  # spreadsheets save empty lines as commas


def _load_rows(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[Sequence[Cell]], names: Sequence[str], offset: int
) -> None:
    import pyarrow as pa  # as above

    kept: list[tuple[int, Sequence[Cell]]] = []
    after_blank = False
    for line, row in enumerate(rows, start=offset + 1):
        filled = sum(bool(str(cell).strip()) for cell in row)
        after_blank = after_blank or not filled
        if filled > 1 or (filled and not after_blank):  # under the table stand notes, of one cell each
            kept.append((line, row))
    columns = {"source_row": pa.array([line for line, _ in kept], pa.int64())}
    for index, name in enumerate(names):
        columns[name] = pa.array([as_text(row[index]) for _, row in kept], pa.string())
    sheet = pa.table(columns)
    connection.register("sheet", sheet)
    connection.execute("create table published as select * from sheet")
    connection.unregister("sheet")


def _column_names(texts: Sequence[str]) -> list[str]:
    """A name for each column, none twice: of two equal headings the first keeps the name."""
    names: list[str] = []
    for place, text in enumerate(texts, start=1):
        name = plain(text) or f"column {place}"
        names.append(name if name not in [*names, "source_row", PERIOD] else f"{name} ({place})")
    return names


def _faults(document: Document, headings: Headings) -> list[Problem]:
    """The rows of the wrong width: a slow second reading, only when the fast one failed."""
    width = len(headings.texts)
    wrong = [
        (line, len(row))
        for line, row in enumerate(document.lines(), start=1)
        if row and len(row) != width and line > headings.row + 1
    ]
    return [
        Problem(
            code="file.cut-short",
            found=f"The row has {cells} cells.",
            expected=f"{width} cells, as in the line of headings.",
            remedy="Download the file again: it may have stopped half way.",
            where=Where(document.name, row=line),
        )
        for line, cells in wrong[:MOST_PROBLEMS]
    ]


def _unreadable(document: Document, error: duckdb.Error) -> Problem:
    return Problem(
        code="file.unreadable-csv",
        found=f"The file cannot be read as CSV: {str(error).splitlines()[0]}",
        expected="The CSV as published.",
        remedy="Download the file again.",
        where=Where(document.name),
    )


def _not_a_number(cell: object, where: Where) -> Problem:
    return Problem(
        code="cell.not-a-number",
        found=f"'{cell}' is not a number.",
        expected="A number, or one of the publisher's marks for missing (-, empty) or withheld (*).",
        remedy="Correct the cell, or take the file as published.",
        where=where,
    )
