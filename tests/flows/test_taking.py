"""From a published file to a value and back to its cell, and what becomes of files that cannot be relied on."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.places import PlaceKind
from aimwell.domain.problems import Severity
from aimwell.domain.receipts import Receipt
from aimwell.pipeline.account import Account
from aimwell.pipeline.flow import take_and_show
from aimwell.pipeline.geography import Geography
from aimwell.services.ask_values import ValueQuestion, values_for
from aimwell.services.explain import explain
from aimwell.store.folder import StoreFolder
from aimwell.store.records.ledger import Ledger

NOW = datetime(2026, 6, 1, tzinfo=UTC)
EXTRACT = "rtt_full_extract/february-2026.zip"


@pytest.fixture
def account(tmp_path: Path, definitions: Path) -> Account:
    return Account(StoreFolder(tmp_path / "store"), Catalogue(definitions), Geography(definitions))


@pytest.fixture
def lines(fixtures: Path) -> list[str]:
    """The lines of the published extract, headings first."""
    with zipfile.ZipFile(fixtures / EXTRACT) as archive:
        return archive.read(archive.namelist()[0]).decode("utf-8").splitlines()


def take(account: Account, *paths: Path) -> list[Receipt]:
    return take_and_show(paths, account, now=NOW)


def write(folder: Path, name: str, lines: list[str]) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def england(account: Account, measure: str = "rtt_waiting_list"):
    found = values_for(account.folder, ValueQuestion(measure, "ENG", "2026-02"))
    return next(value for value in found if value.breakdown == "all")


def test_a_published_file_becomes_values_at_once(account: Account, fixtures: Path, lines: list[str]):
    (receipt,) = take(account, fixtures / EXTRACT)
    assert receipt.taken
    assert (receipt.recognised_as, receipt.periods) == ("rtt_full_extract", ("2026-02",))
    assert receipt.rows_read == len(lines) - 1
    headings = lines[0].split(",")
    plain_sum = sum(
        int(row[headings.index("Total All")] or 0)
        for row in (line.split(",") for line in lines[1:])
        if row[9] == "Part_2" and row[11] == "C_999" and row[7] != "NONC"
    )
    assert england(account).value == plain_sum


def test_taking_the_same_file_twice_changes_nothing(account: Account, fixtures: Path):
    take(account, fixtures / EXTRACT)
    before = {path: path.read_bytes() for path in account.folder.released.rglob("*.parquet")}
    (again,) = take(account, fixtures / EXTRACT)
    assert again.taken
    assert again.already_held
    assert {path: path.read_bytes() for path in account.folder.released.rglob("*.parquet")} == before


def test_a_revised_file_takes_the_place_of_the_first_and_the_old_number_is_still_explained(
    account: Account, fixtures: Path, lines: list[str], tmp_path: Path
):
    (first,) = take(account, fixtures / EXTRACT)
    old = england(account)
    row = next(
        n for n, line in enumerate(lines) if ",Part_2," in line and ",C_999," in line and "NONC" not in line
    )
    cells = lines[row].split(",")
    cells[13] = str(int(cells[13] or 0) + 7)
    cells[-1] = str(int(cells[-1] or 0) + 7)
    revised = write(tmp_path, "extract-revised.csv", [*lines[:row], ",".join(cells), *lines[row + 1 :]])
    (second,) = take(account, revised)
    assert second.supersedes == (first.digest,)
    new = england(account)
    assert new.value == old.value + 7
    assert new.value_id != old.value_id
    told = explain(account, old.value_id)
    assert (told.value, told.stands) == (old.value, False)
    assert explain(account, new.value_id).origin.digest == second.digest


def test_a_first_edition_that_comes_after_the_revised_one_changes_nothing_and_the_receipt_says_so(
    account: Account, fixtures: Path, lines: list[str], tmp_path: Path
):
    (revised,) = take(account, write(tmp_path, "extract-revised.csv", lines))
    assert revised.problems == ()
    before = england(account).value_id
    (first,) = take(account, fixtures / EXTRACT)
    assert first.taken
    assert first.supersedes == ()
    (note,) = first.problems
    assert (note.code, note.severity) == ("edition.not-the-latest", Severity.WARNS)
    assert "extract-revised.csv" in note.found
    assert "2026-02" in note.found
    assert england(account).value_id == before
    with Ledger.to_read(account.folder.ledger) as ledger:
        newest = next(ledger.receipts())
    assert [problem["code"] for problem in newest["problems"]] == ["edition.not-the-latest"]


def test_an_explanation_walks_back_to_the_file_and_the_columns(account: Account, fixtures: Path):
    (receipt,) = take(account, fixtures / EXTRACT)
    told = explain(account, england(account, "rtt_within_18_weeks").value_id)
    assert told.origin.digest == receipt.digest
    assert told.origin.file == "february-2026.zip"
    assert told.origin.rows > 0
    assert [each.role for each in told.inputs] == ["numerator", "denominator"]
    assert told.inputs[1].columns == ("Total All",)
    assert "Part_2" in told.inputs[0].where


def damaged(lines: list[str], kind: str) -> list[str]:
    headings = lines[0].split(",")
    match kind:
        case "a missing column":
            at = headings.index("Commissioner Org Code")
            return [",".join(cell for n, cell in enumerate(line.split(",")) if n != at) for line in lines]
        case "a changed heading":
            return [lines[0].replace("Commissioner Org Code", "Commissioning Org Code"), *lines[1:]]
        case "an unknown organisation":
            return [*lines[:-1], lines[-1].replace(lines[-1].split(",")[7], "99Z")]
        case "a row cut short":
            return [*lines[:-1], lines[-1][: len(lines[-1]) // 2]]
        case "text in a number":
            at = headings.index("Total All")
            cells = lines[3].split(",")
            cells[at] = "many"
            return [*lines[:3], ",".join(cells), *lines[4:]]
        case "a stranger":
            return ["colour,shape", "red,square"]
    raise AssertionError(kind)


CODES = {
    "a missing column": "feed.missing-column",
    "a changed heading": "feed.changed-heading",
    "an unknown organisation": "place.unknown",
    "a row cut short": "file.cut-short",
    "text in a number": "cell.not-a-number",
    "a stranger": "file.not-recognised",
}


@pytest.mark.parametrize("kind", list(CODES))
def test_nothing_of_a_damaged_file_is_kept_and_the_others_are(
    account: Account, fixtures: Path, lines: list[str], tmp_path: Path, kind: str
):
    bad = write(tmp_path, "damaged.csv", damaged(lines, kind))
    refused, taken = take(account, bad, fixtures / EXTRACT)
    assert taken.taken
    assert not refused.taken
    problem = refused.problems[0]
    assert problem.code == CODES[kind]
    assert problem.found
    assert problem.expected
    assert problem.remedy
    assert problem.where.file == "damaged.csv"
    kept = list((account.folder.facts).rglob("*.parquet"))
    assert [path.stem for path in kept] == [taken.digest]


def test_a_refused_file_leaves_the_store_as_it_was(
    account: Account, fixtures: Path, lines: list[str], tmp_path: Path
):
    take(account, fixtures / EXTRACT)
    before = england(account)
    take(account, write(tmp_path, "damaged.csv", damaged(lines, "text in a number")))
    assert england(account) == before


def test_systems_and_what_is_in_none_add_up_to_england_on_either_footprint(account: Account, fixtures: Path):
    take(account, fixtures / EXTRACT)
    (nowhere,) = [
        v
        for v in values_for(account.folder, ValueQuestion("rtt_waiting_list", "OUTSIDE"))
        if v.breakdown == "all"
    ]
    assert nowhere.value > 0  # what commissioning hubs pay for
    for footprint in account.geography.footprints:
        question = ValueQuestion("rtt_waiting_list", footprint=footprint.starts)
        places = {place.ods for place in account.geography.register.of_kind(PlaceKind.ICS, footprint.starts)}
        found = [
            v.value
            for v in values_for(account.folder, question)
            if v.place in places and v.breakdown == "all" and v.value is not None
        ]
        assert sum(found) + nowhere.value == england(account).value


def test_a_place_without_figures_gets_a_row_that_says_so(account: Account, fixtures: Path):
    take(account, fixtures / EXTRACT)
    (row,) = values_for(account.folder, ValueQuestion("rtt_waiting_list", "QYG", "1999-01"))
    assert (row.status, row.value) == ("not_available", None)


def test_receipts_are_kept_as_they_were_given(account: Account, fixtures: Path):
    from aimwell.pipeline.receipt_text import as_json
    from aimwell.store.records.ledger import Ledger

    (receipt,) = take(account, fixtures / EXTRACT)
    with Ledger.to_read(account.folder.ledger) as ledger:
        (kept,) = ledger.receipts()
    assert kept == json.loads(json.dumps(as_json(receipt)))
