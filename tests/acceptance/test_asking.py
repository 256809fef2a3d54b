"""Values and verdicts of a small store, asked for in every way that the command offers."""

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from aimwell.domain.values import VALUE_COLUMNS
from tests.acceptance.conftest import Say, command, problems_in
from tests.acceptance.conftest import run as run_command

FILES = ("rtt_full_extract/february-2026.zip", "ae_monthly/march-2026.xlsx", "icb_extracts/qof-2024-25.json")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds two months of two families and a year of a third."""
    fixtures = Path(__file__).resolve().parents[1] / "fixtures"
    folder = tmp_path_factory.mktemp("asking") / "l'état"
    told = run_command(*command("take", *(fixtures / name for name in FILES), "--store", folder))
    assert told.status == 0, told
    return folder


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_same_rows_come_in_every_form(say: Say, store: Path, room: Path):
    asked = ("values", "--store", store, "--measure", "rtt_waiting_list", "--place", "eng")
    as_csv = say(*asked)
    as_json = say(*asked, "--format", "json", "--out", "values.json")
    say(*asked, "--format", "parquet", "--out", "values.parquet")
    told = json.loads((room / "values.json").read_text(encoding="utf-8"))
    table = pq.read_table(room / "values.parquet")
    assert as_json.output == ""
    assert tuple(rows(as_csv.output)[0]) == tuple(told[0]) == tuple(table.column_names) == VALUE_COLUMNS
    assert table.to_pylist() == told
    assert [row["value_id"] for row in rows(as_csv.output)] == [row["value_id"] for row in told]


@pytest.mark.parametrize("code", ["ENG", "eng", "E92000001"])
def test_a_place_is_known_by_each_of_its_codes(say: Say, store: Path, code: str):
    told = say("values", "--store", store, "--measure", "rtt_waiting_list", "--place", code)
    assert {row["place"] for row in rows(told.output)} == {"ENG"}


def footprint(say: Say, store: Path, day: str) -> dict[str, float]:
    told = say(
        "values", "--store", store, "--measure", "ae_attendances", "--footprint", day, "--format", "json"
    )
    return {
        row["place"]: row["value"] for row in json.loads(told.output) if len(row["place"]) < len("E12000001")
    }


@pytest.mark.parametrize(
    ("day", "as_on"),
    [("2025-01-01", "2022-07-01"), ("1999-01-01", "2022-07-01"), ("2030-01-01", "2026-04-01")],
)
def test_a_date_means_the_footprint_that_held_on_it(say: Say, store: Path, day: str, as_on: str):
    assert footprint(say, store, day) == footprint(say, store, as_on)
    assert footprint(say, store, "2022-07-01") != footprint(say, store, "2026-04-01")


def test_a_system_of_another_footprint_has_one_row_and_the_reason(say: Say, store: Path):
    asked = ("values", "--store", store, "--measure", "rtt_waiting_list", "--footprint", "2026-04-01")
    told = say(*asked, "--place", "QNQ", "--format", "json")
    (row,) = json.loads(told.output)
    assert (told.status, row["status"], row["value"]) == (0, "not_available", None)
    assert "ended on 31 March 2026" in row["reason"]
    assert row["reason"] in told.error
    assert [row["status"] for row in rows(say(*asked, "--place", "QNQ").output)] == ["not_available"]


def test_a_whole_footprint_has_a_row_for_each_system_even_those_without_a_figure(say: Say, store: Path):
    told = say(
        "values",
        "--store",
        store,
        "--measure",
        "diabetes_recorded",
        "--footprint",
        "2026-04-01",
        "--format",
        "json",
    )
    found = json.loads(told.output)
    systems = say("places", "--kind", "ics", "--on", "2026-04-01", "--format", "json")
    assert {place["code"] for place in json.loads(systems.output)} <= {row["place"] for row in found}
    without = [row for row in found if row["status"] == "not_available"]
    assert without
    assert all(row["reason"] and row["value"] is None for row in without)


def test_a_place_that_a_measure_is_not_worked_out_for_says_for_which_it_is(say: Say, store: Path):
    told = say(
        "values",
        "--store",
        store,
        "--measure",
        "rtt_waiting_list",
        "--place",
        "E06000001",
        "--format",
        "json",
    )
    (row,) = json.loads(told.output)
    assert "not worked out for places of this kind" in row["reason"]


def test_an_empty_answer_says_which_periods_there_are(say: Say, store: Path):
    told = say("values", "--store", store, "--measure", "rtt_waiting_list", "--period", "1999-01")
    assert told.status == 0
    assert rows(told.output) == []
    assert "there are figures for 2026-02" in told.error


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--measure", "rtt_waiting_list", "--place", "ZZZ"), "place.unknown"),
        (("--measure", "rtt_waiting_list", "--period", "2026-2"), "period.unknown"),
        (("--measure", "../rtt_waiting_list"), "measure.no-values"),
        (("--measure", "o'brien"), "measure.no-values"),
    ],
)
def test_what_does_not_exist_is_a_problem_in_every_form(
    say: Say, store: Path, words: tuple[str, ...], code: str, form: str
):
    told = say("values", "--store", store, *words, "--format", form)
    assert (told.status, problems_in(told), told.output) == (1, [code], "")


def test_a_verdict_follows_the_footprint(say: Say, store: Path):
    def systems(*words: str) -> list[str]:
        told = say("verdicts", "--store", store, "--measure", "ae_attendances", *words)
        return [row["place"] for row in rows(told.output) if row["level"] == "ics"]

    assert systems("--place", "QRL") == ["QRL"]
    assert len(systems("--footprint", "2023-05-05")) > len(systems("--footprint", "2026-05-05"))
    assert problems_in(say("verdicts", "--store", store, "--place", "ZZZ")) == ["place.unknown"]


def test_a_reader_that_has_seen_enough_is_no_failure(store: Path):
    words = command("values", "--store", store, "--measure", "rtt_waiting_list", "--format", "json")
    quoted = " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)
    told = run_command("bash", "-o", "pipefail", "-c", f"{quoted} | head -1")
    assert (told.status, told.output.strip(), told.error) == (0, "[", "")
