"""A spreadsheet that is exported and read again says exactly the same; faults are told by sheet and cell."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.domain.problems import Problem
from aimwell.domain.sheet_layouts import ColumnKind, SheetColumn, SheetLayout, Value, as_held
from aimwell.domain.typed_rows import differences, type_rows, unread_columns
from aimwell.domain.uploads import Upload, UploadedTable, UploadKind
from aimwell.gateways.uploads.contents import plain_cell
from aimwell.gateways.uploads.plain_text import read_text
from aimwell.gateways.uploads.reading import read_uploaded_bytes
from aimwell.gateways.workbooks import FilledSheet, read_sheets, write_csv, write_workbook
from tests.gateways.uploads import hostile

LAYOUT = SheetLayout(
    "Targets",
    "One row for each target.",
    (
        SheetColumn("Id", ColumnKind.CODE, key=True),
        SheetColumn("Target", ColumnKind.TEXT, "What is to be reached.", required=True, width=50),
        SheetColumn("Value", ColumnKind.NUMBER),
        SheetColumn("Due", ColumnKind.DATE),
        SheetColumn("Direction", ColumnKind.CHOICE, choices=("lower", "higher")),
        SheetColumn("Place", ColumnKind.CODE, choices=("E06000001", "QRL", "007")),
    ),
)
ROW: dict[str, Value] = {
    "Id": "0012", "Target": "Fewer people smoke", "Value": 5.5, "Due": date(2030, 3, 31), "Direction": "lower", "Place": "007",
}  # fmt: skip

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufffe\uffff"), max_size=40)
strange = st.sampled_from(
    ["=1+1", "'=1", "<r>a</r>", "<r><t>b</t></r>", "_x0041_", "_x005F_x0041_", "_x000D_x0041_\x01", "-5", "@a",
     "007", "1e5", "TRUE", "#N/A", "a\nb", "a\r\nb", "\r", " a ", "é😀" * 900, "x" * 32_767, "2028-03-31", "\ufeffa"]
)  # fmt: skip
rows = st.fixed_dictionaries(
    {
        "Id": st.none() | strange | texts,
        "Target": (strange | texts).filter(lambda text: bool(text.strip())),
        "Value": st.none() | st.floats(-1e300, 1e300) | st.integers(-(10**12), 10**12),
        "Due": st.none() | st.dates(date(1900, 3, 1), date(9999, 12, 31)),
        "Direction": st.none() | st.sampled_from(["lower", "higher"]),
        "Place": st.none() | st.sampled_from(["E06000001", "QRL", "007"]),
    }
)


def exported(*given_rows: dict[str, Value]) -> bytes:
    return write_workbook(
        sheets=[FilledSheet(LAYOUT, given_rows)], title="Targets", about=["How to."], made=date(2026, 11, 22)
    )


def opened(content: bytes) -> Upload:
    """A workbook read in this process, as the guard's own process reads it."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    tables = tuple(
        UploadedTable(
            name,
            tuple(
                tuple(plain_cell(cell) for cell in row)
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ),
        )
        for name in book.sheet_names
    )
    return Upload("targets.xlsx", UploadKind.WORKBOOK, "", tables=tables)


def filled(*cells: object) -> UploadedTable:
    heading = tuple(column.name for column in LAYOUT.columns)
    return UploadedTable("Targets", (heading, tuple(cells)))  # type: ignore[arg-type]


def only_problem(table: UploadedTable) -> Problem:
    (problem,) = type_rows(LAYOUT, table, file="targets.xlsx").problems
    return problem


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, max_size=4, unique_by=lambda row: row["Id"] or object()))
def test_a_workbook_that_is_read_again_says_exactly_the_same(given_rows: list[dict[str, Value]]) -> None:
    (read,) = read_sheets(opened(exported(*given_rows)), [LAYOUT])
    assert [fault.code for fault in read.problems if fault.code != "sheet.id-twice"] == []
    assert [dict(row.values) for row in read.rows] == [as_held(LAYOUT, row) for row in given_rows]


