"""Ledgers go into a store: once, in whole pence, with what may name a person kept back."""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from aimwell.cli.commands import app
from aimwell.domain.money.ledger_files import LedgerReceipt
from aimwell.domain.money.lines import LINE_COLUMNS
from aimwell.domain.money.reconciling import TotalsState
from aimwell.pipeline.money.ledger_receipts import as_json
from aimwell.pipeline.money.take import Asked, take_ledgers
from aimwell.presentation.ledger_receipts import ledger_receipt_in_words
from aimwell.store.aggregate import ledger_lines
from aimwell.store.folder import StoreFolder
from tests.gateways.ledgers.made import NHS, as_csv, nhs_row

DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions"


def take(store: Path, *files: Path, body: str = "") -> list[LedgerReceipt]:
    return take_ledgers(files, folder=StoreFolder(store), definitions=DEFINITIONS, asked=Asked(body))


def held(store: Path, select: str) -> list[tuple]:
    with duckdb.connect() as connection:
        ledger_lines.attach(connection, ledger_lines.held(StoreFolder(store)))
        return connection.execute(f"select {select} from ledger_lines order by all").fetchall()


def ledger(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    path.write_text(as_csv([NHS, *rows]), encoding="utf-8")
    return path


def test_a_ledger_is_held_by_the_columns_that_all_agree_on(tmp_path: Path, fixtures: Path):
    (receipt,) = take(tmp_path / "store", fixtures / "ledgers" / "trafford-2025-26.csv")
    assert (receipt.taken, receipt.body, receipt.body_name) == (True, "E08000009", "Trafford Council")
    (kept,) = ledger_lines.held(StoreFolder(tmp_path / "store"))
    names = duckdb.sql(f"select * from '{kept.path}' limit 0").columns
    assert tuple(names) == LINE_COLUMNS
    assert json.loads(kept.receipt)["total_pence"] == receipt.total_pence
    assert held(tmp_path / "store", "sum(amount_pence), count(distinct line_id)") == [
        (receipt.total_pence, 12)
    ]


def test_the_same_ledger_twice_changes_nothing_however_it_is_saved(tmp_path: Path):
    rows = [nhs_row("31/10/2020", "10"), nhs_row("31/10/2020", "5", number="")]
    first = ledger(tmp_path / "a.csv", rows)
    again = tmp_path / "b.csv"
    again.write_text(as_csv([NHS, *rows]), encoding="utf-8-sig")
    take(tmp_path / "store", first)
    receipts = take(tmp_path / "store", first, again)
    assert [(each.taken, each.already_held) for each in receipts] == [(True, True), (True, True)]
    assert held(tmp_path / "store", "sum(amount_pence)") == [(1_500,)]


def test_ledgers_that_overlap_hold_each_payment_once(tmp_path: Path):
    october = [
        nhs_row("31/10/2020", "10", number="7"),
        nhs_row("31/10/2020", "10", number="7"),
        nhs_row("30/10/2020", "3", number=""),
    ]
    quarter = [*october, nhs_row("30/11/2020", "20", number="8")]
    receipts = take(
        tmp_path / "store", ledger(tmp_path / "a.csv", october), ledger(tmp_path / "b.csv", quarter)
    )
    assert [each.lines_held_already for each in receipts] == [0, 2]
    assert [problem.code for problem in receipts[1].problems] == ["ledger.may-overlap"]
    assert held(tmp_path / "store", "sum(amount_pence)") == [(2_000 + 300 + 300 + 2_000,)]


def test_a_payment_of_another_body_is_another_payment(tmp_path: Path):
    files = [ledger(tmp_path / f"{name}.csv", [nhs_row("31/10/2020", "10")]) for name in "ab"]
    files[1].write_text(files[1].read_text().replace("Invented CCG", "Other Invented CCG"))
    assert [each.lines_kept for each in take(tmp_path / "store", *files)] == [1, 1]


def test_a_ledger_that_names_nobody_is_asked_about(tmp_path: Path, fixtures: Path):
    file = fixtures / "ledgers" / "gateshead-2022-07.csv"
    (refused,) = take(tmp_path / "store", file)
    assert [problem.code for problem in refused.problems] == ["ledger.body-unknown"]
    (taken,) = take(tmp_path / "store", file, body="E08000037")
    assert (taken.body, taken.body_name) == ("E08000037", "Gateshead")


def test_lines_that_may_name_a_person_are_flagged_and_counted(tmp_path: Path):
    rows = [
        nhs_row("31/10/2020", "10"),
        nhs_row("31/10/2020", "7", supplier="Mrs J Invented"),
        nhs_row("31/10/2020", "2", supplier="REDACTED"),
    ]
    (receipt,) = take(tmp_path / "store", ledger(tmp_path / "a.csv", rows))
    assert (receipt.lines_private, receipt.private_pence, receipt.total_pence) == (2, 900, 1_900)
    flags = held(tmp_path / "store", "amount_pence, private, private_because <> ''")
    assert flags == [(200, True, True), (700, True, True), (1_000, False, False)]
    assert "Invented" not in ledger_receipt_in_words(receipt).replace("NHS Invented CCG", "")


def test_a_code_before_a_name_does_not_hide_that_it_is_a_persons(tmp_path: Path):
    rows = [
        nhs_row("31/10/2020", "1", supplier="NRB000244401 : Jane Invented"),
        nhs_row("31/10/2020", "2", supplier="NRB000244402 : Jane Invented T/A The Chair Shop"),
    ]
    take(tmp_path / "store", ledger(tmp_path / "a.csv", rows))
    assert held(tmp_path / "store", "amount_pence, private") == [(100, True), (200, False)]


def test_money_that_goes_to_a_partner_says_to_whom(tmp_path: Path):
    rows = [
        nhs_row("31/10/2020", "10", supplier="BARTS HEALTH NHS TRUST"),
        nhs_row("31/10/2020", "1", supplier="LONDON BOROUGH OF EALING"),
    ]
    take(tmp_path / "store", ledger(tmp_path / "a.csv", rows))
    assert held(tmp_path / "store", "partner") == [("E09000009",), ("R1H",)]


def test_an_unreconciled_ledger_is_kept_and_says_so(tmp_path: Path):
    rows = [nhs_row("31/10/2020", "10"), ["Total", "", "", "", "", "", "", "10.01"]]
    (receipt,) = take(tmp_path / "store", ledger(tmp_path / "a.csv", rows))
    assert (receipt.taken, receipt.totals) == (True, TotalsState.UNRECONCILED)
    told = ledger_receipt_in_words(receipt)
    assert "unreconciled" in told
    assert "a difference of £0.01" in told


def test_a_bad_file_never_stops_the_others(tmp_path: Path):
    bad, good = tmp_path / "bad.csv", ledger(tmp_path / "good.csv", [nhs_row("31/10/2020", "10")])
    bad.write_text("no,ledger\n1,2\n")
    receipts = take(tmp_path / "store", bad, tmp_path / "missing.csv", good)
    assert [each.taken for each in receipts] == [False, False, True]
    assert [each.problems[0].code for each in receipts[:2]] == ["ledger.not-recognised", "file.not-found"]


def test_a_ledger_on_two_sheets_is_one_ledger(tmp_path: Path):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, number in (("July", "1"), ("August", "2")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, NHS)
            sheet.write_row(1, 0, nhs_row("31/10/2020", "10", number=number))
    (receipt,) = take(tmp_path / "store", path)
    assert receipt.lines_kept == 2
    ids = [line for (line,) in held(tmp_path / "store", "line_id")]
    assert ids == [f"{receipt.digest[:12]}-2", f"{receipt.digest[:12]}-2.2"]


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.integers(-(10**10), 10**10), min_size=2, max_size=20),
    st.lists(st.integers(0, 20), max_size=3),
)
def test_a_ledger_in_parts_comes_to_the_same_as_the_whole(
    tmp_path_factory: pytest.TempPathFactory, pence: list[int], cuts: list[int]
):
    folder = tmp_path_factory.mktemp("parts")
    rows = [nhs_row("31/10/2020", f"{each / 100:.2f}", number=str(at)) for at, each in enumerate(pence)]
    places = sorted({0, len(rows), *(cut for cut in cuts if cut < len(rows))})
    parts = [ledger(folder / f"{start}.csv", rows[start:upto]) for start, upto in pairwise(places)]
    receipts = take(folder / "store", *parts)
    (whole,) = take(folder / "other", ledger(folder / "whole.csv", rows))
    assert sum(each.total_pence for each in receipts) == whole.total_pence == sum(pence)
    assert held(folder / "store", "sum(amount_pence)") == held(folder / "other", "sum(amount_pence)")


def test_the_command_prints_receipts_in_words_or_as_json(tmp_path: Path):
    file = ledger(tmp_path / "a.csv", [nhs_row("31/10/2020", "10"), nhs_row("31/10/2020", "x")])
    arguments = ["money", "take", str(file), "--store", str(tmp_path / "store")]
    said = CliRunner().invoke(app, arguments)
    assert said.exit_code == 0
    assert "ledger of NHS Invented CCG, 2020-10-31 to 2020-10-31; no total stated." in said.output
    assert "ledger.line-refused" in said.output
    again = CliRunner().invoke(app, [*arguments, "--json"])
    assert json.loads(again.stdout)[0]["already_held"] is True
    missing = CliRunner().invoke(
        app, ["money", "take", str(tmp_path / "none.csv"), "--store", str(tmp_path / "store")]
    )
    assert missing.exit_code == 1


def test_a_receipt_says_all_its_parts(tmp_path: Path):
    (receipt,) = take(tmp_path / "store", ledger(tmp_path / "a.csv", [nhs_row("31/10/2020", "10")]))
    said = as_json(receipt)
    assert said["body"] == "NHS Invented CCG"
    assert said["counted"] == "'Amount', as stated"
    assert "SUPPLIER" not in json.dumps(said)
