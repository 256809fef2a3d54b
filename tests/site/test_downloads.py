"""Downloads: numbers as numbers, and nothing that a spreadsheet would run."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from aimwell.site.downloads import as_csv, as_workbook, sheet_name
from aimwell.site.page import Dataset


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1 or so", "@SUM(A1)", "\t=1"])
def test_a_text_that_looks_like_a_formula_is_only_text_in_a_csv(text: str) -> None:
    assert read(as_csv(Dataset("t", ("a",), [(text,)])))[1] == [f"'{text}"]


def test_a_negative_number_stays_a_number() -> None:
    assert read(as_csv(Dataset("t", ("a", "b"), [(-1.5, None)])))[1] == ["-1.5", ""]


def test_a_table_without_rows_has_its_headings() -> None:
    assert read(as_csv(Dataset("t", ("a", "b"), []))) == [["a", "b"]]


def test_a_workbook_holds_no_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(as_workbook([Dataset("t", ("a",), [("=1+1",), (2.5,)])]))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>2.5</v>" in sheet


def test_a_long_or_odd_title_still_names_a_sheet() -> None:
    name = sheet_name("A&E: within [4] hours / all systems, England", 1)
    assert len(name) <= 31
    assert not set(name) & set("[]:*?/\\")


def test_csv_and_json_of_a_page_hold_the_same_rows(site: Path) -> None:
    for path in list(site.rglob("*.csv"))[:40]:
        table = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["tables"][0]
        lines = read(path.read_bytes())
        assert lines[0] == table["columns"]
        assert len(lines) - 1 == len(table["rows"])
