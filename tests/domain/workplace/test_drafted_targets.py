"""Rows of target tables as fields of targets: nothing guessed, nothing lost without a word."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.target_wordings import read_target_wordings
from aimwell.domain.draft_targets import DraftTarget
from aimwell.domain.measure_names import measure_names
from aimwell.domain.workplace.drafted_targets import Chosen, drafted, named_exactly, title_of
from aimwell.domain.workplace.trajectories import Point
from aimwell.gateways.target_tables.reading import drafts_of_text

SMOKING = Chosen("adults_who_smoke", "QXX")


@pytest.fixture(scope="module")
def measures(definitions: Path):
    return Catalogue(definitions).measures


@pytest.fixture(scope="module")
def read(definitions: Path, measures):
    """Drafts of pasted rows."""
    wordings, names = read_target_wordings(definitions), measure_names(measures.values())
    return lambda text: drafts_of_text(text=text, wordings=wordings, names=names, most=10_000).drafts


def row(read, **cells: str) -> DraftTarget:
    """One row of a table with these columns."""
    headings, values = (each.replace("_", " ") for each in cells), cells.values()
    (draft,) = read("\t".join(headings) + "\n" + "\t".join(values))
    return draft


def taken(draft, measures, chosen=SMOKING):
    return drafted(draft, chosen, measures=measures, places=["QXX"])


def test_a_whole_row_becomes_a_whole_target(read, measures):
    draft = row(read, Measure="Adults who smoke", Baseline="13.9% (2022)", Target="5% by 2030")
    found = taken(draft, measures)
    assert (found.fields["baseline"], found.fields["baseline_period"]) == (13.9, "2022")
    assert (found.fields["value"], found.fields["by"]) == (5.0, date(2030, 12, 31))
    assert (found.fields["measure"], found.fields["unit"], found.fields["direction"]) == (
        "adults_who_smoke",
        "percent",
        "lower",
    )
    assert found.left_out == ()


def test_a_measure_that_nobody_chose_is_not_taken(read, measures):
    draft = row(read, Measure="Adults who smoke", Baseline="13.9% (2022)", Target="5% by 2030")
    assert taken(draft, measures, Chosen("", "QXX")).fields["measure"] == ""


def test_a_share_of_the_baseline_is_worked_out(read, measures):
    draft = row(read, Measure="Adults who smoke", Baseline="14% (2022)", Target="halve")
    assert taken(draft, measures).fields["value"] == 7.0


def test_a_change_without_a_baseline_is_left_out_and_said(read, measures):
    draft = row(read, Measure="Adults who smoke", Baseline="", Target="halve")
    found = taken(draft, measures)
    assert found.fields["value"] is None
    assert "no baseline to work it out from" in found.left_out[0]


def test_a_range_is_left_out_and_said_with_its_cell(read, measures):
    draft = row(read, Measure="Adults who smoke", Baseline="14% (2022)", Target="5% to 7%")
    found = taken(draft, measures)
    assert found.fields["value"] is None
    assert found.left_out[0].startswith(f"{draft.value.address} ")
    assert "range" in found.left_out[0]


def test_what_may_be_a_share_or_a_percentage_is_not_taken(read, measures):
    draft = row(read, Measure="Adults who smoke", Baseline="0.139", Target="5%")
    assert taken(draft, measures).fields["baseline"] is None


def test_a_count_is_no_percentage(read, measures):
    draft = row(read, Measure="Adults who smoke", Baseline="14% (2022)", Target="500 people")
    found = taken(draft, measures)
    assert found.fields["value"] is None
    assert "this is in people" in found.left_out[0]


def test_what_the_rules_of_targets_refuse_is_left_empty_and_said(read, measures):
    draft = row(read, Measure="Adults who smoke", Baseline="14% (2024)", Target="5% by 2022")
    found = taken(draft, measures)
    assert found.fields["by"] is None
    assert any("before the baseline" in each for each in found.left_out)


def test_a_trajectory_is_taken_period_by_period(read, measures):
    draft = row(
        read, Measure="Adults who smoke", Baseline="14% (2022)", **{"2026/27": "12%", "2027/28": "11%"}
    )
    assert taken(draft, measures).trajectory[0] == Point("2026/27", 12.0)


def test_a_long_sentence_is_cut_and_said(read, measures):
    draft = row(read, Measure="Adults who smoke", Target_description="word " * 100)
    long = replace(draft, target=replace(draft.measure_words, written="word " * 100))
    assert len(title_of(long)) <= 300
    assert "first 300 letters" in taken(long, measures).left_out[0]


@pytest.mark.parametrize(
    ("words", "found"), [("example  TOWN", "1"), ("Example", ""), ("Twice", ""), ("", "")]
)
def test_a_name_is_taken_only_where_it_is_exactly_one(words, found):
    assert named_exactly(words, [("Example Town", "1"), ("Twice", "2"), ("twice", "3"), ("", "4")]) == found