@settings(max_examples=60, deadline=None)
@given(given_rows=st.lists(rows, max_size=4))
def test_a_csv_that_is_read_again_says_exactly_the_same(
    given_rows: list[dict[str, Value]], definitions: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("csv") / "upload"
    path.write_bytes(write_csv(FilledSheet(LAYOUT, given_rows)))
    upload = read_text(path, name="targets.csv", digest="", limits=read_upload_limits(definitions))
    (read,) = read_sheets(upload, [LAYOUT])
    assert [fault.code for fault in read.problems if fault.code != "sheet.id-twice"] == []
    assert [dict(row.values) for row in read.rows] == [as_held(LAYOUT, row) for row in given_rows]


def test_an_export_comes_back_through_the_guard(definitions: Path) -> None:
    upload = read_uploaded_bytes(
        content=exported(ROW), name="targets.xlsx", limits=read_upload_limits(definitions)
    )
    (read,) = read_sheets(upload, [LAYOUT])
    assert read.problems == ()
    assert [dict(row.values) for row in read.rows] == [ROW]
    assert read.rows[0].address("Direction") == "Targets!E2"


def test_no_text_of_an_export_is_a_formula() -> None:
    content = exported(ROW | {"Target": '=HYPERLINK("http://x")', "Id": "=1+1"})
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_a_csv_holds_no_cell_that_a_spreadsheet_would_run() -> None:
    written = write_csv(FilledSheet(LAYOUT, [ROW | {"Target": "=cmd|' /C calc'!A0"}])).decode("utf-8-sig")
    assert "\"'=cmd|' /C calc'!A0\"" in written


def test_the_instructions_come_first_and_the_choices_are_hidden() -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(exported(ROW)))
    assert book.sheet_names == ["Read me", "Targets", "Lists"]
    told = [str(cell) for row in book.get_sheet_by_name("Read me").to_python() for cell in row]
    assert "Must be filled in. Holds text. What is to be reached." in told


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("Target", "", "sheet.empty"),
        ("Value", "five", "sheet.not-a-number"),
        ("Value", "5%", "sheet.not-a-number"),
        ("Value", True, "sheet.not-a-number"),
        ("Due", "in due course", "sheet.not-a-date"),
        ("Due", "March 2028", "sheet.not-a-date"),
        ("Due", 46_000, "sheet.not-a-date"),
        ("Due", date(1899, 12, 31), "sheet.too-early"),
        ("Direction", "down", "sheet.not-on-the-list"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_with_its_address(column: str, cell: object, code: str) -> None:
    cells = list(ROW.values())
    index = list(ROW).index(column)
    cells[index] = cell  # type: ignore[call-overload]
    problem = only_problem(filled(*cells))
    assert problem.code == code
    assert problem.found.startswith(f"Targets!{'ABCDEF'[index]}2 ({column})")
    assert str(problem.where) == f"targets.xlsx, sheet 'Targets', row 2, column '{'ABCDEF'[index]}'"


def test_a_misspelt_choice_is_answered_with_the_one_that_is_meant() -> None:
    problem = only_problem(filled(*(ROW | {"Direction": "highr"}).values()))
    assert problem.remedy == "Did you mean 'higher'? Choose from the list."


def test_all_faults_are_told_at_once() -> None:
    read = type_rows(LAYOUT, filled("1", "", "five", "soon", "down", "XYZ"))
    assert [problem.where.column for problem in read.problems] == ["B", "C", "D", "E", "F"]


def test_an_id_that_stands_twice_is_told_with_both_places() -> None:
    heading = tuple(column.name for column in LAYOUT.columns)
    table = UploadedTable("Targets", (heading, tuple(ROW.values()), ("",) * 6, tuple(ROW.values())))  # type: ignore[arg-type]
    problem = only_problem(table)
    assert problem.code == "sheet.id-twice"
    assert problem.found.startswith("Targets!A4")
    assert "Targets!A2" in problem.remedy


def test_new_rows_need_no_id() -> None:
    cells = tuple((ROW | {"Id": ""}).values())
    heading = tuple(column.name for column in LAYOUT.columns)
    read = type_rows(LAYOUT, UploadedTable("Targets", (heading, cells, cells)))  # type: ignore[arg-type]
    assert read.problems == ()


def test_columns_may_stand_in_any_order_under_a_title_with_notes_beside_them() -> None:
    heading = [column.name.upper() + " *" for column in reversed(LAYOUT.columns)]
    table = UploadedTable(
        "Targets",
        (("Our targets",), (*heading, "My notes"), (*reversed(list(ROW.values())), "ring Jo")),  # type: ignore[arg-type]
    )
    read = type_rows(LAYOUT, table)
    assert dict(read.rows[0].values) == ROW
    assert read.rows[0].address("Id") == "Targets!F3"
    assert [problem.code for problem in unread_columns(read)] == ["sheet.unread-column"]


def test_a_column_that_is_missing_and_a_sheet_that_is_missing_are_told() -> None:
    table = UploadedTable("Targets", (("Id", "Target"), ("1", "a")))
    assert [problem.code for problem in type_rows(LAYOUT, table).problems] == ["sheet.missing-column"] * 4
    (read,) = read_sheets(
        Upload("a.xlsx", UploadKind.WORKBOOK, "", tables=(UploadedTable("Sheet1", ()),)), [LAYOUT]
    )
    assert read.problems[0].found == "There is no sheet 'Targets'; there are 'Sheet1'."


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Due", date(1899, 12, 31)),
        ("Value", float("inf")),
        ("Value", 1.797e308),
        ("Value", float("nan")),
        ("Target", "x" * 32_768),
        ("Target", "a\x00b"),
        ("Target", "a\ufffe"),
        ("Target", "a\ud800"),
    ],
)
@pytest.mark.parametrize(
    "write", [lambda row: exported(row), lambda row: write_csv(FilledSheet(LAYOUT, [row]))]
)
def test_what_no_cell_can_hold_is_refused_when_it_goes_out(
    column: str, value: Value, write: Callable[[dict[str, Value]], bytes]
) -> None:
    with pytest.raises(Problem, match=r"sheet\.cannot-hold"):
        write(ROW | {column: value})


