"""Funding streams as they ship, and files that do not hold together."""

import shutil
from pathlib import Path

import pytest

from aimwell.catalogue.funding_streams import read_alignment_rules, read_pot_rules, read_streams
from aimwell.domain.problems import Problems

FUND = "money/streams/adult_social_care_discharge_fund_2022.toml"


@pytest.fixture
def folder(tmp_path: Path, definitions: Path) -> Path:
    shutil.copytree(definitions / "money", tmp_path / "money")
    (tmp_path / "standards").mkdir()
    shutil.copy(definitions / "standards" / "body_kinds.toml", tmp_path / "standards")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults_of(folder: Path) -> str:
    with pytest.raises(Problems) as refused:
        read_streams(folder)
    return "\n".join(problem.found for problem in refused.value.problems)


def test_every_verified_round_that_ships_names_the_page_that_states_it(definitions: Path) -> None:
    rounds = [each for stream in read_streams(definitions) for each in stream.rounds]
    assert all(each.source.startswith("https://") for each in rounds if each.verified)
    assert any(not each.verified for each in rounds)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"council", "icb"]', '"council", "bakery"]', "'bakery' is no kind of body"),
        ('"hospital_discharge", ', '"fun", ', "'fun' is no declared purpose"),
        ('"discharge_funding_2023"', '"nothing"', "'nothing', which is declared nowhere"),
        ('"2022-11-18"', '"November"', "'November' is no day or period"),
        ("percent = 60", "percent = 50", "its payments are 90% of it"),
        ("pounds = 200_000_000", "pounds = 200_000_001", "its parts are £500,000,001, not £500,000,000"),
    ],
)
def test_a_stream_that_does_not_hold_together_is_refused_in_words(
    folder: Path, old: str, new: str, words: str
) -> None:
    change(folder / FUND, old, new)
    assert words in faults_of(folder)


def test_faults_of_several_streams_are_told_together(folder: Path) -> None:
    change(folder / FUND, "percent = 60", "percent = 50")
    change(folder / "money/streams/nhs_capital.toml", '"trust"', '"bakery"')
    told = faults_of(folder)
    assert "90%" in told
    assert "bakery" in told


def test_a_score_without_one_of_its_aspects_is_refused(folder: Path) -> None:
    change(folder / "money/pot_score.toml", '"conditions"', '"notice_days"')
    with pytest.raises(Problems, match="it must score each of"):
        read_pot_rules(folder)


def test_a_score_whose_worst_is_its_best_is_refused(folder: Path) -> None:
    change(folder / "money/pot_score.toml", "best    = 180", "best    = 0")
    with pytest.raises(Problems, match="its worst is its best"):
        read_pot_rules(folder)


def test_an_overlap_of_one_stream_is_refused(folder: Path) -> None:
    change(folder / "money/alignment.toml", "overlap_streams         = 2", "overlap_streams         = 1")
    with pytest.raises(Problems, match="two streams or more"):
        read_alignment_rules(folder)
