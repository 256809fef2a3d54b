"""Every number walks back to all the cells it rests on, even one that is no longer said."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import REPOSITORY, Say

EXTRACT = "rtt_full_extract/february-2026.zip"
MONTH = "ae_monthly/march-2026.xlsx"
MEASURE = "ae_attendances"


@pytest.fixture
def definitions(room: Path) -> Path:
    """Definitions of one's own: a copy of the shipped ones, to change."""
    return Path(shutil.copytree(REPOSITORY / "definitions", room / "our definitions"))


def values(say: Say, *words: str | Path) -> list[dict[str, Any]]:
    told = say("values", "--store", "s", "--format", "json", *words)
    assert told.status == 0, told
    return json.loads(told.output)


def explained(say: Say, value_id: str, *words: str | Path) -> dict[str, Any]:
    told = say("explain", value_id, "--store", "s", "--json", *words)
    assert told.status == 0, told
    return json.loads(told.output)


def test_a_number_names_each_file_sheet_and_row_that_it_rests_on(say: Say, fixtures: Path):
    csv_month = "ae_monthly/march-2025.csv"
    say("take", fixtures / MONTH, fixtures / csv_month, "--store", "s")
    newest = values(say, "--measure", MEASURE, "--place", "QYG", "--period", "2026-03")[0]
    told = explained(say, newest["value_id"])
    (origin,) = told["origins"]
    assert origin["file"] == "march-2026.xlsx"
    assert origin["sheet"]
    assert origin["rows"] == len(origin["row_numbers"]) > 1
    assert origin["first_row"] == min(origin["row_numbers"])
    assert told["formula"]
    assert told["inputs"][0]["columns"]
    assert told["definition_is_current"]
    assert told["stands"]
    said = say("explain", newest["value_id"], "--store", "s").output
    assert origin["digest"] in said
    assert f"{origin['row_numbers'][0]:,}" in said


def test_a_number_that_rests_on_two_files_names_both(say: Say, fixtures: Path):
    say(
        "take",
        fixtures / "icb_extracts" / "community-bed-audit-2026.json",
        fixtures / "population_sub_icb" / "2022_to_2024.xlsx",
        "--store",
        "s",
    )
    found = [row for row in values(say, "--measure", "community_beds") if row["value"] is not None]
    told = explained(say, found[0]["value_id"])
    assert {origin["side"] for origin in told["origins"]} == {"rows counted", "population"}
    assert {origin["file"] for origin in told["origins"]} == {
        "community-bed-audit-2026.json",
        "2022_to_2024.xlsx",
    }


def test_a_number_by_a_definition_that_has_changed_is_explained_by_the_one_it_came_from(
    say: Say, fixtures: Path, definitions: Path
):
    say("take", fixtures / MONTH, "--store", "s")
    ours = ("--definitions", definitions)
    old = values(say, "--measure", MEASURE, "--place", "ENG", *ours)[0]
    path = definitions / "measures" / f"{MEASURE}.toml"
    before = path.read_text(encoding="utf-8")
    question = next(line for line in before.splitlines() if line.startswith("question"))
    path.write_text(before.replace(question, 'question = "How many, this time?"'), encoding="utf-8")
    new = values(say, "--measure", MEASURE, "--place", "ENG", *ours)[0]
    assert new["value_id"] != old["value_id"]
    assert explained(say, new["value_id"], *ours)["question"] == "How many, this time?"
    told = explained(say, old["value_id"], *ours)
    assert (told["stands"], told["definition_is_current"]) == (False, False)
    assert told["question"] in question
    assert told["origins"][0]["row_numbers"]


def test_a_measure_that_is_no_longer_declared_is_not_told_and_its_numbers_are_still_explained(
    say: Say, fixtures: Path, definitions: Path
):
    say("take", fixtures / MONTH, "--store", "s")
    ours = ("--definitions", definitions)
    old = values(say, "--measure", MEASURE, "--place", "ENG", *ours)[0]
    assert say("verdicts", "--store", "s", *ours).status == 0
    for path in (definitions / "priorities").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert f'"{MEASURE}"' not in text, "choose a measure without a target"
    (definitions / "measures" / f"{MEASURE}.toml").unlink()
    told = say("verdicts", "--store", "s", *ours)
    assert told.status == 0
    assert f"{MEASURE}," not in told.output
    assert say("values", "--store", "s", "--measure", MEASURE, *ours).status == 1
    found = explained(say, old["value_id"], *ours)
    assert (found["stands"], found["value"]) == (False, old["value"])
    assert found["title"] != MEASURE


def test_all_faults_of_a_definition_are_told_and_the_store_stays_as_it_was(
    say: Say, fixtures: Path, definitions: Path
):
    say("take", fixtures / MONTH, "--store", "s")
    before = values(say, "--measure", MEASURE)
    path = definitions / "measures" / f"{MEASURE}.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("method", "methode", 1).replace("unit ", "unit_", 1), encoding="utf-8")
    told = say("values", "--store", "s", "--measure", MEASURE, "--definitions", definitions)
    assert told.status == 1
    assert told.error.count("definition.fault") >= 2
    assert values(say, "--measure", MEASURE) == before