def test_a_number_typed_in_a_column_of_text_stays_as_it_was_typed() -> None:
    read = type_rows(LAYOUT, filled("7", 2028, 5, date(2030, 3, 31), "LOWER", "qrl"))
    assert read.problems == ()
    assert dict(read.rows[0].values) == {
        "Id": "7", "Target": "2028", "Value": 5.0, "Due": date(2030, 3, 31), "Direction": "lower", "Place": "QRL",
    }  # fmt: skip


def test_rows_are_compared_as_a_spreadsheet_holds_them() -> None:
    stored = as_held(LAYOUT, ROW | {"Value": 0.1 + 0.2, "Id": "  "})
    assert stored["Value"] == 0.3
    assert stored["Id"] is None
    assert differences(LAYOUT, stored, stored | {"Due": None}) == ("Due",)


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "a'b"])
def test_a_layout_with_a_name_that_no_sheet_can_have_is_a_slip(name: str) -> None:
    with pytest.raises(ValueError, match="name of a sheet"):
        SheetLayout(name, "", LAYOUT.columns)


def test_a_workbook_of_another_shape_is_no_crash(definitions: Path) -> None:
    upload = read_uploaded_bytes(
        content=hostile.word(table=[["a", "b"], ["1", "2"]]), name="a", limits=read_upload_limits(definitions)
    )
    assert read_sheets(upload, [LAYOUT])[0].problems[0].code == "sheet.missing"
